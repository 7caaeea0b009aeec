"""Rates of implementation with their intervals: by year as a line, by unit as dots."""

from functools import cache

import altair as alt

from npm_data.charts.named_rows import finished_rows, row_axis, row_names, share_axis
from npm_data.charts.spec import Spec, finished, halo, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

_HEIGHT = "clamp(width * 0.5, 140, 230)"
"""In pixels: beside two others it is as low as they are."""
_WIDE = 700
"""Pixels that the rates of twelve years need."""
_CHANCE_HEIGHT = 16


@cache
def rate_line(words: Words, look: Look) -> Spec:
    """The rate by year of issue as a line, its interval as a band round it.

    Rows: `year` (text), `rate`, `low`, `high` (null where n < 5), `rate_text`, `is_whole` (whether
    all of the year is old enough; else a hollow point stands beside the line), `is_chosen` (a
    larger point) and `is_named` (whether its rate is said where there is no room for all).
    """
    inks = palette(look)
    base = alt.Chart(rows())
    whole = base.transform_filter("datum.is_whole")
    year = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="parity"))
    band = whole.mark_area(opacity=0.22, color=inks.categories[0]).encode(
        x=year, y=_share("low"), y2="high:Q"
    )
    line = whole.mark_line().encode(x=year, y=_share("rate"))
    points = base.mark_point(opacity=1, strokeWidth=2, stroke=inks.categories[0]).encode(
        x=year,
        y=_share("rate"),
        size=alt.condition("datum.is_chosen", alt.value(150), alt.value(50)),
        fill=alt.condition(
            "datum.is_whole", alt.value(inks.categories[0]), alt.value(inks.background)
        ),
    )
    said = base.transform_calculate(
        said=f"width < {_WIDE} && !datum.is_named ? '' : datum.rate_text"
    ).encode(x=year, y=_share("rate"), text="said:N")
    letters = [
        said.mark_text(dy=-16, fontSize=12, **style) for style in (halo(inks), {"color": inks.text})
    ]
    chart = alt.layer(band, line, points, *letters)
    return finished(chart.add_params(alt.param(name="height", expr=_HEIGHT)), words, look)


@cache
def rate_dots(words: Words, look: Look) -> Spec:
    """A dot for each rate with its interval, on the room that chance alone leaves it.

    It is a funnel plot whose units stand below each other: the dashed line is the rate of the
    whole, the grey bars are what chance leaves of it for a unit of that size. A unit outside them
    is a diamond.

    Rows: `label` (unique), `name`, `counts_text`, `order`, `rate`, `low`, `high`, `low_95`,
    `high_95`, `low_998`, `high_998`, `is_outside` (null where n < 5) and `whole` (the rate of the
    whole, in the first row only).
    """
    inks = palette(look)
    base = alt.Chart(rows())
    title = words("figures.rate_axis")
    chance = [
        base.mark_bar(height=_CHANCE_HEIGHT, color=inks.outline, opacity=opacity).encode(
            x=share_axis(f"low_{limit}", title), x2=f"high_{limit}:Q", y=row_axis()
        )
        for limit, opacity in (("998", 0.2), ("95", 0.25))
    ]
    interval = base.mark_rule(strokeWidth=3, color=inks.categories[0]).encode(
        x=share_axis("low"), x2="high:Q", y=row_axis()
    )
    dot = base.mark_point(size=110, opacity=1, stroke=inks.background, strokeWidth=1).encode(
        x=share_axis("rate"),
        y=row_axis(),
        fill=alt.condition(
            "datum.is_outside", alt.value(inks.categories[3]), alt.value(inks.categories[0])
        ),
        shape=alt.condition("datum.is_outside", alt.value("diamond"), alt.value("circle")),
    )
    whole = base.mark_rule(strokeDash=[5, 4], color=inks.text).encode(x=share_axis("whole"))
    chart = alt.layer(*chance, whole, interval, dot, *row_names(base, look, _CHANCE_HEIGHT))
    return finished_rows(chart, words, look)


def _share(field: str) -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
