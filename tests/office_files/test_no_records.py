"""Rows of a table that are no record: one sentence a row, and nothing that follows from it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from npm_data.register.reading import read_source
from npm_data.register.rules import check
from tests.office_files.books import (
    RIGHT,
    assert_alike,
    found_at,
    found_in,
    place_of,
    told,
    worked_book,
)
from tests.office_files.office import CASES, checked, numbers_of
from tests.sources import change, new_findings, records_of, worked_copy, write_records

_NONE = "a_row_is_a_record"
_EMPTY = "a_required_value_is_there"


def test_totals_are_one_error_each() -> None:
    of_the_file = checked(CASES / "17_totals_row.xlsx")

    assert [(each["rule"], each["sheet"], each["row"]) for each in of_the_file.errors] == [
        (_NONE, "institutions", 11),
        (_NONE, "visits", 16),
        (_NONE, "recommendations", 13),
        (_NONE, "follow_up", 21),
    ]
    sentences = of_the_file.sentences()
    assert "total" in sentences["en"]
    assert "итог" in sentences["ru"]
    assert "қорытынды" in sentences["kk"]


def test_subheadings_are_one_error_each() -> None:
    assert told(found_at(CASES / "17d_region_subheading.xlsx")) == [
        (_NONE, "institutions", 2, None),
        (_NONE, "institutions", 6, None),
    ]


def test_a_row_of_column_numbers_is_passed_over_with_a_notice(tmp_path: Path) -> None:
    path = CASES / "17c_column_numbers_row.xlsx"

    said = [each for each in found_at(path) if each.rule == "a_row_does_not_number_the_columns"]

    assert [(each.row, each.severity) for each in said] == [(2, "warning")] * 4
    assert_alike(numbers_of(path, tmp_path), RIGHT)


def _row(page: Worksheet, row: int, *texts: object) -> None:
    for at, text in enumerate(texts, start=1):
        page.cell(row, at).value = text


def _merged_subheading(page: Worksheet) -> None:
    page.insert_rows(16)
    _row(page, 16, "2018 год")
    page.merge_cells("A16:F16")


@pytest.mark.parametrize(
    "write",
    [
        lambda page: _row(page, 16, "ВСЕГО", 14, 12, 3, 3, 9),
        lambda page: _row(page, 16, "Барлығы: 14"),
        lambda page: _row(page, 16, None, "Total", 14),
        lambda page: _row(page, 16, "Итого по г. Астана", 5),
        lambda page: _row(page, 16, "—", "-", "–", "…", "-", "—"),
        lambda page: _row(page, 16, "Исполнитель:", None, "Главный специалист"),
        lambda page: _row(page, 16, "* по данным на 1 июля 2018 года"),
        lambda page: _row(page, 16, "Код посещения", "Учреждение", "Дата начала", "Окончание"),
        _merged_subheading,
    ],
)
def test_what_is_no_record_is_told_once(write: Callable[[Worksheet], None], tmp_path: Path) -> None:
    book = worked_book()
    write(book["visits"])

    assert told(found_in(book, tmp_path)) == [(_NONE, "visits", 16, None)]


def test_a_total_may_stand_before_the_columns_of_the_register(tmp_path: Path) -> None:
    book = worked_book()
    page = book["visits"]
    page.insert_cols(1)
    for row, text in enumerate(["№ п/п", *range(1, 15), "Итого", 16, 17], start=1):
        page.cell(row, 1).value = text
    page["C16"] = 14

    errors = [each for each in found_in(book, tmp_path) if each.severity == "error"]

    assert told(errors) == [(_NONE, "visits", 16, None)]


@pytest.mark.parametrize(
    ("texts", "empty"),
    [
        (("P9", "Colony 9"), ["institution_type", "region", "opened_on"]),
        (("P9",), ["name", "institution_type", "region", "opened_on"]),
        ((None, "Colony 9", "penal", "KZ-35"), ["institution_id", "opened_on"]),
    ],
)
def test_a_record_that_lacks_values_is_told_what_it_lacks(
    texts: tuple[object, ...], empty: list[str], tmp_path: Path
) -> None:
    book = worked_book()
    _row(book["institutions"], 11, *texts)

    assert told(found_in(book, tmp_path)) == [
        (_EMPTY, "institutions", 11, column) for column in empty
    ]


def test_a_place_without_its_visit_written_out_is_a_record(tmp_path: Path) -> None:
    book = worked_book()
    for column in ("visit_id", "started_on", "ended_on", "visit_type", "reported_on"):
        book["visits"].cell(4, place_of("visits", column)).value = None

    errors = [each for each in found_in(book, tmp_path) if each.severity == "error"]

    assert {each.rule for each in errors if each.sheet == "visits"} == {_EMPTY}


def test_a_heading_repeated_on_each_page_is_passed_over(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    records = records_of(folder, "follow_up")
    numbers = [str(at) for at in range(1, 7)]
    pages = [records[0], numbers, *records[1:9], records[0], numbers, *records[9:]]
    write_records(folder, "follow_up", pages)

    found = new_findings(folder)

    assert [(each.rule, each.severity, each.row) for each in found] == [
        ("a_row_does_not_number_the_columns", "warning", 2),
        ("a_heading_is_not_repeated", "warning", 11),
    ]
    register = check(read_source(folder), "en").register
    assert register is not None
    assert register.follow_up.height == 19


def test_a_row_that_is_no_record_says_nothing_of_persons(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "follow_up", 21, note="Сообщил осуждённый Примеров П.П.")

    assert [(each.rule, each.row) for each in new_findings(folder)] == [(_NONE, 21)]
