"""Visits: by unit and by month against the period before, and how long their reports take."""

import streamlit as st

from npm_data.figures.subject import all_told
from npm_data.figures.visits import UNITS, by_month, by_unit, report_delays
from npm_data.ui.card import card
from npm_data.ui.frame import shell
from npm_data.ui.frame.switches import pick

app = shell.enter()

left, right = st.columns(2)
with left:
    units = {
        unit: app.words(f"visits.column_{unit}")
        for unit in UNITS
        if app.repository.may_ask("visits", app.filters, ("total", unit))
    }
    card(app, by_unit(app, pick(app, "visits.by", app.words("visits.by"), units)))
with right:
    for figure in all_told(app, by_month, report_delays):
        card(app, figure)
