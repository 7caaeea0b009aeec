"""The template is filled in as a clerk does it, and what it offers is what an import takes."""

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from npm_data.files.template import (
    LONGEST_MESSAGE,
    LONGEST_NAME,
    LONGEST_TITLE,
    REQUIRED_MARK,
    columns_of,
    example_rows,
    template_workbook,
)
from npm_data.i18n import words_for
from npm_data.load import read_source
from npm_data.load.headers import is_of_the_template
from npm_data.load.workbook import read_workbook
from npm_data.model.regions import meaning_of
from npm_data.model.vocabulary import CODED_COLUMNS, code_names, column_names, vocabulary
from npm_data.reference import LANGUAGES, reference
from npm_data.validate import Finding, check
from tests.registers import SHEETS, worked_rows
from tests.sources import WORKED

pytestmark = pytest.mark.parametrize("language", LANGUAGES)


def filled(language: str, folder: Path, rows_of: dict[str, list[list[object]]]) -> Path:
    """The template with rows written into its four sheets, as a spreadsheet program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(words_for(language))))
    for code, rows in rows_of.items():
        for at, cells in enumerate(rows, start=2):
            for column, value in enumerate(cells, start=1):
                sheet(book, code, language).cell(at, column).value = value
    path = folder / "register.xlsx"
    book.save(path)
    return path


def sheet(book: openpyxl.Workbook, code: str, language: str) -> Worksheet:
    return book[reference().sheets[code][language]]


def findings(path: Path, language: str, day: date | None = None) -> tuple[Finding, ...]:
    return check(read_source(path), language, day).findings


def as_chosen(code: str, language: str) -> list[list[object]]:
    """The worked example's rows of a sheet, each code as the name that the list offers."""
    rows = []
    for row in worked_rows()[code]:
        cells = []
        for column in columns_of(words_for(language), code):
            value = row.get(column.of.column)
            names = code_names(column.of.column, language) if column.choices else {}
            cells.append(names.get(value, value))
        rows.append(cells)
    return rows


def test_the_worked_example_filled_into_the_template_is_the_worked_example(
    language: str, tmp_path: Path
) -> None:
    path = filled(language, tmp_path, {code: as_chosen(code, language) for code in SHEETS})
    day = date(2018, 6, 30)
    known = check(read_source(WORKED), language, day)
    found = check(read_source(path), language, day)
    assert [(each.rule, each.sheet, each.row) for each in found.findings] == [
        (each.rule, each.sheet, each.row) for each in known.findings
    ]
    assert found.register is not None
    assert known.register is not None
    for name, frame in known.register.to_dict().items():
        assert found.register.to_dict()[name].collect().equals(frame.collect()), name


def test_its_own_example_keeps_every_rule(language: str, tmp_path: Path) -> None:
    words = words_for(language)
    path = filled(language, tmp_path, {code: list(example_rows(words, code)) for code in SHEETS})
    assert findings(path, language) == ()


def test_as_it_comes_down_it_is_one_clear_sentence(language: str, tmp_path: Path) -> None:
    (finding,) = findings(filled(language, tmp_path, {}), language)
    assert (finding.severity, finding.rule) == ("error", "the_records_bear_a_day")


def test_its_example_is_on_no_sheet_that_is_imported(language: str) -> None:
    words = words_for(language)
    content = template_workbook(words)
    sheets, problems, _ = read_workbook(content, "template.xlsx")
    assert problems == []
    assert [each.code for each in sheets] == list(SHEETS)
    assert all(each.cells.height == 1 for each in sheets)
    book = openpyxl.load_workbook(io.BytesIO(content))
    beside = [name for name in book.sheetnames if is_of_the_template(name)]
    assert beside == [words(f"template.{each}") for each in ("instructions", "example", "lists")]
    assert book[words("template.example")]["A1"].value == words("template.example_only")
    assert all(each.sheet_state == "visible" for each in book.worksheets)


def test_every_coded_column_has_a_list_of_values_that_the_import_takes(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(words_for(language))))
    coded = set()
    for code in SHEETS:
        for at, column in enumerate(columns_of(words_for(language), code), start=1):
            if column.of.type != "code":
                continue
            coded.add(column.of.column)
            letter = openpyxl.utils.get_column_letter(at)
            (rule,) = [
                each
                for each in sheet(book, code, language).data_validations.dataValidation
                if each.type == "list" and f"{letter}2" in each.sqref
            ]
            assert f"{letter}1048576" in rule.sqref
            assert offered(book, str(rule.formula1)) == list(column.choices)
            for meant, name in code_names(column.of.column, language).items():
                assert taken(column.of.column, name) == meant
    assert coded == {*CODED_COLUMNS, "region"}


def offered(book: openpyxl.Workbook, formula: str) -> list[str]:
    """The values of the cells that a list is taken from."""
    title, cells = formula.rsplit("!", 1)
    return [row[0].value for row in book[title.strip("'")][cells.replace("$", "")]]


def taken(column: str, name: str) -> str | None:
    return meaning_of(name, None).region if column == "region" else vocabulary(column).code(name)


def test_a_heading_is_read_with_its_mark_and_tells_what_goes_below_it(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(words_for(language))))
    for code in SHEETS:
        told = {
            str(each.sqref): each.prompt
            for each in sheet(book, code, language).data_validations.dataValidation
            if each.prompt
        }
        columns = columns_of(words_for(language), code)
        heads = [each.value for each in sheet(book, code, language)[1]]
        assert heads == [each.heading for each in columns]
        assert [column_names(code).code(head) for head in heads] == [
            each.of.column for each in columns
        ]
        marked = [head.endswith(REQUIRED_MARK) for head in heads]
        assert marked == [each.of.is_required for each in columns]
        assert list(told.values()) == [each.note for each in columns]
        assert len(told) == len(columns)
        assert sheet(book, code, language).freeze_panes == "B2"


def test_days_and_texts_have_their_formats_down_to_the_last_row(language: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template_workbook(words_for(language))))
    for code in SHEETS:
        for at, column in enumerate(columns_of(words_for(language), code), start=1):
            here = sheet(book, code, language)
            letter = openpyxl.utils.get_column_letter(at)
            (form,) = [
                each.number_format
                for each in here.column_dimensions.values()
                if each.min <= at <= each.max
            ]
            assert form == ("dd.mm.yyyy" if column.of.type == "date" else "@")
            if column.of.type == "date":
                (rule,) = [
                    each
                    for each in here.data_validations.dataValidation
                    if each.type == "date" and f"{letter}2" in each.sqref
                ]
                assert rule.showErrorMessage


def test_nothing_is_longer_than_a_spreadsheet_takes(language: str) -> None:
    words = words_for(language)
    content = template_workbook(words)
    book = openpyxl.load_workbook(io.BytesIO(content))
    assert all(len(name) <= LONGEST_NAME for name in book.sheetnames)
    for here in book.worksheets:
        for rule in here.data_validations.dataValidation:
            assert len(rule.promptTitle or "") <= LONGEST_TITLE
            assert len(rule.errorTitle or "") <= LONGEST_TITLE
            assert len(rule.prompt or "") <= LONGEST_MESSAGE
            assert len(rule.error or "") <= LONGEST_MESSAGE
            assert len(str(rule.formula1 or "")) <= LONGEST_MESSAGE


def test_it_has_no_comment_no_macro_and_nothing_hidden(language: str) -> None:
    """What an import refuses or leaves aside must not be in the template that it hands out."""
    with zipfile.ZipFile(io.BytesIO(template_workbook(words_for(language)))) as package:
        names = package.namelist()
    assert not [name for name in names if "comment" in name or "vba" in name.lower()]
