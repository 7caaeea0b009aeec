"""A data date earlier than some rows: the register as of that day, and how much lies after it."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.reading import read_source
from npm_data.register.rules import check
from npm_data.register.rules.cut_off import cut_off
from npm_data.register.rules.findings import message_of
from npm_data.register.storage.change import Prepared, prepare
from npm_data.register.storage.current_version import read_register
from tests.keeping.files import TODAY, source_of, worked_register
from tests.office_files.office import checked, imported, printed
from tests.registers import WORKED, register_of
from tests.sources import change, repeat, worked_copy

QUESTIONS = (
    ("visits", "--by", "year"),
    ("visits", "--by", "visit-type"),
    ("recommendations", "--by", "theme"),
    ("implementation", "--rate", "stock"),
    ("implementation", "--rate", "answered"),
    ("implementation", "--months", "12"),
    ("replies",),
)


def told(path: Path, day: str, *options: str) -> dict[str, str]:
    """By table, the sentence on what is left out."""
    found = checked(path, "--data-date", day, *options)
    assert found.errors == []
    of_the_cut = [each for each in found.warnings if "data date" in each["message"]]
    by_table = {each["sheet"]: each["message"].partition(". ")[0] for each in of_the_cut}
    assert len(by_table) == len(of_the_cut)
    return {sheet: text.replace("\u00a0", " ") for sheet, text in by_table.items()}


def prepared(
    database: Path, day: date, mode: Any = "update", **rows: list[dict[str, str]]
) -> Prepared:
    source = source_of(database.parent / "more", **rows) if rows else read_source(WORKED)
    return prepare(source, database, mode=mode, language="en", data_date=day, today=TODAY)


def test_each_table_says_once_how_many_rows_lie_after_the_day() -> None:
    assert told(WORKED, "2016-02-29") == {
        "visits": "9 rows after 29 February 2016 are left out; "
        "1 day of an end or a report after 29 February 2016 is taken as not known yet",
        "recommendations": "6 rows after 29 February 2016 are left out",
        "follow_up": "14 rows after 29 February 2016 are left out",
    }


def test_nothing_is_said_where_nothing_lies_after_the_day() -> None:
    assert told(WORKED, "2018-06-30") == {}


@pytest.mark.parametrize("day", ["2016-02-29", "2017-11-21"])
def test_its_numbers_are_those_that_the_whole_register_gives_as_of_the_day(
    day: str, tmp_path: Path
) -> None:
    whole, cut = tmp_path / "whole.duckdb", tmp_path / "cut.duckdb"
    assert imported(WORKED, whole) == 0
    assert imported(WORKED, cut, "--data-date", day) == 0
    until = ("--from", "2014-01-01", "--to", day, "--as-of", day)
    for question in QUESTIONS:
        expected = printed(*question, *until, "--database", str(whole))
        assert printed(*question, *until, "--database", str(cut)) == expected, question


def test_the_warning_is_kept_with_the_version_and_told_in_any_language(tmp_path: Path) -> None:
    database = tmp_path / "register.duckdb"
    assert imported(WORKED, database, "--data-date", "2016-02-29") == 0
    kept = [
        each
        for each in read_register(database)[1].problems
        if each.rule == "a_row_begins_by_the_data_date"
    ]
    assert [each.facts["count"] for each in kept] == [9, 6, 14]
    assert message_of(kept[0], words_for("ru")).startswith("9 строк после 29")
    assert "9 жол" in message_of(kept[0], words_for("kk"))


def test_what_hangs_on_a_later_row_goes_with_it_without_findings_of_its_own(
    tmp_path: Path,
) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 14, institution_id="nowhere", visit_type="unheard of")
    change(folder, "recommendations", 11, addressee="nobody")
    change(folder, "follow_up", 20, on="soon")
    source = read_source(folder)
    assert check(source, "en", date(2018, 2, 27)).register is not None
    wrong = {each.rule for each in check(source, "en").findings if each.severity == "error"}
    assert wrong >= {"the_code_is_known", "a_day_can_be_read", "a_visits_place_is_in_the_register"}


@pytest.mark.parametrize(
    ("sheet", "row", "changed", "rule"),
    [
        ("visits", 4, {"started_on": "2071-01-01"}, "the_rows_of_a_visit_share_its_first_day"),
        ("recommendations", 2, {"issued_on": "2041-05-20"}, "follow_up_is_not_before"),
        ("visits", 2, {"started_on": "2041-05-12"}, "a_visit_does_not_end_before_it_starts"),
        ("recommendations", 11, {"recommendation_id": "R01"}, "a_recommendation_id_stands_once"),
    ],
)
def test_what_contradicts_itself_is_told_and_not_left_out(
    sheet: str, row: int, changed: dict[str, str], rule: str, tmp_path: Path
) -> None:
    folder = worked_copy(tmp_path)
    change(folder, sheet, row, **changed)
    found = check(read_source(folder), "en", date(2018, 2, 28))
    errors = [each.rule for each in found.findings if each.severity == "error"]
    assert any(each.startswith(rule) for each in errors), errors


def test_a_copy_of_a_later_row_is_not_told_of(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    repeat(folder, "follow_up", 20)
    rules = {each.rule for each in check(read_source(folder), "en", date(2018, 3, 30)).findings}
    assert "a_row_stands_once" not in rules


def test_places_that_open_or_close_later_stay() -> None:
    place = {
        "institution_id": "P1",
        "name": "Colony",
        "institution_type": "penal",
        "region": "KZ-35",
        "opened_on": date(2018, 1, 1),
        "closed_on": date(2019, 1, 1),
    }
    frames = register_of(institutions=[place]).to_dict()
    collected = {sheet: frame.collect() for sheet, frame in frames.items()}
    kept = cut_off(collected, date(2016, 1, 1)).frames["institutions"]
    assert kept.equals(collected["institutions"])


def test_an_update_as_of_an_earlier_day_cuts_the_register_too_and_asks(tmp_path: Path) -> None:
    database = worked_register(tmp_path)
    event = {
        "recommendation_id": "R01",
        "on": "2016-02-01",
        "axis": "implementation",
        "status": "implemented",
        "judge": "npm",
    }
    made = prepared(database, date(2016, 2, 29), follow_up=[event])
    assert made.checked.register is not None
    assert made.checked.register.visits["visit_id"].to_list() == ["V01", "V02", "V02", "V03", "V04"]
    assert made.checked.register.follow_up.height == 6
    assert made.asks_again
    assert {each.sheet: each.row for each in made.checked.findings if each.sheet} == {
        "visits": None, "recommendations": None, "follow_up": None,
    }  # fmt: skip


def test_a_known_visit_that_a_file_moves_behind_the_day_is_left_out(tmp_path: Path) -> None:
    database = worked_register(tmp_path)
    moved = {"visit_id": "V05", "institution_id": "I1", "started_on": "2018-07-04", "ended_on": ""}
    made = prepared(database, date(2018, 6, 30), visits=[moved])
    assert made.checked.register is not None
    assert "V05" not in made.checked.register.visits["visit_id"]


def test_a_replacement_that_the_day_makes_much_smaller_asks(tmp_path: Path) -> None:
    database = worked_register(tmp_path)
    assert prepared(database, date(2016, 2, 29), "replace").asks_again
    assert not prepared(database, date(2018, 4, 1), "replace").asks_again


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_and_the_number_are_said_in_every_language(language: str) -> None:
    found = check(read_source(WORKED), language, date(2018, 3, 31)).findings
    (message,) = [each.message for each in found if each.sheet == "follow_up"]
    assert "2018" in message
    assert "31" in message
    assert "1 " in message
