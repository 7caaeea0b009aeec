"""Methodology: what every figure means, what it rests on, and what is not certain."""

import streamlit as st

from npm_data.figures.definitions import SECTIONS
from npm_data.figures.periods import filter_line
from npm_data.figures.rates import definitions
from npm_data.figures.subject import told
from npm_data.ui.card import card
from npm_data.ui.frame import shell
from npm_data.ui.pages import methodology

app = shell.enter()
words, language = app.words, app.language
# The last definition of the rate: below it stands what each gives for what is chosen elsewhere.
VALUED = "rate_answered"


def section(name: str) -> None:
    st.header(words(f"methodology.section_{name}"), anchor=methodology.anchor(name))


st.markdown(words("methodology.intro"))
st.markdown(methodology.contents(language, is_demonstration=app.data_set.is_demonstration))

for group, names in SECTIONS.items():
    section(group)
    for name in names:
        st.subheader(words(f"definition.{name}"), anchor=name.replace("_", "-"))
        st.markdown(f"**{words(f'definition.{name}_short')}** {words(f'definition.{name}_full')}")
        if name == VALUED and (values := told(definitions, app)) is not None:
            st.markdown(f"**{filter_line(words, app.filters)}**")
            card(app, values)

if app.data_set.is_demonstration:
    section("demonstration")
    st.markdown(words("methodology.demonstration"))

section("law")
st.table(methodology.rules(language), hide_index=True)

section("assumed")
st.markdown(methodology.assumptions(language))

section("types")
st.table(methodology.institution_types(language), hide_index=True)

section("ministries")
st.table(methodology.ministries(language), hide_index=True)

section("glossary")
st.table(methodology.glossary(language), hide_index=True)

section("sources")
st.markdown(methodology.register(app))
st.markdown(words("methodology.reference_data"))
st.markdown(words("charts.attribution"))
