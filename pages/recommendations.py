"""Recommendations: what was carried out of them, who says so, how fast, and who replied."""

import streamlit as st

from npm_data.ui import recommendation_answers, recommendation_figures, recommendation_status, shell

app = shell.enter()
answers = recommendation_answers.ask(app, recommendation_answers.choose_rate(app))

recommendation_figures.headline(app, answers)
recommendation_figures.sentences(app, answers)
left, right = st.columns(2)
with left:
    recommendation_status.statuses(app, answers)
with right:
    recommendation_status.replies(app, answers)
left, right = st.columns(2)
with left:
    recommendation_figures.by_unit(app, answers, "ministry")
    recommendation_figures.by_unit(app, answers, "theme")
    recommendation_status.time_to_implementation(app, answers)
with right:
    recommendation_figures.by_unit(app, answers, "institution_type")
recommendation_figures.by_unit(app, answers, "region")
