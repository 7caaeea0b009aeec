"""What grew or fell over the years: counts as columns, a rate as a line within its interval."""

from functools import cache

import altair as alt

from npm_data.charts.named_rows import NARROW
from npm_data.charts.spec import Spec, column_number, finished, halo, rows
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


@cache
def rate_line(words: Words, look: Look) -> Spec:
    """A line of rates by year in the band of their intervals, each with its per cent.

    Rows: `year` (text), `rate`, `low`, `high` (null where there are too few), `label`.
    """
    inks = palette(look)
    base = alt.Chart(rows()).transform_filter("isValid(datum.rate)")
    year = _years()
    share = alt.Y(
        "rate:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    band = base.mark_area(color=inks.categories[0], opacity=0.22).encode(
        x=year, y="low:Q", y2="high:Q"
    )
    line = base.mark_line(color=inks.categories[0], strokeWidth=2.5).encode(x=year, y=share)
    points = base.mark_point(filled=True, size=45, opacity=1, color=inks.categories[0]).encode(
        x=year, y=share
    )
    above = base.mark_text(dy=-8, baseline="bottom", **halo(inks)).encode(
        x=year, y="high:Q", text="label:N"
    )
    letters = base.mark_text(dy=-8, baseline="bottom").encode(x=year, y="high:Q", text="label:N")
    chart = alt.layer(band, line, points, above, letters).properties(height=HEIGHT)
    return finished(chart, words, look)


def _years() -> alt.X:
    return alt.X(
        "year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="parity", labelSeparation=6)
    )
