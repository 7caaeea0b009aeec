"""A register in a lake: published, followed, restored, refused, and read where it lies."""

import json
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import duckdb
import pytest

from npm_data.questions.repository import open_repository
from npm_data.register.filters import Filters, Period
from npm_data.register.storage import lake as lake_module
from npm_data.register.storage import replica
from npm_data.register.storage.build import write_database
from npm_data.register.storage.change import (
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
    is_pointer,
    open_connection,
)
from npm_data.register.storage.current_version import current_version_at, read_register
from npm_data.register.storage.lake import Snapshot
from npm_data.register.storage.replica import follow, record_of
from npm_data.register.storage.versions import versions_folder
from tests.keeping.files import add, reason_of, register_in, update, worked_register
from tests.keeping.test_change import NEW_EVENT
from tests.lake.conftest import Connect, MakeLake
from tests.lake.places import Lake
from tests.lake.servers import Postgres, Storage

EVER = Filters(Period(date(2014, 1, 1), date(2018, 6, 30)))


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
    """Two machines that follow one lake on PostgreSQL, with version 1 in it."""
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
            name: connection.execute(f"select count(*), bit_xor(hash(t)) from {name} t").fetchall()[
                0
            ]
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
        coverage = repository.coverage(EVER, by=("region",)).sort("key").rows()
        implementation = repository.implementation(EVER, by=("ministry",)).sort("key").rows()
        told.append((repository.data_set, coverage, implementation))
        repository.close()
    assert told[0] == told[1] == told[2]
    assert told[0][1]
    assert told[0][2]


def test_a_lake_that_is_read_where_it_lies_shows_a_reader_no_other_file(
    two: tuple[Path, Path], tmp_path: Path, lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    direct = Machine(tmp_path / "direct", lake, monkeypatch).database(is_direct=True)
    follow(direct)
    connection = open_connection(direct)
    for elsewhere in ("read_text('/etc/passwd')", "read_parquet('s3://other/x.parquet')"):
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"from {elsewhere}")
    with pytest.raises(duckdb.Error, match="read-only"):
        connection.execute("create table lake.mine as select 1")
    connection.close()


def test_of_two_writers_the_second_is_told_and_nothing_is_lost(two: tuple[Path, Path]) -> None:
    here, there = two
    prepared = update(there, follow_up=[NEW_EVENT])
    assert add(here, "first") == 2
    with pytest.raises(KeepingError, match="changed_meanwhile"):
        apply(prepared, there, who="second")
    assert current_version_at(there).version == 2, "what it was told of is what it has now"
    assert apply(update(there, follow_up=[NEW_EVENT]), there, who="second") == 3
    follow(here)
    notes = register_in(here).follow_up["note"]
    assert notes[-2:].to_list() == ["first", "seen on the spot"]


def test_of_two_who_publish_at_the_same_moment_one_is_told(
    two: tuple[Path, Path], lake: Lake, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both have looked, and neither has written: the catalog itself refuses the second."""
    here, _ = two
    other = connect()
    other.execute(lake.attach())
    look = lake_module._versions

    def look_and_be_overtaken(connection: duckdb.DuckDBPyConnection) -> dict[int, Snapshot]:
        seen = look(connection)
        # The second look is the one within the transaction; the first asked what there is.
        looks.append(len(looks))
        if len(looks) == 2:
            other.execute("begin")
            other.execute("create or replace table lake.meta as from lake.meta")
            told = json.dumps([2, "of another", FORMAT_VERSION])
            other.execute("call lake.set_commit_message('', '', extra_info => ?)", [told])
            other.execute("commit")
        return seen

    looks: list[int] = []
    before = rows(here)
    monkeypatch.setattr(lake_module, "_versions", look_and_be_overtaken)
    with pytest.raises(KeepingError, match="changed_meanwhile"):
        add(here, "second")
    assert len(looks) == 3, "before, within, and after the refusal"
    assert rows(here) == before


def test_an_earlier_version_is_fetched_looked_at_and_restored(two: tuple[Path, Path]) -> None:
    here, there = two
    first = rows(here)
    add(here, "more")
    follow(there)
    earlier = version_file(there, 1)
    assert rows(earlier) == first
    earlier.write_bytes(b"half of something")
    assert rows(version_file(there, 1)) == first, "it is fetched again"
    assert restore(there, 1, who="who") == 3
    follow(here)
    assert read_register(here)[0].follow_up.height == 19
    assert versions(here) == [(3, 3, True), (2, 2, True), (1, None, True)]
    with pytest.raises(KeepingError, match="version_gone"):
        version_file(here, 9)


def test_the_last_versions_are_kept_and_the_files_of_others_go(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two
    for module in (lake_module, replica):
        monkeypatch.setattr(module, "MOST_KEPT", 2)
    monkeypatch.setattr(lake_module, "_SET_ASIDE", "interval 0 second")
    version_file(there, 1)
    for number in range(4):
        add(here, str(number))
    follow(there)
    assert [number for number, _, is_kept in versions(there) if is_kept] == [5, 4, 3]
    with pytest.raises(KeepingError, match="version_gone"):
        version_file(there, 1)
    assert rows(version_file(there, 3))["follow_up"][0] == 21
    record = record_of(there)
    assert record
    with record.lake._open("read_only") as connection:
        kept = connection.execute(f"select count(*) from glob('{record.data}**/*.parquet')")
        tables = len(rows(there))
        assert kept.fetchall()[0][0] <= 3 * tables


def test_a_lake_that_is_gone_is_said_and_what_is_here_is_read(
    two: tuple[Path, Path], postgres: Postgres
) -> None:
    here, there = two
    before = rows(there)
    with postgres.killed():
        with pytest.raises(DatabaseError) as told:
            follow(there)
        assert reason_of(told) == "lake_gone"
        assert rows(there) == before
        assert usable_file(there).version == 1
        record = record_of(there)
        assert record
        assert record.fault == "lake_gone"
        later = datetime.now(UTC) + timedelta(minutes=5)
        assert 300 <= (record.seconds_unheard(later) or 0) < 900
        with pytest.raises(DatabaseError) as told:
            add(there)
        assert reason_of(told) == "lake_gone"
        assert rows(there) == before
    assert add(here) == 2
    follow(there)
    assert rows(there) == rows(here)


def test_a_storage_that_is_gone_leaves_the_last_version(
    two: tuple[Path, Path], storage: Storage
) -> None:
    here, there = two
    add(here, "more")
    before = rows(there)
    with storage.killed():
        for fails in (follow, add):
            with pytest.raises(DatabaseError) as told:
                fails(there)
            assert reason_of(told) == "lake_gone"
        assert rows(there) == before
    follow(there)
    assert rows(there) == rows(here)


def test_a_commit_whose_answer_was_lost_is_found_to_be_done(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two
    commit = lake_module._commit

    def commit_and_hear_nothing(*arguments: object) -> int:
        commit(*arguments)  # type: ignore[arg-type]
        raise duckdb.IOException("server closed the connection unexpectedly")

    monkeypatch.setattr(lake_module, "_commit", commit_and_hear_nothing)
    assert add(here) == 2
    follow(there)
    assert rows(there) == rows(here)


def test_a_damaged_replica_is_fetched_anew(two: tuple[Path, Path]) -> None:
    here, there = two
    there.write_bytes(here.read_bytes()[:-5000])
    assert current_version_at(there).fault is None
    assert rows(there) == rows(here)
    there.unlink()
    left = there.with_name(f".{there.name}.0a1b2c3d.new")
    left.write_text("of a follower that was killed")
    follow(there)
    assert rows(there) == rows(here)
    assert not left.exists()


def test_a_lake_whose_folder_is_not_there_is_gone_and_not_new(
    make_lake: MakeLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lake = make_lake("sqlite")
    here = Machine(tmp_path / "a", lake, monkeypatch).database()
    copy_register(worked_register(tmp_path / "laptop"), here)
    catalog = Path(lake.database.removeprefix("ducklake:sqlite:"))
    catalog.rename(catalog.with_name("not mounted"))
    for fails in (follow, add):
        with pytest.raises(DatabaseError) as told:
            fails(here)
        assert reason_of(told) == "lake_gone"
    assert versions(here) == [(1, None, True)]
    catalog.with_name("not mounted").rename(catalog)
    assert add(here) == 2


@pytest.mark.everywhere
def test_reading_directly_or_a_copy_can_be_chosen_anew(
    two: tuple[Path, Path], lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two
    machine = Machine(there.parent, lake, monkeypatch)
    for is_direct in (True, False):
        replica._replica_of.cache_clear()  # as in a process that is started anew
        follow(machine.database(is_direct=is_direct))
        assert is_pointer(there) == is_direct
        assert rows(there) == rows(here)


def test_a_lake_of_a_newer_program_is_not_followed_and_of_an_older_one_brought_up_to_date(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, there = two
    add(here, "more")
    monkeypatch.setattr(replica, "FORMAT_VERSION", FORMAT_VERSION - 1)
    before = rows(there)
    for fails in (follow, add):
        with pytest.raises(DatabaseError) as told:
            fails(there)
        assert reason_of(told) == "format_newer"
    assert rows(there) == before
    record = record_of(there)
    assert record
    assert record.fault == "format_newer"
    assert (record.seconds_unheard() or 0) < 60, "the lake itself did answer"


@pytest.mark.everywhere
def test_a_lake_that_was_set_back_is_followed_back(
    two: tuple[Path, Path], postgres: Postgres
) -> None:
    """To the catalog's own backup: its newest version is one that was before."""
    here, there = two
    add(here, "lost with the catalog")
    follow(there)
    record = record_of(here)
    assert record
    name = record.address.split("dbname=")[1].split()[0]
    last = "(select max(snapshot_id) from ducklake_snapshot)"
    for table in ("ducklake_snapshot_changes", "ducklake_snapshot"):
        postgres.say(f"delete from {table} where snapshot_id = {last}", name)
    for end in ("table", "data_file", "column"):
        postgres.say(f"update ducklake_{end} set end_snapshot = null where end_snapshot = 2", name)
        postgres.say(f"delete from ducklake_{end} where begin_snapshot = 2", name)
    follow(there)
    assert current_version_at(there).version == 1
    assert register_in(there).follow_up.height == 19


@pytest.mark.parametrize(
    "address",
    ["dbname=npm password=secret", "passWord = 'secret' dbname=npm", "//npm:secret@db/npm"],
)
def test_a_password_in_the_address_is_refused_and_not_shown(address: str) -> None:
    with pytest.raises(DatabaseError) as told:
        replica.database_at(f"ducklake:postgres:{address}")
    assert reason_of(told) == "lake_password"
    assert "secret" not in str(told.value)
    assert "npm" in str(told.value.path)


def test_a_register_of_its_own_is_not_taken_for_a_replica(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = worked_register(tmp_path / "a")
    before = database.read_bytes()
    with pytest.raises(DatabaseError) as told:
        Machine(tmp_path / "a", lake, monkeypatch).database()
    assert reason_of(told) == "lake_other_file"
    assert database.read_bytes() == before
    with pytest.raises(KeepingError, match="other_register"):
        copy_register(database, database.with_name("register.duckdb"))


def test_a_new_lake_needs_a_place_for_its_data(
    lake: Lake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop = worked_register(tmp_path / "laptop")
    nowhere = Machine(tmp_path / "a", Lake(lake.database, ""), monkeypatch).database()
    with pytest.raises(DatabaseError) as told:
        copy_register(laptop, nowhere)
    assert reason_of(told) == "lake_no_data"
    elsewhere = Machine(tmp_path / "b", lake, monkeypatch).database()
    assert copy_register(laptop, elsewhere) == 1
    wrong = Lake(lake.database, "s3://somewhere/else/")
    other = Machine(tmp_path / "c", wrong, monkeypatch).database()
    register, origin = read_register(laptop)
    with pytest.raises(DatabaseError) as told:
        write_database(register, other, origin)
    assert reason_of(told) == "lake_other_data"


def test_back_to_one_file(two: tuple[Path, Path], tmp_path: Path) -> None:
    here, _ = two
    add(here, "more")
    file = tmp_path / "back" / "register.duckdb"
    file.parent.mkdir()
    assert copy_register(here, file) == 2
    assert rows(file) == rows(here)
    assert [each.number for each in history(file)] == [2, 1]
    assert add(file, "on its own") == 3
    assert record_of(file) is None


@pytest.fixture
def one(make_lake: MakeLake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine with a lake of its own on SQLite, with version 1 in it."""
    machine = Machine(tmp_path / "a", make_lake("sqlite"), monkeypatch)
    copy_register(worked_register(tmp_path / "laptop"), machine.database())
    return machine


def test_a_machine_without_a_copy_publishes_and_restores(one: Machine, tmp_path: Path) -> None:
    here = one.database()
    direct = Machine(tmp_path / "b", one.lake, one.monkeypatch).database(is_direct=True)
    follow(direct)
    assert add(direct, "by one that has no copy") == 2
    assert json.loads(direct.read_text())["snapshot"] == 2
    follow(here)
    assert rows(direct) == rows(here)
    assert restore(direct, 1, who="who") == 3
    assert rows(direct)["follow_up"] == rows(version_file(direct, 1))["follow_up"]


def test_what_a_lake_has_otherwise_than_was_heard_is_refused(one: Machine, tmp_path: Path) -> None:
    here = one.database()
    record = record_of(here)
    assert record
    for basis, expected in (((0, ""), None), (current_version_at(here).basis, 9)):
        with pytest.raises(KeepingError, match="changed_meanwhile"):
            record.lake.publish(here, basis, expected)
    with pytest.raises(KeepingError, match="version_gone"):
        record.lake.fetch(99, tmp_path / "none.duckdb")
    expired = {1: record.versions[1]._replace(snapshot=99)}
    assert replica.kept_version(here, replace(record, versions=expired), 1) is None
    another = {1: record.versions[1]._replace(fingerprint="another")}
    with pytest.raises(DatabaseError) as told:
        replica.kept_version(here, replace(record, versions=another), 1)
    assert reason_of(told) == "damaged"
    assert [each.name for each in versions_folder(here).iterdir()] == []


def test_what_stands_in_the_replicas_place_and_is_no_register_is_replaced(one: Machine) -> None:
    here = one.database()
    before = rows(here)
    here.unlink()
    duckdb.connect(here).close()
    follow(here)
    assert rows(here) == before


def test_a_file_is_a_register_of_its_own(tmp_path: Path) -> None:
    file = worked_register(tmp_path)
    before = sorted(tmp_path.iterdir())
    assert replica.database_at(str(file)) == file
    follow(file)
    assert sorted(tmp_path.iterdir()) == before
    replica.note(file / "in a file", replica.Record("ducklake:none"))


def test_it_is_said_which_extension_is_missing_and_that_somebody_waits(
    one: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = one.database()
    lake_module._engine.cache_clear()
    with monkeypatch.context() as other:
        other.setattr(duckdb, "__version__", "9.9.9")
        with pytest.raises(DatabaseError) as told:
            follow(here)
    assert reason_of(told) == "lake_extensions"
    assert str(told.value.path) == "ducklake 9.9.9"
    monkeypatch.setattr(lake_module, "SECONDS_OF_AN_ANSWER", 0.01)
    with lake_module._ONE_AT_A_TIME, pytest.raises(DatabaseError) as told:
        follow(here)
    assert reason_of(told) == "lake_gone"


def test_a_storage_of_a_provider_is_asked_by_its_own_name() -> None:
    told = lake_module._secret({"AWS_ACCESS_KEY_ID": "it's", "AWS_DEFAULT_REGION": "eu-1"})
    assert told == "create secret (type s3, key_id 'it''s', region 'eu-1')"


def test_no_failure_ends_the_thread_that_follows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    file = tmp_path / "register.duckdb"
    replica.note(file, replica.Record("ducklake:none"))
    gone = DatabaseError("lake_gone", file)
    coming = [gone, gone, ValueError("a word of a record"), None, gone, SystemExit()]

    def follow_or_fail(database: Path) -> None:
        assert database == file
        if error := coming.pop(0):
            raise error

    monkeypatch.setattr(replica, "follow", follow_or_fail)
    monkeypatch.setattr(replica, "SECONDS_BETWEEN", 0.001)
    with pytest.raises(SystemExit):
        replica._keep_following(file)
    told = [each.getMessage() for each in caplog.records]
    cannot = "The lake cannot be followed"
    assert told == [cannot, "Following the lake failed", cannot], "once for each time it begins"
    begun = threading.Event()
    monkeypatch.setattr(replica, "_keep_following", lambda database: begun.set())
    replica.follow_always(tmp_path / "of its own.duckdb")
    assert not begun.wait(0.05)
    replica.follow_always(file)
    assert begun.wait(30)
