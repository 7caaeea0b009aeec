"""The records among the rows below a header, and what the sheet shows of them beside values."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

import polars as pl

from npm_data.load.alike import at_most_of_a_kind
from npm_data.load.blank_cells import meant_as_above
from npm_data.load.headings import Heading
from npm_data.load.looks import Area
from npm_data.load.merged_cells import filled, narrowed, over_columns, range_of, unread_under
from npm_data.load.no_records import without_no_records
from npm_data.load.source import RawTable
from npm_data.register.schema import Problem


def records_of(table: RawTable, heading: Heading, problems: list[Problem]) -> RawTable:
    """The table with its records alone; what there is to say is added to the problems."""
    looks, positions, header_row = table.sheet.looks, table.positions, table.header_row
    areas = narrowed(looks.areas, _named(table, heading)) if looks else []
    rows, filled_in = filled(table.rows, areas, positions, header_row)
    table, told = without_no_records(replace(table, rows=rows), heading)
    across = over_columns(table.rows, areas, positions, header_row)
    unread = unread_under(table.rows, across)
    table = replace(table, unread=unread, unsure=frozenset(unread["column"]))
    problems += at_most_of_a_kind(chain(told, _about_areas(table, across)))
    filled_in = filled_in.join(table.rows, on="row", how="semi")
    problems += notice_of(table, "a_merged_value_holds_for_all_its_rows", filled_in)
    problems += notice_of(table, "a_struck_out_cell_counts_like_the_others", _struck(table))
    for empty in meant_as_above(table):
        problems += notice_of(table, "an_empty_cell_is_not_meant_as_above", empty)
    return table


def _named(table: RawTable, heading: Heading) -> list[int]:
    """The positions of all columns with a heading, the register's and others."""
    columns = zip(table.sheet.cells.columns, heading.names, strict=True)
    return [int(position) for position, name in columns if name and name.strip()]


def _about_areas(table: RawTable, across: Iterable[tuple[Area, list[str]]]) -> Iterator[Problem]:
    for area, columns in across:
        place = (table.sheet.file, table.code, area.top, columns[0])
        facts = {"range": range_of(area)}
        yield Problem("a_merged_value_stays_in_its_column", *place, facts=facts)


def notice_of(table: RawTable, rule: str, cells: pl.DataFrame) -> Iterator[Problem]:
    """One warning for all cells (`row`, `column`) of a kind, at the first; none for none."""
    if not cells.is_empty():
        row, column = cells.select("row", "column").sort("row", maintain_order=True).row(0)
        facts = {"count": cells.height}
        file, its_row = table.place(row)
        yield Problem(rule, file, table.code, its_row, column, severity="warning", facts=facts)


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
