"""The worked example as a workbook to be changed, and what is found in it beyond the known."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from npm_data.reference import reference
from npm_data.register.reading import read_source
from npm_data.register.rules import Finding, check
from npm_data.register.schema import Register
from tests.office_files.office import EXPECTED, Numbers
from tests.registers import worked_rows

RIGHT: Numbers = [case["rows"] for case in EXPECTED["cases"]]

RULES_OF_THE_EXAMPLE = {
    "a_visit_has_a_day_of_its_report",
    "a_visited_type_is_in_the_mandate",
    "a_visited_place_is_open_already",
    "a_visited_place_is_not_closed_yet",
}
"""Warnings that the worked example has by itself."""


def worked_book(language: str = "ru") -> openpyxl.Workbook:
    """The four sheets with real date cells, headings in a language."""
    book = openpyxl.Workbook()
    del book["Sheet"]
    for sheet, rows in worked_rows().items():
        columns = [each for each in reference().columns if each.sheet == sheet]
        page = book.create_sheet(sheet)
        page.append([each.names[language] for each in columns])
        for row in rows:
            page.append([row.get(each.column) for each in columns])
    return book


def register_in(book: openpyxl.Workbook, folder: Path) -> Register:
    """Saved, read and checked: a register without an error."""
    path = folder / "register.xlsx"
    book.save(path)
    register = check(read_source(path), "en").register
    assert register is not None
    return register


def found_in(book: openpyxl.Workbook, folder: Path) -> list[Finding]:
    """Saved, read and checked: everything that the worked example does not say by itself."""
    path = folder / "register.xlsx"
    book.save(path)
    return found_at(path)


def found_at(path: Path) -> list[Finding]:
    findings = check(read_source(path), "en").findings
    return [each for each in findings if each.rule not in RULES_OF_THE_EXAMPLE]


def told(findings: list[Finding]) -> list[tuple[Any, ...]]:
    return [(each.rule, each.sheet, each.row, each.column) for each in findings]


def place_of(sheet: str, column: str) -> int:
    """The column's number from 1 in a book of ours."""
    names = [each.column for each in reference().columns if each.sheet == sheet]
    return names.index(column) + 1


def assert_alike(found: Numbers, right: Numbers) -> None:
    """Row by row and number by number."""
    for rows, expected in zip(found, right, strict=True):
        assert len(rows) == len(expected)
        for row, numbers in zip(rows, expected, strict=True):
            assert row == pytest.approx(numbers)
