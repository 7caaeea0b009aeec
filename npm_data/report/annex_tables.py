"""What the annex is made of: chapters of tables, and what those of one kind have in common."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from npm_data.figures.figure import Figure, Picture
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, codes_in_order, name_of, total_of, units_of


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter before it has its number: its name is `annex.part_<name>`."""

    name: str
    drafts: tuple[Figure, ...]
    picture: Picture | None = None


Say = Callable[[str, Row], Row]
"""The cells of a row by the code of its unit (empty for the whole) and what was counted."""


def by_unit(
    subject: Subject, unit: str, rows: dict[str | None, Row], whole: Row, say: Say
) -> pl.DataFrame:
    """A row for each unit that has one, in the annex's order, and the whole below them.

    Nothing at all where there is no unit: the whole would only say so again.
    """
    name = name_of(unit, subject.words, subject.filters.period.to_on)
    found = [
        {"name": name(code)} | say(code, rows[code])
        for code in codes_in_order(unit)
        if code in rows
    ]
    if not found:
        return pl.DataFrame()
    total = {"name": subject.words("annex.whole")} | say("", whole)
    return pl.DataFrame([*found, total], infer_schema_length=None)


def with_whole(
    subject: Subject, answer: pl.DataFrame, unit: str, say: Callable[[Row], Row]
) -> pl.DataFrame:
    """The same of recommendations: those without a place or a level stand above the whole."""
    units = units_of(subject, answer, unit)
    if not units:
        return pl.DataFrame()
    rows = [{"name": each.name} | say(each.counts) for each in units]
    total = {"name": subject.words("annex.whole")} | say(total_of(answer))
    return pl.DataFrame([*rows, total], infer_schema_length=None)
