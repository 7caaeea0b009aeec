"""A workbook with four sheets, read as text by calamine through fastexcel.

First a look at the package, which decides whether it is read at all and says what is left out;
then the cells, in a process of their own.

Of one in the format of LibreOffice (ODS), what would change numbers in silence is refused: cells
merged over rows or columns of a table. What is not looked at is said.
"""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

import polars as pl

from npm_data.register.reading.headings import (
    Heading,
    heading_of,
    is_beside_the_tables,
    tables_named,
)
from npm_data.register.reading.ods_scan import OdsScan, OdsTable
from npm_data.register.reading.package import (
    Contents,
    Package,
    SheetPart,
    about_comments,
    refuse_as_broken,
)
from npm_data.register.reading.sheet_scan import Scan, Styles, scan_sheet, styles_of
from npm_data.register.reading.source import (
    MOST_CELLS_TO_MARK,
    TOO_LONG,
    TOO_MUCH_EFFORT,
    USUAL,
    Limits,
    RawSheet,
    UnreadableError,
    letter_of,
)
from npm_data.register.reading.text_files import format_of
from npm_data.register.schema import Problem

_ERRORS = {
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

_ANOTHER_ERROR = "#ERROR!"
ERROR_TEXTS = (*_ERRORS.values(), _ANOTHER_ERROR)

_SCRIPT = Path(__file__).with_name("reader_process.py")
_SLACK = 5
"""Seconds, for the process to start and to be ended by its own limit first."""

_SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ERROR_IN_A_CELL = re.compile(r"Error\((\w+)\)")
_ODS_CONTENT, _ODS_TYPE, _ODS_MANIFEST = "content.xml", "mimetype", "META-INF/manifest.xml"
_ODS_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_ODS_MACROS = ("basic/", "scripts/")


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a sheet as text; `errors` are row, column of the frame, and what is wrong."""

    frame: pl.DataFrame
    errors: Sequence[tuple[int, int, str]]


Shown = tuple[int, str, str]
"""The row of a frame (from 0), the name of its column, and what is seen there."""

_Look = TypeVar("_Look")
Reader = Callable[[bytes, Sequence[str], Limits], list[Cells | None]]


class WorkbookRead(NamedTuple):
    """The sheets of the tables, and what is wrong.

    `is_plain` tells that the workbook is small and plain enough to be opened as a whole, as it is
    when it is given back with its findings.
    """

    sheets: list[RawSheet]
    problems: list[Problem]
    is_plain: bool


def read_apart(content: bytes, titles: Sequence[str], limits: Limits = USUAL) -> list[Cells | None]:
    """The cells of each sheet, read by another process; None of one that cannot be read.

    Raises:
        UnreadableError: that was ended: by the system, by its limits, or as it took too long.
    """
    most = {"memory": limits.memory, "seconds": limits.seconds, "text": limits.text}
    request = json.dumps({"titles": list(titles), **most}).encode() + b"\n" + content
    try:
        ended = subprocess.run(
            [sys.executable, "-I", str(_SCRIPT)],
            input=request,
            capture_output=True,
            timeout=limits.seconds and limits.seconds + _SLACK,
            check=True,
        )
    except (subprocess.SubprocessError, OSError) as error:
        raise UnreadableError(TOO_MUCH_EFFORT) from error
    reply = io.BytesIO(ended.stdout)
    answers = []
    for _ in titles:
        told = json.loads(reply.readline())
        answers.append(as_cells(told, reply.read(told["bytes"])))
    return answers


def as_cells(told: dict[str, Any], stream: bytes) -> Cells | None:
    """An answer of the process as a frame whose columns bear the spreadsheet's numbers."""
    if told.get("is_broken"):
        return None
    if not stream:
        return Cells(pl.DataFrame(), ())
    frame = pl.read_ipc_stream(stream)
    names = dict(zip(frame.columns, map(str, told["columns"]), strict=True))
    return Cells(frame.rename(names).cast(pl.String), [tuple(each) for each in told["errors"]])


def read_workbook(
    content: bytes, file: str, limits: Limits = USUAL, reader: Reader = read_apart
) -> WorkbookRead:
    """Read every sheet whose name is that of a table, in any language."""
    try:
        _refuse_other_files(content)
        package = Package(content, limits)
        kind = _OdsWorkbook if _is_ods(package) else _Workbook
        return kind(package, file, limits).read(content, reader)
    except UnreadableError as error:
        return WorkbookRead([], [Problem(error.rule, file, facts=error.facts)], is_plain=False)


def is_a_container(content: bytes) -> bool:
    """Whether the bytes begin as a workbook's do, today's or an old one's."""
    return content.startswith((b"PK\x03\x04", _OLD_CONTAINER))


def is_workbook_name(name: str) -> bool:
    """Whether a file is meant as one, read or not, and is no program's own beside it."""
    return name.casefold().endswith(_SUFFIXES) and not name.startswith((".", "~"))


def _refuse_other_files(content: bytes) -> None:
    """What cannot be a workbook of today's kind, from its first bytes."""
    if not content:
        raise UnreadableError("a_file_is_not_empty")
    if content.startswith(_OLD_CONTAINER):
        is_locked = _ENCRYPTED in content
        rule = "a_workbook_has_no_password" if is_locked else "a_workbook_is_of_todays_kind"
        raise UnreadableError(rule)
    if not content.startswith(b"PK"):
        kind = format_of(content)
        if kind:
            raise UnreadableError("a_file_is_what_its_name_says", format=kind)
        raise UnreadableError("a_file_is_a_workbook")


class _Book(Generic[_Look]):
    """A workbook being read: its sheets are looked at, and then those of tables are read."""

    epoch: date
    is_plain = False

    def __init__(self, file: str, titles: Iterable[str], limits: Limits) -> None:
        self._file = self._place = file
        self._limits = limits
        self._codes = tables_named(each for each in titles if not is_beside_the_tables(each))
        self._problems: list[Problem] = []

    def read(self, content: bytes, reader: Reader) -> WorkbookRead:
        looks = [*self._tables()]
        found = reader(content, [title for title, _, _ in looks], self._limits) if looks else []
        if len(found) > 1 and not any(found):  # it is not the sheets that are broken
            refuse_as_broken()
        sheets: list[RawSheet] = []
        for (title, code, look), cells in zip(looks, found, strict=True):
            self._go_to(title)
            if cells is None:
                self._say("a_workbook_is_whole", code)
                continue
            sheet = self._sheet(title, code, look, cells)
            if not self._has_cells_of_several_rows(sheet, code, look):
                sheets.append(sheet)
        return WorkbookRead(sheets, self._problems, self.is_plain)

    def _tables(self) -> Iterator[tuple[str, str, _Look]]:
        """The tables' sheets that can be read, in their order, by title and code."""
        raise NotImplementedError

    def _sheet(self, title: str, code: str, look: _Look, cells: Cells) -> RawSheet:
        raise NotImplementedError

    def _has_cells_of_several_rows(self, sheet: RawSheet, code: str, look: _Look) -> bool:
        """Whether it is refused for them; that is said then."""
        return False

    def _go_to(self, title: str) -> str | None:
        """The code of the table that the sheet is; what is said from now on is about this sheet."""
        code = self._codes.get(title)
        is_one_of_several = code is not None and [*self._codes.values()].count(code) > 1
        self._place = f"{self._file}: {title}" if is_one_of_several else self._file
        return code

    def _say(self, rule: str, code: str | None, row: int | None = None, **facts: object) -> None:
        self._problems.append(Problem(rule, self._place, code, row, facts=facts))

    def _warn(
        self, rule: str, code: str | None = None, value: str | None = None, **facts: object
    ) -> None:
        self._problems.append(
            Problem(rule, self._place, code, value=value, severity="warning", facts=facts)
        )

    def _warn_of_a_sheet(self, title: str, *, is_seen: bool) -> None:
        seen, hidden = "a_sheet_is_of_the_register", "a_hidden_sheet_is_of_the_register"
        self._warn(seen if is_seen else hidden, value=title)

    def _warn_of_hidden_rows(self, code: str, rows: int, columns: int) -> None:
        if rows or columns:
            rule = "a_hidden_row_is_read_like_the_others"
            self._warn(rule, code, rows=rows, columns=columns)


class _Workbook(_Book[Scan]):
    """One of today's kind."""

    def __init__(self, package: Package, file: str, limits: Limits) -> None:
        self._package = package
        self._contents = Contents(package)
        self._styles = styles_of(package, self._contents.workbook)
        self.epoch = self._contents.epoch
        self._cells, self._merged = 0, 0
        super().__init__(file, (each.title for each in self._contents.sheets), limits)

    def _tables(self) -> Iterator[tuple[str, str, Scan]]:
        for sheet in self._contents.sheets:
            code, is_seen = self._go_to(sheet.title), sheet.state == "visible"
            if code is None:
                self._leave_out(sheet, is_seen=is_seen)
            elif not is_seen:
                self._say("a_table_is_on_a_sheet_that_is_seen", code)
            elif (scan := self._scanned(sheet, code)) is not None:
                yield sheet.title, code, scan
        self._place = self._file
        for kind in self._contents.left_out():
            self._warn("a_workbook_is_only_tables", part=kind)
        self.is_plain = max(self._cells, self._merged) <= MOST_CELLS_TO_MARK

    def _leave_out(self, sheet: SheetPart, *, is_seen: bool) -> None:
        if not is_seen or not is_beside_the_tables(sheet.title):
            self._warn_of_a_sheet(sheet.title, is_seen=is_seen)
        if sheet.part in self._package.names:
            self._scan(sheet)

    def _scan(self, sheet: SheetPart, styles: Styles | None = None) -> Scan:
        scan = scan_sheet(self._package.chunks(sheet.part), self._limits, styles)
        self._cells, self._merged = self._cells + scan.cells, self._merged + scan.merged_cells
        return scan

    def _scanned(self, sheet: SheetPart, code: str) -> Scan | None:
        if sheet.part not in self._package.names:
            self._say("a_workbook_is_whole", code)
            return None
        scan = self._scan(sheet, self._styles)
        self._problems += about_comments(self._contents.comments(sheet), self._place, code)
        self._warn_of_hidden_rows(code, scan.hidden_rows, scan.hidden_columns)
        for kind in (*self._contents.left_out_of(sheet), *sorted(scan.left_out)):
            self._warn("a_sheet_is_only_cells", code, part=kind)
        if not scan.is_of_bearable_length:
            self._say(TOO_LONG, code, most=self._limits.rows)
            return None
        if not scan.is_bearable:
            cell = f"{letter_of(scan.last_column - 1)}{scan.last_row}"
            self._say("a_sheet_ends_where_its_table_ends", code, cell=cell)
            return None
        if not scan.is_shown_bearably:
            self._say(TOO_MUCH_EFFORT, code)
            return None
        return scan

    def _sheet(self, title: str, code: str, look: Scan, cells: Cells) -> RawSheet:
        """Cells that show an error are read as empty: put back what the office sees there."""
        shown: list[Shown] = []
        for row, at, detail in cells.errors:
            found = _ERROR_IN_A_CELL.search(detail)
            text = _ERRORS.get(found[1], _ANOTHER_ERROR) if found else _ANOTHER_ERROR
            shown.append((row, cells.frame.columns[at], text))
        frame, without_value = _with_texts(cells.frame, shown), tuple(look.without_value)
        return RawSheet(self._file, title, code, frame, self.epoch, without_value, look.looks)


class _OdsWorkbook(_Book[OdsTable]):
    """One in the format of LibreOffice."""

    def __init__(self, package: Package, file: str, limits: Limits) -> None:
        tags = package.tags(_ODS_MANIFEST)
        if any(each.name == "encryption-data" for each in tags):
            raise UnreadableError("a_workbook_has_no_password")
        if any(name.casefold().startswith(_ODS_MACROS) for name in package.names):
            raise UnreadableError("a_workbook_has_no_macros")
        scan = OdsScan(package.chunks(_ODS_CONTENT), limits)
        if not all(
            each.is_bearable(limits) for each in scan.tables
        ):  # the reader makes all of them
            raise UnreadableError(TOO_MUCH_EFFORT)
        self._scan, self.epoch = scan, scan.epoch
        super().__init__(file, (each.title for each in scan.tables), limits)

    def _tables(self) -> Iterator[tuple[str, str, OdsTable]]:
        self._warn("a_workbook_is_looked_through")
        for table in self._scan.tables:
            code = self._go_to(table.title)
            if code is None:
                if not is_beside_the_tables(table.title):
                    self._warn_of_a_sheet(table.title, is_seen=table.is_seen)
            elif not table.is_seen:
                self._say("a_table_is_on_a_sheet_that_is_seen", code)
            else:
                self._problems += about_comments(table.comments, self._place, code)
                self._warn_of_hidden_rows(code, table.hidden_rows, 0)
                if table.is_of_bearable_length:
                    yield table.title, code, table
                else:
                    self._say(TOO_LONG, code, most=self._limits.rows)

    def _sheet(self, title: str, code: str, look: OdsTable, cells: Cells) -> RawSheet:
        shown = [(row - 1, str(column - 1), text) for row, column, text in look.shown]
        frame, without_value = _with_texts(cells.frame, shown), tuple(look.without_value)
        return RawSheet(self._file, title, code, frame, self.epoch, without_value)

    def _has_cells_of_several_rows(self, sheet: RawSheet, code: str, look: OdsTable) -> bool:
        """Merged below the heading: which rows such a cell stands for is not read."""
        heading = heading_of(sheet, code)
        first = heading.row if isinstance(heading, Heading) else 0
        area = next((each for each in look.merged if each.bottom > first > 0), None)
        if area:
            self._say("a_cell_has_one_row_and_column", code, area.top, cell=area.reference)
        return area is not None


def _is_ods(package: Package) -> bool:
    """Whether the package says so of itself."""
    if _ODS_TYPE not in package.names or _ODS_CONTENT not in package.names:
        return False
    return package.content(_ODS_TYPE).startswith(_ODS_SPREADSHEET)


def _with_texts(frame: pl.DataFrame, shown: Sequence[Shown]) -> pl.DataFrame:
    """With what the office sees in cells of which the reader made nothing, or another text."""
    if not shown:
        return frame
    texts: dict[str, dict[int, str]] = {}
    for row, column, text in shown:
        texts.setdefault(column, {})[row] = text
    height = max(frame.height, *(row + 1 for row, _, _ in shown))
    columns = {each.name: each.extend_constant(None, height - frame.height) for each in frame}
    for name, of_rows in texts.items():
        empty = pl.Series(name, [None] * height, dtype=pl.String)
        rows = pl.Series([*of_rows], dtype=pl.UInt32)
        columns[name] = columns.get(name, empty).scatter(rows, pl.Series([*of_rows.values()]))
    return pl.DataFrame({name: columns[name] for name in sorted(columns, key=int)})
