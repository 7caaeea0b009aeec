"""Buttons for what leaves a page as a file; the files themselves are made in `npm_data.report`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

import polars as pl
import streamlit as st

from npm_data.figures.columns import Columns
from npm_data.figures.figure import Figure, Picture
from npm_data.files.pictures import picture_makers
from npm_data.files.release import Released, release
from npm_data.files.tables import MAKERS
from npm_data.ui.frame.app import App

Rows = pl.DataFrame | Callable[[], pl.DataFrame]
"""The rows, or what fetches them once somebody asks for the file."""

Maker = tuple[str, Callable[[Released], bytes]]
"""A kind of file: its media type, and what makes it."""


def download_buttons(
    app: App,
    key: str,
    *,
    title: str,
    rows: Rows,
    columns: Columns,
    definition: str,
    notes: Sequence[str] = (),
    picture: Picture | None = None,
) -> None:
    """A button for each kind of file, which is made when it is clicked.

    `definition` is a name of `DEFINITIONS`; `notes` are lines to stand with the rows, such as a
    page's own filters; `picture` is the chart that the rows belong to.
    """

    def made(make: Callable[[Released], bytes]) -> bytes:
        return make(
            released_on(
                app,
                key,
                title=title,
                rows=rows,
                columns=columns,
                definition=definition,
                notes=notes,
            )
        )

    makers = MAKERS if picture is None else picture_makers(picture, app.look) | MAKERS
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


def released_on(
    app: App,
    key: str,
    *,
    title: str,
    rows: Rows,
    columns: Columns,
    definition: str,
    notes: Sequence[str] = (),
) -> Released:
    """What may leave of a page's rows, with the page's own choice beside them."""
    figure = Figure(
        key=key,
        heading=title,
        rows=rows if isinstance(rows, pl.DataFrame) else rows(),
        columns=columns,
        definition=definition,
        finding=title,
        counts=tuple(notes),
    )
    return released_figure(app, figure)


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
