"""A table's columns and how their values read, on a page, in a file and on a slide."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from npm_data.i18n import Words

Kind = Literal["text", "year", "number", "decimal", "ratio", "percent", "date"]
_DECIMALS = {"decimal": 1, "ratio": 2}


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and how its values read.

    A `percent` is a share from 0 to 1. A `year` is a text, and may be a span or words instead; a
    spreadsheet is given the number.
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
        return words.number(value, _DECIMALS.get(kind, 0))
    return str(value)
