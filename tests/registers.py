"""Registers for tests, from rows as a person would write them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import reference
from npm_data.register.schema import Register
from npm_data.register.storage.build import fill_database, register_frames, write_database
from npm_data.register.storage.connection import read_meta
from npm_data.register.storage.versions import Origin, Version

Row = dict[str, Any]
SHEETS = tuple(reference().sheets)
WORKED = Path(__file__).parent / "examples" / "worked"


def frame_of(sheet: str, rows: list[Row]) -> pl.DataFrame:
    """Rows of a sheet with the schema's columns and the `record` addresses of a CSV file."""
    columns = {
        each.column: pl.Date if each.type == "date" else pl.String
        for each in reference().columns
        if each.sheet == sheet
    }
    number = SHEETS.index(sheet) + 1
    records = [{"record": number * 2**32 + row} for row in range(2, len(rows) + 2)]
    complete = [
        record | dict.fromkeys(columns) | row for record, row in zip(records, rows, strict=True)
    ]
    return pl.DataFrame(complete, schema={"record": pl.UInt64} | columns)


def register_of(**rows_of: list[Row]) -> Register:
    """A valid register from rows by sheet; a sheet that is left out is empty."""
    return Register.validate({sheet: frame_of(sheet, rows_of.get(sheet, [])) for sheet in SHEETS})


def repository_of(
    register: Register, folder: Path, data_date: date, *, is_demonstration: bool = False
) -> Repository:
    """A register, written to a DuckDB file in `folder` and opened as the app opens it."""
    path = folder / "register.duckdb"
    write_database(register, path, Origin((), data_date, is_demonstration))
    return open_repository(path)


@contextmanager
def in_memory(register: Register, data_date: date) -> Iterator[Repository]:
    """The tables and questions of a register without a file, for tests that ask many registers.

    What stands in a file and how it gets there is left out; `repository_of` has both.
    """
    connection = duckdb.connect(config={"threads": 1})
    entry = Version(
        number=1,
        at=datetime(2020, 1, 1),
        who="",
        action="import",
        mode="replace",
        sources=(),
        data_date=data_date,
        fingerprint="in memory",
        counts={name: frame.height for name, frame in register_frames(register)},
    )
    try:
        connection.execute("attach ':memory:' as register; use register")
        origin = Origin((), data_date, is_demonstration=False)
        fill_database(connection, register, origin, (entry,), lambda step, share: None)
        yield Repository(connection, read_meta(connection, Path("memory")))
    finally:
        connection.close()


def worked_rows() -> dict[str, list[Row]]:
    """The worked example, read without the program's own import."""
    rows_of: dict[str, list[Row]] = {}
    for sheet in SHEETS:
        frame = pl.read_csv(WORKED / f"{sheet}.csv", infer_schema=False)
        days = [name for name in frame.columns if name == "on" or name.endswith("_on")]
        rows_of[sheet] = frame.with_columns(pl.col(days).str.to_date("%Y-%m-%d")).to_dicts()
    return rows_of
