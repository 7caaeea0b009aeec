"""The database file: all or nothing, one import at a time, never another's file."""

from datetime import date
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from npm_data.questions.repository import open_repository
from npm_data.register.schema import Register
from npm_data.register.storage import build
from npm_data.register.storage.build import write_database
from npm_data.register.storage.connection import (
    DatabaseError,
    SourceFile,
    open_connection,
)
from npm_data.register.storage.current_version import read_register
from npm_data.register.storage.versions import Origin
from tests.registers import register_of, worked_rows

DATA_DATE = date(2018, 6, 30)
ORIGIN = Origin((SourceFile("visits.csv", "ab" * 32, 1234),), DATA_DATE)


@pytest.fixture(scope="module")
def register() -> Register:
    return register_of(**worked_rows())


@pytest.fixture
def path(tmp_path: Path, register: Register) -> Path:
    file = tmp_path / "register.duckdb"
    write_database(register, file, ORIGIN)
    return file


def test_the_database_says_where_it_came_from(path: Path) -> None:
    data_set = open_repository(path).data_set
    assert data_set.sources == ORIGIN.sources
    assert data_set.data_date == DATA_DATE
    assert data_set.row_counts == {
        "institutions": 9,
        "visits": 14,
        "recommendations": 11,
        "follow_up": 19,
    }
    assert len(data_set.fingerprint) == 64
    assert (data_set.register_version, data_set.is_demonstration) == (1, False)
    assert data_set.first_on == date(2014, 5, 12)
    assert not data_set.is_empty


def test_each_import_is_a_version_more_and_ends_the_demonstration(
    tmp_path: Path, register: Register
) -> None:
    file = tmp_path / "new" / "register.duckdb"
    write_database(register, file, Origin((), DATA_DATE, is_demonstration=True))
    assert open_repository(file).data_set.is_demonstration
    assert write_database(register, file, ORIGIN) == 2
    data_set = open_repository(file).data_set
    assert (data_set.register_version, data_set.is_demonstration) == (2, False)


def test_a_reader_keeps_its_version_while_the_next_one_is_swapped_in(
    path: Path, register: Register
) -> None:
    reader = open_repository(path)
    write_database(register_of(), path, ORIGIN)
    assert reader.data_set.row_counts["visits"] == 14
    assert open_repository(path).data_set.is_empty


def test_the_progress_ends_at_one_and_never_goes_back(tmp_path: Path, register: Register) -> None:
    told: list[tuple[str, float]] = []
    write_database(register, tmp_path / "register.duckdb", ORIGIN, lambda *step: told.append(step))
    shares = [share for _, share in told]
    assert shares == sorted(shares)
    assert told[-1] == ("swap", 1.0)


def left_behind(path: Path) -> set[str]:
    """What lies in the register's folder beside it, its lock and the versions."""
    files = {str(each.relative_to(path.parent)) for each in path.parent.rglob("*")}
    kept = {"register.versions", "register.versions/1.duckdb"}
    return files - {path.name, f"{path.name}.lock"} - kept


def test_nothing_but_the_database_its_lock_and_its_versions_is_left_behind(path: Path) -> None:
    assert left_behind(path) == set()


def test_sql_sees_no_file_and_changes_no_setting(path: Path) -> None:
    connection = open_connection(path)
    with pytest.raises(duckdb.Error, match="disabled"):
        connection.execute("select * from read_csv('/etc/hostname')")
    with pytest.raises(duckdb.Error, match="locked"):
        connection.execute("set enable_external_access = true")
    with pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("create table register.more (a int)")


def test_the_second_import_says_that_the_first_is_running(path: Path, register: Register) -> None:
    before = path.read_bytes()
    with FileLock(f"{path}.lock"), pytest.raises(DatabaseError, match="busy") as caught:
        write_database(register, path, ORIGIN, seconds_to_wait=0.05)
    assert caught.value.reason == "busy"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("content", "reason"), [(b"not a database", "unreadable"), (b"", "foreign")]
)
def test_a_file_that_is_no_register_is_not_overwritten(
    tmp_path: Path, register: Register, content: bytes, reason: str
) -> None:
    file = tmp_path / "report.xlsx"
    file.write_bytes(content)
    with pytest.raises(DatabaseError) as caught:
        write_database(register, file, ORIGIN)
    assert caught.value.reason in (reason, "unreadable")
    assert file.read_bytes() == content


@pytest.mark.parametrize(("version", "reason"), [(99, "format_newer"), (2, "format")])
def test_a_register_of_another_format_is_named_as_such(
    path: Path, version: int, reason: str
) -> None:
    with duckdb.connect(path) as connection:
        connection.execute(f"update meta set format_version = {version}")
    with pytest.raises(DatabaseError) as caught:
        open_repository(path)
    assert caught.value.reason == reason


def test_a_register_of_an_older_format_is_replaced_by_importing_it_anew(
    path: Path, register: Register
) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("update meta set format_version = 2")
    assert write_database(register, path, ORIGIN) == 2
    assert open_repository(path).data_set.register_version == 2


def test_a_register_of_a_newer_format_is_not_overwritten(path: Path, register: Register) -> None:
    with duckdb.connect(path) as connection:
        connection.execute("update meta set format_version = 99")
    before = path.read_bytes()
    with pytest.raises(DatabaseError) as caught:
        write_database(register, path, ORIGIN)
    assert caught.value.reason == "format_newer"
    assert path.read_bytes() == before


def test_another_programs_database_is_named_as_such(tmp_path: Path) -> None:
    file = tmp_path / "other.duckdb"
    with duckdb.connect(file) as connection:
        connection.execute("create table meta (a int)")
    with pytest.raises(DatabaseError) as caught:
        open_repository(file)
    assert caught.value.reason == "foreign"


def test_a_missing_database_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError) as caught:
        open_repository(tmp_path / "none.duckdb")
    assert caught.value.reason == "missing"


def test_a_folder_that_cannot_be_made_is_said_and_nothing_is_lost(
    tmp_path: Path, register: Register
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(DatabaseError) as caught:
        write_database(register, tmp_path / "file" / "register.duckdb", ORIGIN)
    assert caught.value.reason == "unwritable"


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (OSError(28, "No space left on device"), "disk_full"),
        (OSError(13, "Permission denied"), "unwritable"),
        (duckdb.IOException("broken"), "unwritable"),
    ],
)
def test_a_fault_before_the_rename_leaves_the_old_register_whole(
    path: Path,
    register: Register,
    monkeypatch: pytest.MonkeyPatch,
    fault: Exception,
    reason: str,
) -> None:
    before = path.read_bytes()

    def fail(building: Path, target: Path) -> None:
        raise fault

    monkeypatch.setattr(build, "swap", fail)
    with pytest.raises(DatabaseError) as caught:
        write_database(register, path, ORIGIN)
    assert caught.value.reason == reason
    assert path.read_bytes() == before
    assert left_behind(path) == set()


@pytest.mark.parametrize("table", ["visits", "place_visits"])
def test_a_new_database_that_lost_rows_is_not_swapped_in(
    path: Path, register: Register, monkeypatch: pytest.MonkeyPatch, table: str
) -> None:
    original = build._build

    def lose_rows(building: Path, *arguments: object) -> None:
        original(building, *arguments)  # type: ignore[arg-type]
        with duckdb.connect(building) as connection:
            connection.execute(f"delete from {table} where visit_id = 'V01'")

    monkeypatch.setattr(build, "_build", lose_rows)
    before = path.read_bytes()
    with pytest.raises(DatabaseError) as caught:
        write_database(register, path, ORIGIN)
    assert caught.value.reason == "damaged"
    assert path.read_bytes() == before


def test_a_table_of_many_rows_is_written_some_at_a_time_and_is_the_same(
    tmp_path: Path, register: Register, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_ROWS_AT_A_TIME", 2)
    file = tmp_path / "in_pieces.duckdb"
    write_database(register, file, ORIGIN)

    first, second = read_register(path)[0], read_register(file)[0]
    assert all(
        second.to_dict()[name].collect().equals(frame.collect())
        for name, frame in first.to_dict().items()
    )
    assert open_repository(file).data_set.fingerprint == open_repository(path).data_set.fingerprint


def test_what_a_killed_import_left_behind_goes_with_the_next(
    path: Path, register: Register
) -> None:
    leftover = path.with_name(f".{path.name}.0a1b2c3d.new")
    leftover.write_bytes(b"half")
    folder = leftover.with_name(f"{leftover.name}.tmp")
    folder.mkdir()
    (folder / "duckdb_temp_storage-0.tmp").write_bytes(b"what did not fit")

    write_database(register, path, ORIGIN)

    assert [each.name for each in path.parent.glob(f".{path.name}*")] == []
