"""Files of figures, by writers that know no subject."""
