"""Texts in quotation marks that run over the end of a line in a CSV file.

Some are meant so: a recommendation of several lines. Others are two stray quotation marks that
pair up, and every row between them would be swallowed.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass, field

from npm_data.load.days import read_day
from npm_data.load.encodings import CsvError
from npm_data.load.headers import FEWEST_KNOWN_NAMES, best_score
from npm_data.load.headings import Record
from npm_data.reference import reference
from npm_data.register.vocabulary import CODED_COLUMNS, column_names, vocabulary

_KEYS = ("repeats", "institution_id", "visit_id", "recommendation_id")


@dataclass(frozen=True, slots=True)
class TextOfSeveralLines:
    """A cell that is meant to hold them."""

    row: int
    column: str


@dataclass(slots=True)
class QuotedLines:
    """Looks at each record that takes more than a line; `header` is the one at `header_row`."""

    sheet: str
    separator: str
    header: Record
    header_row: int
    found: list[TextOfSeveralLines] = field(default_factory=list)

    @classmethod
    def below(cls, sheet: str, separator: str, head: Sequence[Record]) -> "QuotedLines":
        """With the header that is in the first records, if any is."""
        scores = [best_score([record], sheet) for record in head]
        best = max(scores, default=0)
        if best < FEWEST_KNOWN_NAMES:
            return cls(sheet, separator, (), 0)
        at = scores.index(best)
        names = column_names(sheet)
        return cls(sheet, separator, [names.code(name or "") for name in head[at]], at + 1)

    def look(self, row: int, record: Sequence[str], lines: Sequence[str]) -> None:
        """Take note of what is meant so.

        Raises:
            CsvError: the quotation marks are stray, or the column holds no text of several lines.
        """
        last = row + len(lines) - 1
        if not self._closes_before_a_separator(lines) or self._is_too_long(row, record):
            raise _swallowing(row, last)
        for at, text in enumerate(record):
            if "\n" in text or "\r" in text:
                if self._swallows(row, at, text):
                    raise _swallowing(row, last)
                self._take(row, at, last)

    def _closes_before_a_separator(self, lines: Sequence[str]) -> bool:
        """A quotation mark within a word opened or closed what it was not meant to."""
        try:
            list(csv.reader(lines, delimiter=self.separator, skipinitialspace=True, strict=True))
        except csv.Error:
            return False
        return True

    def _is_too_long(self, row: int, record: Sequence[str]) -> bool:
        return row > self.header_row > 0 and len(record) > len(self.header)

    def _swallows(self, row: int, at: int, text: str) -> bool:
        """Whether a line of the text is a row of the table, or what is left of one."""
        first, *others = ([*line.split(self.separator)] for line in text.splitlines())
        if row <= self.header_row or not self.header:
            lines = [line for line in (first, *others) if len(line) > 1]
            return best_score(lines, self.sheet) >= FEWEST_KNOWN_NAMES
        if self._has_a_value(at, first):
            return True
        return any(self._has_a_value(0, line) or self._is_a_row(line) for line in others)

    def _has_a_value(self, start: int, cells: Sequence[str]) -> bool:
        """Whether days or codes stand where their columns are."""
        columns = self.header[start + 1 :]
        return any(map(_is_a_value, columns, cells[1:]))

    def _is_a_row(self, cells: Sequence[str]) -> bool:
        """A line with a cell for each column that begins with a code."""
        begins = cells[0].strip()
        is_a_code = any(map(str.isdigit, begins)) and not any(map(str.isspace, begins))
        return len(cells) >= len(self.header) and is_a_code

    def _take(self, row: int, at: int, last: int) -> None:
        column = self.header[at] if at < len(self.header) and row > self.header_row else None
        if column is None:
            return
        if column not in _columns_of_texts(self.sheet):
            raise _swallowing(row, last)
        self.found.append(TextOfSeveralLines(row, column))


def _swallowing(row: int, last: int) -> CsvError:
    return CsvError("a_quoted_text_ends_in_its_row", row, last=last)


def _is_a_value(column: str | None, cell: str) -> bool:
    text = cell.strip().strip('"')
    if column is None or not text:
        return False
    if column in CODED_COLUMNS:
        return vocabulary(column).code(text) is not None
    return column in _columns_of_days() and read_day(text) is not None


def _columns_of_days() -> set[str]:
    return {each.column for each in reference().columns if each.type == "date"}


def _columns_of_texts(sheet: str) -> set[str]:
    """Columns whose cells are words: neither codes nor days, nor what names a row."""
    return {
        each.column
        for each in reference().columns
        if each.sheet == sheet and each.type == "text" and each.column not in _KEYS
    }
