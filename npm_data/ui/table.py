"""The rows behind a chart as a table on the page."""

import math
from collections.abc import Sequence
from functools import partial

import polars as pl
from streamlit.dataframe_util import Data

from npm_data.figures.columns import Columns, Kind, cell, without_shares_of_few
from npm_data.i18n import Words
from npm_data.ui.register_text import as_text

ROWS_ON_THE_PAGE = 100
ROWS_OF_A_PICTURE = 600
"""A picture's table holds each of its figures; it is made only when somebody opens it."""


def styled_table(
    words: Words, frame: pl.DataFrame, columns: Columns, most: int = ROWS_ON_THE_PAGE
) -> Data:
    """The first rows for `st.table`, which stays as wide as a phone and aligns figures by itself.

    The values stay numbers and are only written for reading (a pandas Styler).
    """
    chosen = [pl.col(name).alias(column.label) for name, column in columns.items()]
    told = without_shares_of_few(frame.head(most), columns)
    shown = told.select(chosen).to_pandas()
    writers = {column.label: partial(_written, words, column.kind) for column in columns.values()}
    return shown.style.format(writers)


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Rows of text for `st.table`; cells may hold Markdown, what the register says `as_text`."""
    return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")


def _written(words: Words, kind: Kind, value: object) -> str:
    """A cell of `st.table`, which reads Markdown."""
    is_missing = isinstance(value, float) and math.isnan(value)
    return as_text(cell(words, None if is_missing else value, kind))
