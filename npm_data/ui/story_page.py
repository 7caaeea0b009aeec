"""One recommendation that the address names (`?recommendation=R-17`), above the list."""

import streamlit as st

from npm_data.ui import story
from npm_data.ui.frame.app import App
from npm_data.ui.frame.state import page_value
from npm_data.ui.register_text import as_text, beginning_of

_NAME = "recommendation"


def draw(app: App) -> None:
    """The story that the address asks for, if it asks for one, and the way back to the list."""
    asked = page_value(_NAME)
    if asked is None:
        return
    words = app.words
    answer = app.repository.recommendation(asked)
    with st.container(border=True, key="story.called"):
        if answer.is_empty():
            unknown = words("story.unknown", recommendation=as_text(beginning_of(asked)))
            st.warning(unknown, icon=":material/search_off:")
        else:
            row = answer.row(0, named=True)
            st.header(words("story.title", recommendation=as_text(row["chain_id"])), anchor=False)
            st.markdown(f"**{story.standing(words, row['status'], row['judge'])}**")
            story.draw(app, row, place="called")
        # A button: a link to the page that is already there leaves the browser's address as it is.
        st.button(
            words("story.back"),
            key="story.back",
            help=words("help.story_back"),
            icon=":material/arrow_back:",
            type="tertiary",
            on_click=_leave,
        )


def _leave() -> None:
    st.query_params.pop(_NAME, None)
