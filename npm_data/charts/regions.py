"""The frame behind the map and the tile grid: one row for each region of a border set."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

import polars as pl

from npm_data.charts.measures import Measure, with_measure
from npm_data.i18n import Words
from npm_data.reference import Region, reference

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
