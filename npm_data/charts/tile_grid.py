"""The regions as a grid of equal tiles, where a small region is as large as any other."""

from functools import cache
from typing import Any

import altair as alt

from npm_data.charts.measures import NO_PLACE, Measure
from npm_data.charts.region_marks import TWO_LINES, class_colour, click_on_region, ink, tooltip
from npm_data.charts.spec import Spec, finished, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words


@cache
def tile_grid(words: Words, look: Look, measure: Measure, border_set: str) -> Spec:
    """One tile a region, as far north and west as the map has it; frame: `region_frame`."""
    inks = palette(look)
    place = alt.Chart(rows()).encode(
        x=alt.X("tile_column:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
        y=alt.Y("tile_row:O", axis=None, scale=alt.Scale(paddingInner=0.06)),
        tooltip=tooltip(words, measure),
    )
    tile: dict[str, Any] = {"cornerRadius": 4, "stroke": inks.outline}
    tiles = (
        place.transform_filter(f"datum.class != '{NO_PLACE}'")
        .mark_rect(strokeWidth=0.8, **tile)
        .encode(color=class_colour(words, inks, measure))
        .add_params(click_on_region())
    )
    empty = place.transform_filter(f"datum.class == '{NO_PLACE}'").mark_rect(
        fill=inks.background, strokeWidth=1.2, strokeDash=[4, 3], **tile
    )
    chosen = place.transform_filter("datum.is_chosen").mark_rect(
        filled=False, cornerRadius=4, stroke=inks.text, strokeWidth=3.5
    )
    letters: dict[str, Any] = {"lineBreak": "\n", "limit": alt.expr("bandwidth('x') - 4")}
    label = place.mark_text(
        dy=alt.expr(f"{TWO_LINES} ? -18 : -10"),
        lineHeight=13,
        fontSize=alt.expr("clamp(width / 54, 10, 13)"),
        **letters,
    ).encode(text="label:N", color=ink(inks, measure))
    value = place.mark_text(
        dy=18, fontWeight="bold", fontSize=alt.expr("clamp(width / 40, 12, 16)"), **letters
    ).encode(text="value_label:N", color=ink(inks, measure))
    chart = alt.layer(tiles, empty, chosen, label, value, data=rows()).properties(
        width=640, height={"step": 66}
    )
    return finished(chart, words, look)
