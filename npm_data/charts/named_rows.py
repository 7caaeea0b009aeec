"""Rows whose name stands above their mark, so that a phone has the full width for both."""

import altair as alt

ROW_STEP = 48
"""Pixels of a row: its name and, below it, its mark."""

NARROW = 500
"""Pixels of a chart below which labels take their short form and a legend one column."""


def row_axis() -> alt.Y:
    """A row for each `label`, in the order of the column `order`; its name is a mark of its own."""
    in_order = alt.EncodingSortField(field="order", op="min")
    return alt.Y("label:N", sort=in_order, axis=None, scale=alt.Scale(padding=0))


def row_names(chart: alt.Chart, mark_height: int = 12) -> alt.Chart:
    """The names (`label_text`) above marks of so many pixels, as wide as the chart."""
    names: alt.Chart = chart.mark_text(
        align="left",
        baseline="bottom",
        dy=-(mark_height / 2 + 3),
        limit=alt.ExprRef("width"),
    ).encode(x=alt.value(0), y=row_axis(), text="label_text:N")
    return names


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
