"""Bars below each other: counts and shares for pages, large ones for a hall."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt
import polars as pl

from npm_data.charts.measures import Measure
from npm_data.charts.named_rows import finished_rows, row_axis, row_names, share_axis
from npm_data.charts.regions import class_colour
from npm_data.charts.slide_shapes import (
    HEIGHT,
    LINE_HEIGHT,
    MIDDLE,
    SMALL,
    WIDTH,
    Drawing,
    width_of,
    wrapped,
)
from npm_data.charts.spec import Spec, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

_HEIGHT, _STEP = 14, 42
"""Pixels of a bar, and of a row."""


@cache
def count_bars(words: Words, look: Look) -> Spec:
    """A bar for each row, in the order that it is given; its number stands above it.

    Rows: `label` (unique), `name`, `counts_text`, `order` and `count`.
    """
    base = alt.Chart(rows())
    bars = base.mark_bar(height=_HEIGHT).encode(
        x=alt.X("count:Q", axis=None),
        y=row_axis(),
    )
    return finished_rows(alt.layer(bars, *row_names(base, look, _HEIGHT)), words, look, step=_STEP)


_HEIGHT = 14


@cache
def share_bars(words: Words, look: Look, measure: Measure) -> Spec:
    """A bar for each row, in the colour of its class; a rule where the round needs it to end.

    Rows: `label` (unique), `name`, `counts_text`, `order`, `value` (0 to 1, or null) and `class`.
    """
    inks = palette(look)
    base = alt.Chart(rows())
    bars = base.mark_bar(height=_HEIGHT, stroke=inks.outline, strokeWidth=0.6).encode(
        x=share_axis("value"),
        y=row_axis(),
        color=class_colour(words, inks, measure).legend(None),
    )
    layers = [bars, *row_names(base, look, _HEIGHT)]
    if measure.needed is not None:
        needed = alt.Chart(rows()).mark_rule(strokeDash=[5, 4], color=inks.muted, strokeWidth=1.5)
        layers.insert(1, needed.encode(x=alt.datum(measure.needed, type="quantitative")))
    return finished_rows(alt.layer(*layers), words, look)


_NAMES = 600
_GAP = 24
_TALLEST_ROW = 150
_THICKEST = 64


@dataclass(frozen=True, slots=True)
class Bar:
    """A name, a length, and how it is read.

    Args:
        name: what it stands for, with whole words in as many lines as it needs.
        value: the length; of a share 0 to 1.
        text: the number in words.
        note: a further line below the name.
        ink: `strong`, `pale`, `alarm`.
        beside: what `text` says beside the number: of how many, or the share. A program of slides
            writes the number by itself, and this below the name.
        is_told: whether there is a number, and it may be told: of fewer than five no share is.
    """

    name: str
    value: float
    text: str
    note: str = ""
    ink: str = "strong"
    beside: str = ""
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class BarForm:
    """Bars below each other, as `slide_bars` draws them."""

    bars: tuple[Bar, ...]
    whole: float | None = None

    def shapes(self) -> pl.DataFrame:
        return slide_bars(self.bars, whole=self.whole)


def slide_bars(bars: Sequence[Bar], *, whole: float | None = None) -> pl.DataFrame:
    """Rows of `slide_shapes`. With a `whole` (1 for shares) each bar lies on its track."""
    drawing = Drawing()
    row = min(HEIGHT / len(bars), _TALLEST_ROW)
    begin = (HEIGHT - row * len(bars)) / 2
    numbers = max(width_of(bar.text, MIDDLE, bold=True) for bar in bars)
    left = _NAMES + _GAP
    longest = WIDTH - numbers - 2 * _GAP - left
    most = whole or max(1, *(bar.value for bar in bars))
    for number, bar in enumerate(bars):
        middle = begin + row * (number + 0.5)
        half = min(row * 0.56, _THICKEST) / 2
        if whole:
            drawing.guide(left, middle - half, left + longest, middle + half)
        drawing.bar(bar.ink, left, middle - half, left + longest * bar.value / most, middle + half)
        end = longest if whole else longest * bar.value / most
        drawing.text(bar.text, left + end + _GAP, middle, size=MIDDLE, bold=True)
        _name(drawing, bar, middle)
    return drawing.frame()


_PAIR_NAMES, _PAIR_HEAD = 200, 70


@dataclass(frozen=True, slots=True)
class PairForm:
    """Two bars of shares for each of some units, under their heads, as `slide_pairs` draws them."""

    heads: tuple[str, str]
    pairs: tuple[tuple[Bar, Bar], ...]

    def shapes(self) -> pl.DataFrame:
        return slide_pairs(self.heads, self.pairs)


def slide_pairs(heads: tuple[str, str], pairs: Sequence[tuple[Bar, Bar]]) -> pl.DataFrame:
    """Rows of `slide_shapes`: two columns of bars of shares, a pair a row, under their heads.

    The first bar of a pair names both; one without a text has no track.
    """
    drawing = Drawing()
    row = min((HEIGHT - _PAIR_HEAD) / len(pairs), _TALLEST_ROW)
    panel = (WIDTH - _PAIR_NAMES) / 2
    for column, head in enumerate(heads):
        left = _PAIR_NAMES + _GAP + column * panel
        numbers = max(width_of(pair[column].text, MIDDLE, bold=True) for pair in pairs)
        longest = panel - numbers - 3 * _GAP
        drawing.text(head, left, _PAIR_HEAD / 2, size=MIDDLE, ink="muted")
        for number, pair in enumerate(pairs):
            bar, middle = pair[column], _PAIR_HEAD + row * (number + 0.5)
            if not column:
                drawing.text(bar.name, _PAIR_NAMES, middle, size=MIDDLE, align="right")
            if not bar.text:
                continue
            half = min(row * 0.56, _THICKEST) / 2
            drawing.guide(left, middle - half, left + longest, middle + half)
            drawing.bar(bar.ink, left, middle - half, left + longest * bar.value, middle + half)
            drawing.text(bar.text, left + longest + _GAP, middle, size=MIDDLE, bold=True)
    return drawing.frame()


def _name(drawing: Drawing, bar: Bar, middle: float) -> None:
    lines = wrapped(bar.name, _NAMES, MIDDLE)
    if not bar.note:
        drawing.text(lines, _NAMES, middle, size=MIDDLE, align="right")
        return
    height = len(lines) * MIDDLE * LINE_HEIGHT
    whole = height + SMALL * LINE_HEIGHT
    drawing.text(lines, _NAMES, middle - whole / 2 + height / 2, size=MIDDLE, align="right")
    note_middle = middle + whole / 2 - SMALL * LINE_HEIGHT / 2
    drawing.text(bar.note, _NAMES, note_middle, size=SMALL, align="right", ink="muted")
