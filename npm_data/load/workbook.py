"""A workbook with four sheets, read as text by calamine through fastexcel."""

import io
import re
import zipfile
from datetime import date

import fastexcel
import polars as pl

from npm_data.load.headers import is_of_the_template, is_our_own
from npm_data.load.source import Problem, RawSheet
from npm_data.model.vocabulary import sheet_names

ERRORS = {
    "NA": "#N/A",
    "Ref": "#REF!",
    "Value": "#VALUE!",
    "Div0": "#DIV/0!",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "GettingData": "#GETTING_DATA",
}
"""Calamine's names of the errors that a cell may show."""

_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_COUNTS_FROM_1904 = re.compile(rb"<workbookPr[^>]*date1904=\"(1|true)\"")
_ERROR_IN_A_CELL = re.compile(r"Error\((\w+)\)")


def read_workbook(content: bytes, file: str) -> tuple[list[RawSheet], list[Problem]]:
    """Read every sheet whose name is that of a table, in any language."""
    fault = _fault_of(content)
    if fault:
        return [], [Problem(fault, file)]
    try:
        reader = fastexcel.read_excel(content)
        titles = reader.sheet_names
    except BaseException as error:
        _let_the_user_interrupt(error)
        return [], [Problem("a_workbook_is_whole", file)]
    if not titles:
        return [], [Problem("a_file_is_a_workbook", file)]
    return _read_sheets(reader, titles, file, _epoch(content))


def is_a_container(content: bytes) -> bool:
    """Whether the bytes begin as a workbook's do, today's or an old one's."""
    return content.startswith((b"PK\x03\x04", _OLD_CONTAINER))


def _read_sheets(
    reader: fastexcel.ExcelReader, titles: list[str], file: str, epoch: date
) -> tuple[list[RawSheet], list[Problem]]:
    sheets: list[RawSheet] = []
    problems: list[Problem] = []
    for title in titles:
        code = sheet_names().code(title)
        if code is None:
            if not (is_our_own(title) or is_of_the_template(title)):
                problems.append(
                    Problem("a_sheet_is_of_the_register", file, value=title, severity="warning")
                )
            continue
        try:
            sheets.append(RawSheet(file, title, code, _cells(reader, title), epoch))
        except BaseException as error:
            _let_the_user_interrupt(error)
            problems.append(Problem("a_workbook_is_whole", file, code))
    return sheets, problems


def _cells(reader: fastexcel.ExcelReader, title: str) -> pl.DataFrame:
    """All cells as text from row 1 on; columns bear the spreadsheet's numbers, from 0."""
    sheet = reader.load_sheet(title, header_row=None, skip_rows=0, dtypes="string")
    if sheet.width == 0 or sheet.height == 0:
        return pl.DataFrame()
    batch, errors = sheet.to_arrow_with_errors()
    frame = pl.DataFrame(pl.from_arrow(batch))
    positions = [str(each.absolute_index) for each in sheet.selected_columns]
    named = frame.rename(dict(zip(frame.columns, positions, strict=True)))
    return _with_errors(named.cast(pl.String), errors)


def _with_errors(cells: pl.DataFrame, errors: fastexcel.CellErrors | None) -> pl.DataFrame:
    """Cells that show an error are read as empty: put back what the office sees there."""
    texts: dict[str, dict[int, str]] = {}
    for each in errors.errors if errors else ():
        row, at = each.offset_position
        found = _ERROR_IN_A_CELL.search(each.detail)
        shown = ERRORS.get(found[1], "#ERROR!") if found else "#ERROR!"
        texts.setdefault(cells.columns[at], {})[row] = shown
    for column, by_row in texts.items():
        rows = pl.Series(list(by_row), dtype=pl.UInt32)
        changed = cells[column].scatter(rows, pl.Series(list(by_row.values())))
        cells = cells.with_columns(changed.alias(column))
    return cells


def _fault_of(content: bytes) -> str | None:
    """The sentence that a file breaks which cannot be a workbook, from its first bytes."""
    if not content:
        return "a_file_is_not_empty"
    if content.startswith(_OLD_CONTAINER):
        return "a_workbook_has_no_password" if _ENCRYPTED in content else None
    return None if content.startswith(b"PK") else "a_file_is_a_workbook"


def _epoch(content: bytes) -> date:
    """Day 0 of the numbers behind dates; workbooks from old Macs count from 1904."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            settings = package.read("xl/workbook.xml")
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError):
        settings = b""
    return date(1904, 1, 1) if _COUNTS_FROM_1904.search(settings) else date(1899, 12, 30)


def _let_the_user_interrupt(error: BaseException) -> None:
    """A panic inside the reader is no `Exception`; all but the user's own stop is a fault."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        raise error
