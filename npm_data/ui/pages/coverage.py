"""A click on a region of a map chooses it as a filter, or lets it go."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from npm_data.charts.spec import SELECTION
from npm_data.figures.coverage import borders_of
from npm_data.reference import reference
from npm_data.ui.card import clicked
from npm_data.ui.frame import state
from npm_data.ui.frame.address import REGION, known_codes
from npm_data.ui.frame.app import App


def taker(app: App, key: str) -> Callable[[], None]:
    """What a map of this key calls after a click."""
    st.session_state[f"{key}.clicked"] = _clicked(key)
    return partial(_take, key, borders_of(app))


def _take(key: str, border_set: str) -> None:
    """The chart keeps what was clicked since it was drawn, the filter may have changed elsewhere:
    only the difference to the click before counts.
    """
    now, before = _clicked(key), st.session_state.get(f"{key}.clicked", ())
    changed = [each for each in now if each not in before] or [
        each for each in before if each not in now
    ]
    if not changed:
        return
    regions = set(members(border_set, changed[-1]))
    chosen = set(st.session_state[REGION])
    chosen = chosen - regions if regions <= chosen else chosen | regions
    state.choose_codes(REGION, [code for code in known_codes(REGION) if code in chosen])


def members(border_set: str, code: str) -> tuple[str, ...]:
    """Today's regions within a unit of a border set."""
    unit = next(each for each in reference().regions_of(border_set) if each.code == code)
    return unit.successors or (unit.code,)


def _clicked(key: str) -> tuple[str, ...]:
    """What a chart holds as clicked; nothing before it was drawn."""
    return clicked(key, SELECTION, "region") if key in st.session_state else ()
