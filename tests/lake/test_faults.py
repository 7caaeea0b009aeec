"""Kills, dead servers, full disks and wrong clocks: no version of a lake is lost or mixed.

In the gate a few kills of a publisher, everywhere a hundred.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
import pytest

from npm_data.reference import PROJECT
from npm_data.register.storage import build, replica
from npm_data.register.storage import lake as lake_module
from npm_data.register.storage.build import fingerprint_of, register_frames
from npm_data.register.storage.change import copy_register, history, usable_file, version_file
from npm_data.register.storage.connection import (
    DatabaseError,
    open_connection,
    read_meta,
)
from npm_data.register.storage.current_version import look_through, read_register
from npm_data.register.storage.replica import Record, follow, note, record_of
from tests.extent import some, spread, times
from tests.keeping.files import add, reason_of, worked_register
from tests.keeping.killing import killer
from tests.lake.conftest import Connect
from tests.lake.places import Lake
from tests.lake.servers import Postgres, Storage

KILLS, MOMENTS = times(4, 100), times(1, 30)
A_DAY = timedelta(days=1)


@pytest.fixture
def two(lake: Lake, tmp_path: Path) -> tuple[Path, Path]:
    """The replicas of two machines of one lake on PostgreSQL, with version 1 in it."""
    replicas = tmp_path / "a" / "register.duckdb", tmp_path / "b" / "register.duckdb"
    for each in replicas:
        note(each, Record(lake.database, lake.data))
    copy_register(worked_register(tmp_path / "laptop"), replicas[0])
    follow(replicas[1])
    return replicas


def whole(file: Path) -> tuple[int, str]:
    """Number and fingerprint of a version, whose rows and history are its own."""
    meta = look_through(file)
    register, origin = read_register(file)
    assert fingerprint_of(register_frames(register), origin.data_date) == meta.fingerprint
    connection = open_connection(file)
    newest = "select number, fingerprint from history order by 1 desc limit 1"
    told = connection.execute(newest).fetchall()
    lost = connection.execute(
        "select (select count(*) from recommendations) - (select count(*) from statements),"
        " (select count(*) from follow_up) - (select count(*) from chain_events)"
    ).fetchall()
    assert read_meta(connection, file) == meta
    connection.close()
    assert told == [(meta.register_version, meta.fingerprint)]
    assert lost == [(0, 0)]
    return meta.register_version, meta.fingerprint


def published(database: Path) -> dict[int, str]:
    record = record_of(database)
    assert record
    versions = record.lake.ask().versions
    return {number: snapshot.fingerprint for number, snapshot in versions.items()}


class Follower(threading.Thread):
    """A machine that follows without pause, and looks at every version that it gets."""

    def __init__(self, database: Path) -> None:
        super().__init__(daemon=True)
        self.database, self.seen, self.ended = database, dict[int, str](), threading.Event()
        self.faults: list[BaseException] = []

    def run(self) -> None:
        file = 0
        try:
            while not self.ended.wait(0.02):
                follow(self.database)
                if self.database.stat().st_ino == file:
                    continue
                file = self.database.stat().st_ino
                number, fingerprint = whole(self.database)
                assert self.seen.setdefault(number, fingerprint) == fingerprint
                assert number == max(self.seen), "never back"
        except BaseException as error:
            self.faults.append(error)

    def end(self) -> None:
        self.ended.set()
        self.join()
        assert self.faults == []


def test_a_publisher_is_killed_at_moments_of_its_whole_run(
    storage: Storage, two: tuple[Path, Path], tmp_path: Path
) -> None:
    """Two processes follow: one that has its file together with the publisher, one elsewhere."""
    here, there = two
    followers = [Follower(each) for each in two]
    for each in followers:
        each.start()
    with killer(tmp_path / "laptop" / "register.duckdb") as publisher:
        took = publisher.order(here, "step", 0, "marked").seconds
        known, killed = published(here), 0
        for kill in range(KILLS):
            killed += publisher.order(here, "after", took * kill / KILLS, "marked").was_killed
            now, last = published(here), max(known)
            assert {*now} - {*known} <= {last + 1}, "those before, and perhaps one more"
            expired = {number for number in known if number < last - lake_module.MOST_KEPT + 1}
            assert {*known} - {*now} <= expired
            assert all(known.get(number, print_) == print_ for number, print_ in now.items())
            known = now
        assert not publisher.order(here, "step", 0, "marked").was_killed, "the next one works"
    assert killed > KILLS // 2
    known = published(here)
    for each in followers:
        each.end()
        follow(each.database)
        assert whole(each.database) == (max(known), known[max(known)]) == whole(here)
        assert all(known.get(number, was) == was for number, was in each.seen.items())
    assert len({*known.values()}) == len(known), "each has rows of its own"
    for number, fingerprint in known.items():
        assert whole(version_file(there, number)) == (number, fingerprint)
    for database in (here, there):
        assert not [each.name for each in database.parent.iterdir() if each.name.endswith(".new")]


class Counted:
    """A connection that has something happen before its n-th statement on the lake."""

    statements, last = 0, -1

    @classmethod
    def engine(cls, happen: Callable[[], None]) -> Any:
        made = lake_module._engine.__wrapped__

        @lru_cache(maxsize=1)
        def engine(*arguments: Any) -> Any:
            return cls(made(*arguments), happen)

        return engine

    def __init__(self, connection: duckdb.DuckDBPyConnection, happen: Callable[[], None]) -> None:
        self.connection, self.happen = connection, happen

    def execute(self, *arguments: Any) -> Any:
        if Counted.statements == Counted.last:
            self.happen()
        Counted.statements += 1
        return self.connection.execute(*arguments)

    def close(self) -> None:
        self.connection.close()


@pytest.mark.parametrize(("kind", "does"), spread(["postgres", "storage"], [add, follow]))
def test_a_server_is_killed_while_a_version_is_published_or_followed(
    two: tuple[Path, Path],
    postgres: Postgres,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
    does: Callable[[Path], object],
    kind: str,
) -> None:
    """Before each of its statements in turn, in the gate before some; then it is done again."""
    here, there = two
    server = postgres if kind == "postgres" else storage
    monkeypatch.setattr(lake_module, "_engine", Counted.engine(server.kill))
    monkeypatch.setattr(Counted, "last", -1)
    monkeypatch.setattr(Counted, "statements", 0)
    add(here)
    if does is follow:
        Counted.statements = 0
        follow(there)
    steps, reasons, moments = Counted.statements, list[str](), range(1, MOMENTS + 1)
    for moment in sorted({steps * each // (MOMENTS + 1) for each in moments}):
        if does is follow:
            add(here)
        known, before = published(here), [whole(each) for each in two]
        database = there if does is follow else here
        Counted.statements, Counted.last = 0, moment
        try:
            does(database)
        except DatabaseError as error:
            reasons.append(error.reason)
            assert [whole(each) for each in two] == before
        Counted.last = -1
        server.start()
        now = published(here)
        assert known.items() <= now.items()
        assert {*now} - {*known} <= {max(known) + 1}
        for each in two:
            follow(each)
            assert whole(each) == (max(now), now[max(now)])
    assert {*reasons} <= {"lake_gone"}
    assert reasons or kind == "storage", "that was begun already is read from where it was"
    assert add(here) == max(published(here))


FILL_AND_FOLLOW = """
import os, sys
from pathlib import Path
from npm_data.register.storage.connection import DatabaseError
from npm_data.register.storage.replica import follow, record_of
from tests.keeping.files import add
from tests.lake.test_faults import whole
here, there = map(Path, sys.argv[1:])
follow(there)
first = whole(there)
add(here)
ballast = there.with_name("ballast")
told = []
for room in range(0, 16_000_000, 2_000_000):
    ballast.unlink(missing_ok=True)
    state = os.statvfs(there.parent)
    with ballast.open("wb") as file:
        file.write(bytes(max(0, state.f_bavail * state.f_frsize - room)))
    try:
        follow(there)
    except DatabaseError as error:
        assert whole(there) == first
        assert not [each for each in there.parent.iterdir() if each.name.endswith(".new")]
        told.append(error.reason)
    else:
        break
assert room == 0 or record_of(there).fault == "", "it is forgotten when it is over"
print(*told, whole(there)[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is mounted as Linux does it")
def test_a_follower_whose_disk_is_full_keeps_the_last_version_until_there_is_room(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    here, there = two
    room = tmp_path / "room"
    room.mkdir()
    mount = f"mount -t tmpfs -o size=24m tmpfs {room} && cp {there.with_suffix('.lake')} {room}"
    run = f'exec {sys.executable} -c "$PROGRAM" {here} {room / there.name}'
    shell = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]
    ran = subprocess.run(
        [*shell, "sh", "-c", f"{mount} && {run}"],
        env=os.environ | {"PROGRAM": FILL_AND_FOLLOW},
        capture_output=True,
        text=True,
        check=False,
        cwd=PROJECT,
    )
    assert ran.returncode == 0, ran.stderr
    *reasons, version = ran.stdout.split()
    assert {*reasons} == {"disk_full"}
    assert len(reasons) > 1
    assert version == "2"


@pytest.mark.everywhere
@pytest.mark.parametrize("days", some([-1, 1], 1))
def test_a_machine_whose_clock_is_wrong_publishes_in_its_turn(
    two: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    here, there = two

    class Clock(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:
            return datetime.now(tz) + days * A_DAY

    with monkeypatch.context() as wrong:
        for module in (build, replica):
            wrong.setattr(module, "datetime", Clock)
        add(there, "by another clock")
    follow(here)
    add(here, "by this one")
    follow(there)
    assert whole(there) == whole(here)
    entries = history(there)
    assert [each.number for each in entries] == [3, 2, 1]
    assert [each.clock_went_back for each in entries] == [days > 0, days < 0, False]
    record = record_of(there)
    assert record
    assert record.heard_at
    assert record.seconds_unheard(record.heard_at - A_DAY) == 0.0


def test_a_clock_that_is_ahead_removes_nothing_that_another_machine_is_about_to_publish(
    two: tuple[Path, Path], lake: Lake, connect: Connect, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whose files have no snapshot yet, and would be two days old by that clock."""
    here, _ = two
    other = connect()
    other.execute(lake.attach())
    other.execute("begin")
    other.execute("create table lake.coming as select range as n from range(1000)")
    made = lake_module._engine.__wrapped__

    @lru_cache(maxsize=1)
    def ahead(*arguments: Any) -> duckdb.DuckDBPyConnection:
        connection: duckdb.DuckDBPyConnection = made(*arguments)
        connection.execute("create macro now() as get_current_timestamp() + interval 2 days")
        return connection

    monkeypatch.setattr(lake_module, "_engine", ahead)
    record = record_of(here)
    assert record
    record.lake.expire()
    other.execute("commit")
    reader = connect()
    reader.execute(lake.attach("read_only"))
    assert reader.execute("select sum(n) from lake.coming").fetchall() == [(499500,)]


@pytest.mark.parametrize("record", some(['{"address": 1}', None, ""], 2))
def test_a_record_that_is_damaged_or_lost_makes_no_register_of_its_own(
    two: tuple[Path, Path], lake: Lake, monkeypatch: pytest.MonkeyPatch, record: str | None
) -> None:
    """Whoever was told of the lake by its address begins it anew; nobody else writes there."""
    here, there = two
    beside = there.with_suffix(".lake")

    def damage() -> None:
        beside.unlink()
        if record is not None:
            beside.write_text(record, "utf-8")

    add(here)
    damage()
    if record is not None:
        for fails in (follow, add):
            with pytest.raises(DatabaseError) as told:
                fails(there)
            assert reason_of(told) == "unreadable"
            assert told.value.path == beside
        assert whole(there)[0] == 1
    monkeypatch.setenv("NPM_REPLICA", str(there))
    monkeypatch.setenv("NPM_LAKE_DATA", lake.data)
    if record is None:
        with pytest.raises(DatabaseError) as told:
            replica.database_at(lake.database)
        assert reason_of(told) == "lake_other_file"
        return
    assert replica.database_at(lake.database) == there
    follow(there)
    assert whole(there) == whole(here)
    damage()
    assert add(there) == 3, "also while it runs"
    follow(here)
    assert whole(there) == whole(here)


@pytest.mark.everywhere
def test_another_process_that_knows_less_of_the_lake_takes_nothing_from_the_record(
    two: tuple[Path, Path], lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was not told where the data lie; then it reads them where they are, and copies again."""
    _, there = two
    before = record_of(there)
    monkeypatch.setenv("NPM_REPLICA", str(there))
    monkeypatch.delenv("NPM_LAKE_DATA", raising=False)
    replica.database_at(lake.database)
    assert record_of(there) == before
    monkeypatch.setenv("NPM_LAKE_DIRECT", "1")
    replica.database_at(lake.database)
    follow(there)
    assert json.loads(there.read_text())["snapshot"] == 1
    monkeypatch.setenv("NPM_LAKE_DIRECT", "")
    replica._replica_of.cache_clear()
    replica.database_at(lake.database)
    follow(there)
    assert whole(there)[0] == 1
    assert there.stat().st_size > 10_000


def test_a_machine_that_is_set_up_while_the_catalog_is_gone_says_so_and_begins_later(
    two: tuple[Path, Path],
    lake: Lake,
    postgres: Postgres,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NPM_REPLICA", str(tmp_path / "new" / "register.duckdb"))
    with postgres.killed():
        new = replica.database_at(lake.database)
        for asks in (follow, usable_file):
            with pytest.raises(DatabaseError) as told:
                asks(new)
            assert reason_of(told) == "lake_gone"
        record = record_of(new)
        assert record
        assert record.seconds_unheard() is None
    follow(new)
    assert whole(usable_file(new).path) == whole(two[0])


def test_a_catalog_that_has_no_version_any_more_is_not_believed(
    two: tuple[Path, Path], lake: Lake, postgres: Postgres
) -> None:
    """Somebody made it anew: what is here stays, and is not put into it unasked."""
    here, _ = two
    name = lake.database.split("dbname=")[1].split()[0]
    before = whole(here)
    postgres.say(f"drop database {name} with (force)")
    postgres.say(f"create database {name} owner npm")
    for fails in (follow, add):
        with pytest.raises(DatabaseError) as told:
            fails(here)
        assert reason_of(told) == "lake_gone"
    assert whole(here) == before
    assert [each.is_kept for each in history(here)] == [True]
    file = here.rename(here.with_name("last.duckdb"))
    here.with_suffix(".lake").unlink()
    note(here, Record(lake.database, lake.data))
    assert copy_register(file, here) == 1, "who asks for it has it anew"
    assert whole(here) == before


@pytest.mark.everywhere
@pytest.mark.parametrize("kind", ["postgres", "storage"])
def test_a_server_that_hangs_is_given_up(
    two: tuple[Path, Path],
    postgres: Postgres,
    storage: Storage,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    here, there = two
    add(here)
    before = whole(there)
    monkeypatch.setenv("PGCONNECT_TIMEOUT", "2")
    monkeypatch.setattr(lake_module, "SECONDS_OF_AN_ANSWER", 3)
    lake_module._engine.cache_clear()
    server = postgres if kind == "postgres" else storage
    with server.hanging():
        with pytest.raises(DatabaseError) as told:
            follow(there)
        assert reason_of(told) == "lake_gone"
        assert whole(there) == before
    lake_module._engine.cache_clear()
    follow(there)
    assert whole(there) == whole(here)


def test_a_machine_whose_role_may_only_read_follows_and_is_told_that_it_may_not_write(
    storage: Storage,
    two: tuple[Path, Path],
    lake: Lake,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here, _ = two
    reader = tmp_path / "reader" / "register.duckdb"
    note(reader, Record(lake.database.replace("user=npm", "user=reader"), lake.data))
    follow(reader)
    assert whole(reader) == whole(here)
    known = published(here)
    with pytest.raises(DatabaseError) as told:
        add(reader)
    assert reason_of(told) == "lake_refused"
    assert "user=reader" in str(told.value.path)
    assert published(here) == known
    add(here)
    with monkeypatch.context() as forgot:
        forgot.setenv("PGPASSFILE", str(tmp_path / "none"))
        with pytest.raises(DatabaseError) as told:
            follow(reader)
    assert reason_of(told) == "lake_refused"
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    with pytest.raises(DatabaseError) as told:
        follow(two[1])
    assert reason_of(told) == "lake_refused"
    assert whole(two[1])[0] == 1
