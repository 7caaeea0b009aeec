"""Columns over the years, the number above each, the chosen one in the strong ink."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from npm_data.charts.slide_shapes import (
    HEIGHT,
    HUGE,
    LARGE,
    LINE_HEIGHT,
    MIDDLE,
    WIDTH,
    Drawing,
    wrapped,
)

_TOP = 70
_LABELS = 100
"""Pixels for what stands below the columns."""
_WIDEST_SLOT = 400
_OF_SLOT = 0.62


@dataclass(frozen=True, slots=True)
class Column:
    """What a column stands for, its number, and how the number is read."""

    label: str
    value: int
    text: str
    is_chosen: bool = True


def slide_columns(columns: Sequence[Column]) -> pl.DataFrame:
    """Rows of `slide_shapes`; the highest column takes all the height, each begins at zero."""
    drawing = Drawing()
    slot = min(WIDTH / len(columns), _WIDEST_SLOT)
    begin = (WIDTH - slot * len(columns)) / 2
    ground = HEIGHT - _LABELS
    highest = max(1, *(column.value for column in columns))
    for number, column in enumerate(columns):
        middle = begin + slot * (number + 0.5)
        top = ground - (ground - _TOP) * column.value / highest
        ink = "strong" if column.is_chosen else "pale"
        half = slot * _OF_SLOT / 2
        drawing.bar(ink, middle - half, top, middle + half, ground)
        size = HUGE if column.is_chosen else LARGE
        drawing.text(
            column.text, middle, top - 36, size=size, bold=column.is_chosen, align="center"
        )
        _label(drawing, column, middle, slot, ground)
    drawing.guide(begin, ground, WIDTH - begin, ground + 3, "outline")
    return drawing.frame()


def _label(drawing: Drawing, column: Column, middle: float, slot: float, ground: float) -> None:
    lines = wrapped(column.label, slot - 16, MIDDLE, bold=column.is_chosen)
    drawing.text(
        lines,
        middle,
        ground + 14 + len(lines) * MIDDLE * LINE_HEIGHT / 2,
        size=MIDDLE,
        bold=column.is_chosen,
        align="center",
    )
