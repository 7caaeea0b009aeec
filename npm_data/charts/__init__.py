"""Vega-Lite specifications, built once; the data are handed over beside them."""
