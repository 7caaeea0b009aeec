"""What the annex is made of: chapters of tables, and what those of one kind have in common."""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.report.columns import Column, Columns
from npm_data.report.recommendation_units import units_of
from npm_data.report.release import Provenance, Released
from npm_data.report.slides import Picture
from npm_data.report.subject import Subject
from npm_data.report.units import Row, codes_in_order, name_of, total_of


@dataclass(frozen=True, slots=True)
class Draft:
    """A table before it has its number and has passed the gate; arguments as those of `release`.

    Args:
        key: its name in the annex: `visits.ministry`.
        heading: a plain heading, without a number.
        has_total: whether its last row is the whole.
    """

    key: str
    heading: str
    frame: pl.DataFrame
    columns: Columns
    definition: str | None = None
    notes: tuple[str, ...] = ()
    has_total: bool = False
    has_filters: bool = True
    has_period: bool = True

    def rows(self) -> pl.DataFrame:
        """The frame; one without a row has its columns all the same."""
        if self.frame.is_empty():
            return pl.DataFrame(schema=dict.fromkeys(self.columns, pl.String))
        return self.frame


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter before it has its number: its name is `annex.part_<name>`."""

    name: str
    drafts: tuple[Draft, ...]
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table that may leave."""

    number: str
    heading: str
    released: Released
    has_total: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A numbered chapter, with the picture that it begins with, if any."""

    number: int
    name: str
    tables: tuple[Table, ...]
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Annex:
    """All that the files of the annex say."""

    words: Words
    chapters: tuple[Chapter, ...]
    provenance: Provenance

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for chapter in self.chapters for table in chapter.tables)


Say = Callable[[str, Row], Row]
"""The cells of a row by the code of its unit (empty for the whole) and what was counted."""


def types_in_chapters() -> tuple[str, ...]:
    """Types of places in the order of the Consolidated Report's chapters."""
    kinds = reference().institution_types
    in_order = sorted(kinds, key=lambda each: (each.report_chapter, each.display_order))
    return tuple(each.code for each in in_order)


def codes_of(unit: str) -> tuple[str, ...]:
    """Codes of a unit in the order of the annex."""
    return types_in_chapters() if unit == "institution_type" else codes_in_order(unit)


def by_unit(
    subject: Subject, unit: str, rows: dict[str | None, Row], whole: Row, say: Say
) -> pl.DataFrame:
    """A row for each unit that has one, in the annex's order, and the whole below them.

    Nothing at all where there is no unit: the whole would only say so again.
    """
    name = name_of(unit, subject.words, subject.filters.period.to_on)
    found = [
        {"name": name(code)} | say(code, rows[code]) for code in codes_of(unit) if code in rows
    ]
    if not found:
        return pl.DataFrame()
    total = {"name": subject.words("annex.whole")} | say("", whole)
    return pl.DataFrame([*found, total], infer_schema_length=None)


def numbers(labels: dict[str, str]) -> dict[str, Column]:
    """Columns of counts with their headings."""
    return {name: Column(label, "number") for name, label in labels.items()}


def with_whole(
    subject: Subject, answer: pl.DataFrame, unit: str, say: Callable[[Row], Row]
) -> pl.DataFrame:
    """The same of recommendations: those without a place or a level stand above the whole."""
    units = units_of(subject, answer, unit)
    if unit == "institution_type":
        order = {code: place for place, code in enumerate(types_in_chapters())}
        units.sort(key=lambda each: order.get(each.code, len(order)))
    if not units:
        return pl.DataFrame()
    rows = [{"name": each.name} | say(each.counts) for each in units]
    total = {"name": subject.words("annex.whole")} | say(total_of(answer))
    return pl.DataFrame([*rows, total], infer_schema_length=None)
