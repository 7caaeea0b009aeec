"""Merged cells of a table: one value over several rows holds for each; over columns it is unclear.

What lies under a merged cell is not seen on the sheet, so what is seen is what is read.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import polars as pl

from npm_data.register.reading.addresses import letter_of
from npm_data.register.reading.limits import MOST_OF_A_KIND
from npm_data.register.reading.looks import Area
from npm_data.register.reading.source import UNREAD


def narrowed(areas: Sequence[Area], named: Collection[int]) -> list[Area]:
    """Areas that only make a column wide, over others without a heading, as of that column.

    `named` are the positions of headings.
    """
    places = sorted(position + 1 for position in named)
    return [
        replace(area, right=area.left)
        if bisect_right(places, area.left) == bisect_right(places, area.right)
        else area
        for area in areas
    ]


def filled(
    rows: pl.DataFrame, areas: Sequence[Area], positions: Mapping[str, int], header_row: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with each merged value in all that it spans, and the cells that were filled in."""
    changed = [pl.DataFrame(schema=UNREAD)]
    for column, position in positions.items():
        spans = {
            area.top: area.bottom
            for area in areas
            if area.left == area.right == position + 1 and header_row < area.top < area.bottom
        }
        if spans:
            said = _said(rows.select("row", column), spans)
            is_said = said.is_not_null()
            changed.append(rows.filter(is_said).select("row", pl.lit(column).alias("column")))
            value = pl.when(pl.lit(is_said)).then(pl.lit(said)).otherwise(pl.col(column))
            rows = rows.with_columns(value.alias(column))
    return rows, pl.concat(changed)


def _said(cells: pl.DataFrame, spans: Mapping[int, int]) -> pl.Series:
    """For each row what the merged cell says that covers it from above, or null."""
    column = cells.columns[1]
    starts = pl.DataFrame(
        {"top": list(spans), "bottom": list(spans.values())},
        schema={"top": cells.schema["row"], "bottom": cells.schema["row"]},
    ).join(cells.rename({"row": "top", column: "said"}), on="top", how="left")
    over = cells.select("row").join_asof(
        starts.sort("top"), left_on="row", right_on="top", strategy="backward"
    )
    is_covered = (pl.col("row") > pl.col("top")) & (pl.col("row") <= pl.col("bottom"))
    return over.select(pl.when(is_covered).then("said")).to_series()


def over_columns(
    rows: pl.DataFrame, areas: Sequence[Area], positions: Mapping[str, int], header_row: int
) -> list[tuple[Area, list[str]]]:
    """Those that lie over several columns of records, with the register's columns among these."""
    columns = {position + 1: column for column, position in positions.items()}
    places, records = sorted(columns), rows["row"].to_list()
    across: list[tuple[Area, list[str]]] = []
    for area in areas:
        if area.top > header_row and area.right > area.left:
            covered = places[bisect_left(places, area.left) : bisect_right(places, area.right)]
            first = bisect_left(records, area.top)
            has_record = first < len(records) and records[first] <= area.bottom
            if covered and has_record:
                across.append((area, [columns[place] for place in covered]))
    return across


def unread_under(rows: pl.DataFrame, areas: Sequence[tuple[Area, list[str]]]) -> pl.DataFrame:
    """The cells under such areas, of which nothing more is to be said."""
    cells = [
        rows.filter(pl.col("row").is_between(area.top, area.bottom)).select(
            "row", pl.lit(column).alias("column")
        )
        for area, columns in areas[:MOST_OF_A_KIND]
        for column in columns
    ]
    return pl.concat([pl.DataFrame(schema=UNREAD), *cells]).unique(maintain_order=True)


def range_of(area: Area) -> str:
    """As a spreadsheet names it: `B3:C4`."""
    return f"{letter_of(area.left - 1)}{area.top}:{letter_of(area.right - 1)}{area.bottom}"
