"""A funnel plot: the share of each unit by its size, and how far chance alone may move it."""

from functools import cache
from typing import Any

import altair as alt

from npm_data.charts.named_rows import NARROW
from npm_data.charts.spec import Spec, finished, halo, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

UNIT, LIMIT = "unit", "limit"
HEIGHT = 380
LABEL_SIZE = 12


@cache
def funnel(words: Words, look: Look) -> Spec:
    """Dots of units within limits that narrow as numbers grow; those outside bear their names.

    Rows of two kinds. `limit`: `considered`, `rate` (of the whole), `low_95`, `high_95`, `low_998`,
    `high_998`, by rising `considered`. `unit`: `considered`, `rate`, `is_outside`, `label_wide` and
    `label_narrow` (empty where the name has no room or is not asked for), `is_label_below`,
    `label_align`.
    """
    inks = palette(look)
    base = alt.Chart(rows())
    limits = base.transform_filter(f"datum.kind == '{LIMIT}'")
    units = base.transform_filter(f"datum.kind == '{UNIT}'")
    curves = [
        _curve(limits, field, dash, inks.muted)
        for field, dash in (
            ("low_95", [6, 4]),
            ("high_95", [6, 4]),
            ("low_998", [1, 0]),
            ("high_998", [1, 0]),
        )
    ]
    whole = limits.mark_line(color=inks.text, strokeWidth=1.5).encode(x=_size(words), y=_share())
    dots = units.mark_point(size=90, opacity=1, stroke=inks.background, strokeWidth=1).encode(
        x=_size(words),
        y=_share("rate"),
        fill=alt.condition(
            "datum.is_outside", alt.value(inks.categories[3]), alt.value(inks.categories[0])
        ),
        shape=alt.condition("datum.is_outside", alt.value("diamond"), alt.value("circle")),
    )
    chart = alt.layer(*curves, whole, dots, *_names(units, words, halo(inks)))
    return finished(chart.properties(height=HEIGHT), words, look)


def _size(words: Words) -> alt.X:
    """By the square root of the number, which gives small units as much room as they need."""
    return alt.X(
        "considered:Q",
        title=words("figures.funnel_axis"),
        scale=alt.Scale(type="sqrt", domainMin=0, nice=False, zero=True),
        axis=alt.Axis(tickCount=alt.ExprRef(f"width < {NARROW} ? 4 : 7"), labelOverlap=True),
    )


def _share(field: str = "rate") -> alt.Y:
    return alt.Y(
        f"{field}:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )


def _curve(limits: alt.Chart, field: str, dash: list[int], ink: str) -> alt.Chart:
    curve: alt.Chart = limits.mark_line(
        color=ink, strokeWidth=1.2, strokeDash=dash, interpolate="monotone"
    ).encode(x=alt.X("considered:Q"), y=_share(field))
    return curve


def _names(units: alt.Chart, words: Words, under: dict[str, Any]) -> list[alt.Chart]:
    """Above the dot or below it, away from the line of the whole."""
    letters: dict[str, Any] = {
        "fontSize": LABEL_SIZE,
        "baseline": "middle",
        "dy": alt.expr("datum.is_label_below ? 14 : -14"),
        "align": alt.expr("datum.label_align"),
    }
    shown = units.transform_calculate(
        name=f"width < {NARROW} ? datum.label_narrow : datum.label_wide"
    )
    place = shown.encode(x=_size(words), y=_share("rate"), text="name:N")
    return [place.mark_text(**letters, **under), place.mark_text(**letters)]
