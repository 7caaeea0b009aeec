"""The rows behind a chart as a table on the page."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import polars as pl
from streamlit.dataframe_util import Data

from npm_data.figures.columns import Column, Columns, cell, without_shares_of_few
from npm_data.i18n import Words
from npm_data.ui.register_text import as_text

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
    for number, row in enumerate(rows):
        for name, address in links(row).items() if links else ():
            label = columns[name].label
            writer = partial(_linked, words, columns[name], address)
            styled = styled.format(writer, subset=([number], [label]))
    return styled


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Rows of text for `st.table`; cells may hold Markdown, what the register says `as_text`."""
    return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")


def _written(words: Words, column: Column, value: object) -> str:
    """A cell of `st.table`, which reads Markdown."""
    # Neither NaN nor NaT equals itself.
    is_missing = value is None or value != value  # noqa: PLR0124
    if is_missing and column.none:
        return column.none
    return as_text(cell(words, None if is_missing else value, column.kind))


def _linked(words: Words, column: Column, address: str, value: object) -> str:
    return f"[{_written(words, column, value)}]({address})"
