"""The annex of the Consolidated Report: figures as numbered tables in chapters, for two files."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from npm_data.charts.theme import Look
from npm_data.figures import (
    changes,
    coverage,
    implementation,
    mechanisms,
    past_due,
    quality,
    rates,
    recommendations,
    visits,
)
from npm_data.figures.columns import Column
from npm_data.figures.definitions import DEFINITIONS, GENERAL
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.periods import period_name
from npm_data.figures.subject import Subject, all_told, told
from npm_data.files import pdf, workbook
from npm_data.files.release import provenance_of, release
from npm_data.files.workbook import Annex, Chapter, Table

Make = Callable[[Subject], Figure]


@dataclass(frozen=True, slots=True)
class _Plan:
    """A chapter: its name is `annex.part_<name>`; the figure whose picture it begins with."""

    name: str
    figures: Sequence[Make]
    pictured: Make | None = None


def _by(make: Callable[..., Figure], *units: str) -> list[Make]:
    return [partial(make, unit=unit) for unit in units]


def _published(subject: Subject) -> Figure:
    """The published figures beside the register's; alone for who is not told these."""
    beside = told(quality.published, subject)
    return beside or mechanisms.published(subject, country=mechanisms.HOME_COUNTRY)


PLAN = (
    _Plan("visits", [*_by(visits.by_unit, *visits.UNITS), visits.by_year], visits.by_year),
    _Plan(
        "coverage",
        [
            *_by(coverage.coverage, *coverage.UNITS),
            *_by(coverage.term, *coverage.UNITS),
            coverage.pace,
            past_due.never_visited_places,
        ],
    ),
    _Plan(
        "recommendations",
        [
            *_by(
                recommendations.counts, "ministry", "theme", "addressee_level", "institution_type"
            ),
            *_by(recommendations.replies, "ministry"),
        ],
    ),
    _Plan(
        "implementation",
        [
            rates.by_year,
            *_by(rates.rates, "ministry", "theme", "institution_type"),
            rates.definitions,
            *_by(implementation.statuses, "ministry", "theme"),
            *_by(implementation.claims, "ministry"),
            *_by(implementation.how_fast, "ministry"),
            *_by(implementation.repeats, "ministry"),
        ],
        rates.by_year,
    ),
    _Plan("changes", [changes.of_the_period, changes.statuses_of_the_period]),
    _Plan("completeness", [quality.completeness, quality.columns, quality.outside, _published]),
)
"""The chapters that rest on the register, in their order; definitions and sources follow them."""


def annex_xlsx(subject: Subject) -> bytes:
    """A workbook: contents, one sheet a table, notes."""
    return workbook.workbook(annex_of(subject))


def annex_pdf(subject: Subject) -> bytes:
    """A document to print: title page, contents, chapters."""
    return pdf.document(annex_of(subject))


def annex_of(subject: Subject) -> Annex:
    """All tables of the annex for a choice; what is not told of it is no table."""
    words = subject.words
    found = [(plan, all_told(subject, *plan.figures)) for plan in PLAN]
    used = {figure.definition for _, figures in found for figure in figures}
    notes = (_Plan("notes", ()), tuple(_notes(subject, used)))
    filled = [(plan, figures) for plan, figures in (*found, notes) if figures]
    chapters = tuple(
        Chapter(
            number=number,
            name=words(f"annex.part_{plan.name}"),
            tables=tuple(
                _table(subject, f"{number}.{place}", figure)
                for place, figure in enumerate(figures, start=1)
            ),
            picture=_picture(subject, plan),
        )
        for number, (plan, figures) in enumerate(filled, start=1)
    )
    title = words("annex.title", period=period_name(subject.filters.period, words))
    return Annex(words, chapters, provenance_of(subject, title))


def _table(subject: Subject, number: str, figure: Figure) -> Table:
    """The figure with its number, through the gate."""
    numbered = replace(figure, key=f"annex.{figure.key}")
    released = release(subject, numbered, title=f"{number} {figure.heading}")
    return Table(number, figure.heading, released, figure.has_whole)


def _picture(subject: Subject, plan: _Plan) -> Picture | None:
    figure = told(plan.pictured, subject) if plan.pictured else None
    return None if figure is None else figure.picture(Look.LIGHT)


def _notes(subject: Subject, used: Iterable[str | None]) -> Iterable[Figure]:
    """What was measured in the chapters, by whom published, and from which files."""
    yield _definitions(subject, set(used))
    quoted = mechanisms.published_of(subject.words, mechanisms.GROUPS, mechanisms.HOME_COUNTRY)
    yield mechanisms.sources(subject.words, quoted)
    if subject.data_set.imported_at is not None:
        yield _register(subject)


def _definitions(subject: Subject, used: set[str | None]) -> Figure:
    words = subject.words
    rows = [
        {
            "name": words(f"definition.{name}"),
            "short": words(f"definition.{name}_short"),
            "full": words(f"definition.{name}_full").replace("**", ""),
        }
        for name in DEFINITIONS
        if name in used or name in GENERAL
    ]
    return Figure(
        key="notes.definitions",
        heading=words("annex.definitions"),
        rows=pl.DataFrame(rows),
        columns={
            "name": Column(words("annex.column_measure")),
            "short": Column(words("annex.column_short")),
            "full": Column(words("annex.column_full")),
        },
        has_filters=False,
    )


def _register(subject: Subject) -> Figure:
    """The files that the register was made from, with their whole fingerprints."""
    words, data_set = subject.words, subject.data_set
    imported_at = data_set.imported_at
    day = () if imported_at is None else (words.date(imported_at.date()),)
    rows = [
        {"name": each.name, "bytes": each.size, "sha256": each.sha256} for each in data_set.sources
    ]
    return Figure(
        key="notes.register",
        heading=words("annex.register"),
        rows=pl.DataFrame(rows),
        columns={
            "name": Column(words("annex.column_file")),
            "bytes": Column(words("annex.column_bytes"), "number"),
            "sha256": Column(words("annex.column_sha256")),
        },
        counts=(
            *(words("annex.note_imported", date=each) for each in day),
            words("annex.note_fingerprint", fingerprint=data_set.fingerprint),
        ),
        has_filters=False,
    )
