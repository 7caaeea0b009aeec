"""The units that recommendations are broken down by, with those that no code stands for."""

from typing import NamedTuple

import polars as pl

from npm_data.charts.rates import FEWEST_FOR_A_RATE
from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.report.columns import Column
from npm_data.report.subject import Subject
from npm_data.report.units import Row, codes_in_order, name_of, rows_of, total_of


class Unit(NamedTuple):
    """One unit of an answer: its code (empty where none is recorded), its name, its counts.

    `short_name` is what stands in a picture: a ministry's abbreviation.
    """

    code: str
    name: str
    counts: Row
    short_name: str


def units_of(subject: Subject, answer: pl.DataFrame, unit: str) -> list[Unit]:
    """Those that have a row, in the order of the law's chapters, of the map or of time.

    Those of recommendations without a place, or without a stated level, stand last.
    """
    found = rows_of(answer, unit)
    listed = [
        Unit(code, _name(subject, unit, code), found[code], _short_name(subject, unit, code))
        for code in _codes(unit, found)
    ]
    if None in found:
        name = subject.words(f"recommendations.without_{unit}")
        listed.append(Unit("", name, found[None], name))
    return listed


def with_whole(subject: Subject, answer: pl.DataFrame, unit: str) -> list[Unit]:
    """The same below the whole, which is left out where nothing else would stand below it."""
    name = subject.words("recommendations.all")
    units = units_of(subject, answer, unit)
    return [Unit("total", name, total_of(answer), name), *units] if units else []


def by(words: Words, unit: str) -> str:
    """How a finding about units begins: `By addressee`."""
    return words(f"recommendations.by_{unit}")


def unit_column(words: Words, unit: str) -> Column:
    """The column of a table that names the units."""
    return Column(words(f"recommendations.column_{unit}"), "year" if unit == "year" else "text")


def is_few(row: Row) -> bool:
    """Whether a rate has too little below the line to be said as a per cent."""
    return bool(row["considered"] < FEWEST_FOR_A_RATE)


def _codes(unit: str, found: dict[str | None, Row]) -> list[str]:
    known = [code for code in found if code is not None]
    if unit == "year":
        return sorted(known)
    in_order = (
        reference().codes("addressee_level") if unit == "addressee_level" else codes_in_order(unit)
    )
    return [code for code in in_order if code in known]


def _name(subject: Subject, unit: str, code: str) -> str:
    if unit == "year":
        return code
    if unit == "addressee_level":
        return subject.words.code("addressee_level", code)
    return name_of(unit, subject.words, subject.filters.period.to_on)(code)


def _short_name(subject: Subject, unit: str, code: str) -> str:
    if unit == "ministry":
        return subject.words.ministry(code, subject.filters.period.to_on, is_short=True)
    return _name(subject, unit, code)
