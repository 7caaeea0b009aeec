"""The annex of the Consolidated Report: its tables in chapters, as a workbook and as a document."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

from npm_data.figures import coverage as reach
from npm_data.figures.figure import Figure
from npm_data.figures.periods import period_name
from npm_data.figures.subject import Subject
from npm_data.figures.visible import all_told
from npm_data.files import pdf, workbook
from npm_data.files.release import Provenance, provenance_of, release
from npm_data.files.workbook import Annex, Chapter, Table
from npm_data.report.annex_implementation import implementation
from npm_data.report.annex_recommendations import recommendations
from npm_data.report.annex_records import changes, completeness, notes
from npm_data.report.annex_tables import Part
from npm_data.report.annex_visits import visits
from npm_data.report.progress import silent
from npm_data.ui.file_jobs import Progress


def coverage(subject: Subject) -> Part:
    """Whom the visits reached, whom they must reach, and how fast that goes."""
    reached = [reach.coverage(subject, unit) for unit in reach.UNITS]
    terms = [partial(reach.term, unit=unit) for unit in reach.UNITS]
    told = all_told(subject, *terms, reach.pace, reach.never_visited_places)
    return Part("coverage", (*reached, *told))


PARTS: tuple[Callable[[Subject], Part], ...] = (
    visits,
    coverage,
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
    made = workbook.workbook(annex)
    progress(_STEPS, _STEPS)
    return made


def annex_pdf(subject: Subject, progress: Progress = silent) -> bytes:
    """A document to print: title page, contents, chapters. It ends early as `annex_xlsx` does."""
    annex = annex_of(subject, progress)
    made = pdf.document(annex)
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
