"""How many records state something: a bar of 100 % for each column of the register."""

from functools import cache

import altair as alt

from npm_data.charts.named_rows import finished_rows, row_axis, row_names, share_axis
from npm_data.charts.spec import Spec, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

BAR_HEIGHT = 14


@cache
def completeness_bars(words: Words, look: Look) -> Spec:
    """A bar for what is recorded, on a paler one for all records.

    Rows: `label` (unique), `name`, `counts_text`, `order`, `share` (0 to 1; null without records)
    and `whole` (1, or null without records).
    """
    inks = palette(look)
    base = alt.Chart(rows())
    all_records = base.mark_bar(
        height=BAR_HEIGHT, color=inks.background, stroke=inks.outline, strokeWidth=0.8
    ).encode(x=share_axis("whole", words("quality.share_axis")), y=row_axis())
    recorded = base.mark_bar(height=BAR_HEIGHT, color=inks.categories[0]).encode(
        x=share_axis("share"), y=row_axis()
    )
    chart = alt.layer(all_records, recorded, *row_names(base, look, BAR_HEIGHT))
    return finished_rows(chart, words, look)
