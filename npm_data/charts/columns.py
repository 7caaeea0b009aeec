"""Columns over months and years, and bars beside the period before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import altair as alt
import polars as pl

from npm_data.charts.named_rows import (
    NARROW,
    finished_rows,
    label_expression,
    row_axis,
    row_names,
)
from npm_data.charts.slide_shapes import (
    HEIGHT as SLIDE_HEIGHT,
)
from npm_data.charts.slide_shapes import (
    HUGE,
    LARGE,
    LINE_HEIGHT,
    MIDDLE,
    WIDTH,
    Drawing,
    wrapped,
)
from npm_data.charts.spec import Spec, column_number, count_axis, finished, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

_UP = "scale('y', datum.visits) - scale('y', datum.before)"
_LINE_CROSSES_THE_NUMBER = (
    f"isValid(datum.before) && {_UP} > -3 && {_UP} < 20 && height - scale('y', datum.visits) > 20"
)
"""Of a month: the line of the year before lies where the number stands, which moves into the bar.

On the line it would be read as the line's.
"""

_LINE = "M-1.2,-0.2H1.2V0.2H-1.2Z"
"""A lying line for a legend, as a path of SVG."""

DELAY_BANDS = ("up_to_7", "up_to_14", "up_to_30", "up_to_60", "over_60")


def _month_labels(words: Words, month: str) -> str:
    """Short names of the months; their numbers where the chart is narrow."""
    names = {number: words.month(number, "abbreviated") for number in range(1, 13)}
    return f"width < {NARROW} ? +{month} : {list(names.values())}[+{month} - 1]"


def _years_only() -> str:
    return "slice(datum.value, 5) == '01' ? slice(datum.value, 0, 4) : ''"


@cache
def month_bars(words: Words, look: Look, *, is_long: bool, has_before: bool) -> Spec:
    """Visits by month: a bar for the period, a tick for the same month of the year before.

    Rows: `month` (`2016-04`), `visits`, `before` (null where there is none) and `visits_text`. Of a
    long period (over a year) only the years are named, at their Januaries.
    """
    inks = palette(look)
    base = alt.Chart(rows())
    month = alt.X(
        "month:O",
        title=None,
        axis=alt.Axis(
            labelAngle=0,
            labelOverlap="parity" if is_long else False,
            labelExpr=_years_only() if is_long else _month_labels(words, "slice(datum.value, 5)"),
        ),
    )
    bars = base.mark_bar().encode(
        x=month, y=alt.Y("visits:Q", title=words("figures.visits_axis"), axis=count_axis("y"))
    )
    before = (
        base.transform_calculate(kind="'before'")
        .mark_tick(thickness=3, opacity=1)
        .encode(x=month, y="before:Q", color=_before_named(words, look))
    )
    counts = base.mark_text(
        baseline="bottom",
        dy=alt.expr(f"{_LINE_CROSSES_THE_NUMBER} ? 18 : -4"),
        color=alt.expr(
            f"{_LINE_CROSSES_THE_NUMBER} ? '{inks.ink_on(inks.categories[0])}' : '{inks.text}'"
        ),
        fontSize=12,
    ).encode(x=month, y="visits:Q", text="visits_text:N")
    layers = (bars, before, counts) if has_before else (bars, counts)
    return finished(alt.layer(*layers).properties(height=190), words, look)


@cache
def compared_bars(words: Words, look: Look, measure: str, *, has_before: bool) -> Spec:
    """A bar for each unit's visits, or its places visited, and a tick for the period before.

    Rows: `label` (unique), `name`, `counts_text` (count and change), `order`, `count`, `before`.
    """
    base = alt.Chart(rows())
    bars = base.mark_bar(height=16).encode(
        x=alt.X("count:Q", title=words(f"figures.{measure}_axis"), axis=count_axis("x")),
        y=row_axis(),
    )
    before = (
        base.transform_calculate(kind="'before'")
        .mark_tick(thickness=3, size=22, opacity=1)
        .encode(x="before:Q", y=row_axis(), color=_before_named(words, look))
    )
    marks = (bars, before) if has_before else (bars,)
    return finished_rows(alt.layer(*marks, *row_names(base, look, 18)), words, look)


def _before_named(words: Words, look: Look) -> alt.Color:
    """The ink of the lines for the period before, which the legend names."""
    return alt.Color(
        "kind:N",
        scale=alt.Scale(domain=["before"], range=[palette(look).categories[3]]),
        legend=alt.Legend(
            title=None,
            symbolType=_LINE,
            labelExpr=f"'{words('visits.column_before')}'",
        ),
    )


@cache
def delay_bars(words: Words, look: Look) -> Spec:
    """Visits by days from their last day to the signed report, in five bands.

    Rows: `band` (a code of `DELAY_BANDS`), `visits`, `visits_text`.
    """
    names = {band: words(f"figures.delay_{band}") for band in DELAY_BANDS}
    base = alt.Chart(rows())
    band = alt.X(
        "band:N",
        title=words("figures.delay_axis"),
        sort=list(DELAY_BANDS),
        axis=alt.Axis(labelAngle=0, labelExpr=label_expression(names)),
    )
    bars = base.mark_bar().encode(
        x=band, y=alt.Y("visits:Q", title=words("figures.visits_axis"), axis=count_axis("y"))
    )
    counts = base.mark_text(baseline="bottom", dy=-4).encode(
        x=band, y="visits:Q", text="visits_text:N"
    )
    return finished(alt.layer(bars, counts).properties(height=170), words, look)


HEIGHT = 130
"""Pixels of a picture that stands beside others on one screen."""
_NARROW_FOR_SMALL_DIGITS = 16
"""Pixels of a column below which three small digits would run into those of the next."""


@cache
def year_columns(words: Words, look: Look) -> Spec:
    """A column for each year with its number above; those of the chosen period in the strong ink.

    Rows: `year` (text), `count`, `label`, `is_chosen`.
    """
    inks = palette(look)
    base = alt.Chart(rows())
    year = _years()
    count = alt.Y("count:Q", axis=None)
    colour = alt.condition(
        "datum.is_chosen", alt.value(inks.categories[0]), alt.value(inks.ramps["blue"][1])
    )
    columns = base.mark_bar().encode(x=year, y=count, color=colour)
    numbers = base.mark_text(
        **column_number(_NARROW_FOR_SMALL_DIGITS), fontSize=alt.expr(f"width < {NARROW} ? 10 : 12")
    ).encode(x=year, y=count, text="label:N")
    return finished(alt.layer(columns, numbers).properties(height=HEIGHT), words, look)


def _years() -> alt.X:
    return alt.X(
        "year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="parity", labelSeparation=6)
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
    value: float
    text: str
    is_chosen: bool = True


@dataclass(frozen=True, slots=True)
class ColumnForm:
    """Columns beside each other, as `slide_columns` draws them; counts, or shares from 0 to 1."""

    columns: tuple[Column, ...]
    are_shares: bool = False

    def shapes(self) -> pl.DataFrame:
        return slide_columns(self.columns)


def slide_columns(columns: Sequence[Column]) -> pl.DataFrame:
    """Rows of `slide_shapes`; the highest column takes all the height, each begins at zero."""
    drawing = Drawing()
    slot = min(WIDTH / len(columns), _WIDEST_SLOT)
    begin = (WIDTH - slot * len(columns)) / 2
    ground = SLIDE_HEIGHT - _LABELS
    highest = max(column.value for column in columns) or 1
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
