"""Rates with their intervals, one below the other."""

from functools import cache

import altair as alt

from npm_data.charts.named_rows import finished_rows, row_axis, row_names, share_axis
from npm_data.charts.spec import Spec, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words


@cache
def rate_dots(words: Words, look: Look) -> Spec:
    """A dot for each rate, a line for its interval, and a rule for the rate of the whole.

    Rows: `label` (unique), `name`, `counts_text`, `order`, `rate`, `low`, `high` (null
    where n < 5) and `whole` (the rate of the whole, in the first row only).
    """
    inks = palette(look)
    base = alt.Chart(rows())
    interval = base.mark_rule(strokeWidth=3, color=inks.categories[0], opacity=0.45).encode(
        x=share_axis("low", words("figures.rate_axis")), x2="high:Q", y=row_axis()
    )
    dot = base.mark_point(size=110, opacity=1).encode(x=share_axis("rate"), y=row_axis())
    whole = base.mark_rule(strokeDash=[5, 4], color=inks.muted).encode(x=share_axis("whole"))
    return finished_rows(alt.layer(whole, interval, dot, *row_names(base, look)), words, look)
