"""The annex of the Consolidated Report: its tables in chapters, as a workbook and as a document."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from npm_data.figures.changes import of_the_period, statuses_of_the_period
from npm_data.figures.figure import Figure
from npm_data.figures.periods import period_name
from npm_data.figures.subject import Subject
from npm_data.figures.visible import all_told
from npm_data.report import annex_document, annex_workbook
from npm_data.report.annex_chapters import chapters
from npm_data.report.annex_coverage import coverage
from npm_data.report.annex_implementation import implementation
from npm_data.report.annex_recommendations import recommendations
from npm_data.report.annex_records import completeness, notes
from npm_data.report.annex_tables import Annex, Chapter, Part, Table
from npm_data.report.annex_visits import visits
from npm_data.report.progress import Progress, silent
from npm_data.report.release import Provenance, provenance_of, release


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

_STEPS = len(PARTS) + 2
"""The notes and the file itself come after the chapters."""


def annex_xlsx(subject: Subject, progress: Progress = silent) -> bytes:
    """A workbook: contents, one sheet a table, notes. It ends early where `progress` raises."""
    annex = annex_of(subject, progress)
    made = annex_workbook.workbook(annex)
    progress(_STEPS, _STEPS)
    return made


def annex_pdf(subject: Subject, progress: Progress = silent) -> bytes:
    """A document to print: title page, contents, chapters. It ends early as `annex_xlsx` does."""
    annex = annex_of(subject, progress)
    made = annex_document.document(annex)
    progress(_STEPS, _STEPS)
    return made


def annex_of(subject: Subject, progress: Progress = silent) -> Annex:
    """All tables of the annex for a choice of period and filters."""
    parts: list[Part] = []
    for done, part in enumerate(PARTS):
        progress(done, _STEPS)
        parts.append(part(subject))
    progress(len(PARTS), _STEPS)
    parts.append(notes(subject, parts))
    filled = [part for part in parts if part.drafts]
    numbered = tuple(_chapter(subject, number, part) for number, part in enumerate(filled, start=1))
    progress(_STEPS - 1, _STEPS)
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
