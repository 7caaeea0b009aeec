"""The map of the coverage page: its switches, its finding, and its clicks."""

from functools import partial

import polars as pl
import streamlit as st

from npm_data.charts.measures import MEASURES, Measure
from npm_data.charts.region_map import region_map
from npm_data.charts.regions import region_frame
from npm_data.charts.spec import SELECTION
from npm_data.charts.tile_grid import tile_grid
from npm_data.i18n import Words
from npm_data.reference import Region, reference
from npm_data.ui import state
from npm_data.ui.address import REGION, known_codes
from npm_data.ui.app import App
from npm_data.ui.coverage_answers import (
    BORDERS,
    DEFINITION_OF,
    VIEWS,
    Coverage,
    ask,
    counts,
    formula,
    is_striking,
    total,
)
from npm_data.ui.show import clicked, show
from npm_data.ui.switches import pick, switch
from npm_data.ui.table import Column
from npm_data.ui.units import Row

SEVERAL = "several"


def choose(app: App) -> tuple[str, Coverage]:
    """The page's switches, side by side where there is room: the view, and what it rests on."""
    words = app.words
    for_measure, for_view, for_borders, for_region = st.columns([4, 3, 4, 4])
    with for_measure:
        measures = {name: words(f"coverage.measure_{name}") for name in MEASURES}
        measure = pick(app, "coverage.measure", words("coverage.measure"), measures)
    with for_view:
        views = {name: words(f"coverage.view_{name}") for name in VIEWS}
        view = switch(app, "coverage.view", words("coverage.view"), views)
    with for_borders:
        borders = {name: words(f"coverage.borders_{name}") for name in BORDERS}
        chosen = pick(app, "coverage.borders", words("coverage.borders"), borders)
    coverage = ask(app, measure, chosen)
    with for_region:
        _region_list(app, coverage.border_set)
    return view, coverage


def regions(app: App, view: str, coverage: Coverage) -> None:
    """All regions, the chosen ones outlined; a click chooses a region or lets it go."""
    words, border_set = app.words, coverage.border_set
    chosen = chosen_units(app, border_set)
    by_region = counts(coverage, coverage.everywhere, coverage.region_dimension)
    values = [(key, row["part"], row["whole"]) for key, row in by_region.items()]
    frame = region_frame(
        words,
        pl.DataFrame(values, schema=_COUNTS, orient="row"),
        coverage.measure,
        border_set,
        chosen,
    )
    title = _title(app, coverage, chosen, frame)
    key = f"coverage.{view}"
    spec = (
        region_map(words, app.look, coverage.measure, border_set, is_inline=app.maps_are_inline)
        if view == "map"
        else tile_grid(words, app.look, coverage.measure, border_set)
    )
    notes = [words("charts.attribution")] if view == "map" else []
    show(
        app,
        key,
        title=title,
        frame=frame,
        spec=spec,
        # Without the finding: Streamlit would build a chart anew whose description changes.
        alt=words(f"coverage.alt_{view}", measure=words(f"charts.measure_{coverage.measure}")),
        definition=DEFINITION_OF[coverage.measure],
        columns=_columns(words, MEASURES[coverage.measure]),
        counts=[*formula(words, coverage.measure), words("coverage.click_hint"), *notes],
        on_click=partial(_take_click, key, border_set),
    )
    st.session_state[f"{key}.clicked"] = _clicked(key)


def _region_list(app: App, border_set: str) -> None:
    """The map's twin for the keyboard: one region or all, the same as the filter in the sidebar."""
    words = app.words
    names = {each.code: words.region(each.code, border_set) for each in _units(border_set)}
    chosen = chosen_units(app, border_set)
    options = {"": words("coverage.all_regions")} | {code: names[code] for code in names}
    if app.filters.regions and len(chosen) != 1:
        options[SEVERAL] = words("coverage.several_regions")
    current = SEVERAL if SEVERAL in options else chosen[0] if chosen else ""
    st.session_state["coverage.region"] = current
    st.selectbox(
        words("coverage.region"),
        tuple(options),
        format_func=lambda code: options.get(code, code),
        key="coverage.region",
        placeholder=words("filters.choose"),
        on_change=_take_region,
        args=(border_set,),
    )


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


def _take_click(key: str, border_set: str) -> None:
    """Chooses the region that was clicked, or lets it go when it was chosen.

    The chart keeps what was clicked since it was drawn, the filter may have changed elsewhere: only
    the difference to the click before counts.
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


def _take_region(border_set: str) -> None:
    code = st.session_state["coverage.region"]
    if code != SEVERAL:
        state.choose_codes(REGION, members(border_set, code) if code else ())


def _clicked(key: str) -> tuple[str, ...]:
    return clicked(key, SELECTION, "region") if key in st.session_state else ()


def _title(app: App, coverage: Coverage, chosen: tuple[str, ...], frame: pl.DataFrame) -> str:
    """What was found for the chosen regions beside the country, or for the country's regions."""
    words = app.words
    country, here = total(coverage, coverage.everywhere), total(coverage, coverage.here)
    if not country["whole"]:
        return words("coverage.no_places")
    if country["value"] is None:
        return words("coverage.not_recorded")
    if app.filters.regions:
        name = (
            words.region(chosen[0], coverage.border_set)
            if len(chosen) == 1
            else words("coverage.chosen_regions")
        )
        name = name[0].upper() + name[1:]
        if here["value"] is None:
            return f"{name}: {words('coverage.no_places')}"
        return words(
            "coverage.beside_the_country",
            name=name,
            figure=figure(words, coverage.measure, here),
            country=measure_label(words, coverage.measure, country["value"]),
        )
    values = [value for value in frame["value"] if value is not None]
    striking = sum(is_striking(coverage.measure, value) for value in values)
    return words(
        "coverage.map_title",
        figure=figure(words, coverage.measure, country),
        finding=words(
            f"coverage.regions_{coverage.measure}",
            count=words.number(striking),
            total=words.number(len(values)),
        ),
    )


def figure(words: Words, measure: str, row: Row) -> str:
    """The measure's sentence: "354 of 2,432 places were visited (14.6 %)"."""
    return words(
        f"coverage.figure_{measure}",
        part=words.number(row["part"]),
        whole=words.number(row["whole"]),
        value=measure_label(words, measure, row["value"]),
    )


def measure_label(words: Words, measure: str, value: float) -> str:
    is_share = MEASURES[measure].is_share
    return words.percent(value) if is_share else words.number(value, 1)


def _columns(words: Words, measure: Measure) -> dict[str, Column]:
    part = f"coverage.part_{measure.name}"
    whole = "coverage.whole_clock" if DEFINITION_OF[measure.name] == "clock" else "coverage.whole"
    return {
        "name": Column(words("charts.region")),
        "part": Column(words(part), "number"),
        "whole": Column(words(whole), "number"),
        "value": Column(
            words(f"charts.measure_{measure.name}"), "percent" if measure.is_share else "decimal"
        ),
    }


_COUNTS = {"region": pl.String, "part": pl.Int64, "whole": pl.Int64}


def _units(border_set: str) -> tuple[Region, ...]:
    return reference().regions_of(border_set)
