"""Counts of units or classes as bars, the name and the number above each."""

from functools import cache

import altair as alt

from npm_data.charts.named_rows import finished_rows, row_axis, row_names
from npm_data.charts.spec import Spec, count_axis, rows
from npm_data.charts.theme import Look
from npm_data.i18n import Words


@cache
def count_bars(words: Words, look: Look) -> Spec:
    """A bar for each row, in the order that it is given.

    Rows: `label` (unique), `name`, `counts_text`, `order` and `count`.
    """
    base = alt.Chart(rows())
    bars = base.mark_bar(height=16).encode(
        x=alt.X("count:Q", title=words("figures.recommendations_axis"), axis=count_axis("x")),
        y=row_axis(),
    )
    return finished_rows(alt.layer(bars, *row_names(base, look, 18)), words, look)
