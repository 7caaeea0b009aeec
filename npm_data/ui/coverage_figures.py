"""The coverage page beside its map: headline numbers, the four-year clock, a region's places."""

from datetime import date

import polars as pl
import streamlit as st

from npm_data.charts import bands
from npm_data.figures.columns import Column
from npm_data.figures.units import Row, border_notes, codes_in_order, name_of, rows_of
from npm_data.i18n import Words
from npm_data.questions.disclosure import SEES_ALL
from npm_data.report.coverage import Coverage, clock_total
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import switch
from npm_data.ui.show import show, show_table
from npm_data.ui.tiles import tile, tiles

_TABLE_HEIGHT = 620
"""Pixels: a long table scrolls within, so that what follows stays near."""

CLOCK_UNITS = ("ministry", "institution_type", "region")


def headline(app: App, coverage: Coverage) -> None:
    """Coverage of the period, and the four-year clock on its last day where that is told."""
    clock = clock_total(coverage.here)
    with tiles():
        _covered_tile(app, coverage)
        if clock is not None:
            _clock_tiles(app, clock)


def _clock_tiles(app: App, clock: Row) -> None:
    words, places = app.words, clock["places"]
    for part in bands.PARTS["clock"]:
        tile(
            app,
            words(f"coverage.tile_{part}"),
            words.percent(clock[part] / places) if places else words("frame.no_value"),
            definition="clock",
            note=_of(words, clock[part], places),
        )


def _covered_tile(app: App, coverage: Coverage) -> None:
    words = app.words
    row = coverage.here.coverage.row(by_predicate=pl.col("dimension") == "total", named=True)
    is_known = coverage.is_known and row["coverage"] is not None
    tile(
        app,
        words("coverage.tile_coverage"),
        words.percent(row["coverage"]) if is_known else words("frame.no_value"),
        definition="coverage",
        note=_of(words, row["places_visited"], row["places_in_mandate"]),
    )


def clock(app: App, coverage: Coverage) -> None:
    """The four classes as bands of one bar for each ministry, type or region, where told."""
    words, whole, told = app.words, clock_total(coverage.here), coverage.here.clock
    if whole is None or told is None:
        return
    units = {unit: words(f"coverage.by_{unit}") for unit in CLOCK_UNITS}
    unit = switch(app, "coverage.clock_unit", words("coverage.clock_by"), units)
    name = name_of(unit, words, app.filters.period.to_on)
    answer = rows_of(told, unit)
    named = [(name(code), answer[code]) for code in codes_in_order(unit) if code in answer]
    rows = [
        row
        for order, (label, counted) in enumerate([(words("coverage.all_places"), whole), *named])
        for row in bands.band_rows(words, "clock", order, label, counted)
    ]
    title = words(
        "coverage.clock_title",
        overdue=words.number(whole["overdue"]),
        never=words.number(whole["never_visited"]),
        places=words.number(whole["places"]),
    )
    show(
        app,
        "coverage.clock",
        title=title if whole["places"] else words("coverage.no_places"),
        frame=pl.DataFrame(rows),
        spec=bands.share_bands("clock", words, app.look),
        alt=words("coverage.alt_clock"),
        definition="clock",
        columns={
            "name": Column(words(f"coverage.column_{unit}")),
            "part_name": Column(words("coverage.clock_class")),
            "count": Column(words("coverage.whole_clock"), "number"),
            "total": Column(words("figures.column_total"), "number"),
            "share": Column(words("coverage.share"), "percent"),
        },
        counts=(
            words("coverage.on_day", date=words.date(app.as_of)),
            words("coverage.past_due", count=words.number(whole["never_visited_past_due"])),
            words("coverage.host"),
            *border_notes(words, unit, app.filters.period.to_on),
        ),
        empty=words("coverage.no_places"),
    )


def places(app: App) -> None:
    """The chosen regions' places, one a row; without a chosen region, how to come by them.

    For the Council only. No day of any other than periodic visits: the day of a special visit could
    point to a person.
    """
    words, chosen = app.words, app.filters.regions
    if not app.role.may(SEES_ALL):
        return
    if not chosen:
        with st.container(key="coverage.choose"):
            st.info(words("coverage.choose_a_region"), icon=":material/touch_app:")
        return
    listed, day = app.repository.place_list(app.filters, app.as_of), app.filters.period.to_on
    classes = bands.part_names("clock", words)
    frame = listed.select(
        "name",
        pl.Series("type", [words.institution_type(code) for code in listed["institution_type"]]),
        pl.Series("region", [words.region(code, on=day) for code in listed["region"]]),
        pl.Series("clock", [classes[state] for state in listed["clock_state"]]),
        pl.Series("last_periodic_on", [_day(words, day) for day in listed["last_periodic_on"]]),
        "due_on",
        "visits",
    )
    where = (
        words.region(chosen[0], on=day) if len(chosen) == 1 else words("coverage.chosen_regions")
    )
    with st.container(height=_TABLE_HEIGHT, border=False):
        show_table(
            app,
            "coverage.places",
            title=words(
                "coverage.places_title",
                where=where[0].upper() + where[1:],
                count=words.number(frame.height),
            ),
            frame=frame,
            columns={
                "name": Column(words("coverage.place")),
                "type": Column(words("coverage.type")),
                **({"region": Column(words("charts.region"))} if len(chosen) > 1 else {}),
                "clock": Column(words("coverage.clock_class")),
                "last_periodic_on": Column(words("coverage.last_periodic")),
                "due_on": Column(words("coverage.due"), "date"),
                "visits": Column(words("coverage.visits_in_period"), "number"),
            },
            definition="clock",
            counts=(words("coverage.on_day", date=words.date(app.as_of)),),
            empty=words("coverage.no_places"),
        )


def _day(words: Words, day: date | None) -> str:
    return words("coverage.none_yet") if day is None else words.date(day)


def _of(words: Words, part: int, whole: int) -> str:
    return words("charts.k_of_n", k=words.number(part), n=words.number(whole))
