"""A workbook in the format of LibreOffice (ODS): looked through first, then read apart like others.

What would change numbers in silence is refused: cells merged over rows or columns of a table. What
is not looked at is said.
"""

from collections.abc import Callable, Iterator, Sequence

import polars as pl

from npm_data.load.contents import about_comments
from npm_data.load.headers import is_of_the_template, is_our_own, table_of
from npm_data.load.isolated import Cells, refuse_a_broken_one
from npm_data.load.names import tables_named
from npm_data.load.ods_scan import OdsScan, OdsTable
from npm_data.load.package import Package, PackageError
from npm_data.load.source import RawSheet
from npm_data.register.schema import Problem

_CONTENT, _TYPE, _MANIFEST = "content.xml", "mimetype", "META-INF/manifest.xml"
_SPREADSHEET = b"application/vnd.oasis.opendocument.spreadsheet"
_MACROS = ("basic/", "scripts/")


def is_ods(package: Package) -> bool:
    """Whether the package says so of itself.

    Raises:
        PackageError: it is another document of its kind.
    """
    if _TYPE not in package.names or _CONTENT not in package.names:
        return False
    return package.content(_TYPE).startswith(_SPREADSHEET)


class OdsWorkbook:
    """One workbook being read."""

    def __init__(self, content: bytes, package: Package, file: str) -> None:
        _refuse_locked_ones_and_macros(package)
        self._content, self._file = content, file
        self._scan = OdsScan(package.chunks(_CONTENT))
        if not all(each.is_bearable for each in self._scan.tables):  # the reader makes all of them
            raise PackageError("a_workbook_takes_a_bearable_effort")
        self._problems: list[Problem] = []

    def read(
        self, reader: Callable[[bytes, Sequence[str]], list[Cells | None]]
    ) -> tuple[list[RawSheet], list[Problem]]:
        rule = "a_workbook_is_looked_through"
        self._problems.append(Problem(rule, self._file, severity="warning"))
        tables = list(self._tables())
        found = reader(self._content, [each.title for each, _ in tables]) if tables else []
        refuse_a_broken_one(found)
        sheets: list[RawSheet] = []
        for (table, code), cells in zip(tables, found, strict=True):
            if cells is None:
                self._problems.append(Problem("a_workbook_is_whole", self._file, code))
                continue
            frame = _with_what_is_shown(cells.frame, table)
            formulas = tuple(table.without_value)
            sheet = RawSheet(self._file, table.title, code, frame, self._scan.epoch, formulas)
            merged = self._merged(sheet, code, table)
            if merged:
                self._problems.append(merged)
            else:
                sheets.append(sheet)
        return sheets, self._problems

    def _tables(self) -> Iterator[tuple[OdsTable, str]]:
        codes = tables_named(each.title for each in self._scan.tables)
        for table in self._scan.tables:
            code = codes.get(table.title)
            if code is None and (is_our_own(table.title) or is_of_the_template(table.title)):
                continue
            if code is None:
                self._problems.append(_left_out(table, self._file))
            elif not table.is_seen:
                self._problems.append(
                    Problem("a_table_is_on_a_sheet_that_is_seen", self._file, code)
                )
            else:
                self._problems += about_comments(table.comments, self._file, code)
                if table.hidden_rows:
                    self._problems.append(_hidden(table, self._file, code))
                yield table, code

    def _merged(self, sheet: RawSheet, code: str, table: OdsTable) -> Problem | None:
        """A cell of the table below its heading: which rows it stands for is not read."""
        read, _ = table_of(sheet, code)
        first = read.header_row if read else 0
        span = next((each for each in table.merged if each.bottom > first > 0), None)
        if span is None:
            return None
        rule, facts = "a_cell_has_one_row_and_column", {"cell": span.reference}
        return Problem(rule, self._file, code, span.top, facts=facts)


def _refuse_locked_ones_and_macros(package: Package) -> None:
    tags = package.tags(_MANIFEST)
    if any(each.name == "encryption-data" for each in tags):
        raise PackageError("a_workbook_has_no_password")
    if any(name.casefold().startswith(_MACROS) for name in package.names):
        raise PackageError("a_workbook_has_no_macros")


def _left_out(table: OdsTable, file: str) -> Problem:
    seen, hidden = "a_sheet_is_of_the_register", "a_hidden_sheet_is_of_the_register"
    rule = seen if table.is_seen else hidden
    return Problem(rule, file, value=table.title, severity="warning")


def _hidden(table: OdsTable, file: str, code: str) -> Problem:
    rule, facts = "a_hidden_row_is_read_like_the_others", {"rows": table.hidden_rows, "columns": 0}
    return Problem(rule, file, code, severity="warning", facts=facts)


def _with_what_is_shown(frame: pl.DataFrame, table: OdsTable) -> pl.DataFrame:
    """Cells of which the reader made nothing, or another text, as the office sees them."""
    if not table.shown:
        return frame
    height = max(frame.height, *(row for row, _, _ in table.shown))
    texts = {
        name: frame[name].extend_constant(None, height - frame.height) for name in frame.columns
    }
    for row, column, text in table.shown:
        name = str(column - 1)
        if name not in texts:
            texts[name] = pl.Series(name, [None] * height, dtype=pl.String)
        texts[name] = texts[name].scatter(row - 1, text)
    return pl.DataFrame({name: texts[name] for name in sorted(texts, key=int)})
