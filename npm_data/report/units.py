"""The units that figures are broken down by: their names, and the order that never is a ranking."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Any

import polars as pl

from npm_data.i18n import Words
from npm_data.reference import BORDER_SETS, TODAYS_BORDERS, reference

Row = dict[str, Any]
"""One row of an answer, by column: counts are `int`, rates `float` or null."""

UNITS = ("ministry", "institution_type", "region", "theme")


@cache
def codes_in_order(unit: str) -> tuple[str, ...]:
    """Codes in the order of the law's report chapters; regions from north to south."""
    kept = reference()
    return {
        "ministry": kept.portfolios,
        "institution_type": tuple(each.code for each in kept.institution_types),
        "region": tuple(region.code for region in kept.regions_of(TODAYS_BORDERS)),
        "theme": kept.codes("theme"),
    }[unit]


def name_of(unit: str, words: Words, day: date) -> Callable[[str], str]:
    """The name of a unit by its code; a ministry's or region's is the one it bears on the day."""
    return {
        "ministry": lambda code: words.ministry(code, day),
        "institution_type": words.institution_type,
        "region": lambda code: words.region(code, on=day),
        "theme": lambda code: words.code("theme", code),
    }[unit]


def borders_on(day: date) -> str:
    """The border set in force on a day."""
    begun = [
        border_set
        for border_set in BORDER_SETS
        if all(
            region.valid_from is None or region.valid_from <= day
            for region in reference().regions_of(border_set)
        )
    ]
    return begun[-1]


def border_notes(words: Words, unit: str, day: date) -> tuple[str, ...]:
    """That regions stand in today's borders, where others were in force on the day."""
    is_past = borders_on(day) != TODAYS_BORDERS
    return (words("coverage.todays_borders"),) if unit == "region" and is_past else ()


def rows_of(answer: pl.DataFrame, unit: str) -> dict[str | None, Row]:
    """The rows of one dimension by key; of `total`, its one row has the empty key."""
    rows = answer.filter(pl.col("dimension") == unit).drop("dimension")
    return {row["key"]: row for row in rows.iter_rows(named=True)}


def counted(rows: Iterable[Row]) -> str:
    """What is counted: visits, or the places visited for whoever is not told how often."""
    return "places_visited" if any(row["visits"] is None for row in rows) else "visits"


def measures_of(row: Row) -> tuple[str, ...]:
    """What a row of visits tells, in its order."""
    return tuple(each for each in ("visits", "places_visited") if row[each] is not None)


def total_of(answer: pl.DataFrame) -> Row:
    """The row of the whole."""
    return answer.row(by_predicate=pl.col("dimension") == "total", named=True)
