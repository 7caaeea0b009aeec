"""Coverage: which places of the mandate were visited, and which are due."""

import streamlit as st

from npm_data.ui import coverage_figures as figures
from npm_data.ui import coverage_map as regions
from npm_data.ui import coverage_matrices as matrices
from npm_data.ui.frame import shell

app = shell.enter()
view, coverage = regions.choose(app)

figures.headline(app, coverage)
regions.regions(app, view, coverage)
figures.places(app)
left, right = st.columns(2)
with left:
    matrices.by_type(app, coverage)
with right:
    matrices.by_region_and_ministry(app, coverage)
figures.clock(app, coverage)
