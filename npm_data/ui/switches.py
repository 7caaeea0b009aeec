"""A page's own switches, such as which measure a map shows; they outlive a change of language."""

from collections.abc import Mapping

import streamlit as st

from npm_data.ui import state
from npm_data.ui.app import App


def switch(app: App, key: str, label: str, options: Mapping[str, str]) -> str:
    """A choice of one among few, side by side; `options` are codes with names, the first is chosen
    until a person chooses. Its key begins with the page's name: `coverage.measure`.
    """
    codes = tuple(options)
    _settle(app, key, options)
    return str(
        st.segmented_control(
            label,
            codes,
            format_func=lambda code: options.get(code, code),
            key=key,
            required=True,
            persist_state="session",
        )
    )


def pick(app: App, key: str, label: str, options: Mapping[str, str]) -> str:
    """A choice of one among many, from a list; otherwise as `switch`."""
    _settle(app, key, options)
    return str(
        st.selectbox(
            label,
            tuple(options),
            format_func=lambda code: options.get(code, code),
            key=key,
            placeholder=app.words("filters.choose"),
            persist_state="session",
        )
    )


def _settle(app: App, key: str, options: Mapping[str, str]) -> None:
    state.keep_values((app.language, tuple(options.items())), key)
    if st.session_state.get(key) not in options:
        st.session_state[key] = next(iter(options))
