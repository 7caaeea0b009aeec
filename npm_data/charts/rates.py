"""Rates with their intervals, and how they come about with time."""

from functools import cache

import altair as alt

from npm_data.charts.named_rows import NARROW, ROW_STEP, row_axis, row_names, share_axis
from npm_data.charts.spec import Spec, finished, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

FEWEST_FOR_A_RATE = 5
"""Below so many a rate is no figure: the row says "k of n" and has no dot."""

HORIZONS = (0, 6, 12, 24, 36, 48)


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
    chart = alt.layer(whole, interval, dot, *row_names(base, look, counts_width=150)).properties(
        height=alt.Step(ROW_STEP)
    )
    return finished(chart, words, look)


@cache
def cumulative_incidence(words: Words, look: Look) -> Spec:
    """The share implemented by month after issue, as steps, with the numbers at risk below.

    Rows: `month` (0 to 48), `cumulative_incidence`, `at_risk_text` (empty but at 0, 6, 12, 24, 36
    and 48 months).
    """
    inks = palette(look)
    base = alt.Chart(rows())
    month = alt.X(
        "month:Q",
        title=words("figures.months_axis"),
        scale=alt.Scale(domain=[0, 48]),
        axis=alt.Axis(
            values=list(HORIZONS),
            grid=False,
            orient="bottom",
            titlePadding=30,
            tickCount=len(HORIZONS),
        ),
    )
    share = alt.Y(
        "cumulative_incidence:Q",
        title=None,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )
    steps = base.mark_line(interpolate="step-after", strokeWidth=3).encode(x=month, y=share)
    # Six months lie too near to none and twelve for a phone.
    shown = f"width < {NARROW} && datum.month == 6 ? '' : datum.at_risk_text"
    at_risk = (
        base.transform_calculate(at_risk_shown=shown)
        .mark_text(dy=36, color=inks.muted, baseline="top")
        .encode(x=month, y=alt.value("height"), text="at_risk_shown:N")
    )
    chart = alt.layer(steps, at_risk).properties(height=300)
    return finished(chart, words, look)
