"""The units that figures are broken down by: their names, their one order, a table's rows.

The order is that of the Consolidated Report's chapters, of the map from north to south, or of time;
it never is a ranking.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

import polars as pl

from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.subject import Subject
from npm_data.i18n import Words
from npm_data.reference import BORDER_SETS, TODAYS_BORDERS, reference

Row = dict[str, Any]
"""One row of an answer, by column: counts are `int`, rates `float` or null."""

UNITS = ("ministry", "institution_type", "region", "theme")
WHOLE = "total"
"""The code of the last row of a table."""


LARGE_ENOUGH = (20, FEWEST_FOR_A_RATE)
"""Sentences name units by a share of so many; where there are too few of them, of fewer."""


class Ranked(NamedTuple):
    """Rows of units by a share of so many or more, in both orders; among equals as they came."""

    lowest: list[Row]
    highest: list[Row]
    fewest: int


class Unit(NamedTuple):
    """One unit of an answer: its code (empty where none is recorded), its name, its counts.

    `short_name` is what stands in a picture: a ministry's abbreviation.
    """

    code: str
    name: str
    counts: Row
    short_name: str


def units_of(subject: Subject, answer: pl.DataFrame, unit: str) -> list[Unit]:
    """Those that have a row, in their order; what has no place or no stated level stands last."""
    found = rows_of(answer, unit)
    listed = [
        named_unit(subject, unit, code, found[code])
        for code in _in_order(unit, [code for code in found if code is not None])
    ]
    if None in found:
        name = subject.words(f"recommendations.without_{unit}")
        listed.append(Unit("", name, found[None], name))
    return listed


def named_unit(subject: Subject, unit: str, code: str, counts: Row) -> Unit:
    """A unit by its code; a ministry or region bears the name of the period's last day."""
    name = name_of(unit, subject.words, subject.filters.period.to_on)(code)
    if unit != "ministry":
        return Unit(code, name, counts, name)
    short = subject.words.ministry(code, subject.filters.period.to_on, is_short=True)
    return Unit(code, name, counts, short)


def table(
    subject: Subject,
    units: Sequence[Unit],
    whole: Row | None,
    cells: Callable[[Row], Row] = lambda counts: counts,
) -> pl.DataFrame:
    """A figure's rows: `code`, `name`, `short_name` and the cells of each unit, the whole last.

    Nothing at all where there is no unit: the whole would only say so again.
    """
    if not units:
        return pl.DataFrame()
    name = subject.words("annex.whole")
    listed = units if whole is None else [*units, Unit(WHOLE, name, whole, name)]
    rows = [
        {"code": each.code, "name": each.name, "short_name": each.short_name} | cells(each.counts)
        for each in listed
    ]
    return pl.DataFrame(rows, infer_schema_length=None)


def by_unit(
    subject: Subject,
    answer: pl.DataFrame,
    unit: str,
    cells: Callable[[Row], Row] = lambda counts: counts,
) -> pl.DataFrame:
    """The rows of an answer's unit, and its whole below them."""
    return table(subject, units_of(subject, answer, unit), total_of(answer), cells)


def unit_column(words: Words, unit: str) -> Column:
    """The column of a table that names the units."""
    return Column(words(f"recommendations.column_{unit}"), "year" if unit == "year" else "text")


def numbers(labels: dict[str, str]) -> dict[str, Column]:
    """Columns of counts with their headings."""
    return {name: Column(label, "number") for name, label in labels.items()}


@cache
def codes_in_order(unit: str) -> tuple[str, ...]:
    """Codes in the order of the report's chapters; regions from north to south."""
    kept = reference()
    if unit == "institution_type":
        in_chapters = sorted(
            kept.institution_types, key=lambda each: (each.report_chapter, each.display_order)
        )
        return tuple(each.code for each in in_chapters)
    if unit == "ministry":
        return tuple(kept.portfolios)
    if unit == "region":
        return tuple(region.code for region in kept.regions_of(TODAYS_BORDERS))
    return kept.codes(unit)


def _in_order(unit: str, codes: Iterable[str]) -> list[str]:
    known = set(codes)
    return sorted(known) if unit == "year" else [c for c in codes_in_order(unit) if c in known]


def name_of(unit: str, words: Words, day: date) -> Callable[[str], str]:
    """The name of a unit by its code; a ministry's or region's is the one it bears on the day."""
    if unit == "ministry":
        return lambda code: words.ministry(code, day)
    if unit == "institution_type":
        return words.institution_type
    if unit == "region":
        return lambda code: words.region(code, on=day)
    return str if unit == "year" else lambda code: words.code(unit, code)


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


def any_visit_type(subject: Subject) -> tuple[str, ...]:
    """That a chosen type of visit does not touch the four-year clock."""
    return (subject.words("places.any_visit_type"),) if subject.filters.visit_types else ()


def border_notes(words: Words, unit: str, day: date) -> tuple[str, ...]:
    """That regions stand in today's borders, where others were in force on the day."""
    is_past = borders_on(day) != TODAYS_BORDERS
    return (words("coverage.todays_borders"),) if unit == "region" and is_past else ()


def younger_regions(subject: Subject) -> tuple[str, ...]:
    """Of chosen regions that did not exist in the period, since when they do."""
    words, day = subject.words, subject.filters.period.to_on
    return tuple(
        words(
            "coverage.region_since",
            region=words.region(each.code, on=day),
            date=words.date(each.valid_from),
        )
        for each in reference().regions_of(TODAYS_BORDERS)
        if each.code in subject.filters.regions
        and each.is_split_off
        and each.valid_from
        and each.valid_from > day
    )


def rows_of(answer: pl.DataFrame, unit: str) -> dict[str | None, Row]:
    """The rows of one dimension by key; of `total`, its one row has the empty key."""
    rows = answer.filter(pl.col("dimension") == unit).drop("dimension")
    return {row["key"]: row for row in rows.iter_rows(named=True)}


def total_of(answer: pl.DataFrame) -> Row:
    """The row of the whole."""
    return answer.row(by_predicate=pl.col("dimension") == "total", named=True)


def ranked(rows: pl.DataFrame, share: str, of: str, *, more_than: int = 1) -> Ranked | None:
    """The units of a figure that a sentence may name by their share of so many.

    None where there are no more of a size than so many, or all have the same share: there is
    nothing to tell apart.
    """
    units = [row for row in rows.iter_rows(named=True) if row["code"] not in (WHOLE, "")]
    for fewest in LARGE_ENOUGH:
        large = [row for row in units if row[of] >= fewest]
        if len(large) > more_than:
            lowest, highest = (
                sorted(large, key=itemgetter(share), reverse=most) for most in (False, True)
            )
            differ = lowest[0][share] < highest[0][share]
            return Ranked(lowest, highest, fewest) if differ else None
    return None


def is_few(row: Row) -> bool:
    """Whether a rate has too little below the line to be said as a per cent."""
    return bool(row["considered"] < FEWEST_FOR_A_RATE)


def counted(rows: Iterable[Row]) -> str:
    """What is counted: visits, or the places visited for whoever is not told how often."""
    return "places_visited" if any(row["visits"] is None for row in rows) else "visits"


def measures_of(row: Row) -> tuple[str, ...]:
    """What a row of visits tells, in its order."""
    return tuple(each for each in ("visits", "places_visited") if row[each] is not None)
