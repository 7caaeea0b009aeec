"""The one way to put a figure on a page: with its finding, counts, data date and definition."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from npm_data.figures.columns import Columns
from npm_data.figures.definitions import DEFINITIONS
from npm_data.figures.figure import Picture
from npm_data.figures.filter_line import SEPARATOR
from npm_data.files.pictures import ROOM
from npm_data.ui.app import App
from npm_data.ui.downloads import download_buttons
from npm_data.ui.links import address_of
from npm_data.ui.page_list import METHODOLOGY
from npm_data.ui.table import ROWS_OF_A_PICTURE, ROWS_ON_THE_PAGE, styled_table
from npm_data.ui.tiles import small

Spec = dict[str, Any]
"""A Vega-Lite specification without data; the same object for every frame, language and theme."""


def show(
    app: App,
    key: str,
    *,
    title: str,
    frame: pl.DataFrame,
    spec: Spec,
    alt: str,
    definition: str,
    columns: Columns,
    counts: Sequence[str] = (),
    on_click: Callable[[], None] | None = None,
    empty: str | None = None,
    table: pl.DataFrame | None = None,
    hint: str | None = None,
    notes: Sequence[str] = (),
) -> None:
    """Show a chart.

    Args:
        app: what the page was given.
        key: the page's name and the figure's: `coverage.map`. The chart keeps its place by it.
        title: the finding as a sentence, computed from the data.
        frame: the rows that travel to the browser; nothing may be in it that must not be seen.
        spec: from `npm_data.charts`, the same object in every run.
        alt: what the picture shows, for who does not see it.
        definition: a name of `DEFINITIONS`; its sentence and link stand under the chart.
        columns: those of the table and the CSV file.
        counts: what was counted, ready for reading (`n = 680 visits`).
        on_click: called after a click in the chart, before the page runs again; see `clicked`.
        empty: the sentence when there are no rows, instead of the usual one.
        table: the rows of table and files, where the picture needs others (a curve, each month).
        hint: what a person can do with the chart on the page.
        notes: lines for the files only, such as the place that a page is about.
    """
    told = (hint, *counts) if hint else tuple(counts)
    with st.container(border=True):
        st.header(title, anchor=False)
        if frame.is_empty():
            st.info(empty or app.words("frame.empty"), icon=":material/inbox:")
            _caption(app, definition, told)
            return
        st.vega_lite_chart(
            frame,
            spec,
            theme=None,
            key=key,
            alt=alt,
            on_select=on_click or "ignore",
        )
        _caption(app, definition, told)
        shown = _Shown(
            title=title,
            frame=frame if table is None else table,
            columns=columns,
            definition=definition,
            notes=(*notes, *counts),
            picture=Picture(spec, frame, alt, width=ROOM),
        )
        _as_table(app, key, shown)


def clicked(key: str, selection: str, field: str) -> tuple[str, ...]:
    """The values of a field that are selected in a chart, for its `on_click`; empty after a click
    beside the marks.
    """
    points = st.session_state[key].selection.get(selection) or []
    return tuple(dict.fromkeys(str(point[field]) for point in points if point.get(field)))


def show_table(
    app: App,
    key: str,
    *,
    title: str,
    frame: pl.DataFrame,
    columns: Columns,
    definition: str,
    counts: Sequence[str] = (),
    notes: Sequence[str] = (),
    empty: str | None = None,
) -> None:
    """Show rows as an open table, for what no picture says better; arguments as those of `show`.

    `notes` are lines for the files that can be had of it, such as who may see them.
    """
    with st.container(border=True):
        st.header(title, anchor=False)
        if frame.is_empty():
            st.info(empty or app.words("frame.empty"), icon=":material/inbox:")
        else:
            said = (*notes, *counts)
            _rows(app, key, _Shown(title, frame, columns, definition, said))
        _caption(app, definition, counts)


def _caption(app: App, definition: str, counts: Sequence[str]) -> None:
    st.markdown("  \n".join(small(line) for line in caption(app, definition, counts)))


def caption(app: App, definition: str, counts: Sequence[str] = ()) -> tuple[str, str]:
    """A figure's definition in one sentence, its counts, the data date and "what is this?"."""
    words = app.words
    parts = [
        *counts,
        words("frame.data_date", date=words.date(app.data_set.data_date)),
        definition_link(app, definition),
    ]
    line = SEPARATOR.join(parts)
    return words(f"definition.{definition}_short"), line[0].upper() + line[1:]


def definition_link(app: App, definition: str) -> str:
    """The Markdown link to a definition on the methodology page."""
    if definition not in DEFINITIONS:
        raise ValueError(f"no definition {definition!r}: see npm_data/figures/definitions.py")
    target = address_of(app, METHODOLOGY.name, definition.replace("_", "-"))
    return f"[{app.words('frame.what_is_this')}]({target})"


@dataclass(frozen=True, slots=True)
class _Shown:
    """What can be had as a file of a figure; `notes` go with the rows."""

    title: str
    frame: pl.DataFrame
    columns: Columns
    definition: str
    notes: tuple[str, ...]
    picture: Picture | None = None


@st.fragment
def _as_table(app: App, key: str, shown: _Shown) -> None:
    """Made only once it is opened, and without running the page again."""
    label = app.words("frame.as_table")
    table = st.expander(label, key=f"{key}.table", type="compact", on_change="rerun")
    if table.open:
        with table:
            _rows(app, key, shown)


def _rows(app: App, key: str, shown: _Shown) -> None:
    words, frame = app.words, shown.frame
    most = ROWS_ON_THE_PAGE if shown.picture is None else ROWS_OF_A_PICTURE
    st.table(styled_table(words, frame, shown.columns, most), hide_index=True, width="content")
    if frame.height > most:
        first, total = words.number(most), words.number(frame.height)
        st.caption(words("frame.table_of", shown=first, total=total))
    download_buttons(
        app,
        key,
        title=shown.title,
        rows=frame,
        columns=shown.columns,
        definition=shown.definition,
        notes=shown.notes,
        picture=shown.picture,
    )
