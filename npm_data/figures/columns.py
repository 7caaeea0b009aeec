"""A table's columns and how their values read, on a page, in a file and on a slide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from npm_data.i18n import Words

Kind = Literal["text", "year", "number", "decimal", "ratio", "percent", "date"]
_DECIMALS = {"decimal": 1, "ratio": 2}

FEWEST_FOR_A_RATE = 5
"""Of fewer recommendations or records a share is no figure: "k of n" is said, in every medium."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and how its values read.

    A `percent` is a share from 0 to 1; `of` names the frame's column with what it is a share of,
    where that counts recommendations or records: of fewer than five no share is told. A `year` is
    a text, and may be a span or words instead; a spreadsheet is given the number. `none` is what a
    page says where there is nothing and that is known, as of a place that was never visited.
    """

    label: str
    kind: Kind = "text"
    of: str = ""
    none: str = ""


Columns = Mapping[str, Column]
"""The table's columns by the frame's, in the order they stand in."""


def without_shares_of_few(frame: pl.DataFrame, columns: Columns) -> pl.DataFrame:
    """Of fewer than five the counts alone: on every page and in every file by this."""
    if frame.is_empty():
        return frame
    return frame.with_columns(
        pl.when(pl.col(column.of) >= FEWEST_FOR_A_RATE).then(pl.col(name)).alias(name)
        for name, column in columns.items()
        if column.of
    )


def cell(words: Words, value: object, kind: Kind) -> str:
    """A value ready for reading; nothing at all says that there is no data."""
    if value is None:
        return words("frame.no_value")
    if isinstance(value, date):
        return words.date(value)
    if isinstance(value, int | float) and kind != "text":
        if kind == "percent":
            return words.percent(value)
        return words.number(value, _DECIMALS.get(kind, 0))
    return str(value)
