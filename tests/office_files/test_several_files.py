"""One register in several sheets and files: a year each, a region each, and copies among them."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from npm_data.i18n import words_for
from npm_data.register.reading import read_files, read_source
from npm_data.register.reading.source import MOST_FILES
from npm_data.register.rules import check
from npm_data.register.rules.marked_workbook import marked_workbook
from tests.office_files.office import CASES, EXPECTED, checked, imported, numbers
from tests.registers import SHEETS, WORKED
from tests.sources import address, new_findings, records_of, worked_copy, write_records

EXPECTED_NUMBERS = [case["rows"] for case in EXPECTED["cases"]]
YEAR = slice(0, 4)


def _has_the_expected_numbers(path: Path, folder: Path, *options: str) -> bool:
    database = folder / "register.duckdb"
    assert imported(path, database, *options) == 0
    return all(
        row == pytest.approx(expected)
        for rows, wanted in zip(numbers(database), EXPECTED_NUMBERS, strict=True)
        for row, expected in zip(rows, wanted, strict=True)
    )


def _in_two_files(tmp_path: Path) -> Path:
    """The visits up to 2015 and the later ones, whose columns stand the other way round."""
    folder = worked_copy(tmp_path)
    header, *rows = records_of(folder, "visits")
    (folder / "visits.csv").unlink()
    early = [row for row in rows if row[2][YEAR] < "2016"]
    late = [row for row in rows if row[2][YEAR] >= "2016"]
    write_records(folder, "visits 2014-2015", [header, *early])
    write_records(folder, "visits 2016-2018", [each[::-1] for each in (header, *late)])
    return folder


def _in_two_sheets() -> openpyxl.Workbook:
    book = openpyxl.load_workbook(WORKED.parent / "worked_ru.xlsx")
    visits = book["Посещения"]
    later = book.copy_worksheet(visits)
    visits.title, later.title = "Посещения 2014-2015", "Посещения 2016-2018"
    first = next(cell.row for row in visits for cell in row if cell.value == "Дата начала")
    rows = range(visits.max_row, first, -1)
    for row in rows:
        sheet = later if row <= first + 3 else visits
        sheet.delete_rows(row)
    return book


def test_a_table_in_two_files_is_one(tmp_path: Path) -> None:
    folder = _in_two_files(tmp_path)

    assert _has_the_expected_numbers(folder, tmp_path)
    [found] = [each for each in new_findings(folder) if each.column is None]
    assert (found.rule, found.sheet) == ("a_table_lies_in_one_place", "visits")
    assert "visits 2014-2015.csv; visits 2016-2018.csv" in found.message


def test_a_fault_in_the_last_row_of_a_file_is_told_there(tmp_path: Path) -> None:
    folder = _in_two_files(tmp_path)
    header, *rows = records_of(folder, "visits 2014-2015")
    rows[-1][header.index("started_on")] = "soon"
    write_records(folder, "visits 2014-2015", [header, *rows])

    faults = [each for each in new_findings(folder) if each.rule == "a_day_can_be_read"]

    assert [(each.file, each.row) for each in faults] == [("visits 2014-2015.csv", 1 + len(rows))]


def test_a_table_in_two_sheets_is_one(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    _in_two_sheets().save(path)

    assert _has_the_expected_numbers(path, tmp_path)
    found = [each for each in checked(path).warnings if each["rule"] == "a_table_lies_in_one_place"]
    assert [each["sheet"] for each in found] == ["visits"]


def test_several_files_bring_a_register_up_to_date(tmp_path: Path) -> None:
    database = tmp_path / "register.duckdb"
    assert imported(WORKED, database) == 0
    folder = _in_two_files(tmp_path)
    for sheet in ("institutions", "recommendations", "follow_up"):
        (folder / f"{sheet}.csv").unlink()

    assert _has_the_expected_numbers(folder, tmp_path, "--mode", "update")


def test_several_workbooks_are_one_register(tmp_path: Path) -> None:
    for number, sheets in enumerate((("Посещения",), ("Учреждения", "Рекомендации", "Исполнение"))):
        book = openpyxl.load_workbook(WORKED.parent / "worked_ru.xlsx")
        for sheet in [each for each in book.worksheets if each.title not in sheets]:
            book.remove(sheet)
        book.save(tmp_path / f"register {number}.xlsx")
    (tmp_path / "notes.txt").write_text("Kept by the office.", encoding="utf-8")

    assert _has_the_expected_numbers(tmp_path, tmp_path)


def test_a_workbook_and_its_tables_as_text_double_nothing(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    (folder / "register.xlsx").write_bytes((WORKED.parent / "worked_ru.xlsx").read_bytes())

    assert _has_the_expected_numbers(folder, tmp_path)


def test_a_copy_of_a_file_is_left_out_in_one_sentence(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    (folder / "Copy of visits (2).csv").write_bytes((folder / "visits.csv").read_bytes())

    [found] = new_findings(folder)

    assert (found.rule, found.severity, found.file) == (
        "a_table_is_given_once", "warning", "visits.csv",
    )  # fmt: skip
    assert "Copy of visits (2).csv" in found.message


def test_a_workbook_given_back_with_its_findings_is_no_other_part(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    records = records_of(folder, "follow_up")
    write_records(folder, "follow_up", [*records, [*records[-1][:3], "soon", *records[-1][4:]]])
    source = read_source(folder)
    marked = marked_workbook(source, check(source, "en").findings, words_for("en"))
    (folder / "findings.xlsx").write_bytes(marked)
    write_records(folder, "follow_up", records)

    assert {(each.rule, each.file) for each in new_findings(folder)} == {
        ("a_table_given_back_stands_alone", "findings.xlsx")
    }
    assert checked(folder / "findings.xlsx").errors


def test_rows_that_a_copy_repeats_are_one_sentence(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    records = records_of(folder, "visits")
    other = ["V13", "P1", "2018-04-01", "", "special", "2018-04-20"]
    write_records(folder, "visits 2018", [*records[:1], other, *records[3:]])

    found = [each for each in new_findings(folder) if each.column is None]

    assert [(each.rule, each.file) for each in found] == [
        ("a_row_is_given_in_one_place", "visits.csv"),
        ("a_table_lies_in_one_place", "visits 2018.csv"),
    ]
    assert f"({len(records) - 3})" in found[0].message
    assert not [each for each in new_findings(folder) if each.rule == "a_row_stands_once"]


def test_a_fault_in_a_file_is_told_with_its_file_and_row(tmp_path: Path) -> None:
    folder = _in_two_files(tmp_path)
    records = records_of(folder, "visits 2016-2018")
    records[2][3] = "soon"
    # a visit of the first file on another day
    write_records(
        folder, "visits 2016-2018", [*records, ["", "periodic", "", "2018-03-01", "P2", "V01"]]
    )

    errors = [each for each in new_findings(folder) if each.column == "started_on"]
    errors = [each for each in errors if each.severity == "error"]

    assert [(each.file, *address(each)[1:]) for each in errors] == [
        ("visits 2016-2018.csv", "visits", 3, "started_on"),
        ("visits 2016-2018.csv", "visits", len(records) + 1, "started_on"),
    ]
    assert "2 (visits 2014-2015.csv)" in errors[1].message


def test_a_fault_in_a_sheet_is_told_with_its_title_and_marked_there() -> None:
    book = _in_two_sheets()
    later = book["Посещения 2016-2018"]
    row = later.max_row
    column = next(cell.column for line in later for cell in line if cell.value == "Дата начала")
    later.cell(row, column).value = "скоро"
    content = io.BytesIO()
    book.save(content)
    source = read_files([("register.xlsx", content.getvalue())])
    found = check(source, "ru").findings

    [error] = [each for each in found if each.severity == "error"]
    assert (error.file, error.row) == ("register.xlsx: Посещения 2016-2018", row)
    for several in (source, read_files([("a.xlsx", content.getvalue()), *_without_visits()])):
        told = check(several, "ru").findings
        marked = openpyxl.load_workbook(io.BytesIO(marked_workbook(several, told, words_for("ru"))))
        cell = marked["Посещения 2016-2018"].cell(row, column)
        assert cell.fill.fgColor.rgb == "FFF9C6AE"
        assert marked["Посещения 2014-2015"].cell(row, column).fill.fgColor.rgb != "FFF9C6AE"


def test_what_is_wrong_with_one_of_two_sheets_names_it() -> None:
    book = _in_two_sheets()
    later = book["Посещения 2016-2018"]
    later.row_dimensions[later.max_row].hidden = True
    for row in later.iter_rows():
        for cell in row:
            if cell.value == "Дата начала":
                cell.value = "?"
    content = io.BytesIO()
    book.save(content)

    found = check(read_files([("register.xlsx", content.getvalue())]), "ru").findings

    assert {each.rule: each.file for each in found if each.sheet == "visits"} == dict.fromkeys(
        (
            "a_hidden_row_is_read_like_the_others",
            "a_heading_names_its_column",
            *(each.rule for each in found if each.column == "reported_on"),
        ),
        "register.xlsx: Посещения 2016-2018",
    ) | {"a_table_lies_in_one_place": "register.xlsx: Посещения 2014-2015"}


def _without_visits() -> list[tuple[str, bytes]]:
    return [("follow_up.csv", (WORKED / "follow_up.csv").read_bytes())]


def test_a_part_that_cannot_be_taken_apart_is_the_only_error(tmp_path: Path) -> None:
    folder = _in_two_files(tmp_path)
    (folder / "visits 2014-2015.csv").write_bytes(b'visit_id,institution_id\nV1,"P1\nV2,P2\n')

    errors = [each for each in new_findings(folder) if each.severity == "error"]

    assert [(each.rule, each.file) for each in errors] == [
        ("each_quotation_mark_is_closed", "visits 2014-2015.csv")
    ]


def test_a_column_that_only_one_part_lacks_is_told_once_and_an_optional_one_is_none(
    tmp_path: Path,
) -> None:
    folder = _in_two_files(tmp_path)
    records = records_of(folder, "visits 2014-2015")
    write_records(folder, "visits 2014-2015", [row[:-1] for row in records])
    assert not [each for each in new_findings(folder) if each.severity == "error"]

    write_records(folder, "visits 2014-2015", [row[:-2] for row in records])
    errors = [each for each in new_findings(folder) if each.severity == "error"]
    assert [(each.rule, each.file) for each in errors] == [
        ("a_required_column_is_there", "visits 2014-2015.csv")
    ]


def test_day_numbers_count_from_the_day_of_their_own_workbook(tmp_path: Path) -> None:
    for name, epoch, number in (("2016", None, 42370), ("2017", CALENDAR_MAC_1904, 41274)):
        book = openpyxl.Workbook()
        if epoch:
            book.epoch = epoch
        book.active.title = "visits"
        book.active.append(["visit_id", "institution_id", "started_on", "visit_type"])
        book.active.append([f"V{name}", "P1", number, "periodic"])
        book.save(tmp_path / f"{name}.xlsx")
    rows = check(read_source(tmp_path), "en", base=None).problems
    assert not [each for each in rows if each.rule == "a_day_can_be_read"]
    days = read_source(tmp_path).tables["visits"].rows["started_on"].to_list()
    assert days == [date(2016, 1, 1).isoformat(), date(2017, 1, 1).isoformat()]


def test_files_of_one_name_from_different_folders_are_told_apart() -> None:
    files = [(f"{sheet}.csv", (WORKED / f"{sheet}.csv").read_bytes()) for sheet in SHEETS]

    source = read_files([*files, files[1]])

    assert sorted(each.name for each in source.files)[-2:] == ["visits (2).csv", "visits.csv"]
    assert check(source, "en").register is not None


def test_too_many_files_are_one_sentence() -> None:
    source = read_files([(f"visits {n}.csv", b"visit_id\n") for n in range(MOST_FILES + 1)])

    assert [each.rule for each in check(source, "kk").findings] == [
        "an_import_has_a_bearable_number_of_files"
    ]


def test_all_tables_in_one_sheet_are_one_sentence_that_names_the_sheets(tmp_path: Path) -> None:
    """Side by side on a sheet with the name of one of them, and on a sheet with any name."""
    book = openpyxl.load_workbook(WORKED.parent / "worked_ru.xlsx")
    tables = [list(book[each].iter_rows(values_only=True)) for each in book.sheetnames]
    heads = [next(n for n, row in enumerate(rows) if "Код" in str(row)) for rows in tables]
    beside = openpyxl.Workbook()
    at = 1
    for rows, head in zip(tables, heads, strict=True):
        for number, row in enumerate(rows[head:], start=1):
            for column, value in enumerate(row):
                beside.active.cell(number, at + column, value)
        at += len(rows[head]) + 1
    for title in ("Посещения", "Реестр"):
        beside.active.title = title
        beside.save(tmp_path / "register.xlsx")
        told = checked(tmp_path / "register.xlsx")
        assert len(told.errors) == 1
        assert "Посещения" in told.sentences()["ru"]
        assert "Барулар" in told.sentences()["kk"]


def test_registers_of_two_years_whose_visits_have_the_same_numbers_are_not_put_together(
    tmp_path: Path,
) -> None:
    for name in ("32_register_2016.xlsx", "32_visits_2017_only.xlsx"):
        (tmp_path / name).write_bytes((CASES / name).read_bytes())

    errors = checked(tmp_path).errors

    assert {each["file"] for each in errors} == {"32_visits_2017_only.xlsx"}
    assert {each["sheet"] for each in errors} == {"visits"}
