"""How much was implemented by month after issue, with the numbers still observed below."""

from functools import cache
from typing import Any

import altair as alt

from npm_data.charts.named_rows import NARROW
from npm_data.charts.spec import NARROWEST, Spec, finished, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

HORIZONS = (0, 6, 12, 24, 36, 48)
"""Months at which the number still observed is said."""
HEIGHT = 320
LABEL_ROOM = 104
"""Pixels at the right for the names of the lines."""
LINE_HEIGHT = 13
ROW_HEIGHT = 36
"""Pixels of a unit's numbers below the axis: its name, and the numbers below it."""
MOST_LINES = 8
"""Four colours, each as a full and as a broken line."""


@cache
def incidence_lines(words: Words, look: Look) -> Spec:
    """A line of steps for each unit, named at its end; below the axis, who is still observed.

    Rows, one for each unit and month: `unit` (its place, 0 to 7), `name`, `month` (0 to 48),
    `cumulative_incidence`, `at_risk_text` (empty but at `HORIZONS`). A unit's last row also has
    `label` (its name, in short lines) and `label_at` (the share at whose height the label stands).
    """
    base = alt.Chart(rows())
    encoded = {"color": _colour(look), "detail": "unit:N"}
    steps = base.mark_line(interpolate="step-after", strokeWidth=2.5).encode(
        x=_month(words), y=_share("cumulative_incidence"), strokeDash=_dash(), **encoded
    )
    ends = base.transform_filter("isValid(datum.label_at)")
    leads = ends.mark_rule(opacity=0.6, strokeWidth=1).encode(
        x=_month(words),
        x2=alt.value(alt.expr(f"width - {LABEL_ROOM} + 8")),
        y=_share("cumulative_incidence"),
        y2="label_at:Q",
        color=_colour(look),
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
    chart = alt.layer(steps, leads, labels, *_numbers(base, words, look))
    return finished(chart.properties(height=HEIGHT), words, look)


def _month(words: Words) -> alt.X:
    return alt.X(
        "month:Q",
        title=words("figures.months_axis"),
        scale=alt.Scale(domain=[0, 48], range=[0, alt.ExprRef(f"width - {LABEL_ROOM}")]),
        axis=alt.Axis(
            values=list(HORIZONS),
            grid=False,
            titleAnchor="start",
            tickCount=len(HORIZONS),
            labelExpr=f"width < {NARROWEST} && datum.value % 24 ? '' : datum.label",
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


def _numbers(base: alt.Chart, words: Words, look: Look) -> list[alt.Chart]:
    """Under the axis and its title, one row of numbers a unit, below the unit's name."""
    inks = palette(look)
    under: dict[str, Any] = {"baseline": "top", "fontSize": 11.5}
    names = (
        base.transform_filter("datum.month == 0")
        .mark_text(
            **under, align="left", color=inks.text, dy=alt.expr(f"52 + {ROW_HEIGHT} * datum.unit")
        )
        .encode(x=alt.value(0), y=alt.value("height"), text="name:N")
    )
    # Six months lie too near to none and twelve for a phone; at 400 % so do twelve and 36.
    left_out = f"width < {NARROWEST} && datum.month % 24 || width < {NARROW} && datum.month == 6"
    shown = f"{left_out} ? '' : datum.at_risk_text"
    numbers = (
        base.transform_filter("datum.at_risk_text != ''")
        .transform_calculate(at_risk_shown=shown)
        .mark_text(
            **under,
            align="center",
            color=inks.muted,
            dy=alt.expr(f"67 + {ROW_HEIGHT} * datum.unit"),
        )
        .encode(x=_month(words), y=alt.value("height"), text="at_risk_shown:N")
    )
    return [names, numbers]
