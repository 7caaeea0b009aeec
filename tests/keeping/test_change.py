"""Prepare and apply: what is shown is what happens, or nothing does."""

from datetime import date
from pathlib import Path

import pytest

from npm_data.questions.repository import open_repository
from npm_data.register.reading import read_source
from npm_data.register.storage.change import Prepared, apply, history, prepare, restore
from npm_data.register.storage.connection import KeepingError
from tests.keeping.files import TODAY, register_in, source_of, update, worked_register
from tests.registers import WORKED
from tests.sources import records_of, worked_copy, write_records

NEW_EVENT = {
    "recommendation_id": "R01",
    "on": "2018-06-30",
    "axis": "implementation",
    "status": "implemented",
    "judge": "npm",
    "note": "seen on the spot",
}


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return worked_register(tmp_path)


def test_the_first_import_is_a_version_of_new_rows_alone(database: Path) -> None:
    (first,) = history(database)
    assert (first.number, first.who, first.action, first.mode) == (
        1, "first@example.org", "import", "replace",
    )  # fmt: skip
    assert first.difference is not None
    assert {sheet: counts.new for sheet, counts in first.difference.items()} == {
        "institutions": 9, "visits": 14, "recommendations": 11, "follow_up": 19,
    }  # fmt: skip
    assert [each.name for each in first.sources] == sorted(
        each.name for each in WORKED.glob("*.csv")
    )


def test_what_is_prepared_is_not_written_until_it_is_applied(database: Path) -> None:
    before = database.read_bytes()
    prepared = update(database, follow_up=[NEW_EVENT])
    assert database.read_bytes() == before
    assert apply(prepared, database, who="second@example.org") == 2
    assert register_in(database).follow_up.height == 20
    assert register_in(database).follow_up["note"][-1] == "seen on the spot"


def test_a_row_that_is_there_already_adds_nothing(database: Path) -> None:
    apply(update(database, follow_up=[NEW_EVENT]), database, who="")
    prepared = update(database, follow_up=[NEW_EVENT])
    assert prepared.difference
    assert prepared.difference.is_empty


def test_what_was_prepared_upon_another_version_is_refused(database: Path) -> None:
    first, second = (update(database, follow_up=[NEW_EVENT]) for _ in range(2))
    apply(first, database, who="")
    before = database.read_bytes()
    with pytest.raises(KeepingError) as caught:
        apply(second, database, who="")
    assert caught.value.reason == "changed_meanwhile"
    assert database.read_bytes() == before


def test_a_source_with_errors_cannot_be_applied(database: Path) -> None:
    prepared = update(database, follow_up=[NEW_EVENT | {"recommendation_id": "none"}])
    assert prepared.difference is None
    with pytest.raises(KeepingError) as caught:
        apply(prepared, database, who="")
    assert caught.value.reason == "has_errors"


def replacing(database: Path, folder: Path, rows: int) -> Prepared:
    """A source that is the worked example with so many rows of follow-up."""
    folder.mkdir()
    copy = worked_copy(folder)
    write_records(copy, "follow_up", records_of(copy, "follow_up")[: rows + 1])
    return prepare(read_source(copy), database, mode="replace", language="en", today=TODAY)


def test_a_replace_that_drops_more_than_a_tenth_of_a_table_is_asked_for_again(
    database: Path, tmp_path: Path
) -> None:
    one_less = replacing(database, tmp_path / "a", 18)
    assert not one_less.asks_again, "1 of 19 is less than a tenth"
    two_less = replacing(database, tmp_path / "b", 17)
    assert two_less.asks_again, "2 of 19 are more than a tenth"
    with pytest.raises(KeepingError) as caught:
        apply(two_less, database, who="")
    assert caught.value.reason == "not_confirmed"
    assert apply(two_less, database, who="", confirmed=True) == 2


def test_restoring_is_a_version_that_says_which_one_came_back(database: Path) -> None:
    before = register_in(database)
    fingerprint = history(database)[0].fingerprint
    apply(update(database, follow_up=[NEW_EVENT]), database, who="second@example.org")
    assert restore(database, 1, who="third@example.org") == 3
    newest, middle, _ = history(database)
    assert (newest.action, newest.restored_from, newest.who) == (
        "restore", 1, "third@example.org",
    )  # fmt: skip
    assert newest.fingerprint == fingerprint != middle.fingerprint
    assert newest.difference
    assert newest.difference["follow_up"] == (0, 0, 1)
    assert register_in(database).follow_up.equals(before.follow_up)
    assert open_repository(database).data_set.data_date == date(2018, 6, 30)


def test_a_source_may_lack_tables_and_columns_when_it_adds(database: Path, tmp_path: Path) -> None:
    place = register_in(database).institutions.row(0, named=True)
    rows = [{"institution_id": place["institution_id"], "name": "Another name"}]
    prepared = update(database, institutions=rows)
    assert prepared.checked.findings == ()
    assert prepared.difference
    changed = prepared.difference.tables["institutions"].changed
    assert changed.rows() == [(place["institution_id"], "name", place["name"], "Another name")]


def test_the_same_source_that_replaces_must_be_whole(database: Path, tmp_path: Path) -> None:
    source = source_of(tmp_path / "more", follow_up=[NEW_EVENT])
    prepared = prepare(source, database, mode="replace", language="en", today=TODAY)
    assert {each.rule for each in prepared.checked.findings} >= {"a_table_is_there"}
