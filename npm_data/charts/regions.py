"""The regions: a map and a grid of tiles for pages, a map with its key for a hall."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any

import altair as alt
import polars as pl

from npm_data.charts.measures import NO_DATA, NO_PLACE, Measure, with_measure
from npm_data.charts.slide_shapes import HEIGHT, LARGE, MIDDLE, WIDTH, sized
from npm_data.charts.spec import (
    ANY_BORDERS,
    FEATURES,
    NARROWEST,
    SELECTION,
    Spec,
    finished,
    halo,
    in_borders,
    rows,
    static_url,
)
from npm_data.charts.theme import Look, Palette, palette
from npm_data.i18n import Words
from npm_data.reference import Region, reference

TWO_LINES = "indexof(datum.label, '\\n') >= 0"
"""Whether a region's label has two lines, for Vega."""


def click_on_region() -> alt.Parameter:
    """Every click adds its region to the selection or takes it out, so that each is an event."""
    return alt.selection_point(
        name=SELECTION, fields=["region"], on="click", toggle="true", clear=False
    )


def class_colour(words: Words, inks: Palette, measure: Measure) -> alt.Color:
    return alt.Color(
        "class:N",
        scale=alt.Scale(domain=[*measure.classes, NO_DATA, NO_PLACE], range=measure.fills(inks)),
        legend=_class_legend(words, inks, measure),
    )


def _class_legend(words: Words, inks: Palette, measure: Measure) -> alt.Legend:
    labels = measure.class_labels(words)
    pairs = ", ".join(f"'{kind}': '{label}'" for kind, label in labels.items())
    return alt.Legend(
        title=measure.title(words),
        labelExpr=f"{{{pairs}}}[datum.value]",
        columns=alt.expr("width < 250 ? 1 : width < 460 ? 2 : width < 840 ? 4 : 7"),
        titleLimit=alt.expr("max(width, 240)"),
        symbolStrokeWidth=1,
        symbolStrokeColor=inks.outline,
        symbolDash=alt.expr(f"datum.value == '{NO_PLACE}' ? [3, 2] : [1, 0]"),
    )


def tooltip(words: Words, measure: Measure) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("name:N", title=words("charts.region")),
        alt.Tooltip("value_label:N", title=words(f"charts.measure_{measure.name}")),
        alt.Tooltip("count_label:N", title=words("charts.counts")),
    ]


def ink(inks: Palette, measure: Measure) -> alt.ColorValue:
    """Letters on a class's fill."""
    kinds = (*measure.classes, NO_DATA, NO_PLACE)
    fills = dict(zip(kinds, measure.fills(inks), strict=True))
    white = [f"'{kind}'" for kind, fill in fills.items() if inks.ink_on(fill) == "#FFFFFF"]
    test = f"indexof([{', '.join(white)}], datum.class) >= 0"
    return alt.ColorValue("#1A1A1A", condition={"test": test, "value": "#FFFFFF"})


BESIDE_ITS_CITY = {"KZ-11": (68.5, 52.3), "KZ-AKM": (68.5, 52.3), "KZ-61": (67.7, 43.8)}
BESIDE_ITS_CITY["KZ-YUZ"] = BESIDE_ITS_CITY["KZ-61"]
"""Where a name (longitude, latitude) leaves room for the large point of the city within."""


def region_frame(
    words: Words,
    values: pl.DataFrame,
    measure: Measure,
    border_set: str,
    chosen: Collection[str] = (),
    *,
    names_on: date | None = None,
) -> pl.DataFrame:
    """What `region_map` and `tile_grid` draw, from counts by region.

    `values` has `region` (a code of the border set), `part` and `whole` (counts); the measure is
    part / whole, or that times 100 for `visits_per_100`. A region without a row, or with a whole of
    0, has no such place; a null part is no data. `chosen` are codes of the border set; `names_on`
    is the day whose names the regions bear.

    Columns of the answer: `region`, `label` (short name, perhaps in two lines), `name`, `value`,
    `part`, `whole`, `class` (`0` to `4`, `no_data`, `no_place`), `value_label`, `count_label`,
    `is_chosen`, `is_city`, `longitude`, `latitude`, `tile_row`, `tile_column`.
    """
    counted = values.select(
        pl.col("region").cast(pl.String), pl.col("part", "whole").cast(pl.Int64)
    )
    rows = region_base(words, border_set, names_on).join(
        counted, on="region", how="left", maintain_order="left"
    )
    return with_measure(words, rows, measure).with_columns(
        pl.Series("is_chosen", [code in chosen for code in rows["region"]], pl.Boolean)
    )


@lru_cache(maxsize=64)
def region_base(words: Words, border_set: str, names_on: date | None = None) -> pl.DataFrame:
    """What of the frame does not move with the figures, north to south and west to east."""
    regions = reference().regions_of(border_set)
    places = [BESIDE_ITS_CITY.get(each.code, (each.longitude, each.latitude)) for each in regions]
    return pl.DataFrame(
        {
            "region": [region.code for region in regions],
            "label": [_in_two_lines(short_name(words, region, names_on)) for region in regions],
            "name": [words.region(region.code, border_set, on=names_on) for region in regions],
            "is_city": [region.is_city for region in regions],
            "longitude": [longitude for longitude, _ in places],
            "latitude": [latitude for _, latitude in places],
            "tile_row": [region.tile_row for region in regions],
            "tile_column": [region.tile_column for region in regions],
        }
    )


def short_name(words: Words, region: Region, names_on: date | None = None) -> str:
    """A region's name without its kind, where no other region of its borders is left with the same.

    “Акмолинская”, “Абай”; but “Алматы қ.” beside “Алматы обл.”, as both would be “Алматы”.
    """
    same = reference().regions_of(region.border_set)
    bare = _bare(words, region, names_on)
    if sum(_bare(words, other, names_on) == bare for other in same) == 1:
        return bare
    return words("charts.city" if region.is_city else "charts.province", name=bare)


def _bare(words: Words, region: Region, names_on: date | None) -> str:
    name = words.region(region.code, region.border_set, on=names_on)
    for kind in words("charts.region_kinds").split("|"):
        name = name.removeprefix(f"{kind} ").removesuffix(f" {kind}")
    return name


def _in_two_lines(name: str) -> str:
    """Long names break after a hyphen or at a space: “Северо-” over “Казахстанская”."""
    if len(name) <= 11:
        return name
    if "-" in name:
        return name.replace("-", "-\n", 1)
    return name.replace(" ", "\n", 1)


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
def region_map(
    words: Words, look: Look, measure: Measure, border_set: str, *, has_legend: bool = True
) -> Spec:
    """Regions by the class of a measure; frame: `region_frame`.

    The three cities of republican significance are drawn as large points beside their regions. A
    click comes back as `chosen` with the `region`; the chosen ones are outlined by the frame's
    `is_chosen`.
    """
    return in_borders(_region_map(words, look, measure, has_legend=has_legend), border_set)


@cache
def _region_map(words: Words, look: Look, measure: Measure, *, has_legend: bool) -> Spec:
    inks = palette(look)
    colour = class_colour(words, inks, measure)
    if not has_legend:
        colour = colour.legend(None)
    layers = [
        _outlines()
        .mark_geoshape(stroke=inks.outline, strokeWidth=0.8)
        .encode(
            shape="geo:G",
            color=colour,
            strokeDash=DASHED_WHERE_NO_PLACE,
            tooltip=tooltip(words, measure),
        )
        .add_params(click_on_region()),
        _outlines()
        .transform_filter("datum.is_chosen")
        .mark_geoshape(filled=False, stroke=inks.text, strokeWidth=3)
        .encode(shape="geo:G"),
        *_region_labels(inks),
        *_cities(words, inks, measure, colour),
    ]
    chart = (
        alt.layer(*layers, data=rows())
        .add_params(alt.param(name="height", expr="clamp(width * 0.545, 150, 680)"))
        .properties(projection=PROJECTION, width=640)
    )
    return finished(chart, words, look)


def _outlines() -> alt.Chart:
    shape = alt.TopoDataFormat(type="topojson", feature=FEATURES)
    outlines = alt.UrlData(static_url(ANY_BORDERS), format=shape)
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


def _cities(words: Words, inks: Palette, measure: Measure, colour: alt.Color) -> list[alt.Chart]:
    place = (
        alt.Chart(rows())
        .transform_filter("datum.is_city")
        .transform_calculate(value_shown=VALUE)
        .encode(longitude="longitude:Q", latitude="latitude:Q")
    )
    size = alt.expr("clamp(width * 1.1, 420, 1100)")
    point: dict[str, Any] = {"size": size, "opacity": 1}
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


@cache
def tile_grid(words: Words, look: Look, measure: Measure) -> Spec:
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
    return in_borders(_slide_map(words, look, measure), border_set)


@cache
def _slide_map(words: Words, look: Look, measure: Measure) -> Spec:
    inks = palette(look)
    chart = alt.layer(
        *_regions(inks, measure),
        *_hall_cities(inks, measure),
        *_key(inks, measure),
        data=rows(),
    ).properties(projection=_PROJECTION, width=WIDTH)
    return sized(finished(chart, words, look))


def _regions(inks: Palette, measure: Measure) -> list[alt.Chart]:
    shape = alt.TopoDataFormat(type="topojson", feature=FEATURES)
    outlines = alt.UrlData(static_url(ANY_BORDERS), format=shape)
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


def _hall_cities(inks: Palette, measure: Measure) -> list[alt.Chart]:
    """Points large enough for a value; a name stands before them, or below in the south. Behind
    the capital it would stand among the names of its neighbours and be read as one of them.
    """
    place = _placed("datum.is_city")
    named = place.transform_filter("datum.is_named")
    name: dict[str, Any] = {
        "align": alt.expr(f"{IS_SOUTHERN} ? 'center' : 'right'"),
        "dx": alt.expr(f"{IS_SOUTHERN} ? 0 : -53"),
        "dy": alt.expr(f"{IS_SOUTHERN} ? 68 : 8"),
    } | _NAME
    point: dict[str, Any] = {"size": 6000, "opacity": 1}
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
