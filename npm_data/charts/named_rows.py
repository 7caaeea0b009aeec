"""Rows whose name and counts stand above their mark, so that a phone has its width for both."""

from typing import Any

import altair as alt

from npm_data.charts.spec import halo
from npm_data.charts.theme import Look, palette

ROW_STEP = 48
"""Pixels of a row: its name and, below it, its mark."""

NARROW = 500
"""Pixels of a chart below which labels take their short form and a legend one column."""


COUNTS_WIDTH = 80
"""Pixels kept free for the counts at the right of a row's name, where the counts are short."""


def row_axis() -> alt.Y:
    """A row for each `label`, in the order of the column `order`; its name is a mark of its own."""
    in_order = alt.EncodingSortField(field="order", op="min")
    return alt.Y("label:N", sort=in_order, axis=None, scale=alt.Scale(padding=0))


def row_names(
    chart: alt.Chart, look: Look, mark_height: int = 12, counts_width: int = COUNTS_WIDTH
) -> list[alt.Chart]:
    """Above marks of so many pixels: the row's `name` at the left, `counts_text` at the right.

    A name gives way to the counts: on a phone a long one is cut, a figure never is.
    """
    letters = {
        "baseline": "bottom",
        "dy": -(mark_height / 2 + 3),
        "color": palette(look).text,
    }
    under = letters | halo(palette(look))
    return [
        side.encode(y=row_axis(), text=field)
        for style in (under, letters)
        for side, field in (
            (_left(chart, counts_width, style), "name:N"),
            (_right(chart, style), "counts_text:N"),
        )
    ]


def _left(chart: alt.Chart, counts_width: int, style: dict[str, Any]) -> alt.Chart:
    limit = alt.ExprRef(f"width - {counts_width}")
    names: alt.Chart = chart.mark_text(align="left", limit=limit, **style).encode(x=alt.value(0))
    return names


def _right(chart: alt.Chart, style: dict[str, Any]) -> alt.Chart:
    counts: alt.Chart = chart.mark_text(align="right", **style).encode(x=alt.value("width"))
    return counts


def share_axis(field: str, title: str | None = None) -> alt.X:
    """Rates on 0 to 100 %, always."""
    return alt.X(
        f"{field}:Q",
        title=title,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )


def label_expression(names: dict[str, str]) -> str:
    """Vega's expression for the word of each code on an axis or in a legend."""
    pairs = "".join(f"datum.value == '{code}' ? '{name}' : " for code, name in names.items())
    return f"{pairs}''"
