"""What grew or fell over the years: counts as columns."""

from functools import cache

import altair as alt

from npm_data.charts.named_rows import NARROW
from npm_data.charts.spec import Spec, column_number, finished, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

HEIGHT = 130
"""Pixels of a picture that stands beside others on one screen."""
_NARROW_FOR_SMALL_DIGITS = 16
"""Pixels of a column below which three small digits would run into those of the next."""


@cache
def year_columns(words: Words, look: Look) -> Spec:
    """A column for each year with its number above; those of the chosen period in the strong ink.

    Rows: `year` (text), `count`, `label`, `is_chosen`.
    """
    inks = palette(look)
    base = alt.Chart(rows())
    year = _years()
    count = alt.Y("count:Q", axis=None)
    colour = alt.condition(
        "datum.is_chosen", alt.value(inks.categories[0]), alt.value(inks.ramps["blue"][1])
    )
    columns = base.mark_bar().encode(x=year, y=count, color=colour)
    numbers = base.mark_text(
        **column_number(_NARROW_FOR_SMALL_DIGITS), fontSize=alt.expr(f"width < {NARROW} ? 10 : 12")
    ).encode(x=year, y=count, text="label:N")
    return finished(alt.layer(columns, numbers).properties(height=HEIGHT), words, look)


def _years() -> alt.X:
    return alt.X(
        "year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="parity", labelSeparation=6)
    )
