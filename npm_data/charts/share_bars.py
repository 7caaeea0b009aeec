"""Shares of places as bars on 0 to 100 %, the name and the counts above each."""

from functools import cache

import altair as alt

from npm_data.charts.measures import Measure
from npm_data.charts.named_rows import finished_rows, row_axis, row_names, share_axis
from npm_data.charts.region_marks import class_colour
from npm_data.charts.spec import Spec, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

_HEIGHT = 14


@cache
def share_bars(words: Words, look: Look, measure: Measure) -> Spec:
    """A bar for each row, in the colour of its class; a rule where the round needs it to end.

    Rows: `label` (unique), `name`, `counts_text`, `order`, `value` (0 to 1, or null) and `class`.
    """
    inks = palette(look)
    base = alt.Chart(rows())
    bars = base.mark_bar(height=_HEIGHT, stroke=inks.outline, strokeWidth=0.6).encode(
        x=share_axis("value"),
        y=row_axis(),
        color=class_colour(words, inks, measure).legend(None),
    )
    layers = [bars, *row_names(base, look, _HEIGHT)]
    if measure.needed is not None:
        needed = alt.Chart(rows()).mark_rule(strokeDash=[5, 4], color=inks.muted, strokeWidth=1.5)
        layers.insert(1, needed.encode(x=alt.datum(measure.needed, type="quantitative")))
    return finished_rows(alt.layer(*layers), words, look)
