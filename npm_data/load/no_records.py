"""Rows of a table that are no record: totals, subheadings, notes, numbers of columns.

Most of what is looked at is looked at in a few rows only: those that are nearly empty, or whose
first cell is a word for a total, a sign or a column's name.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, takewhile

import polars as pl

from npm_data.load.days import read_day
from npm_data.load.headings import Heading, Record, column_of
from npm_data.load.source import RawTable
from npm_data.reference import WorkbookColumn, reference
from npm_data.register.schema import Problem
from npm_data.register.vocabulary import CODED_COLUMNS, vocabulary

WHITE_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff"
"""What is trimmed from a cell: all blanks of Unicode, and two marks that nobody sees."""

_TOTAL = (
    r"(?i)^[\W_]*(?:и\s*т\s*о\s*г\s*о|итог|всего|в том числе|барлығы|барлыгы|жиыны|жиынтығы|"
    r"қорытынды|корытынды|оның ішінде|(?:grand |sub)?-?totals?|of which)(?:[\W\d_]|$)"
)
_SIGNS = r"^[\W_]+$"
_AMOUNT = re.compile(r"[^\w]*\d[\d\s.,%]*[^\w]*|[\W_]*")
_LETTERS_OF_COLUMNS = ("абвгдежз", "abcdefgh")
_FEWEST_NUMBERS = 3
_LONGEST_HEADING = 100


def without_no_records(table: RawTable, heading: Heading) -> tuple[RawTable, Iterator[Problem]]:
    """The table without them, and a problem for each but those that are surely passed over.

    A heading that is repeated, and the numbers of the columns below it, are counted in a notice.
    """
    looked_at = _Look(table, heading)
    repeated, numbers, others = looked_at.repeated, looked_at.numbers, looked_at.others
    found = {*repeated, *numbers, *others}
    rows = table.rows.filter(~pl.col("row").is_in(list(found))) if found else table.rows
    place = (table.sheet.file, table.code)

    def told() -> Iterator[Problem]:
        for rule, passed in (
            ("a_heading_is_not_repeated", repeated),
            ("a_row_does_not_number_the_columns", numbers),
        ):
            if passed:
                facts = {"count": len(passed)}
                yield Problem(rule, *place, passed[0], severity="warning", facts=facts)
        for row in others:
            yield Problem("a_row_is_a_record", *place, row)

    return replace(table, rows=rows), told()


@dataclass
class _Look:
    """A look at one table's rows; each kind of them as the spreadsheet's numbers of the rows."""

    table: RawTable
    heading: Heading

    @cached_property
    def repeated(self) -> list[int]:
        """Rows that say in every column what the header says there."""
        alike = [pl.lit(False)] + [
            pl.all_horizontal(
                pl.col(column).eq_missing(pl.lit(self._said(record, position), pl.String))
                for column, position in self.table.positions.items()
            )
            for record in self.heading.records
        ]
        return self.table.rows.filter(pl.any_horizontal(alike))["row"].to_list()

    @cached_property
    def numbers(self) -> list[int]:
        """The row of the columns' numbers directly below the header, and those like it."""
        rows = self.table.rows.filter(~pl.col("row").is_in(self.repeated))
        if rows.is_empty() or not self._numbers_columns(rows["row"][0]):
            return []
        first = rows.drop("row").row(0)
        is_alike = [
            pl.col(column).eq_missing(pl.lit(text, pl.String))
            for column, text in zip(rows.columns[1:], first, strict=True)
        ]
        return rows.filter(pl.all_horizontal(is_alike))["row"].to_list()

    @cached_property
    def others(self) -> list[int]:
        """Those that are no record in another way."""
        passed = {*self.repeated, *self.numbers}
        rows = self._doubtful.filter(~pl.col("row").is_in(list(passed)))
        return [row["row"] for row in rows.iter_rows(named=True) if self._is_no_record(row)]

    @cached_property
    def _required(self) -> list[WorkbookColumn]:
        return [
            each
            for each in reference().columns
            if each.sheet == self.table.code and each.is_required and each.column in self._columns
        ]

    @cached_property
    def _columns(self) -> list[str]:
        """The register's, as they stand from left to right."""
        return sorted(self.table.positions, key=lambda column: self.table.positions[column])

    @cached_property
    def _doubtful(self) -> pl.DataFrame:
        """The few rows that deserve a look, with what stands to the left of the table as `left`."""
        first = pl.coalesce(pl.col(self._columns))
        names = {name.strip(WHITE_SPACE) for name in self.heading.names if name}
        rows = self.table.rows.with_columns(
            self._left.alias("left"), self._is_sparse.alias("sparse")
        )
        is_doubtful = (
            pl.col("sparse")
            | first.str.contains(_TOTAL)
            | pl.col("left").str.contains(_TOTAL)
            | first.str.contains(_SIGNS)
            | first.is_in(list(names))
        )
        return rows.filter(is_doubtful)

    @property
    def _is_sparse(self) -> pl.Expr:
        """Whether no more than half of what every row needs is there."""
        there = [pl.col(each.column).is_not_null() for each in self._required]
        return pl.sum_horizontal(there) * 2 <= len(there) if there else pl.lit(False)

    @property
    def _left(self) -> pl.Series:
        """What the first cell before the register's columns says."""
        cells, left = self.table.sheet.cells, min(self.table.positions.values())
        before = [name for name in cells.columns if int(name) < left]
        texts = [pl.col(name).str.strip_chars(WHITE_SPACE).replace("", None) for name in before]
        said = cells.with_columns(pl.coalesce(*texts, pl.lit(None, pl.String)).alias("left"))
        return said["left"].gather(self.table.rows["row"] - 1)

    def _said(self, record: Record, position: int) -> str | None:
        text = record[self.table.sheet.cells.columns.index(str(position))]
        return text.strip(WHITE_SPACE) or None if text else None

    def _numbers_columns(self, row: int) -> bool:
        """`1 2 3 ...` from the left, where the first columns may bear letters (`А Б 1 2`)."""
        cells = (text and text.strip(WHITE_SPACE) for text in self.table.sheet.cells.row(row - 1))
        signs = [re.sub(r"\.0$", "", text).casefold() for text in cells if text]
        lettered = max(
            sum(
                1
                for _ in takewhile(
                    lambda pair: pair[0] == pair[1], zip(signs, letters, strict=False)
                )
            )
            for letters in _LETTERS_OF_COLUMNS
        )
        numbers = signs[lettered:]
        starts = ("1", str(lettered + 1))
        is_counted = (
            bool(numbers)
            and numbers[0] in starts
            and numbers == [str(int(numbers[0]) + at) for at in range(len(numbers))]
        )
        return is_counted and len(signs) >= max(_FEWEST_NUMBERS, len(self._columns))

    def _is_no_record(self, row: Mapping[str, object]) -> bool:
        cells: dict[str, str] = {name: str(row[name]) for name in self._columns if row[name]}
        texts = [str(row["left"]), *cells.values()] if row["left"] else [*cells.values()]
        return (
            self._is_a_total(texts, is_sparse=bool(row["sparse"]))
            or all(re.match(_SIGNS, text) for text in cells.values())
            or self._names_columns(cells.values())
            or (bool(row["sparse"]) and not self._says_something(cells))
        )

    def _names_columns(self, texts: Collection[str]) -> bool:
        """Whether two of the cells or more are headings."""
        short = [text for text in texts if len(text) <= _LONGEST_HEADING]
        named = (text for text in short if column_of(text, self.table.code))
        return len(short) > 1 and len(list(islice(named, 2))) > 1

    @staticmethod
    def _is_a_total(texts: Collection[str], *, is_sparse: bool) -> bool:
        first, *others = texts
        is_named = re.match(_TOTAL, first) is not None
        return is_named and (is_sparse or all(map(_AMOUNT.fullmatch, others)))

    def _says_something(self, cells: Mapping[str, str]) -> bool:
        """Whether a cell holds an ID as the table's others are, or two what belongs there."""
        fitting = [name for name, text in cells.items() if self._fits(name, text)]
        return len(fitting) > 1 or any(name in self._shapes for name in fitting)

    def _fits(self, column: str, text: str) -> bool:
        if column in self._shapes:
            known = self._shapes[column]
            return _shape(text) in known if known else bool(re.fullmatch(r"\S*\d\S*", text))
        if column in CODED_COLUMNS:
            return vocabulary(column).code(text) is not None
        return column in self._days and read_day(text, self.table.sheet.epoch) is not None

    @cached_property
    def _days(self) -> set[str]:
        return {
            each.column
            for each in reference().columns
            if each.sheet == self.table.code and each.type == "date"
        }

    @cached_property
    def _shapes(self) -> dict[str, set[str]]:
        """By column of IDs what those of the well filled rows look like."""
        rows = self.table.rows.filter(~self._is_sparse)
        names = [name for name in self._columns if name.endswith("_id")]
        shapes = rows.select(_shapes_of(pl.col(name)).unique().implode() for name in names)
        return {name: set(shapes[name][0].drop_nulls()) for name in names}


def _shapes_of(texts: pl.Expr) -> pl.Expr:
    words = texts.str.replace_all(r"[^\W\d_]+", "a")
    return words.str.replace_all(r"\d+", "9")


def _shape(text: str) -> str:
    """`P12` and `V3` are both `a9`."""
    return re.sub(r"\d+", "9", re.sub(r"[^\W\d_]+", "a", text))
