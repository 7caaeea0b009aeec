"""The files that the present choice can be had as: what each is, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass

from npm_data.figures.subject import Report
from npm_data.files.pdf import pdf_of
from npm_data.files.pptx import pptx_of
from npm_data.report.annex import annex_pdf, annex_xlsx
from npm_data.report.annex_size import pages_of, sheets_of
from npm_data.report.deck import deck_of
from npm_data.ui.file_jobs import Progress
from npm_data.ui.frame.app import App


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its messages are `exports.<name>` and `exports.<name>_what`.

    `size` counts what `exports.size_<unit>` says, as nearly as it is known before the file is made.
    """

    name: str
    extension: str
    mime: str
    unit: str
    size: Callable[[Report], int]
    make: Callable[[Report, Progress], bytes]

    @property
    def subject(self) -> str:
        """What it is a file of, for its name: `annex`."""
        return self.name.partition("_")[0]


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = "application/pdf"


def _slides(report: Report) -> int:
    return len(deck_of(report).slides)


KINDS = (
    FileKind(
        "deck_pptx",
        "pptx",
        f"{_OFFICE}.presentationml.presentation",
        "slides",
        _slides,
        lambda report, progress: pptx_of(deck_of(report), progress),
    ),
    FileKind(
        "deck_pdf",
        "pdf",
        PDF,
        "slides",
        _slides,
        lambda report, progress: pdf_of(deck_of(report), progress),
    ),
    FileKind(
        "annex_xlsx", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", "sheets", sheets_of, annex_xlsx
    ),
    FileKind("annex_pdf", "pdf", PDF, "pages", pages_of, annex_pdf),
)


def report_of(app: App) -> Report:
    """The page's choice, to be read in another thread; a file is for paper, and so light."""
    return Report(app.words, app.filters, app.repository)
