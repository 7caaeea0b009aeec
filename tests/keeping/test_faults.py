"""What can go wrong with disks, rights, files and clocks: said clearly, and the last good stays."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import pytest
from filelock import FileLock

from npm_data.database import build, versions
from npm_data.database.build import write_database
from npm_data.database.connection import FORMAT_VERSION
from npm_data.database.errors import DatabaseError
from npm_data.database.reading import look_through, read_register
from npm_data.database.versions import kept_file, kept_numbers, versions_folder
from npm_data.i18n import words_for
from npm_data.keeping import (
    KeepingError,
    apply,
    history,
    history_is_whole,
    restore,
    upgrade,
    usable_file,
    version_file,
)
from npm_data.reference import LANGUAGES, PROJECT
from npm_data.repository import open_repository
from tests.keeping.files import register_in, update, worked_register

NOBODY = 65534
EVENT = {
    "recommendation_id": "R01",
    "on": "2018-06-30",
    "axis": "implementation",
    "status": "implemented",
    "judge": "npm",
    "note": "",
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return worked_register(tmp_path)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter; those of pytest are closed to all but their owner."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder
    for each in [folder, *folder.rglob("*")]:
        if each.is_dir():
            each.chmod(0o777)
    shutil.rmtree(folder)


@contextmanager
def somebody_without_rights() -> Iterator[None]:
    """Rights mean nothing to root: what is done here is done as nobody."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


def add(database: Path, note: str = "") -> int:
    return apply(update(database, follow_up=[EVENT | {"note": note}]), database, who="who")


def reason_of(error: pytest.ExceptionInfo[DatabaseError]) -> str:
    """The error's reason, which has a sentence in each language."""
    reason = error.value.reason
    for language in LANGUAGES:
        assert words_for(language)(f"database.{reason}", path=error.value.path)
    return reason


FILL_AND_IMPORT = """
import errno, os, sys
from pathlib import Path
from npm_data.database.build import write_database
from npm_data.database.errors import DatabaseError
from npm_data.database.reading import read_register
database = Path(sys.argv[1])
register, origin = read_register(database)
ballast = database.with_name("ballast")
told = []
for room in range(0, 14_000_000, 700_000):
    ballast.unlink(missing_ok=True)
    state = os.statvfs(database.parent)
    with ballast.open("wb") as file:
        file.write(bytes(max(0, state.f_bavail * state.f_frsize - room)))
    try:
        told.append(write_database(register, database, origin))
    except DatabaseError as error:
        told.append(error.reason)
    read_register(database)
    left = [each.name for each in database.parent.rglob(".*") if "duckdb" in each.name]
    assert left == [], left
    if told[-1] != "disk_full":
        break
print(*told)
"""


def in_a_small_room(folder: Path, database: Path) -> list[str]:
    """Imports upon a disk of 40 MB with ever more room, until one succeeds; what each said."""
    mount = f"mount -t tmpfs -o size=40m tmpfs {folder} && cp {database} {folder}"
    run = f'exec {sys.executable} -c "$PROGRAM" {folder / database.name}'
    shells = (["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"])
    environment = os.environ | {"PROGRAM": FILL_AND_IMPORT, "PYTHONPATH": str(PROJECT)}
    for shell in shells:
        command = [*shell, "sh", "-c", f"{mount} && {run}"]
        ran = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False, cwd=PROJECT
        )
        if "unshare" not in ran.stderr and "mount" not in ran.stderr:
            break
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="a small disk is mounted as Linux does it")
def test_a_full_disk_is_named_and_the_old_register_stays(database: Path, open_folder: Path) -> None:
    told = in_a_small_room(open_folder, database)
    assert len(told) > 3, "it was full at several steps"
    assert told == ["disk_full"] * (len(told) - 1) + ["2"]


def test_a_folder_that_may_not_be_written_is_named(open_folder: Path) -> None:
    database = worked_register(open_folder)
    register, origin = read_register(database)
    for each in open_folder.rglob("*"):
        each.chmod(0o444 if each.is_file() else 0o555)
    open_folder.chmod(0o555)
    with somebody_without_rights():
        with pytest.raises(DatabaseError) as caught:
            write_database(register, database, origin)
        assert usable_file(database).fault is None, "it can still be read"
        assert len(history(database)) == 1
    assert reason_of(caught) == "unwritable"
    assert look_through(database).register_version == 1


def test_a_file_that_may_not_be_read_is_not_taken_for_a_damaged_one(open_folder: Path) -> None:
    database = worked_register(open_folder)
    register, origin = read_register(database)
    Path(f"{database}.lock").chmod(0o666)
    versions_folder(database).chmod(0o777)
    database.chmod(0)
    with somebody_without_rights():
        usable = usable_file(database)
        with pytest.raises(DatabaseError) as caught:
            write_database(register, database, origin)
    assert usable.fault
    assert (usable.fault.reason, usable.version) == ("no_permission", 1)
    assert usable.path == kept_file(database, 1)
    assert reason_of(caught) == "no_permission"


@pytest.mark.parametrize("fault", ["closed", "a file"])
def test_what_cannot_be_kept_is_not_replaced(open_folder: Path, fault: str) -> None:
    database = worked_register(open_folder)
    register, origin = read_register(database)
    folder, before = versions_folder(database), database.read_bytes()
    Path(f"{database}.lock").chmod(0o666)
    if fault == "closed":
        folder.chmod(0o555)
    else:
        shutil.rmtree(folder)
        folder.write_text("in the way", encoding="utf-8")
    with somebody_without_rights(), pytest.raises(DatabaseError) as caught:
        write_database(register, database, origin)
    assert reason_of(caught) == "versions_unwritable"
    assert caught.value.path == folder
    assert database.read_bytes() == before


def test_versions_that_were_deleted_are_missed_by_nobody(database: Path) -> None:
    add(database)
    shutil.rmtree(versions_folder(database))
    assert add(database, "more") == 3
    assert [each.number for each in history(database)] == [3, 2, 1]
    assert [each.is_kept for each in history(database)] == [True, True, False]
    with pytest.raises(KeepingError) as caught:
        restore(database, 1, who="")
    assert caught.value.reason == "version_gone"


@pytest.mark.parametrize("share", [0, 0.02, 0.5, 0.999])
def test_a_half_copied_register_is_found_out_and_put_right(database: Path, share: float) -> None:
    add(database)
    whole = database.read_bytes()
    database.write_bytes(whole[: int(len(whole) * share)])
    usable = usable_file(database)
    assert usable.fault
    assert usable.fault.reason in ("unreadable", "foreign")
    assert (usable.version, usable.path) == (2, kept_file(database, 2))
    assert open_repository(usable.path).data_set.row_counts["follow_up"] == 20
    assert restore(database, 2, who="the secretariat") == 3
    assert usable_file(database).fault is None
    assert register_in(database).follow_up.height == 20


def test_one_wrong_byte_in_the_records_is_found_out(database: Path) -> None:
    content = bytearray(database.read_bytes())
    at = content.index(b"Seen on the interim visit")
    content[at] ^= 1
    database.write_bytes(bytes(content))
    usable = usable_file(database)
    assert usable.fault
    assert usable.fault.reason == "unreadable"
    assert look_through(usable.path).register_version == 1


def test_a_register_that_was_deleted_goes_on_from_its_last_version(database: Path) -> None:
    add(database)
    database.unlink()
    usable = usable_file(database)
    assert usable.fault
    assert (usable.fault.reason, usable.version) == ("missing", 2)
    assert add(database, "more") == 3
    assert register_in(database).follow_up.height == 21
    assert [each.number for each in history(database)] == [3, 2, 1]


def test_what_was_damaged_is_put_aside_when_it_is_replaced(database: Path) -> None:
    database.write_bytes(b"half of something")
    add(database)
    (aside,) = versions_folder(database).glob("damaged-*")
    assert aside.read_bytes() == b"half of something"
    assert kept_numbers(database) == [2, 1]


def test_a_damaged_version_cannot_be_restored_and_says_so(database: Path) -> None:
    add(database)
    kept_file(database, 1).write_bytes(b"half of something")
    before = database.read_bytes()
    with pytest.raises(DatabaseError) as caught:
        restore(database, 1, who="")
    assert reason_of(caught) == "unreadable"
    assert database.read_bytes() == before


def test_with_nothing_kept_a_file_that_is_no_register_is_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "register.duckdb"
    letter.write_bytes(b"to whom it may concern")
    with pytest.raises(DatabaseError):
        usable_file(letter)
    with pytest.raises(DatabaseError):
        history(tmp_path / "none.duckdb")
    assert letter.read_bytes() == b"to whom it may concern"


def test_a_register_of_a_newer_program_is_neither_replaced_nor_passed_over(database: Path) -> None:
    add(database)
    with duckdb.connect(database) as connection:
        connection.execute(f"update meta set format_version = {FORMAT_VERSION + 1}")
    before = database.read_bytes()
    for act in (usable_file, history, lambda path: restore(path, 1, who=""), add):
        with pytest.raises(DatabaseError) as caught:
            act(database)
        assert reason_of(caught) == "format_newer"
    assert database.read_bytes() == before


def as_format(database: Path, version: int) -> None:
    """What an older program would have written: without the tables that came since."""
    with duckdb.connect(database) as connection:
        connection.execute("drop table history")
        if version == 1:
            connection.execute("drop table findings")
        connection.execute(f"update meta set format_version = {version}")
    shutil.rmtree(versions_folder(database))


@pytest.mark.parametrize("version", [1, 2])
def test_a_register_of_an_older_format_is_brought_up_to_date_when_it_is_opened(
    database: Path, version: int
) -> None:
    rows = register_in(database)
    as_format(database, version)
    old = database.read_bytes()
    assert usable_file(database).version == 2
    newest, first = history(database)
    assert (newest.action, newest.difference and any(map(any, newest.difference.values()))) == (
        "upgrade", False,
    )  # fmt: skip
    assert (first.number, first.is_reconstructed, first.who) == (1, True, "")
    assert kept_file(database, 1).read_bytes() == old
    assert register_in(database).follow_up.equals(rows.follow_up)
    assert usable_file(database).version == 2, "once only"
    assert upgrade(database) == 2


def test_what_is_added_to_an_older_format_brings_it_up_to_date(database: Path) -> None:
    as_format(database, 2)
    assert add(database) == 2
    newest, first = history(database)
    assert (newest.action, first.is_reconstructed) == ("import", True)
    assert look_through(database).format_version == FORMAT_VERSION
    assert restore(database, 1, who="") == 3, "a kept version may be of the older format"
    assert register_in(database).follow_up.height == 19


def test_the_lock_of_a_dead_process_holds_nobody_up(database: Path) -> None:
    holder = (
        "import sys; from filelock import FileLock; lock = FileLock(sys.argv[1]);"
        "lock.acquire(); print('held', flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", holder, f"{database}.lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        register, origin = read_register(database)
        with pytest.raises(DatabaseError) as caught:
            write_database(register, database, origin, seconds_to_wait=0.05)
        process.kill()
    assert reason_of(caught) == "busy"
    assert Path(f"{database}.lock").exists()
    assert add(database) == 2


@pytest.mark.parametrize(
    "damage", ["drop table history", "update history set sources = '{'", "delete from history"]
)
def test_a_damaged_history_is_put_together_from_the_versions(database: Path, damage: str) -> None:
    add(database)
    with duckdb.connect(database) as connection:
        connection.execute(damage)
    assert not history_is_whole(database)
    newest, first = history(database)
    assert (newest.number, newest.who) == (2, "who"), "its copy among the versions knows"
    assert first.who == "first@example.org"
    shutil.rmtree(versions_folder(database))
    (only,) = history(database)
    assert (only.number, only.is_reconstructed) == (2, True)
    assert add(database, "more") == 3
    assert history_is_whole(database)


def test_a_clock_that_went_back_changes_no_order_and_is_said(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=400)

    class Clock(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return long_ago

    monkeypatch.setattr(build, "datetime", Clock)
    add(database)
    monkeypatch.undo()
    add(database, "more")
    entries = history(database)
    assert [each.number for each in entries] == [3, 2, 1]
    assert [each.clock_went_back for each in entries] == [False, True, False]
    assert entries[1].at.date() == long_ago.date(), "as the clock said"


def test_a_backup_put_in_place_does_not_take_the_numbers_of_newer_versions(
    database: Path, tmp_path: Path
) -> None:
    backup = tmp_path / "backup"
    shutil.copy(database, backup)
    add(database)
    add(database, "more")
    shutil.copy(backup, database)
    assert add(database, "after the backup") == 4
    assert [(each.number, each.base_number) for each in history(database)] == [
        (4, 1), (3, 2), (2, 1), (1, 0),
    ]  # fmt: skip
    assert register_in(database).follow_up.height == 20


def test_the_last_twenty_versions_are_kept(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(versions, "MOST_KEPT", 3)
    for number in range(5):
        add(database, str(number))
    assert kept_numbers(database) == [6, 5, 4, 3]
    assert [each.is_kept for each in history(database)] == [True] * 4 + [False] * 2
    assert versions.MOST_KEPT == 3


def test_each_version_holds_its_own_content_whatever_happens_to_the_present_one(
    database: Path,
) -> None:
    add(database)
    content = database.read_bytes()
    with database.open("r+b") as file:
        file.truncate(1000)
    assert version_file(database, 2).read_bytes() == content
    assert read_register(version_file(database, 1))[0].follow_up.height == 19


@pytest.mark.parametrize(("language", "said"), [("kk", "жоқ"), ("ru", "нет"), ("en", "missing")])
def test_a_missing_file_of_reference_data_is_one_sentence(
    tmp_path: Path, language: str, said: str
) -> None:
    for name in ("npm_data", "queries", "data/reference"):
        shutil.copytree(
            PROJECT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__")
        )
    (tmp_path / "data" / "reference" / "regions.csv").unlink()
    ran = subprocess.run(
        [sys.executable, "-m", "npm_data", "history", "--database", "none.duckdb"],
        cwd=tmp_path,
        env=os.environ | {"LC_ALL": f"{language}_KZ.UTF-8", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    text = ran.stderr.decode()
    assert ran.returncode == 2
    assert text.count("\n") == 1
    assert "regions.csv" in text
    assert said in text


def test_two_imports_at_once_follow_each_other(database: Path) -> None:
    register, origin = read_register(database)
    with FileLock(f"{database}.lock"), pytest.raises(DatabaseError) as caught:
        write_database(register, database, origin, seconds_to_wait=0.05)
    assert reason_of(caught) == "busy"
