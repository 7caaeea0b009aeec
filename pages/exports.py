"""Files: the slides and the report's annex of the present choice, to take along."""

import streamlit as st

from npm_data.ui import exports
from npm_data.ui.frame import shell

app = shell.enter()
st.markdown(app.words("exports.about"))
exports.files(app)
