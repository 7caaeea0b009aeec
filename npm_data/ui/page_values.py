"""What a page keeps of its own in the address, beside the frame's language and filters.

A widget `implementation.view` stands there as `view=...`. A value that somebody calls (a link, the
browser's back) sets the widget; without one the widget keeps what was chosen in this session.
"""

import time
from collections.abc import Sequence

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from npm_data.ui.frame.address import NAMES

Values = tuple[str, ...]
"""As they stand in the address; nothing chosen of several is one empty value."""

_WRITTEN = "page_values.written"
_SECONDS_ON_THE_WAY = 5.0
"""So long a click may still carry the address from before the last change."""


def page_value(name: str) -> str | None:
    """What the address says of the page's own object (`place=...`); None when it says nothing."""
    return st.query_params.get(name) or None


def name_of(key: str) -> str:
    """A widget's name in the address: `coverage.clock_unit` is `clock-unit`."""
    name = key.split(".", 1)[1].replace("_", "-")
    if name in NAMES:
        raise ValueError(f"{key!r} would take the name of a filter in the address")
    return name


def called(key: str, default: Values = ()) -> Values | None:
    """The values that the address sets, once after it was called; None when it sets nothing new.

    The browser's back to an address without them means the default.
    """
    raw = tuple(st.query_params.get_all(name_of(key)))
    written, before, at = _written().get(key, (None, None, 0.0))
    if not raw:
        return default if _is_back() and written is not None else None
    if raw == written:
        return None
    is_on_the_way = time.monotonic() - at < _SECONDS_ON_THE_WAY
    return None if is_on_the_way and raw == before and not _is_back() else raw


def write(key: str, values: Values, default: Values = ()) -> None:
    """Make the address say the values; the default needs no words."""
    name, said = name_of(key), () if values == default else values or ("",)
    written = _written()
    last = written.get(key, (None, None, 0.0))[0]
    if last != said:
        written[key] = (said, last, time.monotonic())
    if tuple(st.query_params.get_all(name)) == said:
        return
    if said:
        st.query_params[name] = list(said)
    else:
        del st.query_params[name]


def forget(*keys: str) -> None:
    """Take widgets back to their defaults; in a callback only."""
    for key in keys:
        st.session_state.pop(key, None)


def set_values(key: str, values: str | Sequence[str]) -> None:
    """Give a widget its value; in a callback, or before it is drawn."""
    st.session_state[key] = values if isinstance(values, str) else list(values)


def _written() -> dict[str, tuple[Values | None, Values | None, float]]:
    """By widget: what was written last, what before it, and when."""
    kept: dict[str, tuple[Values | None, Values | None, float]] = st.session_state.setdefault(
        _WRITTEN, {}
    )
    return kept


def _is_back() -> bool:
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation
