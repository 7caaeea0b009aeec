"""Headline tiles: one number each, its change with sign and base, its definition at hand."""

import contextlib
from collections.abc import Iterator
from typing import Literal

import streamlit as st

from npm_data.figures.filter_line import SEPARATOR
from npm_data.figures.sentences import Change
from npm_data.ui.frame.app import App

MOST_IN_A_ROW = 5


@contextlib.contextmanager
def tiles() -> Iterator[None]:
    """A row of at most five tiles; on a narrow screen they wrap."""
    with st.container(horizontal=True, gap="small"):
        yield


def tile(
    app: App,
    label: str,
    value: str,
    *,
    definition: str,
    change: Change | None = None,
    note: str | None = None,
) -> None:
    """One tile. `value` is ready for reading; `note` is a line such as "350 of 3,100 places".

    A change is grey whichever way it goes: more visits are not better as such. Label and lines are
    texts of their own, because those of a metric are cut off where a phone has no room for them.
    """
    arrow: Literal["up", "down", "off"] = "off"
    if change and change.direction != "none":
        arrow = change.direction
    line = SEPARATOR.join(part for part in (note, change.base if change else None) if part)
    with st.container(border=True, height="stretch", gap=None):
        st.markdown(f":small[{label}]", help=app.words(f"definition.{definition}_short"))
        st.metric(
            label,
            value,
            change.text if change else None,
            delta_color="off",
            delta_arrow=arrow,
            label_visibility="collapsed",
        )
        if line:
            st.markdown(small(line))


def small(text: str) -> str:
    """Small grey Markdown of full contrast, unlike a caption's, whose links are too pale."""
    return f":gray[:small[{text}]]"
