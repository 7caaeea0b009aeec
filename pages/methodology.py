"""Methodology: what every figure means, what it rests on, and what is not certain."""

import streamlit as st

from npm_data.ui import methodology, shell
from npm_data.ui.definitions import SECTIONS

app = shell.enter()
words, language = app.words, app.language

st.markdown(words("methodology.intro"))

for section, names in SECTIONS.items():
    st.header(words(f"methodology.section_{section}"), anchor=False)
    for name in names:
        st.subheader(words(f"definition.{name}"), anchor=name.replace("_", "-"))
        st.markdown(f"**{words(f'definition.{name}_short')}** {words(f'definition.{name}_full')}")

st.header(words("methodology.section_law"), anchor="law")
st.markdown(methodology.rules(language))

st.header(words("methodology.section_assumed"), anchor="assumed")
st.markdown(
    "\n".join(f"- {words(f'methodology.assumed_{each}')}" for each in methodology.ASSUMPTIONS)
)

st.header(words("methodology.section_types"), anchor="institution-types")
st.markdown(methodology.institution_types(language))
st.header(words("methodology.section_ministries"), anchor="ministries")
st.markdown(methodology.ministries(language))

st.header(words("methodology.section_published"), anchor="published-figures")
st.markdown(words("methodology.published_intro"))
st.markdown(methodology.published_figures(language))

st.header(words("methodology.section_glossary"), anchor="glossary")
st.markdown(methodology.glossary(language))

st.header(words("methodology.section_sources"), anchor="sources")
st.markdown(methodology.register(app))
st.markdown(words("methodology.reference_data"))
st.markdown(words("charts.attribution"))
