"""A register in a lake: published, followed, restored, refused, and read where it lies."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from npm_data.questions.repository import open_repository
from npm_data.register.storage import lake as lake_module
from npm_data.register.storage import replica
from npm_data.register.storage.build import write_database
from npm_data.register.storage.change import (
    Prepared,
    apply,
    copy_register,
    history,
    restore,
    usable_file,
    version_file,
)
from npm_data.register.storage.connection import (
    FORMAT_VERSION,
    DatabaseError,
    KeepingError,
    open_connection,
)
from npm_data.register.storage.current_version import current_version_at, read_register
from npm_data.register.storage.replica import follow, record_of
from tests.keeping.files import add, reason_of, register_in, update, worked_register
from tests.keeping.test_change import NEW_EVENT
from tests.lake.conftest import Connect
from tests.lake.places import Lake
from tests.lake.servers import Postgres, Storage


class Machine:
    """A machine that has a replica of its own of a lake."""

    def __init__(self, folder: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.lake, self.monkeypatch = folder, lake, monkeypatch

    def database(self, *, is_direct: bool = False) -> Path:
        self.monkeypatch.setenv("NPM_REPLICA", str(self.folder / "register.duckdb"))
        self.monkeypatch.setenv("NPM_LAKE_DATA", self.lake.data)
        self.monkeypatch.setenv("NPM_LAKE_DIRECT", "1" if is_direct else "")
        return replica.database_at(self.lake.database)


@pytest.fixture
def machines(
    any_lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Machine, Machine]:
    first, second = (Machine(tmp_path / name, any_lake, monkeypatch) for name in ("a", "b"))
    return first, second


@pytest.fixture
def two(lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """Two machines that follow one lake on PostgreSQL and S3, with version 1 in it."""
    here, there = (Machine(tmp_path / name, lake, monkeypatch).database() for name in ("a", "b"))
    copy_register(worked_register(tmp_path / "laptop"), here)
    follow(there)
    return here, there


def rows(database: Path) -> dict[str, tuple[int, int]]:
    """Of each table how many rows, and one number of all of them."""
    connection = open_connection(database)
    try:
        names = connection.execute(
            "select table_name from information_schema.tables"
            " where table_catalog = 'register' order by 1"
        ).fetchall()
        return {
            name: connection.execute(f"select count(*), bit_xor(hash(t)) from {name} t").fetchall()[0]
            for (name,) in names
        }
    finally:
        connection.close()


def versions(database: Path) -> list[tuple[int, int | None, bool]]:
    return [(each.number, each.snapshot, each.is_kept) for each in history(database)]


def test_what_one_machine_publishes_another_has_row_by_row(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    laptop = worked_register(tmp_path / "laptop")
    here, there = (each.database() for each in machines)
    follow(there)
    assert not there.exists(), "there is no lake yet"
    assert copy_register(laptop, here) == 1
    assert rows(here) == rows(laptop)
    assert add(here, "from one machine") == 2
    follow(there)
    assert rows(there) == rows(here)
    assert register_in(there).follow_up["note"][-1] == "from one machine"
    assert add(there, "from the other") == 3
    follow(here)
    assert rows(there) == rows(here)
    assert versions(here) == [(3, 3, True), (2, 2, True), (1, None, True)]
    assert sorted(each.suffix for each in here.parent.iterdir() if each.is_file()) == [
        ".duckdb", ".lake", ".lock",
    ]  # fmt: skip


def test_what_is_answered_of_a_lake_is_what_is_answered_of_a_file(
    machines: tuple[Machine, Machine], tmp_path: Path
) -> None:
    """The replica, and the lake read where it lies: the same answers by the same statements."""
    laptop = worked_register(tmp_path / "laptop")
    copy_register(laptop, machines[0].database())
    direct = machines[1].database(is_direct=True)
    follow(direct)
    assert json.loads(direct.read_text())["snapshot"] == 1
    assert rows(direct) == rows(laptop)
    told = []
    for database in (laptop, machines[0].database(), direct):
        repository = open_repository(database)
        filters = tests_filters()
        told.append(
            (
                repository.data_set,
                repository.coverage(filters, by=("region",)).sort("region").rows(),
                repository.implementation(filters).rows(),
            )
        )
        repository.close()
    assert told[0] == told[1] == told[2]
