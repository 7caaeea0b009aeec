"""Methodology: what every figure means, what it rests on, and what is not certain."""

import streamlit as st

from npm_data.ui import methodology, shell
from npm_data.ui.definitions import SECTIONS

app = shell.enter()
words, language = app.words, app.language


def section(name: str) -> None:
    st.header(words(f"methodology.section_{name}"), anchor=methodology.anchor(name))


st.markdown(words("methodology.intro"))
st.markdown(methodology.contents(language))

for group, names in SECTIONS.items():
    section(group)
    for name in names:
        st.subheader(words(f"definition.{name}"), anchor=name.replace("_", "-"))
        st.markdown(f"**{words(f'definition.{name}_short')}** {words(f'definition.{name}_full')}")

section("law")
st.markdown(methodology.rules(language))

section("assumed")
st.markdown(methodology.assumptions(language))

section("types")
st.markdown(methodology.institution_types(language))

section("ministries")
st.markdown(methodology.ministries(language))

section("published")
st.markdown(words("methodology.published_intro"))
st.markdown(methodology.published_figures(language))

section("glossary")
st.markdown(methodology.glossary(language))

section("sources")
st.markdown(methodology.register(app))
st.markdown(words("methodology.reference_data"))
st.markdown(words("charts.attribution"))
