"""Implementation: how much was carried out, by whom, how fast, and who says so."""

import streamlit as st

from npm_data.ui import (
    implementation_answers,
    implementation_funnel,
    implementation_headline,
    implementation_rates,
    implementation_repeats,
    implementation_status,
    implementation_times,
)
from npm_data.ui.frame import shell
from npm_data.ui.recommendation_units import choose_unit

app = shell.enter()
rate = implementation_answers.choose_rate(app)
# One question answers the whole and the units, so the unit is chosen before the whole is drawn.
whole = st.container()
unit = choose_unit(app, "implementation.unit")
rates = implementation_answers.ask(app, rate, unit)

with whole:
    implementation_headline.headline(app, rates)
    left, right = st.columns(2)
    with left:
        implementation_headline.definitions(app, rates)
    with right:
        implementation_times.shown(app)
left, right = st.columns(2)
with left:
    implementation_rates.by_unit(app, rates)
with right:
    implementation_funnel.shown(app, rates)
view = implementation_status.choose_view(app)
if view == "statuses":
    implementation_status.statuses_and_claims(app)
elif view == "replies":
    left, right = st.columns(2)
    with left:
        implementation_status.replies(app)
    with right:
        implementation_repeats.how_often(app)
else:
    implementation_repeats.longest_chains(app)
