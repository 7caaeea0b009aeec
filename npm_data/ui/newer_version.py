"""Tells a session that another version of the register has come since its last click."""

import time

import streamlit as st

from npm_data.i18n import Words
from npm_data.questions.repository import DataSet
from npm_data.ui import for_everyone

_SEEN, _TOLD_UNTIL = "newer_version.seen", "newer_version.told_until"
SECONDS_TOLD = 60.0
"""So long the sentence stays on the page, whatever is clicked meanwhile."""


def settle(data_set: DataSet) -> None:
    """Compare with the version of the run before; an earlier one that is looked at is none."""
    if data_set.present_version is not None:
        return
    seen = st.session_state.get(_SEEN)
    st.session_state[_SEEN] = data_set.register_version
    if seen is not None and seen != data_set.register_version:
        st.session_state[_TOLD_UNTIL] = time.monotonic() + SECONDS_TOLD


def note_seen(version: int) -> None:
    """The session has made the version itself, and is told so elsewhere."""
    st.session_state[_SEEN] = version
    st.session_state.pop(_TOLD_UNTIL, None)


def draw(words: Words, data_set: DataSet) -> None:
    """The sentence, which screen readers say as well."""
    with for_everyone.said("newer_version"):
        if time.monotonic() < st.session_state.get(_TOLD_UNTIL, 0.0):
            version = words.number(data_set.register_version)
            st.markdown(f":material/update: **{words('history.newer', version=version)}**")
