"""The regions for a hall: each with its value, the few that are spoken of by name, and the key."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import altair as alt
import polars as pl

from npm_data.charts.geometry import FEATURES, static_url
from npm_data.charts.measures import NO_DATA, NO_PLACE, Measure
from npm_data.charts.region_map import DASHED_WHERE_NO_PLACE, IS_SOUTHERN
from npm_data.charts.region_marks import TWO_LINES, ink
from npm_data.charts.slide_shapes import HEIGHT, LARGE, MIDDLE, WIDTH, sized
from npm_data.charts.spec import Spec, finished, halo, rows
from npm_data.charts.theme import Look, Palette, palette
from npm_data.i18n import Words

_PROJECTION = alt.Projection(
    type="conicEqualArea",
    rotate=[-68, 0, 0],
    parallels=[43, 53],
    center=[0, 48],
    scale=2290,
    translate=[594, HEIGHT / 2 + 4],
)
"""The country as large as its place at the left of the picture, in the borders of any year."""

_NAME_LINE = 34
_NAME: dict[str, Any] = {"fontSize": MIDDLE, "lineBreak": "\n", "lineHeight": _NAME_LINE}
_KEY_LEFT = 1210
_KEY_STEP = 76
_PATCH = 56


def slide_map_rows(words: Words, regions: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Rows of `slide_map` from `region_frame` with `is_named`: regions, then classes of the key.

    The classes always have their row; "no data" and "no such places" where there is one.
    """
    found = Counter(regions["class"])
    labels = measure.class_labels(words)
    listed = [*measure.classes, *(kind for kind in (NO_DATA, NO_PLACE) if found[kind])]
    top = (HEIGHT - _KEY_STEP * len(listed)) / 2
    key = [
        {
            "kind": "key",
            "class": name,
            "key_label": labels[name],
            "key_count": words.plural("deck.regions", found[name]),
            "key_y": top + _KEY_STEP * (number + 0.5),
        }
        for number, name in enumerate(listed)
    ]
    drawn = regions.with_columns(kind=pl.lit("region"))
    return pl.concat([drawn, pl.DataFrame(key)], how="diagonal")


@cache
def slide_map(words: Words, look: Look, measure: Measure, border_set: str) -> Spec:
    """Regions by class at the left, the key at the right; rows: `slide_map_rows`."""
    inks = palette(look)
    chart = alt.layer(
        *_regions(inks, measure, border_set),
        *_cities(inks, measure),
        *_key(inks, measure),
        data=rows(),
    ).properties(projection=_PROJECTION, width=WIDTH)
    return sized(finished(chart, words, look))


def _regions(inks: Palette, measure: Measure, border_set: str) -> list[alt.Chart]:
    shape = alt.TopoDataFormat(type="topojson", feature=FEATURES)
    outlines = alt.UrlData(static_url(border_set), format=shape)
    drawn = (
        _of_kind("region")
        .transform_lookup(lookup="region", from_=alt.LookupData(outlines, key="id"), as_="geo")
        .encode(shape="geo:G")
    )
    place = _placed("!datum.is_city && datum.is_named")
    each = _placed("!datum.is_city")
    value: dict[str, Any] = {"fontSize": MIDDLE, "fontWeight": "bold", "dy": 20}
    name: dict[str, Any] = {"dy": alt.expr(f"-12 - ({TWO_LINES} ? {_NAME_LINE} : 0)")} | _NAME
    return [
        drawn.mark_geoshape(stroke=inks.outline, strokeWidth=1.5).encode(
            color=_colour(inks, measure), strokeDash=DASHED_WHERE_NO_PLACE
        ),
        drawn.transform_filter("datum.is_chosen").mark_geoshape(
            filled=False, stroke=inks.text, strokeWidth=5
        ),
        *_with_halo(place.encode(text="label:N"), inks, name),
        *_with_halo(each.encode(text="value_label:N"), inks, value),
    ]


def _cities(inks: Palette, measure: Measure) -> list[alt.Chart]:
    """Points large enough for a value; a name stands before them, or below in the south. Behind
    the capital it would stand among the names of its neighbours and be read as one of them.
    """
    place = _placed("datum.is_city")
    named = place.transform_filter("datum.is_named")
    name: dict[str, Any] = {
        "align": alt.expr(f"{IS_SOUTHERN} ? 'center' : 'right'"),
        "dx": alt.expr(f"{IS_SOUTHERN} ? 0 : -50"),
        "dy": alt.expr(f"{IS_SOUTHERN} ? 64 : 8"),
    } | _NAME
    point: dict[str, Any] = {"size": 5200, "opacity": 1}
    return [
        place.mark_circle(stroke=inks.background, strokeWidth=9, **point).encode(
            color=_colour(inks, measure)
        ),
        place.mark_circle(stroke=inks.outline, strokeWidth=2, **point).encode(
            color=_colour(inks, measure), strokeDash=DASHED_WHERE_NO_PLACE
        ),
        place.transform_filter("datum.is_chosen").mark_circle(
            filled=False, stroke=inks.text, strokeWidth=5, **point
        ),
        place.mark_text(fontSize=MIDDLE, fontWeight="bold", baseline="middle").encode(
            text="value_label:N", color=ink(inks, measure)
        ),
        *_with_halo(named.encode(text="label:N"), inks, name),
    ]


def _with_halo(place: alt.Chart, inks: Palette, style: dict[str, Any]) -> list[alt.Chart]:
    """Letters that read across a border and on every fill."""
    return [
        place.mark_text(**style | halo(inks) | {"strokeWidth": 7}),
        place.mark_text(color=inks.text, **style),
    ]


def _key(inks: Palette, measure: Measure) -> list[alt.Chart]:
    down = alt.Y("key_y:Q", axis=None, scale=alt.Scale(domain=[0, HEIGHT], range=[0, HEIGHT]))
    key = _of_kind("key").encode(y=down)
    beside = _KEY_LEFT + _PATCH + 20
    letters: dict[str, Any] = {"align": "left", "baseline": "middle"}
    return [
        key.mark_square(size=_PATCH**2, opacity=1, stroke=inks.outline, strokeWidth=1.5).encode(
            x=alt.value(_KEY_LEFT + _PATCH / 2),
            color=_colour(inks, measure),
            strokeDash=DASHED_WHERE_NO_PLACE,
        ),
        key.mark_text(dy=-17, fontSize=LARGE, fontWeight="bold", **letters).encode(
            x=alt.value(beside), text="key_label:N"
        ),
        key.mark_text(dy=20, fontSize=MIDDLE, color=inks.muted, **letters).encode(
            x=alt.value(beside), text="key_count:N"
        ),
    ]


def _colour(inks: Palette, measure: Measure) -> alt.Color:
    fills = measure.fills(inks)
    kinds: Sequence[str] = [*measure.classes, NO_DATA, NO_PLACE]
    return alt.Color("class:N", scale=alt.Scale(domain=kinds, range=fills), legend=None)


def _placed(which: str) -> alt.Chart:
    placed: alt.Chart = (
        _of_kind("region")
        .transform_filter(which)
        .encode(longitude="longitude:Q", latitude="latitude:Q")
    )
    return placed


def _of_kind(kind: str) -> alt.Chart:
    chosen: alt.Chart = alt.Chart(rows()).transform_filter(f"datum.kind == '{kind}'")
    return chosen
