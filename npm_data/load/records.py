"""The records among the rows below a header, and what the sheet shows of them beside values."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from npm_data.load.alike import at_most_of_a_kind
from npm_data.load.blank_cells import meant_as_above
from npm_data.load.headings import Heading
from npm_data.load.merged_cells import filled, over_columns, range_of, unread_under
from npm_data.load.no_records import without_no_records
from npm_data.load.source import RawTable
from npm_data.model.problem import Problem


def records_of(table: RawTable, heading: Heading, problems: list[Problem]) -> RawTable:
    """The table with its records alone; what there is to say is added to the problems."""
    looks = table.sheet.looks
    areas = looks.areas if looks else ()
    rows, cells = filled(table.rows, areas, table.positions, table.header_row)
    table, told = without_no_records(replace(table, rows=rows), heading)
    problems += at_most_of_a_kind(told)
    records = table.rows.select("row")
    cells = cells.join(records, on="row", how="semi")
    problems += notice_of(table, "a_merged_value_holds_for_all_its_rows", cells)
    problems += notice_of(table, "a_struck_out_cell_counts_like_the_others", _struck(table))
    across = [
        each
        for each in over_columns(areas, table.positions, table.header_row)
        if not records.filter(pl.col("row").is_between(each[0].top, each[0].bottom)).is_empty()
    ]
    problems += at_most_of_a_kind(
        Problem(
            "a_merged_value_stays_in_its_column",
            table.sheet.file,
            table.code,
            area.top,
            columns[0],
            facts={"range": range_of(area)},
        )
        for area, columns in across
    )
    unread = unread_under(table.rows, across)
    for cells in meant_as_above(table):
        empty = cells.join(unread, on=["row", "column"], how="anti")
        problems += notice_of(table, "an_empty_cell_is_not_meant_as_above", empty)
    return replace(table, unread=unread)


def notice_of(table: RawTable, rule: str, cells: pl.DataFrame) -> Iterator[Problem]:
    """One warning for all cells (`row`, `column`) of a kind, at the first; none for none."""
    if not cells.is_empty():
        row, column = cells.select("row", "column").sort("row", maintain_order=True).row(0)
        facts = {"count": cells.height}
        place = (table.sheet.file, table.code, row, column)
        yield Problem(rule, *place, severity="warning", facts=facts)


def _struck(table: RawTable) -> pl.DataFrame:
    """Struck-out cells of the table's own columns that say something."""
    looks = table.sheet.looks
    if looks is None or looks.struck.is_empty():
        return pl.DataFrame(schema={"row": pl.UInt32, "column": pl.String})
    columns = {position: column for column, position in table.positions.items()}
    struck = looks.struck.with_columns(
        pl.col("position")
        .replace_strict(columns, default=None, return_dtype=pl.String)
        .alias("column")
    ).drop_nulls("column")
    said = table.rows.unpivot(index="row", variable_name="column").drop_nulls("value")
    return struck.join(said, on=["row", "column"], how="semi").sort("row", "position")
