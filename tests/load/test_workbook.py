"""Workbooks as offices keep them, and files that only pass for workbooks."""

import io
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from npm_data.reference import reference
from npm_data.register.reading.reader_process import cells_of
from tests.registers import SHEETS, WORKED, worked_rows
from tests.sources import address, checked, new_findings

EXAMPLES = WORKED.parent


def _workbook(rows_of: dict[str, list[dict[str, object]]]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    del book["Sheet"]
    for sheet in SHEETS:
        columns = [each.column for each in reference().columns if each.sheet == sheet]
        page = book.create_sheet(sheet)
        page.append(columns)
        for row in rows_of[sheet]:
            page.append([row.get(column) for column in columns])
    return book


@pytest.fixture
def book() -> openpyxl.Workbook:
    """The worked example with real date cells, its header in row 1."""
    return _workbook(worked_rows())


def _saved(book: openpyxl.Workbook, folder: Path) -> Path:
    path = folder / "register.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["worked_ru.xlsx", "worked_kk.xlsx"])
def test_the_worked_example_of_another_office_is_the_same_register(name: str) -> None:
    here, there = checked(WORKED).register, checked(EXAMPLES / name).register

    assert here is not None
    assert there is not None
    for sheet, frame in here.to_dict().items():
        other = there.to_dict()[sheet].collect().drop("record")
        assert frame.collect().drop("record").equals(other), sheet


def test_blank_rows_and_columns_before_the_table_do_not_shift_the_address(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    page = book["visits"]
    page["C2"] = datetime(2014, 5, 12, 14, 30)
    page["D2"] = "31.02.2014"
    page.insert_rows(1, 3)
    page.insert_cols(1, 2)
    page["E1"] = "Посещения"

    found = new_findings(_saved(book, tmp_path))

    by_row = {(each.rule, each.row) for each in found if each.severity == "error"}
    assert by_row == {("a_day_can_be_read", 5)}


def test_numbers_stored_as_ids_are_text_without_a_point(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    for sheet in ("institutions", "visits", "recommendations"):
        for row in book[sheet].iter_rows():
            for cell in row:
                if cell.value == "P1":
                    cell.value = 17 if sheet == "institutions" else 17.0
    book["recommendations"]["C2"].value = "17.0"

    register = checked(_saved(book, tmp_path)).register

    assert register is not None
    assert register.institutions["institution_id"][0] == "17"
    assert register.recommendations["institution_id"][0] == "17"


def test_a_day_that_lost_its_format_is_still_a_day(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book["visits"]["C2"] = (date(2014, 5, 12) - date(1899, 12, 30)).days
    book["visits"]["C2"].number_format = "General"

    register = checked(_saved(book, tmp_path)).register

    assert register is not None
    assert register.visits["started_on"][0] == date(2014, 5, 12)


def test_a_workbook_that_counts_from_1904_has_the_same_days(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    book.epoch = CALENDAR_MAC_1904
    book["visits"]["C2"] = (date(2014, 5, 12) - date(1904, 1, 1)).days

    register = checked(_saved(book, tmp_path)).register

    assert register is not None
    assert register.visits["started_on"].to_list()[:2] == [date(2014, 5, 12), date(2015, 6, 1)]


def test_a_cell_that_shows_an_error_is_a_finding_and_hides_no_other(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    page = book["institutions"]
    page["B3"], page["B3"].data_type = "#N/A", "e"
    page["D3"] = "Mars"
    page["F4"], page["F4"].data_type = "#DIV/0!", "e"

    found = new_findings(_saved(book, tmp_path))

    assert [(*address(each), each.value) for each in found] == [
        ("error", "institutions", 3, "name", "#N/A"),
        ("error", "institutions", 3, "region", "Mars"),
        ("error", "institutions", 4, "opened_on", "#DIV/0!"),
    ]


def test_other_sheets_are_ignored_aloud(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.create_sheet("Свод")

    found = new_findings(_saved(book, tmp_path))

    assert [(each.rule, each.severity, each.value) for each in found] == [
        ("a_sheet_is_of_the_register", "warning", "Свод")
    ]


def test_sheets_go_by_any_name_with_stray_spaces(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book["institutions"].title = " УЧРЕЖДЕНИЯ "
    book["follow_up"].title = "Follow-Up"

    assert new_findings(_saved(book, tmp_path)) == []


def test_a_copy_of_a_sheet_is_left_out_aloud(book: openpyxl.Workbook, tmp_path: Path) -> None:
    book.copy_worksheet(book["visits"]).title = "Барулар"

    found = new_findings(_saved(book, tmp_path))

    assert [(each.rule, each.sheet, each.file) for each in found] == [
        ("a_table_is_given_once", "visits", "register.xlsx: Барулар")
    ]


def test_a_missing_and_an_empty_sheet_are_findings(book: openpyxl.Workbook, tmp_path: Path) -> None:
    del book["follow_up"]
    page: Worksheet = book["recommendations"]
    page.delete_rows(1, page.max_row)

    found = new_findings(_saved(book, tmp_path))

    assert {(each.rule, each.sheet) for each in found} == {
        ("a_table_is_there", "follow_up"),
        ("a_file_is_not_empty", "recommendations"),
    }
    assert {each.file for each in found} == {"register.xlsx"}


def test_a_sheet_with_only_its_header_is_an_empty_table(
    book: openpyxl.Workbook, tmp_path: Path
) -> None:
    book["follow_up"].delete_rows(2, 100)

    register = checked(_saved(book, tmp_path)).register

    assert register is not None
    assert register.follow_up.is_empty()


def _without_a_part(name: str) -> bytes:
    content = io.BytesIO()
    with (
        zipfile.ZipFile(EXAMPLES / "worked_ru.xlsx") as whole,
        zipfile.ZipFile(content, "w") as broken,
    ):
        for item in whole.namelist():
            if item != name:
                broken.writestr(item, whole.read(item))
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (b"", "a_file_is_not_empty"),
        (b"Not a workbook", "a_file_is_a_workbook"),
        (b"PK\x03\x04 and no more", "a_workbook_is_whole"),
        (_without_a_part("xl/workbook.xml"), "a_file_is_a_workbook"),
        (_without_a_part("xl/worksheets/sheet2.xml"), "a_workbook_is_whole"),
        ((EXAMPLES / "worked_ru.xlsx").read_bytes()[:5000], "a_workbook_is_whole"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a_workbook_has_no_password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old document", "a_workbook_is_of_todays_kind"),
    ],
)
def test_what_only_passes_for_a_workbook_is_one_finding(
    tmp_path: Path, content: bytes, rule: str
) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(content)

    found = [each for each in checked(path).findings if each.severity == "error"]

    assert [(each.rule, each.file, each.row) for each in found] == [(rule, "register.xlsx", None)]


def test_a_workbook_that_may_not_be_read_is_a_finding(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(path)

    path = tmp_path / "register.xlsx"
    path.write_bytes(b"PK")
    monkeypatch.setattr(Path, "read_bytes", refused)

    assert [each.rule for each in checked(path).findings] == ["a_file_can_be_opened"]


def test_a_stop_by_the_user_is_not_taken_for_a_broken_file(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(content: bytes) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(
        "npm_data.register.reading.reader_process.fastexcel.read_excel", interrupted
    )

    with pytest.raises(KeyboardInterrupt):
        cells_of(b"PK", ["visits"])
