"""A page's own choices, such as which measure a map shows: kept over languages and pages, and said
in the address.

Their keys begin with the page's name: `coverage.measure` is `measure=...` in the address. The first
option, or the given default, is chosen until a person chooses. What a control does stands beside
it: the message `help.<key>`, which is `help.coverage_measure` for `coverage.measure`.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

import streamlit as st

from npm_data.i18n import Words
from npm_data.ui.frame import state
from npm_data.ui.frame.app import App

DAY_WIDTH = 112
"""Pixels of a field for a day: two of them and the gap are what the sidebar has."""


def switch(app: App, key: str, label: str, options: Mapping[str, str]) -> str:
    """A choice of one among few, side by side; `options` are codes with their names.

    One alone is no choice, and nothing is drawn.
    """
    if len(options) == 1:
        return next(iter(options))
    _settle_one(app, key, options)
    chosen = str(
        st.segmented_control(
            label,
            tuple(options),
            format_func=lambda code: options.get(code, code),
            key=key,
            help=help_of(app.words, key),
            required=True,
            persist_state="session",
        )
    )
    state.write(key, (chosen,), _first(options))
    return chosen


def pick(app: App, key: str, label: str, options: Mapping[str, str]) -> str:
    """A choice of one among many, from a list; otherwise as `switch`."""
    _settle_one(app, key, options)
    chosen = str(
        st.selectbox(
            label,
            tuple(options),
            format_func=lambda code: options.get(code, code),
            key=key,
            help=help_of(app.words, key),
            placeholder=app.words("filters.choose"),
            persist_state="session",
        )
    )
    state.write(key, (chosen,), _first(options))
    return chosen


def pick_many(
    app: App,
    key: str,
    label: str,
    options: Mapping[str, str],
    *,
    default: Sequence[str] = (),
    placeholder: str | None = None,
) -> tuple[str, ...]:
    """Any number of codes, in the order of the options."""
    state.keep_values((app.language, tuple(options.items())), key)
    called = state.called(key, tuple(default))
    if called is not None:
        st.session_state[key] = [code for code in options if code in called]
    elif key not in st.session_state:
        st.session_state[key] = list(default)
    else:
        st.session_state[key] = [code for code in st.session_state[key] if code in options]
    chosen = st.multiselect(
        label,
        tuple(options),
        format_func=lambda code: options.get(code, code),
        key=key,
        help=help_of(app.words, key),
        placeholder=placeholder or app.words("filters.all"),
        select_all=False,
        filter_mode="contains",
        persist_state="session",
    )
    in_order = tuple(code for code in options if code in chosen)
    state.write(key, in_order, tuple(code for code in options if code in default))
    return in_order


def entered_text(
    words: Words,
    key: str,
    label: str,
    placeholder: str,
    default: str = "",
    *,
    width: int | Literal["stretch"] = "stretch",
) -> str:
    """A line of text as it was typed, without blanks at its ends; `width` in pixels."""
    called = state.called(key, (default,))
    if called is not None:
        st.session_state[key] = called[-1]
    elif key not in st.session_state:
        st.session_state[key] = default
    typed = st.text_input(
        label,
        key=key,
        help=help_of(words, key),
        placeholder=placeholder,
        persist_state="session",
        width=width,
    )
    text = (typed or "").strip()
    state.write(key, (text,), (default,))
    return text


def is_on(words: Words, key: str, label: str) -> bool:
    """A yes or no; no until a person says yes. In the address a yes is `1`."""
    called = state.called(key)
    if called is not None:
        st.session_state[key] = called == ("1",)
    elif key not in st.session_state:
        st.session_state[key] = False
    chosen = bool(st.toggle(label, key=key, help=help_of(words, key), persist_state="session"))
    state.write(key, ("1",) if chosen else (), ())
    return chosen


def help_of(words: Words, key: str) -> str:
    """What the control with this key does, in a sentence."""
    return words(f"help.{key.replace('.', '_')}")


def _settle_one(app: App, key: str, options: Mapping[str, str]) -> None:
    state.keep_values((app.language, tuple(options.items())), key)
    called = state.called(key, _first(options))
    if called is not None and called[-1] in options:
        st.session_state[key] = called[-1]
    if st.session_state.get(key) not in options:
        st.session_state[key] = next(iter(options))


def _first(options: Mapping[str, str]) -> tuple[str, ...]:
    return (next(iter(options)),)
