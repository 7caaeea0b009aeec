"""The four-year clock of a scenario, and the visits that its round needs against those made."""

import polars as pl

from npm_data.charts import bands
from npm_data.charts.mandate import needed_visits
from npm_data.figures.columns import Column
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.register.filters import whole_visits
from npm_data.report.band_rows import band_rows
from npm_data.ui.app import App
from npm_data.ui.mandate_answers import Scenario
from npm_data.ui.show import show

_ABOVE, _BELOW, _FAR_ABOVE = -10, 11, -26
"""Pixels from a line to the middle of its words."""

_NEAR = 0.12
"""Of the picture's height: lines so near leave no room for words between them."""


def clock(app: App, scenario: Scenario) -> None:
    """The four classes of both mandates as bands."""
    words = app.words
    sides = {words("mandate.by_law", date=words.date(scenario.day)): scenario.law.clock}
    if not scenario.mandate.is_the_law:
        sides[words("mandate.scenario")] = scenario.chosen.clock
    rows = [
        row
        for order, (name, counted) in enumerate(sides.items())
        for row in band_rows(words, "clock", order, name, counted)
    ]
    latest = scenario.chosen.clock
    title = words(
        "mandate.clock_title",
        overdue=words.number(latest["overdue"]),
        never=words.number(latest["never_visited"]),
        places=words.number(latest["places"]),
    )
    show(
        app,
        "mandate.clock",
        title=title if latest["places"] else words("mandate.no_places"),
        frame=pl.DataFrame(rows),
        spec=bands.share_bands("clock", words, app.look),
        alt=words("coverage.alt_clock"),
        definition="clock",
        columns={
            "name": Column(words("mandate.mandate")),
            "part_name": Column(words("coverage.clock_class")),
            "count": Column(words("mandate.places"), "number"),
            "total": Column(words("figures.column_total"), "number"),
            "share": Column(words("coverage.share"), "percent"),
        },
        counts=(words("coverage.on_day", date=words.date(scenario.day)),),
        empty=words("mandate.no_places"),
    )


def visits(app: App, scenario: Scenario) -> None:
    """Periodic visits and all visits of each year, against what a round of either mandate needs."""
    words = app.words
    show(
        app,
        "mandate.visits",
        title=_visits_title(words, scenario),
        frame=pl.DataFrame(_years(words, scenario), infer_schema_length=None),
        spec=needed_visits(words, app.look),
        alt=words("mandate.alt_visits"),
        definition="needed_visits",
        columns={
            "label": Column(words("mandate.year")),
            "periodic": Column(words("mandate.visits_periodic"), "number"),
            "all": Column(words("mandate.visits_all"), "number"),
            "law": Column(words("mandate.needed_by_law"), "number"),
            "scenario": Column(words("mandate.needed_in_scenario"), "number"),
        },
        counts=(words("mandate.visits_to_chosen"), words("mandate.all_years")),
    )


def _years(words: Words, scenario: Scenario) -> list[Row]:
    """One row a year; the words of the lines stand in the first, the upper line's above it."""
    lines = _lines(words, scenario)
    unsaid = {"law_text": "", "scenario_text": ""}
    rows = []
    for order, (year, (periodic, every)) in enumerate(scenario.visits.items()):
        row = {
            "label": str(year),
            "order": order,
            "all": every,
            "periodic": periodic,
            "periodic_text": words.number(periodic),
        }
        rows.append(row | lines | (unsaid if order else {}))
    return rows


def _lines(words: Words, scenario: Scenario) -> Row:
    """What a round needs by the law, and in a scenario that differs from it."""
    law = whole_visits(scenario.law.pace["needed_a_year"])
    chosen = whole_visits(scenario.chosen.pace["needed_a_year"])
    other = None if scenario.mandate.is_the_law else chosen
    law_dy, scenario_dy = _offsets(scenario, law, other)
    return {
        "law": law,
        "law_text": _said(words, "law", law),
        "law_dy": law_dy,
        "scenario": other,
        "scenario_text": "" if other is None else _said(words, "scenario", other),
        "scenario_dy": scenario_dy,
    }


def _said(words: Words, line: str, needed: int) -> str:
    return words(f"mandate.line_{line}", needed=words.number(needed))


def _offsets(scenario: Scenario, law: int, other: int | None) -> tuple[int, int]:
    """Pixels from each line to its words: above it, but of two near lines the lower's below it.

    Near the ground there is no room below, so there the words of the two stand one above the other.
    """
    if other is None:
        return _ABOVE, _ABOVE
    top = max(law, other, *(every for _, every in scenario.visits.values()), 1)
    if abs(law - other) > _NEAR * top:
        return _ABOVE, _ABOVE
    upper, lower = (_ABOVE, _BELOW) if min(law, other) > _NEAR * top else (_FAR_ABOVE, _ABOVE)
    return (lower, upper) if other >= law else (upper, lower)


def _visits_title(words: Words, scenario: Scenario) -> str:
    """The last whole year's periodic visits, and what a round of the chosen mandate needs."""
    needed = whole_visits(scenario.chosen.pace["needed_a_year"])
    need = words.plural("mandate.round_needs", needed)
    year = scenario.last_year
    if year is None:
        return need[0].upper() + need[1:]
    return words(
        "mandate.visits_title",
        year=year,
        visits=words.plural("mandate.count_periodic", scenario.visits[year][0]),
        need=need,
    )
