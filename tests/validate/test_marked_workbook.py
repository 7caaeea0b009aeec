"""The workbook that comes back with the findings beside their rows."""

import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.reading import read_source
from npm_data.register.rules import check
from npm_data.register.rules.marked_workbook import FILLS, write_marked_workbook
from tests.registers import WORKED
from tests.sources import change, checked, repeat, worked_copy

EXAMPLES = WORKED.parent


def _marked(path: Path, target: Path, language: str = "en") -> openpyxl.Workbook:
    source = read_source(path)
    findings = check(source, language).findings
    write_marked_workbook(source, findings, words_for(language), target)
    return openpyxl.load_workbook(target)


def _beside(sheet: Worksheet, row: int) -> str:
    return str(sheet.cell(row, sheet.max_column).value or "")


def _colour(sheet: Worksheet, cell: str) -> str:
    return str(sheet[cell].fill.fgColor.rgb)


def test_findings_stand_beside_their_rows_and_colour_their_cells(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 7, institution_id="I9", ended_on="soon")

    book = _marked(folder, tmp_path / "marked.xlsx")

    visits = book["visits"]
    assert _beside(visits, 1) == "Findings"
    told = _beside(visits, 7).split("\n")
    assert [line.split(":")[0] for line in told] == [
        "error, Place ID",
        "error, Ended on",
        "warning, Report signed on",
    ]
    assert _beside(visits, 6) == ""
    assert _colour(visits, "B7") == FILLS["error"].fgColor.rgb
    assert _colour(visits, "F7") == FILLS["warning"].fgColor.rgb
    assert _colour(visits, "C7") not in {fill.fgColor.rgb for fill in FILLS.values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_sheet_lists_every_finding(tmp_path: Path, language: str) -> None:
    folder = worked_copy(tmp_path)
    (folder / "follow_up.csv").unlink()

    book = _marked(folder, tmp_path / "marked.xlsx", language)

    first = book[book.sheetnames[0]]
    assert first.title == words_for(language)("import.findings_title")
    findings = checked(folder, language).findings
    assert [row[6].value for row in first.iter_rows(min_row=2)] == [
        each.message for each in findings
    ]
    assert book.active is first


def test_days_come_back_as_days_and_texts_as_texts(tmp_path: Path) -> None:
    book = _marked(WORKED, tmp_path / "marked.xlsx")

    assert book["visits"]["C2"].value == datetime(2014, 5, 12)
    assert book["visits"]["C2"].is_date
    assert book["visits"]["A2"].value == "V01"


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    formula = '=HYPERLINK("http://example.org","Colony")'
    change(folder, "institutions", 2, name=formula, region="=1+1")

    book = _marked(folder, tmp_path / "marked.xlsx")

    for cell in (book["institutions"]["B2"], book["institutions"]["D2"]):
        assert cell.data_type == "s"
    assert book["institutions"]["B2"].value == formula
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)


def test_the_offices_own_workbook_keeps_its_cells_and_formats(tmp_path: Path) -> None:
    original = openpyxl.load_workbook(EXAMPLES / "worked_ru.xlsx")
    original["Учреждения"]["C6"].value = "=2"
    original["Учреждения"]["C6"].data_type = "s"
    original.create_sheet("Свод")["A1"] = "Итого"
    original.save(tmp_path / "register.xlsx")

    book = _marked(tmp_path / "register.xlsx", tmp_path / "marked.xlsx", "ru")

    assert book["Свод"]["A1"].value == "Итого"
    assert book["Учреждения"]["C6"].data_type == "s"
    for sheet in original:
        for row in sheet.iter_rows():
            for cell in row:
                again = book[sheet.title][cell.coordinate]
                assert (again.value, again.number_format) == (cell.value, cell.number_format)


def test_a_marked_workbook_that_was_mended_can_be_checked_and_marked_again(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "worked_kk.xlsx", tmp_path / "register.xlsx")
    book = openpyxl.load_workbook(tmp_path / "register.xlsx")
    book["Барулар"]["C5"] = "P9"
    book.save(tmp_path / "register.xlsx")
    marked = _marked(tmp_path / "register.xlsx", tmp_path / "marked.xlsx", "kk")
    width = marked["Барулар"].max_column
    assert _colour(marked["Барулар"], "C5") == FILLS["error"].fgColor.rgb
    marked["Барулар"]["C5"] = "P1"
    marked.save(tmp_path / "mended.xlsx")

    again = _marked(tmp_path / "mended.xlsx", tmp_path / "again.xlsx", "ru")

    assert len(checked(tmp_path / "mended.xlsx").findings) == 4
    assert again["Барулар"].max_column == width
    assert again["Барулар"].cell(5, width).value is None
    assert _colour(again["Барулар"], "C5") == "00000000"
    assert again.sheetnames.count("Замечания") == 1
    assert len(again.sheetnames) == 5


def test_a_workbook_that_cannot_be_opened_again_is_written_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(*_: object, **__: object) -> None:
        raise ValueError("too strict")

    source = read_source(EXAMPLES / "worked_ru.xlsx")
    findings = check(source, "ru").findings
    with monkeypatch.context() as patch:
        patch.setattr("npm_data.register.rules.marked_workbook.openpyxl.load_workbook", refuses)
        write_marked_workbook(source, findings, words_for("ru"), tmp_path / "marked.xlsx")

    book = openpyxl.load_workbook(tmp_path / "marked.xlsx")
    assert book["Посещения"]["B5"].value == "V01"
    assert book["Посещения"]["D5"].value.date() == date(2014, 5, 12)
    assert "предупреждение" in _beside(book["Посещения"], 10)


def test_a_source_that_cannot_be_read_is_marked_with_the_list_alone(tmp_path: Path) -> None:
    (tmp_path / "register.xlsx").write_bytes(b"no workbook")

    book = _marked(tmp_path / "register.xlsx", tmp_path / "marked.xlsx")

    assert book.sheetnames == ["Findings"]


def test_a_table_without_a_header_comes_back_unmarked(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    (folder / "visits.csv").write_text("V01,P1\x01,2014-05-12\n", encoding="utf-8")

    book = _marked(folder, tmp_path / "marked.xlsx")

    assert [cell.value for cell in book["visits"][1]] == ["V01", "P1", "2014-05-12"]


def test_the_row_of_a_copy_says_that_it_was_left_out(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    row = repeat(folder, "visits", 2)

    book = _marked(folder, tmp_path / "marked.xlsx")

    assert _beside(book["visits"], row).startswith("warning, Visit ID: The row repeats")
