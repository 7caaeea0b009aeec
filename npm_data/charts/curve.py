"""Shares that grow with the months: lines for pages, one line for a hall."""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import altair as alt
import polars as pl

from npm_data.charts.named_rows import NARROW
from npm_data.charts.slide_shapes import (
    HUGE,
    MIDDLE,
    SMALL,
    WIDTH,
    Drawing,
    wrapped,
)
from npm_data.charts.slide_shapes import (
    LINE_HEIGHT as SLIDE_LINE,
)
from npm_data.charts.spec import NARROWEST, Spec, finished, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

HORIZONS = (0, 6, 12, 24, 36, 48)
"""Months at which the number still open is said."""
HEIGHT = 270
LABEL_ROOM = 104
"""Pixels at the right for the names of the lines."""
LINE_HEIGHT = 13
MOST_LINES = 8
"""Four colours, each as a full and as a broken line."""
_LETTERS_OF_A_LINE = 13
_LABEL_LINE = (LINE_HEIGHT + 1) / HEIGHT
"""A line of letters as a part of the axis' height."""


def incidence_rows(
    words: Words, lines: Sequence[tuple[str, Sequence[Mapping[str, Any]]]]
) -> pl.DataFrame:
    """Rows of `incidence_lines` from each line's name and months, which say `month`, `at_risk` and
    `cumulative_incidence`; the numbers still open are those of the last line, the whole.
    """
    labels = ["\n".join(textwrap.wrap(name, _LETTERS_OF_A_LINE)) for name, _ in lines]
    ends = [months[-1]["cumulative_incidence"] for _, months in lines]
    heights = spread(ends, [label.count("\n") + 1 for label in labels])
    rows = [
        {
            "unit": place,
            "name": name,
            "month": row["month"],
            "cumulative_incidence": row["cumulative_incidence"],
            "at_risk_text": words.number(row["at_risk"])
            if row["month"] in HORIZONS and place == len(lines) - 1
            else "",
            "label": labels[place] if row is months[-1] else "",
            "label_at": heights[place] if row is months[-1] else None,
        }
        for place, (name, months) in enumerate(lines)
        for row in months
    ]
    return pl.DataFrame(rows, schema_overrides={"label_at": pl.Float64})


def spread(ends: Sequence[float], lines: Sequence[int]) -> list[float]:
    """Heights for the names, as near to their lines' ends as they can stand without touching.

    From the lowest upwards, then back down from the top where they have run out of room.
    """
    order = sorted(range(len(ends)), key=ends.__getitem__)
    halves = [count * _LABEL_LINE / 2 for count in lines]
    heights = list(ends)
    for below, place in zip([None, *order], order, strict=False):
        floor = 0.0 if below is None else heights[below] + halves[below] + halves[place]
        heights[place] = max(ends[place], floor)
    for above, place in zip([None, *order[::-1]], order[::-1], strict=False):
        roof = 1.0 if above is None else heights[above] - halves[above] - halves[place]
        heights[place] = min(heights[place], roof)
    return heights


@cache
def incidence_lines(words: Words, look: Look, last: int = HORIZONS[-1]) -> Spec:
    """A line of steps for each unit, named at its end; below the axis, how many are still open.

    The axis ends with `last`, one of `HORIZONS`, so that young recommendations have its width.

    Rows, one for each unit and month: `unit` (its place, 0 to 7), `name`, `month` (0 to 48),
    `cumulative_incidence`, `at_risk_text` (empty but of one line at `HORIZONS`). A unit's last row
    also has `label` (its name, in short lines) and `label_at` (the share at whose height that
    stands).
    """
    base, month = alt.Chart(rows()), _month(words, last)
    encoded = {"color": _colour(look), "detail": "unit:N"}
    steps = base.mark_line(interpolate="step-after", strokeWidth=2.5).encode(
        x=month, y=_share("cumulative_incidence"), strokeDash=_dash(), **encoded
    )
    ends = base.transform_filter("isValid(datum.label_at)")
    # Grey and dotted: a line of the unit's colour would read as one that goes on.
    leads = ends.mark_rule(strokeWidth=1, strokeDash=[1, 3], color=palette(look).muted).encode(
        x=month,
        x2=alt.value(alt.expr(f"width - {LABEL_ROOM} + 8")),
        y=_share("cumulative_incidence"),
        y2="label_at:Q",
    )
    labels = ends.mark_text(
        align="left",
        baseline="middle",
        lineBreak="\n",
        lineHeight=LINE_HEIGHT,
        fontSize=12,
        dx=4,
        # Vega hangs further lines below the first: the name as a whole stands in the middle.
        dy=alt.expr(f"-{LINE_HEIGHT / 2} * (length(split(datum.label, '\\n')) - 1)"),
    ).encode(
        x=alt.value(alt.expr(f"width - {LABEL_ROOM} + 8")),
        y=_share("label_at"),
        text="label:N",
    )
    chart = alt.layer(steps, leads, labels, *_numbers(base, month, look))
    return finished(chart.properties(height=HEIGHT), words, look)


def _month(words: Words, last: int) -> alt.X:
    shown = [month for month in HORIZONS if month <= last]
    return alt.X(
        "month:Q",
        title=words("figures.months_axis"),
        scale=alt.Scale(domain=[0, last], range=[0, alt.ExprRef(f"width - {LABEL_ROOM}")]),
        axis=alt.Axis(
            values=shown,
            grid=False,
            titleAnchor="start",
            tickCount=len(shown),
            labelExpr=f"width < {NARROWEST} && datum.value % {last // 2} ? '' : datum.label",
        ),
    )


def _share(field: str) -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )


def _colour(look: Look) -> alt.Color:
    inks = palette(look).categories
    colours = [inks[place % len(inks)] for place in range(MOST_LINES)]
    scale = alt.Scale(domain=list(range(MOST_LINES)), range=colours)
    return alt.Color("unit:N", scale=scale, legend=None)


def _dash() -> alt.StrokeDash:
    dashes = [[1, 0] if place < MOST_LINES / 2 else [7, 3] for place in range(MOST_LINES)]
    scale = alt.Scale(domain=list(range(MOST_LINES)), range=dashes)
    return alt.StrokeDash("unit:N", scale=scale, legend=None)


def _numbers(base: alt.Chart, month: alt.X, look: Look) -> list[alt.Chart]:
    """Under the axis and its title the name of the line, and below it the numbers."""
    inks = palette(look)
    under: dict[str, Any] = {"baseline": "top", "fontSize": 11.5}
    said = base.transform_filter("datum.at_risk_text != ''")
    names = (
        said.transform_filter("datum.month == 0")
        .mark_text(**under, align="left", color=inks.text, dy=52)
        .encode(x=alt.value(0), y=alt.value("height"), text="name:N")
    )
    # Six months lie too near to none and twelve for a phone; at 400 % so do twelve and 36.
    left_out = f"width < {NARROWEST} && datum.month % 24 || width < {NARROW} && datum.month == 6"
    shown = f"{left_out} ? '' : datum.at_risk_text"
    numbers = (
        said.transform_calculate(at_risk_shown=shown)
        .mark_text(**under, align="center", color=inks.muted, dy=67)
        .encode(x=month, y=alt.value("height"), text="at_risk_shown:N")
    )
    return [names, numbers]


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


@dataclass(frozen=True, slots=True)
class CurveForm:
    """Shares by month with their readings, as `slide_curve` draws them."""

    months: tuple[tuple[int, float], ...]
    readings: tuple[Reading, ...]
    ends: tuple[str, str]

    def shapes(self) -> pl.DataFrame:
        return slide_curve(self.months, self.readings, self.ends)


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
    middle = _GROUND + 60 + len(lines) * SMALL * SLIDE_LINE / 2
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
