"""The figures that are shown: each is defined once, for pages, slides, annex and files."""
