"""Counts of units or classes as bars, the name and the number above each."""

from functools import cache

import altair as alt

from npm_data.charts.named_rows import finished_rows, row_axis, row_names
from npm_data.charts.spec import Spec, rows
from npm_data.charts.theme import Look
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
