"""IDs as the sheet shows them, IDs that became dates, and cells that are struck out."""

from datetime import datetime
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from npm_data.register.reading.sheet_scan import shown
from tests.office_files.books import (
    RIGHT,
    assert_alike,
    found_at,
    found_in,
    register_in,
    told,
    worked_book,
)
from tests.office_files.office import CASES, checked, numbers_of
from tests.sources import change, new_findings, records_of, worked_copy

_SHOWN = "an_id_is_read_as_it_is_shown"
_DAY = "an_id_is_not_turned_into_a_day"
_STRUCK = "a_struck_out_cell_counts_like_the_others"


@pytest.mark.parametrize(
    ("text", "code", "what_is_seen"),
    [
        ("1", "000", "001"),
        ("1", '"V"00', "V01"),
        ("7", "\\V\\-000", "V-007"),
        ("12345", "00-000", "12-345"),
        ("1234", "000", "1234"),
        ("5", '"Дело № "0;-0', "Дело № 5"),
        ("5", "[Red]00", "05"),
        ("5.0", "00", "05"),
        ("5", "General", "5"),
        ("5", "0.00", "5"),
        ("5", "0%", "5"),
        ("5", "dd.mm.yyyy", "5"),
        ("5", "#,##0", "5"),
        ("P1", "000", "P1"),
    ],
)
def test_a_format_of_codes_shows_a_number_filled_up(
    text: str, code: str, what_is_seen: str
) -> None:
    assert shown(text, code) == what_is_seen


def test_an_id_is_what_the_sheet_shows(tmp_path: Path) -> None:
    path = CASES / "19_id_format_000_and_text.xlsx"

    for findings in checked(path).by_language.values():
        said = [each for each in findings if each["rule"] == _SHOWN]
        assert [(each["row"], each["column"]) for each in said] == [(2, "visit_id")]
        assert ": 14)" in said[0]["message"]
    assert_alike(numbers_of(path, tmp_path), RIGHT)


def _with_numbers(of_visits: str, of_recommendations: str) -> openpyxl.Workbook:
    book = worked_book()
    for sheet, column, code in (
        ("visits", "A", of_visits),
        ("recommendations", "B", of_recommendations),
    ):
        for cell in book[sheet][column][1:]:
            if cell.value:
                cell.value, cell.number_format = int(cell.value[1:]), code
    return book


@pytest.mark.parametrize(
    ("of_visits", "of_recommendations", "first"),
    [
        ("000", "General", "001"),
        ("General", "000", "1"),
        ("000", "00000", "001"),
        ('"V"00', '"V"00', "V01"),
    ],
)
def test_tables_whose_formats_differ_still_mean_the_same_visit(
    of_visits: str, of_recommendations: str, first: str, tmp_path: Path
) -> None:
    register = register_in(_with_numbers(of_visits, of_recommendations), tmp_path)

    assert register.visits["visit_id"][0] == first
    assert register.recommendations["visit_id"][0] == first


def test_a_code_that_became_a_date_is_one_error_a_column() -> None:
    of_the_file = checked(CASES / "19c_id_turned_into_date.xlsx")

    assert [
        (each["rule"], each["sheet"], each["row"], each["column"]) for each in of_the_file.errors
    ] == [(_DAY, "visits", 2, "visit_id")]
    for sentence in of_the_file.sentences().values():
        assert ": 14)" in sentence


def test_some_codes_that_became_dates_are_told_and_not_what_refers_to_them(
    tmp_path: Path,
) -> None:
    book = worked_book()
    for cell in (book["institutions"]["A2"], book["recommendations"]["H5"]):
        cell.value, cell.number_format = datetime(2026, 1, 1), "d.m"

    assert told(found_in(book, tmp_path)) == [
        (_DAY, "institutions", 2, "institution_id"),
        (_DAY, "recommendations", 5, "repeats"),
    ]


@pytest.mark.parametrize("text", ["01.янв", "1-Jan", "янв.16", "01.қаң", "01.01.2026"])
def test_a_csv_file_shows_such_a_date_by_its_text(text: str, tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 2, visit_id=text)

    assert [(each.rule, each.row, each.column) for each in new_findings(folder)] == [
        (_DAY, 2, "visit_id")
    ]


def test_an_office_may_name_all_its_visits_by_their_days(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    for sheet in ("visits", "recommendations"):
        for row, record in enumerate(records_of(folder, sheet)[1:], start=2):
            visit = record[0] if sheet == "visits" else record[1]
            if visit:
                change(folder, sheet, row, visit_id=f"2018-01-{visit[1:]}")

    assert new_findings(folder) == []


def test_struck_out_cells_are_said_once_a_table() -> None:
    for findings in checked(CASES / "24_struck_out_visit.xlsx").by_language.values():
        said = [each for each in findings if each["rule"] == _STRUCK]
        assert [(each["sheet"], each["row"], each["column"]) for each in said] == [
            ("visits", 7, "visit_id")
        ]
        assert ": 5)" in said[0]["message"]


def test_a_text_that_is_struck_out_in_part_is_said_and_an_empty_cell_or_a_heading_is_not(
    tmp_path: Path,
) -> None:
    path = tmp_path / "register.xlsx"
    old = worked_book()
    with xlsxwriter.Workbook(path) as book:
        struck = book.add_format({"font_strikeout": True})
        for page in old:
            sheet = book.add_worksheet(page.title)
            for row in page.iter_rows():
                for cell in row:
                    at = (cell.row - 1, cell.column - 1)
                    is_day = isinstance(cell.value, datetime) or hasattr(cell.value, "isoformat")
                    text = cell.value.isoformat()[:10] if is_day else cell.value
                    if cell.coordinate == "I3":
                        sheet.write_rich_string(*at, struck, "Examine", " every person on arrival")
                    elif cell.coordinate == "A1" or cell.value is None:
                        sheet.write(*at, text, struck)
                    else:
                        sheet.write(*at, text)

    assert told(found_at(path)) == [(_STRUCK, "recommendations", 3, "text")]


def test_what_is_struck_out_beside_the_table_is_not_said(tmp_path: Path) -> None:
    book = worked_book()
    page = book["visits"]
    page["H1"], page["H3"] = "Примечание", "отменено"
    page["H3"].font = Font(strike=True)
    page["A3"].font = Font(strike=False)

    assert [each.rule for each in found_in(book, tmp_path)] == ["a_column_is_of_the_register"]
