"""What leaves a page as a file: of a figure, and of the whole choice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path

import streamlit as st

from npm_data.figures.figure import Figure
from npm_data.figures.subject import Report
from npm_data.files.brief import brief_docx, brief_pdf
from npm_data.files.pdf import pdf_of
from npm_data.files.pictures import picture_makers
from npm_data.files.pptx import TEMPLATE, TemplateError, pptx_of, read_template
from npm_data.files.release import Released, release
from npm_data.files.tables import MAKERS
from npm_data.i18n import Words
from npm_data.report.annex import annex_pdf, annex_xlsx
from npm_data.report.brief import brief_of
from npm_data.report.deck import PLAN_FILE, SLIDES, DeckPlanError, deck_of, read_plan
from npm_data.ui.frame.app import App
from npm_data.ui.frame.register import file_state

Maker = tuple[str, Callable[[Released], bytes]]
"""A kind of file: its media type, and what makes it."""


def released_figure(app: App, figure: Figure) -> Released:
    """What may leave of a figure of the page, whose own choice decides what stands with it."""
    page = app.page
    return release(
        app,
        replace(
            figure,
            has_filters=figure.has_filters and page.has_filters,
            has_period=figure.has_period and page.has_period,
        ),
    )


def file_buttons(app: App, figure: Figure) -> None:
    """A button for each kind of file of a figure, which is made when it is clicked."""
    picture = figure.picture(app.look)
    makers = MAKERS if picture is None else picture_makers(picture, app.look) | MAKERS
    _buttons(app, figure.key, lambda: figure, makers)


def list_buttons(app: App, key: str, figure: Callable[[], Figure]) -> None:
    """The same of a long list: its rows are fetched once somebody asks for a file of them."""
    _buttons(app, key, figure, MAKERS)


def _buttons(app: App, key: str, figure: Callable[[], Figure], makers: Mapping[str, Maker]) -> None:
    def made(make: Callable[[Released], bytes]) -> bytes:
        return make(released_figure(app, figure()))

    with st.container(horizontal=True, gap="small"):
        for kind, (mime, make) in makers.items():
            st.download_button(
                app.words(f"frame.download_{kind}"),
                data=partial(made, make),
                file_name=file_name(app, key, kind),
                mime=mime,
                key=f"{key}.{kind}",
                icon=":material/download:",
                on_click="ignore",
                help=app.words(f"help.download_{kind}"),
            )


def file_name(app: App, key: str, kind: str) -> str:
    """`demo-overview-trend-2016-01-01-2016-12-31.csv`; with the data date where no period holds."""
    period = app.filters.period
    days = f"{period.from_on}-{period.to_on}" if app.page.uses_period else app.data_set.data_date
    mark = "demo-" if app.data_set.is_demonstration else ""
    return f"{mark}{key.replace('.', '-').replace('_', '-')}-{days}.{kind}"


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
    FileKind(
        "brief_docx",
        "docx",
        f"{_OFFICE}.wordprocessingml.document",
        lambda report: brief_docx(brief_of(report)),
    ),
    FileKind("brief_pdf", "pdf", PDF, lambda report: brief_pdf(brief_of(report))),
    FileKind("annex_xlsx", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", annex_xlsx),
    FileKind("annex_pdf", "pdf", PDF, annex_pdf),
)


def report_of(app: App) -> Report:
    """The page's choice, to be read later; a file is for paper, and so light."""
    return Report(app.words, app.filters, app.repository)


def deck_fault(words: Words) -> str | None:
    """Why no deck can be made, in one sentence: an office may have changed its plan or template."""
    fault = _deck_fault(TEMPLATE, *map(file_state, (PLAN_FILE, TEMPLATE)))
    return None if fault is None else fault.said(words)


@lru_cache(maxsize=1)
def _deck_fault(template: Path, *_as_they_are: object) -> DeckPlanError | TemplateError | None:
    """Of the two files as they are now: a template takes as long to read as half a page."""
    try:
        read_plan(SLIDES)
        read_template(template)
    except (DeckPlanError, TemplateError) as error:
        return error.with_traceback(None)
    return None
