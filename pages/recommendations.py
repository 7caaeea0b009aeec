"""Recommendations: what was carried out of them, who says so, how fast, and who replied."""

import streamlit as st

from npm_data.ui import recommendation_figures as figures
from npm_data.ui import shell

app = shell.enter()
answers = figures.ask(app, figures.choose_rate(app))

figures.headline(app, answers)
figures.sentences(app, answers)
left, right = st.columns(2)
with left:
    figures.statuses(app, answers)
with right:
    figures.replies(app, answers)
left, right = st.columns(2)
with left:
    figures.by_unit(app, answers, "ministry")
    figures.by_unit(app, answers, "theme")
    figures.time_to_implementation(app, answers)
with right:
    figures.by_unit(app, answers, "institution_type")
figures.by_unit(app, answers, "region")
