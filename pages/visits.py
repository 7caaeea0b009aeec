"""Visits: by year, month and type, by ministry, type of place and region, and their reports."""

import streamlit as st

from npm_data.ui import visit_figures as figures
from npm_data.ui import visit_times
from npm_data.ui.frame import shell

app = shell.enter()
visits = figures.ask(app)

figures.headline(app, visits)
visit_times.by_year(app, visits)
left, right = st.columns(2)
with left:
    if visits.has_months:
        visit_times.by_month(app, visits)
    figures.report_delays(app, visits)
with right:
    if visits.has_months:
        visit_times.calendar(app, visits)
left, right = st.columns(2)
with left:
    figures.by_unit(app, visits, "ministry")
    figures.by_unit(app, visits, "institution_type")
with right:
    figures.by_unit(app, visits, "region")
