"""Small files that add to a register, and the register they add to."""

import csv
import io
import os
import shutil
import tempfile
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import pytest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.reading import Source, read_source
from npm_data.register.schema import Register
from npm_data.register.storage.change import Prepared, apply, copy_register, prepare
from npm_data.register.storage.connection import DatabaseError
from npm_data.register.storage.current_version import read_register
from npm_data.register.storage.replica import Record, note
from npm_data.register.storage.versions import versions_folder
from tests.registers import WORKED, Row

DATA_DATE = date(2018, 6, 30)
TODAY = date(2026, 1, 1)


def source_of(folder: Path, **rows_of: list[Row]) -> Source:
    """CSV files of the rows: those sheets alone, with those columns alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.csv"):
        old.unlink()
    for sheet, rows in rows_of.items():
        text = io.StringIO()
        writer = csv.DictWriter(text, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        (folder / f"{sheet}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    return read_source(folder)


def worked_register(folder: Path) -> Path:
    """The worked example, imported as version 1: once, and then copied.

    With KEPT_IN=lake it lies in a lake, and the file is a replica: whatever is told of keeping must
    hold there too.
    """
    for name, content in _files_of_a_register().items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    database = folder / "register.duckdb"
    if os.environ.get("KEPT_IN") == "lake":
        into_a_lake(database)
    return database


def into_a_lake(database: Path) -> None:
    """The register's file becomes the replica of a lake that has it."""
    file = database.rename(database.with_name("before.duckdb"))
    shutil.rmtree(versions_folder(database))
    lake = database.parent / "lake"
    lake.mkdir()
    note(database, Record(f"ducklake:sqlite:{lake}/catalog.sqlite", f"{lake}/data/"))
    copy_register(file, database)
    file.unlink()


@cache
def _files_of_a_register() -> dict[str, bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _import_the_worked_example(folder / "register.duckdb")
        files = [each for each in folder.rglob("*") if each.is_file()]
        return {str(each.relative_to(folder)): each.read_bytes() for each in files}


def _import_the_worked_example(database: Path) -> None:
    prepared = prepare(
        read_source(WORKED),
        database,
        mode="replace",
        language="en",
        data_date=DATA_DATE,
        today=TODAY,
    )
    assert apply(prepared, database, who="first@example.org") == 1


def update(database: Path, **rows_of: list[Row]) -> Prepared:
    """What rows that are added would make of the register."""
    source = source_of(database.parent / "more", **rows_of)
    return prepare(source, database, mode="update", language="en", today=TODAY)


def register_in(database: Path) -> Register:
    return read_register(database)[0]


EVENT = {
    "recommendation_id": "R01",
    "on": "2018-06-30",
    "axis": "implementation",
    "status": "implemented",
    "judge": "npm",
    "note": "",
}


def add(database: Path, note: str = "") -> int:
    """One row of follow-up more; the new version's number."""
    return apply(update(database, follow_up=[EVENT | {"note": note}]), database, who="who")


def reason_of(error: pytest.ExceptionInfo[DatabaseError]) -> str:
    """The error's reason, which has a sentence in each language."""
    reason = error.value.reason
    for language in LANGUAGES:
        assert words_for(language)(f"database.{reason}", path=error.value.path)
    return reason


def as_format(database: Path, version: int) -> None:
    """What an older program would have written: without the tables that came since."""
    with duckdb.connect(database) as connection:
        connection.execute("drop table history")
        if version == 1:
            connection.execute("drop table findings")
        connection.execute(f"update meta set format_version = {version}")
    shutil.rmtree(versions_folder(database))
