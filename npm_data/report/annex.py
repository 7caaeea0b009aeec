"""The annex of the Consolidated Report: its tables in chapters, as a workbook and as a document."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from npm_data.figures import coverage as reach
from npm_data.figures.changes import of_the_period, statuses_of_the_period
from npm_data.figures.figure import Figure
from npm_data.figures.periods import period_name
from npm_data.figures.subject import Subject
from npm_data.figures.visible import all_told
from npm_data.files import pdf, workbook
from npm_data.files.release import Provenance, provenance_of, release
from npm_data.files.workbook import Annex, Chapter, Table
from npm_data.report.annex_chapters import chapters
from npm_data.report.annex_implementation import implementation
from npm_data.report.annex_recommendations import recommendations
from npm_data.report.annex_records import completeness, notes
from npm_data.report.annex_tables import Part
from npm_data.report.annex_visits import visits


def coverage(subject: Subject) -> Part:
    """Whom the visits reached, whom they must reach, and how fast that goes."""
    reached = [reach.coverage(subject, unit) for unit in reach.UNITS]
    terms = [partial(reach.term, unit=unit) for unit in reach.UNITS]
    told = all_told(subject, *terms, reach.pace, reach.never_visited_places)
    return Part("coverage", (*reached, *told))


def changes(subject: Subject) -> Part:
    """What the period changed, against the day before its first."""
    return Part("changes", all_told(subject, of_the_period, statuses_of_the_period))


PARTS: tuple[Callable[[Subject], Part], ...] = (
    visits,
    coverage,
    chapters,
    recommendations,
    implementation,
    changes,
    completeness,
)
"""The chapters that rest on the register, in their order; definitions and sources follow them."""


def annex_xlsx(subject: Subject) -> bytes:
    """A workbook: contents, one sheet a table, notes."""
    return workbook.workbook(annex_of(subject))


def annex_pdf(subject: Subject) -> bytes:
    """A document to print: title page, contents, chapters."""
    return pdf.document(annex_of(subject))


def annex_of(subject: Subject) -> Annex:
    """All tables of the annex for a choice of period and filters."""
    parts = [part(subject) for part in PARTS]
    filled = [part for part in (*parts, notes(subject, parts)) if part.drafts]
    numbered = tuple(_chapter(subject, number, part) for number, part in enumerate(filled, start=1))
    return Annex(subject.words, numbered, _provenance(subject))


def _chapter(subject: Subject, number: int, part: Part) -> Chapter:
    return Chapter(
        number=number,
        name=subject.words(f"annex.part_{part.name}"),
        tables=_tables(subject, number, part.drafts),
        picture=part.picture,
    )


def _tables(subject: Subject, chapter: int, drafts: Sequence[Figure]) -> tuple[Table, ...]:
    return tuple(
        _table(subject, f"{chapter}.{place}", draft) for place, draft in enumerate(drafts, start=1)
    )


def _table(subject: Subject, number: str, draft: Figure) -> Table:
    """The table with its number, through the gate."""
    numbered = replace(draft, key=f"annex.{draft.key}")
    released = release(subject, numbered, title=f"{number} {draft.heading}")
    return Table(number, draft.heading, released, draft.has_whole)


def _provenance(subject: Subject) -> Provenance:
    words = subject.words
    period = period_name(subject.filters.period, words)
    return provenance_of(subject, words("annex.title", period=period))
