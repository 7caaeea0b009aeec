"""What was read: cells as text with their addresses, and what is wrong with the files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from npm_data.load.looks import Looks
from npm_data.register.schema import Problem, row_of


def label_of(file: str, title: str) -> str:
    return f"{file}: {title}"


UNREAD = {"row": pl.UInt32, "column": pl.String}


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
        return label_of(self.file, self.title)


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
        part = next(each for each in reversed(self.pieces) if each.offset <= row)
        return part.file, row - part.offset


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file of the source, with its bytes as they were read.

    `is_plain` is said of a workbook that may be opened as a whole, formats and all.
    """

    name: str
    content: bytes
    is_plain: bool = False


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
