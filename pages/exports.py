"""Files: the slides and the report's annex of the present choice, to take along."""

import streamlit as st

from npm_data.ui.downloads import KINDS, deck_fault, file_name, report_of
from npm_data.ui.frame import shell

app = shell.enter()
words = app.words
st.markdown(words("exports.about"))
fault = deck_fault(words)
if fault:
    st.error(fault, icon=":material/error:")
for kind in () if app.data_set.is_empty else KINDS:
    with st.container(border=True, key=f"exports-{kind.name}"):
        st.header(words(f"exports.{kind.name}"), anchor=False)
        st.markdown(words(f"exports.{kind.name}_what"))
        st.download_button(
            words("exports.download"),
            data=kind.maker(report_of(app)),
            file_name=file_name(app, f"{kind.subject}.{app.language}", kind.extension),
            mime=kind.mime,
            key=f"exports.{kind.name}.download",
            icon=":material/download:",
            on_click="ignore",
            help=words("exports.download_help"),
        )
