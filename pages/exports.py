"""Files: the slides and the report's annex of the present choice, to take along."""

import streamlit as st

from npm_data.ui import shell
from npm_data.ui.downloads import file_name
from npm_data.ui.export_files import KINDS, report_of

app = shell.enter()
words = app.words
st.markdown(words("exports.about"))
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
