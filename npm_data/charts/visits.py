"""Visits in time, by kind, and against the period before."""

from functools import cache

import altair as alt

from npm_data.charts.named_rows import (
    NARROW,
    finished_rows,
    label_expression,
    row_axis,
    row_names,
)
from npm_data.charts.spec import Spec, column_number, count_axis, edges, finished, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words
from npm_data.reference import reference

_UP = "scale('y', datum.visits) - scale('y', datum.before)"
_LINE_CROSSES_THE_NUMBER = (
    f"isValid(datum.before) && {_UP} > -3 && {_UP} < 20 && height - scale('y', datum.visits) > 20"
)
"""Of a month: the line of the year before lies where the number stands, which moves into the bar.

On the line it would be read as the line's.
"""

DELAY_BANDS = ("up_to_7", "up_to_14", "up_to_30", "up_to_60", "over_60")


def _visit_type_scale(look: Look) -> alt.Scale:
    inks = palette(look)
    colours = [*inks.categories[:2], inks.categories[3], inks.no_data]
    return alt.Scale(domain=list(reference().codes("visit_type")), range=colours)


def _month_labels(words: Words, month: str) -> str:
    """Short names of the months; their numbers where the chart is narrow."""
    names = {number: words.month(number, "abbreviated") for number in range(1, 13)}
    return f"width < {NARROW} ? +{month} : {list(names.values())}[+{month} - 1]"


def _years_only() -> str:
    return "slice(datum.value, 5) == '01' ? slice(datum.value, 0, 4) : ''"


@cache
def visits_by_type(words: Words, look: Look) -> Spec:
    """Visits of each year as one bar, its visit types stacked; the total above it.

    Rows, one for each year and type: `year` (text), `visit_type`, `type_order`, `visits` and
    `total_text` with `total` (in the first type only).
    """
    names = {code: words.code("visit_type", code) for code in reference().codes("visit_type")}
    base = alt.Chart(rows())
    year = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="parity"))
    bars = base.mark_bar(**edges(look)).encode(
        x=year,
        y=alt.Y("visits:Q", title=words("figures.visits_axis"), axis=count_axis("y"), stack="zero"),
        order=alt.Order("type_order:Q"),
        color=alt.Color(
            "visit_type:N",
            scale=_visit_type_scale(look),
            legend=alt.Legend(
                title=None,
                labelExpr=label_expression(names),
                offset=26,
                columns=alt.ExprRef(f"width < {NARROW} ? 2 : 4"),
            ),
        ),
    )
    totals = base.mark_text(**column_number()).encode(x=year, y="total:Q", text="total_text:N")
    return finished(alt.layer(bars, totals).properties(height=300), words, look)


@cache
def month_bars(words: Words, look: Look, *, is_long: bool) -> Spec:
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
    before = base.mark_tick(color=inks.categories[3], thickness=3, opacity=1).encode(
        x=month, y="before:Q"
    )
    counts = base.mark_text(
        baseline="bottom",
        dy=alt.expr(f"{_LINE_CROSSES_THE_NUMBER} ? 18 : -4"),
        color=alt.expr(
            f"{_LINE_CROSSES_THE_NUMBER} ? '{inks.ink_on(inks.categories[0])}' : '{inks.text}'"
        ),
        fontSize=12,
    ).encode(x=month, y="visits:Q", text="visits_text:N")
    return finished(alt.layer(bars, before, counts).properties(height=260), words, look)


@cache
def calendar_heat_map(words: Words, look: Look) -> Spec:
    """A cell for each month of each year, darker the more visits began in it.

    Rows: `year` (text), `month` (1 to 12), `visits` (null outside the records), `visits_text`,
    `is_dark` (whether white letters read better).
    """
    inks = palette(look)
    base = alt.Chart(rows())
    month = alt.X(
        "month:O",
        title=None,
        axis=alt.Axis(
            orient="top",
            labelAngle=0,
            labelOverlap=False,
            labelExpr=_month_labels(words, "datum.value"),
        ),
    )
    year = alt.Y("year:O", title=None)
    cells = base.mark_rect(stroke=inks.background, strokeWidth=2).encode(
        x=month,
        y=year,
        color=alt.Color(
            "visits:Q", scale=alt.Scale(range=list(inks.ramps["blue"]), domainMin=0), legend=None
        ),
    )
    light_and_dark = sorted(("#1A1A1A", "#FFFFFF"), reverse=look is Look.DARK)
    counts = base.mark_text(fontSize=12).encode(
        x=month,
        y=year,
        text="visits_text:N",
        color=alt.condition(
            "datum.is_dark", alt.value(light_and_dark[1]), alt.value(light_and_dark[0])
        ),
    )
    chart = alt.layer(cells, counts).properties(height=alt.Step(28))
    return finished(chart, words, look)


@cache
def compared_bars(words: Words, look: Look, measure: str) -> Spec:
    """A bar for each unit's visits, or its places visited, and a tick for the period before.

    Rows: `label` (unique), `name`, `counts_text` (count and change), `order`, `count`, `before`.
    """
    inks = palette(look)
    base = alt.Chart(rows())
    bars = base.mark_bar(height=16).encode(
        x=alt.X("count:Q", title=words(f"figures.{measure}_axis"), axis=count_axis("x")),
        y=row_axis(),
    )
    before = base.mark_tick(color=inks.categories[3], thickness=3, size=22, opacity=1).encode(
        x="before:Q", y=row_axis()
    )
    return finished_rows(alt.layer(bars, before, *row_names(base, look, 18)), words, look)


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
    return finished(alt.layer(bars, counts).properties(height=240), words, look)
