"""Pictures for the tenth row of a hall: few large marks, each with its words beside it.

What stands where is worked out here, in pixels, so that no text can run into another or be cut.
The specification is the same for all such pictures; what is drawn lies in the rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

import altair as alt
import polars as pl

from npm_data.charts.spec import Spec, finished, rows
from npm_data.charts.theme import HOLLOW, Look, Palette, palette
from npm_data.i18n import Words
from npm_data.i18n.formats import bound

WIDTH, HEIGHT = 1760, 640
"""Pixels of a slide's picture on a screen of 1920 x 1080."""
HUGE, LARGE, MIDDLE, SMALL = 48, 36, 30, 28
"""Pixels of letters; nothing is smaller than 28."""
MOST_MARKS = 7
"""More than so many cannot be read from a distance."""

LINE_HEIGHT = 1.14
_WIDEST = {False: 0.57, True: 0.61}
"""Of a letter's height: more than the average letter is wide, in normal and in bold type."""
_NARROW = dict.fromkeys("0123456789", 0.53) | dict.fromkeys(" \u00a0\u202f", 0.2)
_NARROW |= dict.fromkeys(".,:;()", 0.35) | {"%": 0.86}
"""What numbers are made of, in bold type."""

Align = Literal["left", "center", "right"]
_SCHEMA = {
    "shape": pl.String,
    "ink": pl.String,
    "x": pl.Float64,
    "y": pl.Float64,
    "x2": pl.Float64,
    "y2": pl.Float64,
    "text": pl.String,
    "size": pl.Float64,
    "weight": pl.String,
    "align": pl.String,
    "line": pl.Int64,
}


@dataclass(slots=True)
class Drawing:
    """Marks, guides and letters of a picture; inks go by name, so that a look can colour them.

    A mark is what stands for a number (`bar`, `point`, `line`); a guide only helps to see it.
    """

    rows: list[dict[str, object]] = field(default_factory=list)

    def bar(self, ink: str, left: float, top: float, right: float, bottom: float) -> None:
        self._add("bar", ink, left, top, x2=right, y2=bottom)

    def guide(
        self, left: float, top: float, right: float, bottom: float, ink: str = "grid"
    ) -> None:
        """A faint area or line behind the marks."""
        self._add("guide", ink, left, top, x2=right, y2=bottom)

    def point(self, ink: str, x: float, y: float) -> None:
        self._add("point", ink, x, y)

    def line(self, ink: str, places: Sequence[tuple[float, float]]) -> None:
        """One line through all of the places."""
        for number, (x, y) in enumerate(places):
            self._add("line", ink, x, y, line=number)

    def text(
        self,
        lines: str | Sequence[str],
        x: float,
        middle: float,
        *,
        size: int = MIDDLE,
        bold: bool = False,
        align: Align = "left",
        ink: str = "text",
    ) -> None:
        """One line or several, as a block whose middle is at that height."""
        said = [lines] if isinstance(lines, str) else list(lines)
        for number, line in enumerate(said):
            self._add(
                "text",
                ink,
                x,
                middle + (number - (len(said) - 1) / 2) * size * LINE_HEIGHT,
                text=line,
                size=float(size),
                weight="bold" if bold else "normal",
                align=align,
            )

    def frame(self) -> pl.DataFrame:
        return pl.DataFrame(self.rows, schema=_SCHEMA)

    def _add(self, shape: str, ink: str, x: float, y: float, **more: object) -> None:
        place = {"shape": shape, "ink": ink, "x": float(x), "y": float(y)}
        numbers = {
            name: float(value) if name in ("x2", "y2") and isinstance(value, int) else value
            for name, value in more.items()
        }
        self.rows.append(dict.fromkeys(_SCHEMA) | place | numbers)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Pixels that a text takes at most."""
    return size * sum(_NARROW.get(letter, _WIDEST[bold]) for letter in text)


def wrapped(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """The text in lines of so many pixels, as even as they can be; no word is broken."""
    lines = _filled(text, room, size, bold=bold)
    for narrower in range(int(room), 0, -int(size / 2)):
        tighter = _filled(text, narrower, size, bold=bold)
        if len(tighter) > len(lines):
            break
        lines = tighter
    return lines


def fits(lines: Sequence[str], room: float, size: float, *, bold: bool = False) -> bool:
    """Whether each of the lines has room; a long word may not."""
    return all(width_of(line, size, bold=bold) <= room for line in lines)


@cache
def slide_shapes(words: Words, look: Look) -> Spec:
    """Whatever a `Drawing` holds, at `WIDTH` x `HEIGHT` pixels."""
    inks = inks_of(palette(look))
    colour = alt.Color(
        "ink:N", scale=alt.Scale(domain=list(inks), range=list(inks.values())), legend=None
    )
    base = alt.Chart(rows())
    edge: dict[str, Any] = {
        "stroke": alt.expr(f"datum.ink == '{HOLLOW}' ? '{palette(look).outline}' : null"),
        "strokeWidth": 2.5,
        "strokeDash": [9, 7],
    }
    areas = [
        _only(base, shape)
        .mark_rect(**edge)
        .encode(x=_across("x"), x2="x2:Q", y=_down("y"), y2="y2:Q", color=colour)
        for shape in ("guide", "bar")
    ]
    lines = (
        _only(base, "line")
        .mark_line(strokeWidth=7, strokeJoin="round", strokeCap="round")
        .encode(x=_across("x"), y=_down("y"), color=colour, order="line:Q")
    )
    points = (
        _only(base, "point")
        .mark_point(size=560, opacity=1, filled=True)
        .encode(x=_across("x"), y=_down("y"), color=colour)
    )
    chart = alt.layer(*areas, lines, points, _letters(base, colour), data=rows())
    return sized(finished(chart, words, look))


def sized(spec: Spec) -> Spec:
    """Exactly as large as the picture is to be: nothing is added around it."""
    spec |= {"width": WIDTH, "height": HEIGHT, "padding": 0, "autosize": {"type": "none"}}
    return spec


def inks_of(inks: Palette) -> dict[str, str]:
    """The colours of a look by name; `on_<name>` is the ink of letters on a fill."""
    fills = {
        "strong": inks.categories[0],
        "pale": inks.ramps["blue"][2],
        "alarm": inks.replies["overdue"],
        **inks.statuses,
        HOLLOW: inks.background,
        **{f"clock_{name}": ink for name, ink in inks.clock.items()},
    }
    letters = {f"on_{name}": inks.ink_on(ink) for name, ink in fills.items()}
    plain = {"text": inks.text, "muted": inks.muted, "grid": inks.grid, "outline": inks.outline}
    return plain | fills | letters


def _letters(base: alt.Chart, colour: alt.Color) -> alt.Chart:
    style: dict[str, Any] = {
        "baseline": "middle",
        "fontSize": alt.expr("datum.size"),
        "fontWeight": alt.expr("datum.weight"),
        "align": alt.expr("datum.align"),
    }
    letters: alt.Chart = (
        _only(base, "text")
        .mark_text(**style)
        .encode(x=_across("x"), y=_down("y"), text="text:N", color=colour)
    )
    return letters


def _only(base: alt.Chart, shape: str) -> alt.Chart:
    chosen: alt.Chart = base.transform_filter(f"datum.shape == '{shape}'")
    return chosen


def _across(name: str) -> alt.X:
    return alt.X(f"{name}:Q", axis=None, scale=alt.Scale(domain=[0, WIDTH], nice=False))


def _down(name: str) -> alt.Y:
    scale = alt.Scale(domain=[0, HEIGHT], range=[0, HEIGHT], nice=False)
    return alt.Y(f"{name}:Q", axis=None, scale=scale)


def _filled(text: str, room: float, size: float, *, bold: bool) -> list[str]:
    lines: list[str] = []
    for word in bound(text).split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
