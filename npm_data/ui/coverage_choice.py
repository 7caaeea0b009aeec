"""Choosing regions on the coverage page: by a click, or in the list that is the map's twin."""

import streamlit as st

from npm_data.charts.spec import SELECTION
from npm_data.reference import Region, reference
from npm_data.ui.frame import state
from npm_data.ui.frame.address import REGION, known_codes
from npm_data.ui.frame.app import App
from npm_data.ui.show import clicked

_SEVERAL = "several"


def region_list(app: App, border_set: str) -> None:
    """The map's twin for the keyboard: one region or all, the same as the filter in the sidebar."""
    words = app.words
    day = app.filters.period.to_on
    names = {each.code: words.region(each.code, border_set, on=day) for each in _units(border_set)}
    chosen = chosen_units(app, border_set)
    options = {"": words("coverage.all_regions")} | {code: names[code] for code in names}
    if app.filters.regions and len(chosen) != 1:
        options[_SEVERAL] = words("coverage.several_regions")
    current = _SEVERAL if _SEVERAL in options else chosen[0] if chosen else ""
    st.session_state["coverage.region"] = current
    st.selectbox(
        words("coverage.region"),
        tuple(options),
        format_func=lambda code: options.get(code, code),
        key="coverage.region",
        help=words("help.coverage_region"),
        placeholder=words("filters.choose"),
        on_change=_take_region,
        args=(border_set,),
    )


def take_click(key: str, border_set: str) -> None:
    """Chooses the region that was clicked, or lets it go when it was chosen.

    The chart keeps what was clicked since it was drawn, the filter may have changed elsewhere: only
    the difference to the click before counts.
    """
    now, before = clicked_regions(key), st.session_state.get(f"{key}.clicked", ())
    changed = [each for each in now if each not in before] or [
        each for each in before if each not in now
    ]
    if not changed:
        return
    regions = set(members(border_set, changed[-1]))
    chosen = set(st.session_state[REGION])
    chosen = chosen - regions if regions <= chosen else chosen | regions
    state.choose_codes(REGION, [code for code in known_codes(REGION) if code in chosen])


def chosen_units(app: App, border_set: str) -> tuple[str, ...]:
    """Units of a border set all of whose regions of today are chosen."""
    regions = set(app.filters.regions)
    return tuple(
        unit.code
        for unit in _units(border_set)
        if regions.issuperset(members(border_set, unit.code))
    )


def members(border_set: str, code: str) -> tuple[str, ...]:
    """Today's regions within a unit of a border set."""
    unit = next(each for each in _units(border_set) if each.code == code)
    return unit.successors or (unit.code,)


def clicked_regions(key: str) -> tuple[str, ...]:
    """What a chart holds as clicked; nothing before it was drawn."""
    return clicked(key, SELECTION, "region") if key in st.session_state else ()


def _take_region(border_set: str) -> None:
    code = st.session_state["coverage.region"]
    if code != _SEVERAL:
        state.choose_codes(REGION, members(border_set, code) if code else ())


def _units(border_set: str) -> tuple[Region, ...]:
    return reference().regions_of(border_set)
