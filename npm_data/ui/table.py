"""The rows behind a chart: on the page as a table, and as a CSV file that says where it is from."""

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

import polars as pl
from streamlit.dataframe_util import Data

from npm_data.i18n import Words
from npm_data.ui.app import App
from npm_data.ui.filter_line import filter_line

Kind = Literal["text", "number", "decimal", "percent", "date"]
ROWS_ON_THE_PAGE = 100
_MARKDOWN = re.compile(r"([\\`*_\[\]$:<>~#|])")


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and how its values read.

    A `percent` is a share from 0 to 1.
    """

    label: str
    kind: Kind = "text"


Columns = Mapping[str, Column]
"""The table's columns by the frame's, in the order they stand in."""


def cell(words: Words, value: object, kind: Kind) -> str:
    """A value ready for reading; nothing at all says that there is no data."""
    if value is None:
        return words("frame.no_value")
    if isinstance(value, date):
        return words.date(value)
    if isinstance(value, int | float) and kind != "text":
        if kind == "percent":
            return words.percent(value)
        return words.number(value, 1 if kind == "decimal" else 0)
    return str(value)


def styled_table(words: Words, frame: pl.DataFrame, columns: Columns) -> Data:
    """The first rows for `st.table`, which stays as wide as a phone and aligns figures by itself.

    The values stay numbers and are only written for reading (a pandas Styler).
    """
    chosen = [pl.col(name).alias(column.label) for name, column in columns.items()]
    shown = frame.select(chosen).head(ROWS_ON_THE_PAGE).to_pandas()
    writers = {column.label: partial(_written, words, column.kind) for column in columns.values()}
    return shown.style.format(writers)


def plain_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> pl.DataFrame:
    """Rows of text for `st.table`; cells may hold Markdown."""
    return pl.DataFrame(rows, schema=dict.fromkeys(heads, pl.String), orient="row")


def csv_file(app: App, title: str, frame: pl.DataFrame, columns: Columns) -> bytes:
    """All rows, under lines that say what they are: title, choice, data date, demonstration.

    As the language's spreadsheet opens it: semicolons and a decimal comma in Kazakh and Russian.
    """
    words = app.words
    is_english = words.language == "en"
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter="," if is_english else ";", lineterminator="\r\n")
    writer.writerows([line] for line in _provenance(app, title))
    writer.writerow([])
    writer.writerow([column.label for column in columns.values()])
    for row in frame.select(list(columns)).iter_rows():
        writer.writerow([_raw(value, is_english=is_english) for value in row])
    return file.getvalue().encode("utf-8-sig")


def file_name(app: App, key: str) -> str:
    period = app.filters.period
    mark = "demo-" if app.data_set.is_demonstration else ""
    return f"{mark}{key.replace('.', '-')}-{period.from_on}-{period.to_on}.csv"


def _provenance(app: App, title: str) -> list[str]:
    words = app.words
    lines = [
        title,
        f"{words('frame.csv_filters')}: {filter_line(words, app.filters)}",
        words("frame.data_date", date=words.date(app.data_set.data_date)),
        words("frame.csv_made_from", version=words.number(app.data_set.register_version)),
    ]
    if app.data_set.is_demonstration:
        lines.append(words("frame.demonstration"))
    return lines


def _raw(value: object, *, is_english: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return text if is_english else text.replace(".", ",")
    return str(value)


def _written(words: Words, kind: Kind, value: object) -> str:
    """A cell of `st.table`, which reads Markdown: its signs in a name are not meant so."""
    is_missing = isinstance(value, float) and math.isnan(value)
    return _MARKDOWN.sub(r"\\\1", cell(words, None if is_missing else value, kind))
