"""Recommendations: what was recommended, where it stands, and who replied."""

import streamlit as st

from npm_data.ui import recommendation_answers, recommendation_bands, recommendation_figures, shell

app = shell.enter()
answers = recommendation_answers.ask(app)

recommendation_figures.headline(app, answers)
left, right = st.columns(2)
with left:
    recommendation_bands.status_bands(app, "recommendations.status", answers.statuses, "ministry")
    recommendation_figures.counts(app, answers, "theme")
    recommendation_figures.counts(app, answers, "year")
with right:
    recommendation_bands.reply_bands(app, "recommendations.reply", answers.replies, "ministry")
    recommendation_figures.counts(app, answers, "ministry")
    recommendation_figures.counts(app, answers, "institution_type")
