"""The regions on a map, coloured by fixed classes."""

from functools import cache
from typing import Any

import altair as alt

from npm_data.charts.geometry import FEATURES, static_url
from npm_data.charts.measures import NO_PLACE, Measure
from npm_data.charts.region_marks import TWO_LINES, class_colour, click_on_region, ink, tooltip
from npm_data.charts.spec import NARROWEST, Spec, finished, halo, rows
from npm_data.charts.theme import Look, Palette, palette
from npm_data.i18n import Words

PROJECTION = alt.Projection(type="conicEqualArea", rotate=[-68, 0, 0], parallels=[43, 53])
IS_SOUTHERN = "datum.latitude < 45"
"""Almaty and Shymkent lie by the border: their names stand below, outside the country."""

NARROW = 560
"""Below this width (px) the map names no regions, only their values; the tiles name them."""

VALUE = f"width < {NARROWEST} ? trim(replace(datum.value_label, '%', '')) : datum.value_label"
"""At 400 % values of small regions would run into each other; the legend names the unit."""

DASHED_WHERE_NO_PLACE: Any = alt.condition(
    f"datum.class == '{NO_PLACE}'", alt.value([4, 3]), alt.value([1, 0])
)


@cache
def region_map(words: Words, look: Look, measure: Measure, border_set: str) -> Spec:
    """Regions by the class of a measure; frame: `region_frame`.

    The three cities of republican significance are drawn as large points beside their regions. A
    click comes back as `chosen` with the `region`; the chosen ones are outlined by the frame's
    `is_chosen`.
    """
    inks = palette(look)
    layers = [
        _outlines(border_set)
        .mark_geoshape(stroke=inks.outline, strokeWidth=0.8)
        .encode(
            shape="geo:G",
            color=class_colour(words, inks, measure),
            strokeDash=DASHED_WHERE_NO_PLACE,
            tooltip=tooltip(words, measure),
        )
        .add_params(click_on_region()),
        _outlines(border_set)
        .transform_filter("datum.is_chosen")
        .mark_geoshape(filled=False, stroke=inks.text, strokeWidth=3)
        .encode(shape="geo:G"),
        *_region_labels(inks),
        *_cities(words, inks, measure),
    ]
    chart = (
        alt.layer(*layers, data=rows())
        .add_params(alt.param(name="height", expr="clamp(width * 0.545, 150, 680)"))
        .properties(projection=PROJECTION, width=640)
    )
    return finished(chart, words, look)


def _outlines(border_set: str) -> alt.Chart:
    shape = alt.TopoDataFormat(type="topojson", feature=FEATURES)
    outlines = alt.UrlData(static_url(border_set), format=shape)
    return alt.Chart(rows()).transform_lookup(
        lookup="region", from_=alt.LookupData(outlines, key="id"), as_="geo"
    )


def _region_labels(inks: Palette) -> list[alt.Chart]:
    """Name above value, with a halo, so that they read over a border and on every fill."""
    place = (
        alt.Chart(rows())
        .transform_filter("!datum.is_city")
        .transform_calculate(value_shown=VALUE)
        .encode(longitude="longitude:Q", latitude="latitude:Q")
    )
    is_wide = f"width >= {NARROW}"
    names: dict[str, Any] = {
        "lineBreak": "\n",
        "lineHeight": alt.expr("clamp(width / 62, 11, 14)"),
        "fontSize": alt.expr("clamp(width / 72, 10, 13)"),
        "dy": alt.expr(f"-7 - ({TWO_LINES} ? clamp(width / 62, 11, 14) : 0)"),
    }
    values: dict[str, Any] = {
        "fontSize": alt.expr("clamp(width / 58, 10.5, 15)"),
        "fontWeight": "bold",
        "dy": alt.expr(f"{is_wide} ? 10 : 0"),
    }
    shown = alt.expr(f"{is_wide} ? 1 : 0")
    return [
        place.mark_text(opacity=shown, **names, **halo(inks)).encode(text="label:N"),
        place.mark_text(opacity=shown, **names).encode(text="label:N"),
        place.mark_text(**values, **halo(inks)).encode(text="value_shown:N"),
        place.mark_text(**values).encode(text="value_shown:N"),
    ]


def _cities(words: Words, inks: Palette, measure: Measure) -> list[alt.Chart]:
    place = (
        alt.Chart(rows())
        .transform_filter("datum.is_city")
        .transform_calculate(value_shown=VALUE)
        .encode(longitude="longitude:Q", latitude="latitude:Q")
    )
    size = alt.expr("clamp(width * 1.1, 420, 1100)")
    point: dict[str, Any] = {"size": size, "opacity": 1}
    colour = class_colour(words, inks, measure)
    names: dict[str, Any] = {
        "align": alt.expr(f"{IS_SOUTHERN} ? 'center' : 'left'"),
        "dx": alt.expr(f"{IS_SOUTHERN} ? 0 : 21"),
        "dy": alt.expr(f"{IS_SOUTHERN} ? 26 : 0"),
        "fontSize": alt.expr("clamp(width / 72, 10, 13)"),
        "opacity": alt.expr(f"width >= {NARROW} ? 1 : 0"),
    }
    return [
        place.mark_circle(stroke=inks.background, strokeWidth=3, **point).encode(
            color=colour, tooltip=tooltip(words, measure)
        ),
        place.mark_circle(stroke=inks.outline, strokeWidth=1.5, **point).encode(
            color=colour,
            strokeDash=DASHED_WHERE_NO_PLACE,
            tooltip=tooltip(words, measure),
        ),
        place.transform_filter("datum.is_chosen").mark_circle(
            filled=False, stroke=inks.text, strokeWidth=3, **point
        ),
        place.mark_text(fontSize=10, fontWeight="bold").encode(
            text="value_shown:N", color=ink(inks, measure)
        ),
        place.mark_text(**names, **halo(inks)).encode(text="label:N"),
        place.mark_text(**names).encode(text="label:N"),
    ]
