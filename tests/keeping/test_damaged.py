"""Damaged, half-copied, missing, older and newer files: found out and put right."""

import shutil
from pathlib import Path

import duckdb
import pytest

from npm_data.questions.repository import open_repository
from npm_data.register.storage import versions
from npm_data.register.storage.change import (
    history,
    history_as_known,
    restore,
    upgrade,
    usable_file,
    version_file,
)
from npm_data.register.storage.connection import FORMAT_VERSION, DatabaseError, KeepingError
from npm_data.register.storage.current_version import look_through, read_register
from npm_data.register.storage.versions import kept_file, kept_numbers, versions_folder
from tests.extent import some
from tests.keeping.files import add, as_format, reason_of, register_in, worked_register


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return worked_register(tmp_path)


def test_versions_that_were_deleted_are_missed_by_nobody(database: Path) -> None:
    add(database)
    shutil.rmtree(versions_folder(database))
    assert add(database, "more") == 3
    assert [each.number for each in history(database)] == [3, 2, 1]
    assert [each.is_kept for each in history(database)] == [True, True, False]
    with pytest.raises(KeepingError) as caught:
        restore(database, 1, who="")
    assert caught.value.reason == "version_gone"


@pytest.mark.parametrize("share", some([0.999, 0.5, 0, 0.02], 1))
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


@pytest.mark.parametrize(
    "damage",
    some(["update history set sources = '{'", "drop table history", "delete from history"], 1),
)
def test_a_damaged_history_is_put_together_from_the_versions(database: Path, damage: str) -> None:
    add(database)
    with duckdb.connect(database) as connection:
        connection.execute(damage)
    assert not history_as_known(database)[1]
    newest, first = history(database)
    assert (newest.number, newest.who) == (2, "who"), "its copy among the versions knows"
    assert first.who == "first@example.org"
    shutil.rmtree(versions_folder(database))
    (only,) = history(database)
    assert (only.number, only.is_reconstructed) == (2, True)
    assert add(database, "more") == 3
    assert history_as_known(database)[1]


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
    assert versions.MOST_KEPT == 20
    monkeypatch.setattr(versions, "MOST_KEPT", 1)
    for number in range(3):
        add(database, str(number))
    assert kept_numbers(database) == [4, 3], "the present one, and as many before it"
    assert [each.is_kept for each in history(database)] == [True] * 2 + [False] * 2


def test_each_version_holds_its_own_content_whatever_happens_to_the_present_one(
    database: Path,
) -> None:
    add(database)
    content = database.read_bytes()
    with database.open("r+b") as file:
        file.truncate(1000)
    assert version_file(database, 2).read_bytes() == content
    assert read_register(version_file(database, 1))[0].follow_up.height == 19
