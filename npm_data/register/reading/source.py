"""What is read of a register at most, and what was read: cells with addresses, and what is wrong.

No file can take the memory or the time of everybody else. A register of national size has 4 MB as a
workbook, 37 MB unpacked, and 98,000 rows in a table.
"""

import hashlib
import sys
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

import polars as pl

from npm_data.reference import WorkbookColumn, reference
from npm_data.register.schema import RECORDS_OF_A_PART, Problem, Severity, row_of

MEBIBYTE = 2**20
MOST_BYTES = 50 * MEBIBYTE
"""Of a file as it is handed over."""

MOST_FILES = 40
"""Of one import: a workbook a year, or one a region."""

MOST_PARTS = 5_000
MOST_OF_A_SMALL_PART = 8 * MEBIBYTE
"""Of a part that is read as a whole: the list of sheets, relations, comments."""

MOST_COLUMNS = 500

LONGEST_TEXT = 32_767
"""Of a cell: what a spreadsheet allows."""

MOST_OF_A_KIND = 2_000
"""Findings of one rule in one column that are listed; those beyond are counted."""

MOST_CELLS_TO_MARK = 1_100_000
"""Rows and cells of a workbook, also empty ones, that are written back in their own format."""

IDENTIFIERS = ("institution_id", "visit_id", "recommendation_id", "repeats")
"""Columns that hold IDs."""

UNREAD = {"row": pl.UInt32, "column": pl.String}
"""Of frames that list cells: row of the spreadsheet and column of the register."""


TOO_LONG, TOO_LARGE = "a_table_has_a_bearable_length", "a_file_is_of_a_bearable_size"
TOO_MUCH_EFFORT = "a_workbook_takes_a_bearable_effort"
TOO_LARGE_UNPACKED = "a_workbook_unpacks_to_a_bearable_size"
OF_LIMITS = (TOO_LARGE, TOO_LARGE_UNPACKED, TOO_LONG, TOO_MUCH_EFFORT)
"""Rules that a file of another size may keep, or this one without limits."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The size of what is read at most; the default is what everybody's uploads have.

    `file` and `together` are bytes of each file and of all of one import, `unpacked` those of a
    workbook's parts and `text` those of its cells as the process that reads it hands them over.
    That process may take `memory` bytes beyond what it starts with, and `seconds`; None is as much
    as the machine gives. `rows` are those of a table, `cells` rows times columns up to the last
    cell of a sheet with something in it, and `looks` its merged areas, its struck-out cells, or its
    numbers that a format fills up.
    """

    file: int = MOST_BYTES
    together: int = 4 * MOST_BYTES
    unpacked: int = 256 * MEBIBYTE
    text: int = 192 * MEBIBYTE
    memory: int | None = 1_536 * MEBIBYTE
    seconds: int | None = 60
    rows: int = 300_000
    cells: int = 8_000_000
    looks: int = 500_000

    @classmethod
    def none(cls) -> "Limits":
        """Memory and disk alone; of rows there are as many as records can tell apart."""
        most = sys.maxsize
        return cls(most, most, most, most, None, None, RECORDS_OF_A_PART, most, most)

    def are_kept_by(self, rows: pl.DataFrame) -> bool:
        """Whether a table of these rows (`row` and others) is short enough."""
        is_far = (rows["row"] >= RECORDS_OF_A_PART).any()
        return rows.height <= self.rows and not is_far

    @property
    def too_large(self) -> "UnreadableError":
        return UnreadableError(TOO_LARGE, most=self.file // MEBIBYTE)

    @property
    def too_large_unpacked(self) -> "UnreadableError":
        return UnreadableError(TOO_LARGE_UNPACKED, most=self.unpacked // MEBIBYTE)


USUAL = Limits()


class UnreadableError(Exception):
    """What keeps a file from being read; `rule` is the sentence that it breaks."""

    def __init__(self, rule: str, row: int | None = None, **facts: object) -> None:
        super().__init__(rule)
        self.rule, self.row, self.facts = rule, row, facts


@cache
def columns_of(sheet: str) -> tuple[WorkbookColumn, ...]:
    """The register's columns of a sheet, in their order."""
    return tuple(each for each in reference().columns if each.sheet == sheet)


@cache
def columns_of_days(sheet: str) -> tuple[str, ...]:
    return tuple(each.column for each in columns_of(sheet) if each.type == "date")


def is_required(sheet: str, column: str) -> bool:
    return any(each.is_required for each in columns_of(sheet) if each.column == column)


def letter_of(position: int) -> str:
    """The spreadsheet's letters for a column counted from 0: A, B, ..., Z, AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def position_of(letters: bytes | str) -> int:
    """The number, from 1, of the column with these letters."""
    number = 0
    for letter in letters.encode() if isinstance(letters, str) else letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def at_most_of_a_kind(problems: Iterable[Problem]) -> list[Problem]:
    """The first of each rule, file and column; the last of those says how many `more` there are.

    A file of a million wrong cells must not become a million sentences in the server's memory.
    They are taken one by one, so that those which are only counted can be made and forgotten.
    """
    kept: list[Problem] = []
    number: Counter[Hashable] = Counter()
    more: Counter[Hashable] = Counter()
    last: dict[Hashable, int] = {}
    for problem in problems:
        kind: Hashable = (
            problem.severity,
            problem.rule,
            problem.file,
            problem.sheet,
            problem.column,
        )
        number[kind] += 1
        more[kind] += problem.more
        if number[kind] <= MOST_OF_A_KIND:
            last[kind] = len(kept)
            kept.append(replace(problem, more=0) if problem.more else problem)
        else:
            more[kind] += 1
    for kind, count in more.items():
        if count:
            kept[last[kind]] = replace(kept[last[kind]], more=count)
    return kept


@dataclass(frozen=True, slots=True)
class Area:
    """Merged cells, by rows and columns of the spreadsheet from 1."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def reference(self) -> str:
        """As a spreadsheet names it: `B3:C4`."""
        return f"{letter_of(self.left - 1)}{self.top}:{letter_of(self.right - 1)}{self.bottom}"


@dataclass(frozen=True, slots=True)
class Looks:
    """Of one sheet: merged `areas`, `struck` cells, and those whose number has a code's `format`.

    Cells are given as `row` of the spreadsheet (from 1) and `position` of its column (from 0, as
    the frame of the cells names it).
    """

    areas: tuple[Area, ...]
    struck: pl.DataFrame
    formatted: pl.DataFrame


@dataclass(frozen=True, slots=True)
class RawSheet:
    """All cells of a sheet (or CSV file) as text: row i of `cells` is spreadsheet row i + 1.

    The frame's columns are named by the spreadsheet column's number, from 0. `code` is the sheet
    of the register that it is, or None. `epoch` is day 0 of the workbook's day numbers; a CSV file
    has none. `without_value` lists formulas that came without what they showed, as spreadsheet row
    and column, both from 1. `looks` is what a workbook shows beside the values.
    """

    file: str
    title: str
    code: str | None
    cells: pl.DataFrame
    epoch: date | None = None
    without_value: tuple[tuple[int, int], ...] = ()
    looks: Looks | None = None

    @property
    def label(self) -> str:
        """What findings name where the file has several sheets of one table."""
        return f"{self.file}: {self.title}"


@dataclass(frozen=True, slots=True)
class RawTable:
    """The rows below a sheet's header.

    `rows` has `row` (the spreadsheet's count) and, as trimmed text or null, every column of the
    sheet by its code; those in `missing` are not in the file. `positions` are spreadsheet columns.
    `unread` lists cells (`row`, `column`) that are a finding already and say nothing, and `unsure`
    the columns of IDs among them: nothing can be said of what refers to those.

    A table may lie in several sheets or files: then it has `parts`, `rows` are those of all, and
    the rows of a part are counted from its `offset` on. `place` says where a row stands.
    """

    sheet: RawSheet
    code: str
    header_row: int
    positions: Mapping[str, int]
    missing: frozenset[str]
    rows: pl.DataFrame
    unread: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=UNREAD))
    unsure: frozenset[str] = frozenset()
    parts: tuple["RawTable", ...] = ()
    offset: int = 0
    label: str = ""

    @property
    def pieces(self) -> tuple["RawTable", ...]:
        """Its parts, or itself alone."""
        return self.parts or (self,)

    @property
    def file(self) -> str:
        """The file's name, with the sheet's title where the file has several of the table."""
        return self.label or self.sheet.file

    def place(self, record: int) -> tuple[str, int]:
        """The file and the spreadsheet's row of a record, or of one of `rows`."""
        row = row_of(record)
        part = next(each for each in reversed(self.pieces) if each.offset < row)
        return part.file, row - part.offset

    def problem(
        self,
        rule: str,
        record: int,
        column: str | None = None,
        value: str | None = None,
        *,
        severity: Severity = "error",
        more: int = 0,
        **facts: object,
    ) -> Problem:
        """What is wrong in a record, or in one of `rows`."""
        file, row = self.place(record)
        return Problem(rule, file, self.code, row, column, value, severity, facts, more)

    def notice(self, rule: str, cells: pl.DataFrame) -> list[Problem]:
        """One warning for all cells (`row`, `column`) of a kind, at the first; none for none."""
        if cells.is_empty():
            return []
        row, column = cells.select("row", "column").sort("row", maintain_order=True).row(0)
        return [self.problem(rule, row, column, severity="warning", count=cells.height)]


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of the source: its name, the SHA-256 digest of its bytes and how many there are.

    `workbook` are the bytes themselves, of one that may be opened as a whole, formats and all.
    """

    name: str
    sha256: str
    size: int
    workbook: bytes = b""

    @classmethod
    def of(cls, name: str, content: bytes, *, is_plain: bool = False) -> Self:
        digest = hashlib.sha256(content).hexdigest()
        return cls(name, digest, len(content), content if is_plain else b"")


Read = tuple[list[ReadFile], list[RawSheet], list[Problem]]
"""Files, the sheets of tables in them, and what is wrong."""


@dataclass(frozen=True, slots=True)
class Source:
    """A register as an office keeps it: its files, its tables by code, and what is wrong so far.

    `path` is where it was read; of an upload it is only a name: the workbook's, or those of its
    files with commas.
    """

    path: Path
    files: tuple[ReadFile, ...]
    sheets: tuple[RawSheet, ...]
    tables: Mapping[str, RawTable]
    problems: tuple[Problem, ...]
    is_workbook: bool
