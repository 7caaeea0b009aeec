"""The map of the coverage page: its switches, its finding, and its clicks."""

from functools import partial

import polars as pl
import streamlit as st

from npm_data.charts.measures import MEASURES, Measure
from npm_data.charts.region_map import region_map
from npm_data.charts.regions import region_frame
from npm_data.charts.tile_grid import tile_grid
from npm_data.figures.columns import Column
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.report.coverage import (
    BORDERS,
    DEFINITION_OF,
    VIEWS,
    Coverage,
    ask,
    counts,
    is_striking,
    measures_told,
    total,
)
from npm_data.ui.coverage_choice import chosen_units, clicked_regions, region_list, take_click
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import pick, switch
from npm_data.ui.show import show


def choose(app: App) -> tuple[str, Coverage]:
    """The page's switches, side by side where there is room: the view, and what it rests on."""
    words = app.words
    for_measure, for_view, for_borders, for_region = st.columns([4, 3, 4, 4])
    with for_measure:
        measures = {name: words(f"coverage.measure_{name}") for name in measures_told(app)}
        measure = pick(app, "coverage.measure", words("coverage.measure"), measures)
    with for_view:
        views = {name: words(f"coverage.view_{name}") for name in VIEWS}
        view = switch(app, "coverage.view", words("coverage.view"), views)
    with for_borders:
        borders = {name: words(f"coverage.borders_{name}") for name in BORDERS}
        chosen = pick(app, "coverage.borders", words("coverage.borders"), borders)
    coverage = ask(app, measure, chosen)
    with for_region:
        region_list(app, coverage.border_set)
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
        names_on=app.filters.period.to_on,
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
        counts=notes,
        hint=words("coverage.click_hint"),
        on_click=partial(take_click, key, border_set),
    )
    st.session_state[f"{key}.clicked"] = clicked_regions(key)


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
            words.region(chosen[0], coverage.border_set, on=app.filters.period.to_on)
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
    part, value = words.number(row["part"]), measure_label(words, measure, row["value"])
    return words.plural(f"coverage.figure_{measure}", row["whole"], part=part, value=value)


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
