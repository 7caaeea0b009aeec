"""The DuckDB file: built beside the old one, swapped in with one rename, opened read-only."""
