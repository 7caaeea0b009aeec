"""How large the annex will be, told before it is made."""

from math import ceil

from npm_data.figures.subject import Subject
from npm_data.figures.units import total_of
from npm_data.files.pdf import MOST_ROWS
from npm_data.questions.disclosure import SEES_ALL
from npm_data.report.annex import annex_of
from npm_data.report.annex_chapters import chapters_of

_TABLES = 34
"""Those that every choice has; each chapter of the types of places adds one."""
_PAGES = 26
"""Without the list of places that never had a periodic visit."""
_ROWS_OF_A_PAGE = 24


def sheets_of(subject: Subject) -> int:
    """Sheets of the workbook: contents, tables, notes."""
    return _tables(subject) + 2


def _tables(subject: Subject) -> int:
    """Where tables drop out, because they are not told, they are made to be counted."""
    if subject.repository.role.may(SEES_ALL):
        return _TABLES + len(chapters_of(subject))
    return len(annex_of(subject).tables)


def pages_of(subject: Subject) -> int:
    """Pages of the document, about; a list too long for paper takes none."""
    if not subject.repository.role.may(SEES_ALL):
        return ceil(_PAGES * _tables(subject) / (_TABLES + len(chapters_of(subject))))
    clock = total_of(subject.repository.clock(subject.filters, subject.as_of))
    listed = clock["never_visited"]
    return _PAGES + (ceil(listed / _ROWS_OF_A_PAGE) if listed <= MOST_ROWS else 0)
