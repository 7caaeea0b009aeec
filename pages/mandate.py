"""Mandate: how it grew, scenarios of it, its types of places, and care that changed ministry."""

import streamlit as st

from npm_data.questions.disclosure import SEES_ALL
from npm_data.ui import (
    mandate_answers,
    mandate_choice,
    mandate_comparison,
    mandate_growth,
    mandate_medical,
    mandate_scenario,
    mandate_types,
    shell,
)

app = mandate_choice.without_types(shell.enter())
words = app.words

mandate_growth.since_the_law(app)

# What follows rests on the four-year clock of types of places, and on single kinds of addressees.
if not app.role.may(SEES_ALL):
    st.stop()

st.header(words("mandate.scenario"), anchor=False)
st.markdown(words("mandate.scenario_text", date=words.date(app.as_of)))
scenario = mandate_answers.ask(app, mandate_choice.choose(app))
mandate_comparison.side_by_side(app, scenario)
left, right = st.columns(2)
with left:
    mandate_scenario.clock(app, scenario)
with right:
    mandate_scenario.visits(app, scenario)

mandate_types.by_ministry(app)
mandate_medical.explained(app)
