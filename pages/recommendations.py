"""Recommendations: what was recommended, where it stands, and who replied."""

import streamlit as st

from npm_data.ui import recommendation_answers, recommendation_bands, recommendation_figures
from npm_data.ui.frame import shell

app = shell.enter()
answers = recommendation_answers.ask(app)

recommendation_figures.headline(app, answers)
left, right = st.columns(2)
unit = answers.band_unit
with left:
    recommendation_bands.status_bands(app, "recommendations.status", answers.statuses, unit)
    recommendation_figures.counts(app, answers, "theme")
    recommendation_figures.counts(app, answers, "year")
with right:
    recommendation_bands.reply_bands(app, "recommendations.reply", answers.replies, unit)
    recommendation_figures.counts(app, answers, "ministry")
    recommendation_figures.counts(app, answers, "institution_type")
