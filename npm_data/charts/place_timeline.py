"""One place in time: its visits, what was recommended, and how its recommendations stand."""

from functools import cache
from typing import Any

import altair as alt

from npm_data.charts.bands import part_names
from npm_data.charts.named_rows import NARROW, label_expression
from npm_data.charts.spec import Spec, finished, halo, rows
from npm_data.charts.theme import HOLLOW, SMALL_SIZE, STATUSES, Look, Palette, palette
from npm_data.i18n import Words
from npm_data.reference import reference

SHAPES = ("circle", "square", "diamond", "triangle-up")
"""Of the visit types, in the order of the reference data: none is told by its colour alone."""

_HEIGHT = 430
_LANES = {"visits": 42, "said": 94, "statuses": 178}
"""Pixels from the top at which the heading of each lane stands; above them the days' names."""
_VISITS_AT = 70
_SAID_FROM, _SAID_TO = 168, 132
_STATUSES_TO = 200


@cache
def place_timeline(words: Words, look: Look) -> Spec:
    """Three lanes on one axis of time, and a dashed line for each day that matters.

    Rows, by `kind`; `at` and `until` are milliseconds since 1970:
    - `lane`: one row, so that headings are drawn once;
    - `year`: `at` the first day of each year;
    - `visit`: `at`, `until` (the day of the report), `visit_type`;
    - `said`: `at`, `count` recommendations, `count_text` (empty where the next stands too near);
    - `status`: from `at` to `until` a band from `low` to `high` recommendations, `status`;
    - `day`: `at`, `label`, `line` (0 or 1), `side` (`left` or `right` of the line).
    """
    inks = palette(look)
    layers = [
        # Not the axis' own grid, which ends with the scale of one lane.
        _of("year").mark_rule(color=inks.grid).encode(x=_time()),
        _statuses(words, inks),
        *_days(inks),
        *_said(inks),
        *_visits(words, look),
        *_headings(words, inks),
    ]
    chart = alt.layer(*layers).properties(height=_HEIGHT)
    return finished(
        chart.resolve_scale(y="independent", color="independent", shape="independent"), words, look
    )


def _of(kind: str) -> alt.Chart:
    return alt.Chart(rows()).transform_filter(f"datum.kind == '{kind}'")


def _time(field: str = "at") -> alt.X:
    """Days are days of no time zone, so the scale is UTC."""
    return alt.X(
        f"{field}:T",
        title=None,
        scale=alt.Scale(type="utc"),
        axis=alt.Axis(
            format="%Y",
            formatType="utc",
            tickCount=alt.TimeIntervalStep(interval="year", step=1),
            labelOverlap="parity",
            ticks=True,
        ),
    )


def _days(inks: Palette) -> list[alt.Chart]:
    """Dashed lines through all lanes, named above them on the side that has room."""
    lines = _of("day").mark_rule(strokeDash=[5, 4], color=inks.text).encode(x=_time())
    names = [
        _of("day")
        .transform_filter(f"datum.side == '{side}' && datum.line == {line}")
        .mark_text(
            align="right" if side == "left" else "left",
            baseline="top",
            dx=-5 if side == "left" else 5,
            fontSize=SMALL_SIZE,
            **style,
        )
        .encode(x=_time(), y=alt.value(16 * line), text="label:N")
        for style in (halo(inks), {})
        for side in ("left", "right")
        for line in (0, 1)
    ]
    return [lines, *names]


def _statuses(words: Words, inks: Palette) -> alt.LayerChart | alt.FacetChart:
    """A stack for each month, in the order of the statuses; what is not known is hollow below its
    edge: beside "not implemented" any grey is the same to some eyes.
    """
    inks_of = {**inks.statuses, HOLLOW: inks.background}
    bands = (
        _of("status")
        .mark_rect()
        .encode(
            x=_time(),
            x2="until:T",
            y=alt.Y(
                "low:Q",
                title=None,
                scale=alt.Scale(range=[_HEIGHT, _STATUSES_TO], zero=True),
                axis=alt.Axis(tickMinStep=1, tickCount=4, format=",d"),
            ),
            y2="high:Q",
            color=alt.Color(
                "status:N",
                scale=alt.Scale(domain=list(STATUSES), range=[inks_of[each] for each in STATUSES]),
                legend=alt.Legend(
                    title=None,
                    symbolStrokeColor=inks.outline,
                    symbolStrokeWidth=1,
                    labelExpr=label_expression(part_names("status", words)),
                    labelLimit=alt.ExprRef("min(330, width - 20)"),
                    columns=alt.ExprRef(
                        f"width < {NARROW} ? 1 : width < 660 ? 2 : width < 900 ? 3 : 4"
                    ),
                ),
            ),
        )
    )
    return alt.layer(bands, *_edges(inks))


def _edges(inks: Palette) -> list[alt.Chart]:
    """The upper edge of what is hollow, with its steps and ends, but no line between months."""
    bands = (
        _of("status")
        .transform_filter(f"datum.status == '{HOLLOW}'")
        .transform_window(
            before="lag(high)", ended="lag(until)", begins="lead(at)", sort=[alt.SortField("at")]
        )
        .transform_calculate(
            left="datum.ended >= datum.at ? datum.before : datum.low",
            right="isValid(datum.begins) && datum.begins <= datum.until ? datum.high : datum.low",
        )
        .mark_rule(color=inks.outline, strokeWidth=1.5)
    )
    return [
        bands.encode(x=_time(), y="left:Q", y2="high:Q"),
        bands.encode(x=_time(), x2="until:T", y="high:Q"),
        bands.encode(x=_time("until"), y="right:Q", y2="high:Q"),
    ]


def _said(inks: Palette) -> list[alt.Chart]:
    """Bars upwards from the lane's floor, with their counts above them."""
    height = alt.Y(
        "count:Q",
        axis=None,
        scale=alt.Scale(range=[_SAID_FROM, _SAID_TO], domainMin=0, nice=False),
    )
    floor = alt.YDatum(0)
    bars = (
        _of("said").mark_rule(strokeWidth=6, color=inks.muted).encode(x=_time(), y=height, y2=floor)
    )
    letters: dict[str, Any] = {"baseline": "bottom", "dy": -3, "fontSize": SMALL_SIZE}
    counts = _of("said").encode(x=_time(), y=height, text="count_text:N")
    return [bars, counts.mark_text(**letters, **halo(inks)), counts.mark_text(**letters)]


def _visits(words: Words, look: Look) -> list[alt.Chart]:
    """A mark for each visit, and a thin line as far as the day of its report."""
    inks = palette(look)
    types = list(reference().codes("visit_type"))
    names = {code: words.code("visit_type", code) for code in types}
    legend = alt.Legend(
        title=None,
        labelExpr=label_expression(names),
        columns=alt.ExprRef(f"width < {NARROW} ? 2 : 4"),
        symbolStrokeWidth=1,
    )
    colours = [*inks.categories[:2], inks.categories[3], inks.no_data]
    reports = (
        _of("visit")
        .mark_rule(strokeWidth=3, color=inks.outline)
        .encode(x=_time(), x2="until:T", y=alt.value(_VISITS_AT))
    )
    marks = (
        _of("visit")
        .mark_point(size=130, opacity=1, filled=True, stroke=inks.background, strokeWidth=1)
        .encode(
            x=_time(),
            y=alt.value(_VISITS_AT),
            color=alt.Color(
                "visit_type:N", scale=alt.Scale(domain=types, range=colours), legend=legend
            ),
            shape=alt.Shape(
                "visit_type:N", scale=alt.Scale(domain=types, range=list(SHAPES)), legend=legend
            ),
        )
    )
    return [reports, marks]


def _headings(words: Words, inks: Palette) -> list[alt.Chart]:
    """What each lane holds, at its left edge."""
    return [
        _of("lane")
        .mark_text(align="left", baseline="top", color=inks.muted, text=words(f"place.lane_{lane}"))
        .encode(x=alt.value(0), y=alt.value(top))
        for lane, top in _LANES.items()
    ]
