"""A first look at an ODS workbook's content, piece by piece, before anything builds its cells.

A cell or a row says how often it is repeated: a hundred letters may stand for a thousand million
cells. Here they are counted, never made.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from npm_data.register.reading.headings import ROWS_SEARCHED
from npm_data.register.reading.package import EPOCH, Comment, parse, plain, refuse_as_broken
from npm_data.register.reading.source import (
    LONGEST_TEXT,
    MOST_COLUMNS,
    TOO_MUCH_EFFORT,
    Area,
    Limits,
    UnreadableError,
    letter_of,
)

_MOST_LISTED = 1_000
_TYPES_READ = ("string", "float", "percentage", "currency", "date", "boolean")
_TAGS = {
    *("style", "table-properties", "null-date", "table", "table-row", "table-cell"),
    *("covered-table-cell", "annotation", "p", "line-break", "tab"),
}
"""Elements of which more is asked than where they end."""

_ERROR = re.compile(r"#(?:[A-Z]+[!?]|N/A|DIV/0!)|Err:\d+")
"""As LibreOffice shows them; it calls them empty texts."""


@dataclass(slots=True)
class OdsTable:
    """A sheet; `last_row` and `last_column` are of cells with something in them, from 1.

    `rows` are those with such a cell; where there are more than `most_rows`, it is looked at no
    further.

    `shown` are cells of which the reader makes nothing (errors, times of day) or another text
    (tabs), as row, column and what the office sees there. `without_value` are formulas that came
    without what they showed.
    """

    title: str
    most_rows: int
    is_seen: bool = True
    rows: int = 0
    last_row: int = 0
    last_column: int = 0
    cells: int = 0
    hidden_rows: int = 0
    merged: list[Area] = field(default_factory=list)
    shown: list[tuple[int, int, str]] = field(default_factory=list)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    comments: list[Comment] = field(default_factory=list)

    @property
    def is_of_bearable_length(self) -> bool:
        return self.rows <= self.most_rows

    def is_bearable(self, limits: Limits) -> bool:
        most = max(self.cells, self.last_row * self.last_column)
        return self.last_column <= MOST_COLUMNS and most <= limits.cells


@dataclass(slots=True)
class _Cell:
    """The cell whose end has not come yet."""

    row: int
    column: int
    times_down: int
    times_across: int
    type: str
    is_odd: bool = False
    texts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class OdsScan:
    """Looks through `content.xml` once: its `tables`, and the day from which it counts days.

    Raises:
        UnreadableError: it is no such content, defines a document type, or repeats too much.
    """

    def __init__(self, pieces: Iterable[bytes], limits: Limits) -> None:
        self._most_rows = limits.rows + ROWS_SEARCHED
        self.tables: list[OdsTable] = []
        self.epoch = EPOCH
        self._unseen_styles: set[str] = set()
        self._style = ""
        self._table: OdsTable | None = None
        self._cell: _Cell | None = None
        self._row = self._column = self._times_down = 0
        self._is_filled = False
        self._in_note = 0
        parse(pieces, self._start, self._end, self._say)

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag not in _TAGS:
            return
        said, cell = plain(attributes), self._cell
        match tag:
            case "style":
                self._style = said.get("name", "")
            case "table-properties" if said.get("display") == "false":
                self._unseen_styles.add(self._style)
            case "null-date":
                self.epoch = date.fromisoformat(said.get("date-value", EPOCH.isoformat())[:10])
            case "table":
                self._begin_table(said)
            case "table-row":
                self._begin_row(said)
            case "table-cell" | "covered-table-cell":
                self._begin_cell(said)
            case "annotation":
                self._in_note += 1
            case "p" if cell and not self._in_note and cell.texts:
                cell.texts.append("\n")
            case "line-break" | "tab" if cell and not self._in_note:
                cell.texts.append("\n")
                cell.is_odd = True  # the reader joins the words on either side

    def _end(self, name: str) -> None:
        match name.rpartition(" ")[2]:
            case "table" if self._table is not None:
                self.tables.append(self._table)
                self._table = None
            case "table-row":
                self._end_row()
            case "table-cell" | "covered-table-cell":
                self._end_cell()
            case "annotation":
                self._end_note()

    def _say(self, text: str) -> None:
        if self._cell is not None:
            texts = self._cell.notes if self._in_note else self._cell.texts
            texts.append(text)

    def _begin_table(self, said: Mapping[str, str]) -> None:
        if self._table is not None:  # a table within a cell
            refuse_as_broken()
        is_seen = said.get("style-name", "") not in self._unseen_styles
        self._table = OdsTable(said.get("name", ""), self._most_rows, is_seen)
        self._row = 0

    def _begin_row(self, said: Mapping[str, str]) -> None:
        self._times_down, self._column = _number(said, "number-rows-repeated"), 0
        if self._table is not None and said.get("visibility", "visible") != "visible":
            self._table.hidden_rows += self._times_down

    def _end_row(self) -> None:
        self._row += self._times_down
        if self._is_filled and self._table is not None:
            self._table.rows += self._times_down
        self._is_filled = False

    def _begin_cell(self, said: Mapping[str, str]) -> None:
        if self._table is None or not self._table.is_of_bearable_length:
            # the former is what a change has deleted
            return
        self._cell = _Cell(
            row=self._row + 1,
            column=self._column + 1,
            times_down=self._times_down,
            times_across=_number(said, "number-columns-repeated"),
            type=said.get("value-type", ""),
        )
        if (
            "formula" in said
            and not self._cell.type
            and len(self._table.without_value) < _MOST_LISTED
        ):
            self._table.without_value.append((self._cell.row, self._cell.column))
        down, across = _number(said, "number-rows-spanned"), _number(said, "number-columns-spanned")
        if max(down, across) > 1 and len(self._table.merged) < _MOST_LISTED:
            bottom, right = self._row + down, self._column + across
            self._table.merged.append(Area(self._row + 1, self._column + 1, bottom, right))

    def _end_cell(self) -> None:
        cell, table = self._cell, self._table
        self._cell = None
        if cell is None or table is None:
            return
        self._column = cell.column + cell.times_across - 1
        text = "".join(cell.texts)
        if not cell.type and not text.strip():
            return
        self._is_filled = True
        table.cells += cell.times_down * cell.times_across
        table.last_row = max(table.last_row, cell.row + cell.times_down - 1)
        table.last_column = max(table.last_column, self._column)
        if _ERROR.fullmatch(text):
            self._show(table, cell, text if text.startswith("#") else "#ERROR!")
        elif cell.is_odd or cell.type not in _TYPES_READ:
            self._show(table, cell, text)

    def _show(self, table: OdsTable, cell: _Cell, text: str) -> None:
        times = cell.times_down * cell.times_across
        if len(table.shown) + times > _MOST_LISTED:
            raise UnreadableError(TOO_MUCH_EFFORT)
        table.shown += [
            (row, column, text[: LONGEST_TEXT + 1])
            for row in range(cell.row, cell.row + cell.times_down)
            for column in range(cell.column, cell.column + cell.times_across)
        ]

    def _end_note(self) -> None:
        self._in_note -= 1
        cell, table = self._cell, self._table
        if cell is not None and table is not None and len(table.comments) < _MOST_LISTED:
            reference = f"{letter_of(cell.column - 1)}{cell.row}"
            table.comments.append(Comment(reference, "".join(cell.notes)))
            cell.notes.clear()


def _number(said: Mapping[str, str], name: str) -> int:
    """How often; a program writes no more than a sheet has rows or columns."""
    text = said.get(name, "1")
    if not text.isdecimal() or len(text) > 8:
        refuse_as_broken()
    return max(1, int(text))
