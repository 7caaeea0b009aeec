"""Parts of a whole as one band of 100 %, each part named where it stands.

A part too narrow for its words is named below the band, beside a patch of its colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from npm_data.charts.slide_shapes import (
    HEIGHT,
    HUGE,
    LINE_HEIGHT,
    MIDDLE,
    WIDTH,
    Drawing,
    fits,
    width_of,
    wrapped,
)

_TOP, _HEIGHT = 180, 190
_MOST_LINES = 4
_AIR = 24
_BELOW = 70
"""Pixels from the band to the first of the patches below it."""
_ROW = 52
_PATCH = 34
_COLUMNS = 2


@dataclass(frozen=True, slots=True)
class Part:
    """An ink, a name, a count, and how count and share are read; the share may be left out."""

    ink: str
    name: str
    count: int
    count_text: str
    share_text: str = ""


def slide_band(parts: Sequence[Part]) -> pl.DataFrame:
    """Rows of `slide_shapes`, in the order given; a part of none has no place."""
    drawing = Drawing()
    total = sum(part.count for part in parts)
    drawn = [(part, WIDTH * part.count / total) for part in parts if part.count]
    below = [part for part, wide in drawn if not _has_room(part, wide - _AIR)]
    top = _TOP if below else (HEIGHT - _HEIGHT) / 2
    begun = 0.0
    for part, wide in drawn:
        drawing.bar(part.ink, begun, top, begun + wide - (3 if wide > 6 else 0), top + _HEIGHT)
        if part not in below:
            _inside(drawing, part, begun, wide, top)
        begun += wide
    _below(drawing, below, top + _HEIGHT + _BELOW)
    return drawing.frame()


def _has_room(part: Part, room: float) -> bool:
    lines = wrapped(part.name, room, MIDDLE)
    return (
        fits(lines, room, MIDDLE)
        and len(lines) <= _MOST_LINES
        and fits([part.count_text], room, HUGE, bold=True)
        and fits([part.share_text], room, MIDDLE)
    )


def _inside(drawing: Drawing, part: Part, left: float, wide: float, top: float) -> None:
    """The name above the part, the number on it."""
    middle = top + _HEIGHT / 2
    lines = wrapped(part.name, wide - _AIR, MIDDLE)
    height = len(lines) * MIDDLE * LINE_HEIGHT
    drawing.text(lines, left + _AIR / 2, top - 14 - height / 2, size=MIDDLE)
    letters = f"on_{part.ink}"
    at = left + _AIR / 2
    lift = 24 if part.share_text else 0
    drawing.text(part.count_text, at, middle - lift, size=HUGE, bold=True, ink=letters)
    if part.share_text:
        drawing.text(part.share_text, at, middle + 34, size=MIDDLE, ink=letters)


def _below(drawing: Drawing, parts: Sequence[Part], top: float) -> None:
    """One or two columns of patches with their numbers and names."""
    columns = _COLUMNS if len(parts) > _COLUMNS else 1
    rows = -(-len(parts) // columns)
    for number, part in enumerate(parts):
        column, row = divmod(number, rows)
        left, middle = column * WIDTH / columns, top + row * _ROW
        drawing.guide(left, middle - _PATCH / 2, left + _PATCH, middle + _PATCH / 2, part.ink)
        number_text = part.count_text + (f" ({part.share_text})" if part.share_text else "")
        at = left + _PATCH + 16
        drawing.text(number_text, at, middle, size=MIDDLE, bold=True)
        at += width_of(number_text, MIDDLE, bold=True) + 14
        drawing.text(part.name, at, middle, size=MIDDLE)
