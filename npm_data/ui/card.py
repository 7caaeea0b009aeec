"""The one way to put a figure on a page: its finding, its picture, one line, and a small menu."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl
import streamlit as st
from streamlit.dataframe_util import Data

from npm_data.charts.spec import with_outlines
from npm_data.figures.columns import (
    FEWEST_FOR_A_RATE,
    Column,
    Columns,
    cell,
    without_shares_of_few,
)
from npm_data.figures.definitions import DEFINITIONS
from npm_data.figures.figure import Figure
from npm_data.figures.periods import SEPARATOR
from npm_data.i18n import Words
from npm_data.ui.downloads import file_buttons, list_buttons
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.frame.page_list import METHODOLOGY
from npm_data.ui.register_text import as_text, small

ROWS_ON_THE_PAGE = 100
ROWS_OF_A_PICTURE = 600
"""A picture's table holds each of its figures; it is made only when somebody opens it."""


Links = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""Relative addresses by column, of a row of a figure."""


def styled_table(
    words: Words,
    frame: pl.DataFrame,
    columns: Columns,
    most: int = ROWS_ON_THE_PAGE,
    links: Links | None = None,
) -> Data:
    """The first rows for `st.table`, which stays as wide as a phone and aligns figures by itself.

    The values stay numbers and are only written for reading (a pandas Styler); `links` says which
    of them lead somewhere.
    """
    chosen = [pl.col(name).alias(column.label) for name, column in columns.items()]
    told = without_shares_of_few(frame.head(most), columns)
    shown = told.select(chosen).to_pandas()
    writers = {column.label: partial(_written, words, column) for column in columns.values()}
    styled = shown.style.format(writers)
    rows = frame.head(most).iter_rows(named=True) if links else ()
    for column in columns.values():
        few = _few(told, column)
        if few:
            styled = styled.format(lambda _: words("annex.few"), subset=(few, [column.label]))
    for number, row in enumerate(rows):
        for name, address in links(row).items() if links else ():
            if row[name] == 0:  # What it leads to would be empty.
                continue
            label = columns[name].label
            writer = partial(_linked, words, columns[name], address)
            styled = styled.format(writer, subset=([number], [label]))
    return styled


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Rows of text for `st.table`; cells may hold Markdown, what the register says `as_text`."""
    return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")


def _few(frame: pl.DataFrame, column: Column) -> list[int]:
    """The rows whose share is not told, because it is one of fewer than five."""
    if column.of not in frame.columns:
        return []
    return [row for row, of in enumerate(frame[column.of]) if 0 < of < FEWEST_FOR_A_RATE]


def _written(words: Words, column: Column, value: object) -> str:
    """A cell of `st.table`, which reads Markdown."""
    # Neither NaN nor NaT equals itself.
    is_missing = value is None or value != value  # noqa: PLR0124
    if is_missing and column.none:
        return column.none
    return as_text(cell(words, None if is_missing else value, column.kind))


def _linked(words: Words, column: Column, address: str, value: object) -> str:
    return f"[{_written(words, column, value)}]({address})"


def card(
    app: App,
    figure: Figure,
    *,
    on_click: Callable[[], None] | None = None,
    links: Links | None = None,
    table: pl.DataFrame | None = None,
    whole: Callable[[], Figure] | None = None,
) -> None:
    """Show a figure; without rows, only what it says of that.

    A picture stands with its table and files folded below it; where there is none, the table stands
    open, or `table`, which says the same in cells of Markdown (`plain_table`). `on_click` is called
    after a click in the picture, before the page runs again; see `clicked`. `whole` is the figure
    with all its rows, where those on the page are a stretch of them: it is made when a file of it
    is asked for.
    """
    if figure.rows.is_empty():
        st.info(figure.empty or figure.finding or app.words("frame.empty"))
        return
    with st.container(border=True):
        st.header(figure.finding, anchor=False)
        picture = figure.picture(app.look)
        if picture is not None:
            is_inline = figure.has_map and app.maps_are_inline
            st.vega_lite_chart(
                picture.frame,
                with_outlines(picture.spec) if is_inline else picture.spec,
                theme=None,
                key=figure.key,
                alt=picture.alt,
                on_select=on_click or "ignore",
            )
        is_open = table is None and picture is None
        if table is not None:
            st.table(table, hide_index=True)
        elif is_open:
            _rows(app, figure, ROWS_ON_THE_PAGE, links)
        _line(figure)
        _more(app, figure, whole, has_table=not is_open)


def clicked(key: str, selection: str, field: str) -> tuple[str, ...]:
    """The values of a field that are selected in a chart, for its `on_click`; empty after a click
    beside the marks.
    """
    points = st.session_state[key].selection.get(selection) or []
    return tuple(dict.fromkeys(str(point[field]) for point in points if point.get(field)))


def definition_link(app: App, definition: str) -> str:
    """The Markdown link to a definition on the methodology page."""
    if definition not in DEFINITIONS:
        raise ValueError(f"no definition {definition!r}: see npm_data/figures/definitions.py")
    target = address_of(app, METHODOLOGY.name, definition.replace("_", "-"))
    return f"[{app.words('frame.what_is_this')}]({target})"


def _line(figure: Figure) -> None:
    """What was counted, and the first caution, below the picture."""
    said = SEPARATOR.join((*figure.counts, *figure.cautions[:1]))
    if said:
        st.markdown(small(said[0].upper() + said[1:]))


@st.fragment
def _more(app: App, figure: Figure, whole: Callable[[], Figure] | None, *, has_table: bool) -> None:
    """Table, files and meaning: made only once they are asked for, the page does not run again."""
    label = app.words("frame.as_table" if has_table else "frame.files_and_meaning")
    menu = st.expander(label, key=f"{figure.key}.table", type="compact", on_change="rerun")
    if not menu.open:
        return
    with menu:
        st.markdown("  \n".join(small(line) for line in _meaning(app, figure)))
        if has_table:
            _rows(app, figure, ROWS_OF_A_PICTURE)
        if whole is None:
            file_buttons(app, figure)
        else:
            list_buttons(app, figure.key, whole)


def _meaning(app: App, figure: Figure) -> list[str]:
    """The definition in one sentence with the way to its rule, and how not to read the figure."""
    lines = list(figure.cautions)
    if figure.definition is not None:
        short = app.words(f"definition.{figure.definition}_short")
        lines.insert(0, f"{short} {definition_link(app, figure.definition)}")
    return lines


def _rows(app: App, figure: Figure, most: int, links: Links | None = None) -> None:
    words, rows = app.words, figure.rows
    shown = styled_table(words, rows, figure.columns, most, links)
    st.table(shown, hide_index=True, width="content")
    if rows.height > most:
        first, total = words.number(most), words.number(rows.height)
        st.caption(words("frame.table_of", shown=first, total=total))
