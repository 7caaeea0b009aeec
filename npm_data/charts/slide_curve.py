"""A share that grows in steps with the months, read at a few points."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from npm_data.charts.slide_shapes import (
    HUGE,
    LINE_HEIGHT,
    MIDDLE,
    SMALL,
    WIDTH,
    Drawing,
    wrapped,
)

LAST_MONTH = 48
_LEFT, _RIGHT = 60, WIDTH - 130
_TOP, _GROUND = 110, 490
_LABEL = 240
"""Pixels across for what stands below a point."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A point of the curve with its words: share, month, and how many are still observed."""

    month: int
    share: float
    share_text: str
    month_text: str
    at_risk_text: str


def slide_curve(
    months: Sequence[tuple[int, float]], readings: Sequence[Reading], ends: tuple[str, str]
) -> pl.DataFrame:
    """Rows of `slide_shapes` from the share by month; `ends` are the words for 0 and 100 %."""
    drawing = Drawing()
    for share, said in zip((0.0, 1.0), ends, strict=True):
        drawing.guide(_LEFT, _up(share) - 1, _RIGHT, _up(share) + 2, "outline")
        drawing.text(said, _RIGHT + 16, _up(share), size=SMALL, ink="muted")
    for reading in readings:
        x = _across(reading.month)
        drawing.guide(x - 1, _up(reading.share), x + 1, _GROUND, "outline")
    drawing.line("strong", _steps(months))
    for reading in readings:
        _read(drawing, reading)
    return drawing.frame()


def _read(drawing: Drawing, reading: Reading) -> None:
    """The share above its point, month and number below the ground line."""
    x, y = _across(reading.month), _up(reading.share)
    drawing.point("strong", x, y)
    # Up and to the left, where the rising line does not pass.
    drawing.text(reading.share_text, x + 24, y - 48, size=HUGE, bold=True, align="right")
    drawing.text(reading.month_text, x, _GROUND + 36, size=MIDDLE, bold=True, align="center")
    lines = wrapped(reading.at_risk_text, _LABEL, SMALL)
    middle = _GROUND + 60 + len(lines) * SMALL * LINE_HEIGHT / 2
    drawing.text(lines, x, middle, size=SMALL, align="center", ink="muted")


def _steps(months: Sequence[tuple[int, float]]) -> list[tuple[float, float]]:
    """Level until the next month, then up."""
    places: list[tuple[float, float]] = []
    for month, share in months:
        if places:
            places.append((_across(month), places[-1][1]))
        places.append((_across(month), _up(share)))
    return places


def _across(month: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * month / LAST_MONTH


def _up(share: float) -> float:
    return _GROUND - (_GROUND - _TOP) * share
