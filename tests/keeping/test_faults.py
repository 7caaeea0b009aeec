"""What can go wrong with disks, rights, locks and clocks: said clearly, and the last good stays."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from npm_data.reference import PROJECT
from npm_data.register.storage import build
from npm_data.register.storage.build import write_database
from npm_data.register.storage.change import history, usable_file
from npm_data.register.storage.connection import DatabaseError
from npm_data.register.storage.current_version import look_through, read_register
from npm_data.register.storage.versions import kept_file, versions_folder
from tests.extent import some, spread
from tests.keeping.files import add, as_format, reason_of, worked_register

NOBODY = 65534


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


FILL_AND_IMPORT = """
import errno, os, sys
from pathlib import Path
from npm_data.register.storage.build import write_database
from npm_data.register.storage.connection import DatabaseError
from npm_data.register.storage.current_version import read_register
database = Path(sys.argv[1])
register, origin = read_register(database)
ballast = database.with_name("ballast")
told = []
for room in range(0, 14_000_000, 1_400_000):
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


def test_an_older_register_in_such_a_folder_says_what_to_do(open_folder: Path) -> None:
    database = worked_register(open_folder)
    as_format(database, 2)
    before = database.read_bytes()
    Path(f"{database}.lock").unlink()
    database.chmod(0o444)
    open_folder.chmod(0o555)
    with somebody_without_rights(), pytest.raises(DatabaseError) as caught:
        usable_file(database)
    assert reason_of(caught) == "old_and_unwritable"
    assert database.read_bytes() == before


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


@pytest.mark.parametrize(
    ("said", "command"),
    spread(
        some([("kk", "жоқ"), ("ru", "нет"), ("en", "missing")], 2),
        [("npm_data", "history", "--database", "none.duckdb"), ("npm_data.ui.server",)],
    ),
)
def test_a_missing_file_of_reference_data_is_one_sentence(
    tmp_path: Path, said: tuple[str, str], command: tuple[str, ...]
) -> None:
    language, word = said
    for name in ("npm_data", "queries", "data/reference"):
        shutil.copytree(PROJECT / name, tmp_path / name)
    (tmp_path / "data" / "reference" / "regions.csv").unlink()
    ran = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=tmp_path,
        env=os.environ | {"LC_ALL": f"{language}_KZ.UTF-8", "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        check=False,
    )
    text = ran.stderr.decode()
    assert ran.returncode == 2
    assert text.count("\n") == 1
    assert "regions.csv" in text
    assert word in text


def test_two_imports_at_once_follow_each_other(database: Path) -> None:
    register, origin = read_register(database)
    with FileLock(f"{database}.lock"), pytest.raises(DatabaseError) as caught:
        write_database(register, database, origin, seconds_to_wait=0.05)
    assert reason_of(caught) == "busy"
