"""Other mechanisms: what Kazakhstan and others publish, side by side and not ranked."""

import streamlit as st

from npm_data.reference import reference
from npm_data.ui import mechanisms
from npm_data.ui.frame import shell
from npm_data.ui.published_sources import source_list

app = shell.enter()
words = app.words

st.markdown(words("mechanisms.intro"))
for name in ("visits", "places", "recommendations", "implemented"):
    mechanisms.group(app, name)

st.header(words("mechanisms.cautions"), anchor=False)
st.markdown(mechanisms.cautions(words))

with st.expander(words("mechanisms.context"), key="mechanisms.context_open"):
    st.markdown(words("mechanisms.context_intro"))
    mechanisms.table(app, "context")

st.header(words("mechanisms.sources"), anchor=False)
source_list(reference().published_figures)
