"""Overview: visits by year, least coverage, the rate over the years, and the six bodies."""

from functools import partial

import streamlit as st

from npm_data.figures.coverage import SMALL, coverage
from npm_data.figures.overview import bodies
from npm_data.figures.rates import by_year as rate_by_year
from npm_data.figures.subject import all_told
from npm_data.figures.visits import by_year
from npm_data.ui.card import card
from npm_data.ui.frame import shell
from npm_data.ui.pages.overview import body_table

app = shell.enter()

figures = all_told(app, by_year, partial(coverage, unit="region", view=SMALL), rate_by_year)
for column, figure in zip(st.columns(len(figures)), figures, strict=True):
    with column:
        card(app, figure)
of_bodies = bodies(app)
card(app, of_bodies, table=body_table(app, of_bodies))
