"""What stands in the database: the register, the reference tables and what is derived from both."""

from collections.abc import Iterator

import duckdb
import polars as pl

from npm_data.database.statements import statements
from npm_data.model.register import Register
from npm_data.reference import BORDER_SETS, reference

REGISTER_TABLES = ("institutions", "visits", "recommendations", "follow_up")
DERIVED_TABLES = (
    "places",
    "place_visits",
    "statements",
    "chain_events",
    "chains",
    "chain_texts",
    "status_spans",
    "exits",
)
"""In the order in which they are built: each reads those before it. Files of `queries/register`."""


def register_frames(register: Register) -> Iterator[tuple[str, pl.DataFrame]]:
    """The four tables in file order, each with `row_number` in place of the source's address."""
    for name, frame in register.to_dict().items():
        rows = frame.collect().sort("record").drop("record")
        numbered = rows.with_row_index("row_number", offset=1)
        yield name, numbered.with_columns(pl.col("row_number").cast(pl.Int64))


def _institution_types() -> pl.DataFrame:
    return pl.DataFrame(
        [
            (each.code, each.portfolio, each.mandate_from, each.mandate_to, each.display_order)
            for each in reference().institution_types
        ],
        schema={
            "code": pl.String,
            "portfolio": pl.String,
            "mandate_from": pl.Date,
            "mandate_to": pl.Date,
            "display_order": pl.Int32,
        },
        orient="row",
    )


def _border_units() -> pl.DataFrame:
    today = reference().regions_of(BORDER_SETS[-1])
    return pl.DataFrame(
        [
            (border_set, reference().unit_in(border_set, unit.code), unit.code)
            for border_set in BORDER_SETS
            for unit in today
        ],
        schema=["border_set", "code", "todays_code"],
        orient="row",
    )


def create_table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    """Store a frame as a table; its column types become DuckDB's."""
    connection.register("incoming", frame.to_arrow())
    connection.execute(f"create table {name} as from incoming")
    connection.unregister("incoming")


def create_reference_tables(connection: duckdb.DuckDBPyConnection) -> None:
    create_table(connection, "institution_types", _institution_types())
    create_table(connection, "border_units", _border_units())


def create_derived_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """Run `queries/register`: how texts are folded, the derived tables in their order, the macros.

    The macros come last, since a macro that reads a table can be made only once the table is there.
    """
    connection.execute(statements()["folding"].sql)
    for name in DERIVED_TABLES:
        connection.execute(f"create table {name} as {statements()[name].sql}")
    connection.execute(statements()["macros"].sql)
