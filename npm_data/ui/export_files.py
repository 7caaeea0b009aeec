"""The files that the present choice can be had as: what each is, and how it is made."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from npm_data.figures.subject import Report
from npm_data.files.pdf import pdf_of
from npm_data.files.pptx import pptx_of
from npm_data.report.annex import annex_pdf, annex_xlsx
from npm_data.report.deck import deck_of
from npm_data.ui.app import App


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file: its messages are `exports.<name>` and `exports.<name>_what`."""

    name: str
    extension: str
    mime: str
    make: Callable[[Report], bytes]

    @property
    def subject(self) -> str:
        """What it is a file of, for its name: `annex`."""
        return self.name.partition("_")[0]

    def maker(self, report: Report) -> Callable[[], bytes]:
        """What makes the file once somebody asks for it: a second or two of work."""
        return partial(self.make, report)


_OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = "application/pdf"
KINDS = (
    FileKind(
        "deck_pptx",
        "pptx",
        f"{_OFFICE}.presentationml.presentation",
        lambda report: pptx_of(deck_of(report)),
    ),
    FileKind("deck_pdf", "pdf", PDF, lambda report: pdf_of(deck_of(report))),
    FileKind("annex_xlsx", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", annex_xlsx),
    FileKind("annex_pdf", "pdf", PDF, annex_pdf),
)


def report_of(app: App) -> Report:
    """The page's choice, to be read later; a file is for paper, and so light."""
    return Report(app.words, app.filters, app.repository)
