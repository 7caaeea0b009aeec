"""A workbook with four sheets, read as text by calamine through fastexcel.

First a look at the package, which decides whether it is read at all and says what is left out;
then the cells, in a process of their own.
"""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import polars as pl

from npm_data.load.addresses import letter_of
from npm_data.load.contents import Contents, SheetPart, about_comments
from npm_data.load.encodings import format_of
from npm_data.load.headers import is_of_the_template, is_our_own
from npm_data.load.isolated import Cells, ReaderError, read_apart, refuse_a_broken_one
from npm_data.load.limits import MOST_CELLS_TO_MARK
from npm_data.load.looks import styles_of
from npm_data.load.names import tables_named
from npm_data.load.ods_workbook import OdsWorkbook, is_ods
from npm_data.load.package import Package, PackageError
from npm_data.load.sheet_scan import Scan, scan_sheet
from npm_data.load.source import RawSheet, label_of
from npm_data.register.schema import Problem

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

Reader = Callable[[bytes, Sequence[str]], list[Cells | None]]

_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ERROR_IN_A_CELL = re.compile(r"Error\((\w+)\)")


class WorkbookRead(NamedTuple):
    """The sheets of the tables, and what is wrong.

    `is_plain` tells that the workbook is small and plain enough to be opened as a whole, as it is
    when it is given back with its findings.
    """

    sheets: list[RawSheet]
    problems: list[Problem]
    is_plain: bool


def read_workbook(content: bytes, file: str, reader: Reader = read_apart) -> WorkbookRead:
    """Read every sheet whose name is that of a table, in any language."""
    try:
        _refuse_other_files(content)
        package = Package(content)
        if is_ods(package):
            return WorkbookRead(*OdsWorkbook(content, package, file).read(reader), is_plain=False)
        return _Workbook(content, package, file).read(reader)
    except PackageError as error:
        return WorkbookRead([], [Problem(error.rule, file, facts=error.facts)], is_plain=False)
    except ReaderError:
        rule = "a_workbook_takes_a_bearable_effort"
        return WorkbookRead([], [Problem(rule, file)], is_plain=False)


def is_a_container(content: bytes) -> bool:
    """Whether the bytes begin as a workbook's do, today's or an old one's."""
    return content.startswith((b"PK\x03\x04", _OLD_CONTAINER))


def is_workbook_name(name: str) -> bool:
    """Whether a file is meant as one, read or not, and is no program's own beside it."""
    return name.casefold().endswith(_SUFFIXES) and not name.startswith((".", "~"))


class _Workbook:
    """One workbook being read."""

    def __init__(self, content: bytes, package: Package, file: str) -> None:
        self._content, self._file = content, file
        self._package = package
        self._contents = Contents(package)
        self._styles = styles_of(package, self._contents.workbook)
        titles = (each.title for each in self._contents.sheets)
        self._codes = tables_named(each for each in titles if not _is_beside_the_tables(each))
        self._problems: list[Problem] = []
        self._cells, self._merged = 0, 0
        self._place = file  # of the sheet that is looked at, as findings name it

    def read(self, reader: Reader) -> WorkbookRead:
        scans = self._scans()
        self._say_what_is_left_out()
        found = reader(self._content, [each.title for each, _ in scans]) if scans else []
        refuse_a_broken_one(found)
        sheets: list[RawSheet] = []
        for (sheet, scan), cells in zip(scans, found, strict=True):
            code = self._codes[sheet.title]
            self._place = self._place_of(sheet, code)
            if cells is None:
                self._say("a_workbook_is_whole", code)
            else:
                frame, epoch = _with_errors(cells), self._contents.epoch
                without_value = tuple(scan.without_value)
                sheets.append(
                    RawSheet(self._file, sheet.title, code, frame, epoch, without_value, scan.looks)
                )
        is_plain = max(self._cells, self._merged) <= MOST_CELLS_TO_MARK
        return WorkbookRead(sheets, self._problems, is_plain)

    def _say(self, rule: str, code: str | None, **facts: object) -> None:
        self._problems.append(Problem(rule, self._place, code, facts=facts))

    def _warn(
        self, rule: str, code: str | None = None, value: str | None = None, **facts: object
    ) -> None:
        self._problems.append(
            Problem(rule, self._place, code, value=value, severity="warning", facts=facts)
        )

    def _scans(self) -> list[tuple[SheetPart, Scan]]:
        """The tables' sheets that can be read, in the order of the workbook."""
        scans: list[tuple[SheetPart, Scan]] = []
        for sheet in self._contents.sheets:
            code = self._codes.get(sheet.title)
            self._place = self._place_of(sheet, code)
            if code is None:
                self._leave_out(sheet)
            elif sheet.state != "visible":
                self._say("a_table_is_on_a_sheet_that_is_seen", code)
            elif (scan := self._scanned(sheet, code)) is not None:
                scans.append((sheet, scan))
        return scans

    def _place_of(self, sheet: SheetPart, code: str | None) -> str:
        is_one_of_several = code and list(self._codes.values()).count(code) > 1
        return label_of(self._file, sheet.title) if is_one_of_several else self._file

    def _leave_out(self, sheet: SheetPart) -> None:
        if sheet.state != "visible":
            self._warn("a_hidden_sheet_is_of_the_register", value=sheet.title)
        elif not _is_beside_the_tables(sheet.title):
            self._warn("a_sheet_is_of_the_register", value=sheet.title)
        if sheet.part in self._package.names:
            scan = scan_sheet(self._package.chunks(sheet.part))
            self._cells, self._merged = self._cells + scan.cells, self._merged + scan.merged_cells

    def _scanned(self, sheet: SheetPart, code: str) -> Scan | None:
        if sheet.part not in self._package.names:
            self._say("a_workbook_is_whole", code)
            return None
        scan = scan_sheet(self._package.chunks(sheet.part), self._styles)
        self._cells, self._merged = self._cells + scan.cells, self._merged + scan.merged_cells
        self._look_at_comments(sheet, code)
        if scan.hidden_rows or scan.hidden_columns:
            rule, rows, columns = (
                "a_hidden_row_is_read_like_the_others",
                scan.hidden_rows,
                scan.hidden_columns,
            )
            self._warn(rule, code, rows=rows, columns=columns)
        for kind in (*self._contents.left_out_of(sheet), *scan.left_out):
            self._warn("a_sheet_is_only_cells", code, part=kind)
        if not scan.is_bearable:
            cell = f"{letter_of(scan.last_column - 1)}{scan.last_row}"
            self._say("a_sheet_ends_where_its_table_ends", code, cell=cell)
            return None
        if not scan.is_shown_bearably:
            self._say("a_workbook_takes_a_bearable_effort", code)
            return None
        return scan

    def _look_at_comments(self, sheet: SheetPart, code: str) -> None:
        self._problems += about_comments(self._contents.comments(sheet), self._place, code)

    def _say_what_is_left_out(self) -> None:
        self._place = self._file
        for kind in self._contents.left_out():
            self._warn("a_workbook_is_only_tables", part=kind)


def _refuse_other_files(content: bytes) -> None:
    """What cannot be a workbook of today's kind, from its first bytes."""
    if not content:
        raise PackageError("a_file_is_not_empty")
    if content.startswith(_OLD_CONTAINER):
        is_locked = _ENCRYPTED in content
        rule = "a_workbook_has_no_password" if is_locked else "a_workbook_is_of_todays_kind"
        raise PackageError(rule)
    if not content.startswith(b"PK"):
        kind = format_of(content)
        rule = "a_file_is_what_its_name_says" if kind else "a_file_is_a_workbook"
        raise PackageError(rule, **({"format": kind} if kind else {}))


def _is_beside_the_tables(title: str) -> bool:
    """Whether the program itself has put the sheet there."""
    return is_our_own(title) or is_of_the_template(title)


def _with_errors(cells: Cells) -> pl.DataFrame:
    """Cells that show an error are read as empty: put back what the office sees there."""
    texts: dict[str, dict[int, str]] = {}
    frame = cells.frame
    for row, at, detail in cells.errors:
        found = _ERROR_IN_A_CELL.search(detail)
        shown = ERRORS.get(found[1], "#ERROR!") if found else "#ERROR!"
        texts.setdefault(frame.columns[at], {})[row] = shown
    for column, by_row in texts.items():
        rows = pl.Series(list(by_row), dtype=pl.UInt32)
        changed = frame[column].scatter(rows, pl.Series(list(by_row.values())))
        frame = frame.with_columns(changed.alias(column))
    return frame
