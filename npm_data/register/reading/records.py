"""The rows below a sheet's header, and which of them are records; what the sheet shows of them.

Merged cells: one value over several rows holds for each; over columns it is unclear. What lies
under a merged cell is not seen on the sheet, so what is seen is what is read.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import chain, islice, takewhile

import polars as pl
from polars import selectors as cs

from npm_data.reference import WorkbookColumn
from npm_data.register.reading.days import read_day
from npm_data.register.reading.headings import (
    Heading,
    Record,
    about_headings,
    column_of,
    heading_of,
    positions_in,
)
from npm_data.register.reading.source import (
    MOST_OF_A_KIND,
    TOO_LONG,
    UNREAD,
    Area,
    Limits,
    RawSheet,
    RawTable,
    at_most_of_a_kind,
    columns_of,
    columns_of_days,
)
from npm_data.register.schema import Problem
from npm_data.register.spelling import as_they_were
from npm_data.register.vocabulary import CODED_COLUMNS, vocabulary

WHITE_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff"
"""What is trimmed from a cell: all blanks of Unicode, and two marks that nobody sees."""

_TOTAL = (
    r"(?i)^[\W_]*(?:и\s*т\s*о\s*г\s*о|итог|всего|в том числе|барлығы|барлыгы|жиыны|жиынтығы|"
    r"қорытынды|корытынды|оның ішінде|(?:grand |sub)?-?totals?|of which)(?:[\W\d_]|$)"
)
_SIGNS, _WORD = r"^[\W_]+$", r"[^\W\d_]+"
_AMOUNT = re.compile(r"[^\w]*\d[\d\s.,%]*[^\w]*|[\W_]*")
_LETTERS_OF_COLUMNS = ("абвгдежз", "abcdefgh")
_FEWEST_NUMBERS = 3
_LONGEST_HEADING = 100
_VISIT, _LEVEL = "visit_id", "addressee_level"
_GROUP = pl.struct("visit_id", "issued_on")

AreaOver = tuple[Area, list[str]]
"""A merged area and the register's columns under it."""


def table_of(raw: RawSheet, sheet: str, limits: Limits) -> tuple[RawTable | None, list[Problem]]:
    """The records below the header with the register's columns, and what is wrong with either."""
    heading = heading_of(raw, sheet)
    if isinstance(heading, Problem):
        return None, [heading]
    body = raw.cells.with_row_index("row", offset=1).slice(heading.row)
    positions = positions_in(raw, sheet, heading)
    asked, problems = about_headings(raw, sheet, heading, _has_content(body))
    columns = columns_of(sheet)
    missing = frozenset(each.column for each in columns if each.column not in positions)
    problems += [
        Problem("a_required_column_is_there", raw.file, sheet, heading.row, each.column)
        for each in columns
        if each.is_required and each.column in missing - asked
    ]
    rows = body.select("row", *(_cells(body, each.column, positions) for each in columns)).filter(
        ~pl.all_horizontal(cs.exclude("row").is_null())
    )
    if not limits.are_kept_by(rows):
        return None, [Problem(TOO_LONG, raw.file, sheet, facts={"most": limits.rows})]
    table = RawTable(raw, sheet, heading.row, positions, missing, rows)
    return _records_of(table, heading, problems), problems


def trimmed(text: pl.Expr) -> pl.Expr:
    """Without blanks at the ends; null where nothing else is there."""
    return text.str.strip_chars(WHITE_SPACE).replace("", None)


def _cells(body: pl.DataFrame, column: str, positions: Mapping[str, int]) -> pl.Series | pl.Expr:
    """What is written in a column, trimmed; where there is nothing to trim it is not copied."""
    if column not in positions:
        return pl.lit(None, pl.String).alias(column)
    cells = body[str(positions[column])]
    written = pl.col(cells.name).str.strip_chars(WHITE_SPACE)
    texts = body.select(trimmed(as_they_were(written))).to_series()
    return (cells if cells.equals(texts) else texts).alias(column)


def _has_content(body: pl.DataFrame) -> list[bool]:
    has_content = (trimmed(pl.col(name)).is_not_null().any() for name in body.columns[1:])
    return [bool(body.select(each).item()) for each in has_content]


def is_a_value(sheet: str, column: str, text: str, epoch: date | None = None) -> bool:
    """Whether a text is a code or a day where its column has such."""
    if column in CODED_COLUMNS:
        return vocabulary(column).code(text) is not None
    return column in columns_of_days(sheet) and read_day(text, epoch) is not None


def _records_of(table: RawTable, heading: Heading, problems: list[Problem]) -> RawTable:
    """The table with its records alone; what there is to say is added to the problems."""
    looks = table.sheet.looks
    areas = _narrowed(looks.areas, table, heading) if looks else []
    rows, filled = _filled(table, areas)
    table, told = _without_no_records(replace(table, rows=rows), heading)
    across = _over_columns(table, areas)
    unread = _unread_under(table.rows, across)
    table = replace(table, unread=unread, unsure=frozenset(unread["column"]))
    problems += at_most_of_a_kind(chain(told, _about_areas(table, across)))
    filled = filled.join(table.rows, on="row", how="semi")
    problems += table.notice("a_merged_value_holds_for_all_its_rows", filled)
    problems += table.notice("a_struck_out_cell_counts_like_the_others", _struck(table))
    for empty in _meant_as_above(table):
        problems += table.notice("an_empty_cell_is_not_meant_as_above", empty)
    return table


def _narrowed(areas: Sequence[Area], table: RawTable, heading: Heading) -> list[Area]:
    """Areas that only make a column wide, over others without a heading, as of that column."""
    columns = zip(table.sheet.cells.columns, heading.names, strict=True)
    places = sorted(int(position) + 1 for position, name in columns if name and name.strip())
    return [
        replace(area, right=area.left)
        if bisect_right(places, area.left) == bisect_right(places, area.right)
        else area
        for area in areas
    ]


def _filled(table: RawTable, areas: Sequence[Area]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows with each merged value in all that it spans, and the cells that were filled in."""
    rows, changed = table.rows, [pl.DataFrame(schema=UNREAD)]
    for column, position in table.positions.items():
        spans = {
            area.top: area.bottom
            for area in areas
            if area.left == area.right == position + 1 and table.header_row < area.top < area.bottom
        }
        if spans:
            said = _said(rows.select("row", column), spans)
            is_said = said.is_not_null()
            changed.append(rows.filter(is_said).select("row", column=pl.lit(column)))
            value = pl.when(pl.lit(is_said)).then(pl.lit(said)).otherwise(pl.col(column))
            rows = rows.with_columns(value.alias(column))
    return rows, pl.concat(changed)


def _said(cells: pl.DataFrame, spans: Mapping[int, int]) -> pl.Series:
    """For each row what the merged cell says that covers it from above, or null."""
    column = cells.columns[1]
    starts = pl.DataFrame(
        {"top": list(spans), "bottom": list(spans.values())},
        schema={"top": cells.schema["row"], "bottom": cells.schema["row"]},
    ).join(cells.rename({"row": "top", column: "said"}), on="top", how="left")
    over = cells.select("row").join_asof(
        starts.sort("top"), left_on="row", right_on="top", strategy="backward"
    )
    is_covered = (pl.col("row") > pl.col("top")) & (pl.col("row") <= pl.col("bottom"))
    return over.select(pl.when(is_covered).then("said")).to_series()


def _over_columns(table: RawTable, areas: Sequence[Area]) -> list[AreaOver]:
    """Those that lie over several columns of records."""
    columns = {position + 1: column for column, position in table.positions.items()}
    places, records = sorted(columns), table.rows["row"].to_list()
    across: list[AreaOver] = []
    for area in areas:
        if area.top > table.header_row and area.right > area.left:
            covered = places[bisect_left(places, area.left) : bisect_right(places, area.right)]
            first = bisect_left(records, area.top)
            has_record = first < len(records) and records[first] <= area.bottom
            if covered and has_record:
                across.append((area, [columns[place] for place in covered]))
    return across


def _unread_under(rows: pl.DataFrame, areas: Sequence[AreaOver]) -> pl.DataFrame:
    """The cells under such areas, of which nothing more is to be said."""
    cells = [
        rows.filter(pl.col("row").is_between(area.top, area.bottom)).select(
            "row", column=pl.lit(column)
        )
        for area, columns in areas[:MOST_OF_A_KIND]
        for column in columns
    ]
    return pl.concat([pl.DataFrame(schema=UNREAD), *cells]).unique(maintain_order=True)


def _about_areas(table: RawTable, across: Sequence[AreaOver]) -> Iterator[Problem]:
    rule = "a_merged_value_stays_in_its_column"
    for area, columns in across:
        yield table.problem(rule, area.top, columns[0], range=area.reference)


def _struck(table: RawTable) -> pl.DataFrame:
    """Struck-out cells of the table's own columns that say something."""
    looks = table.sheet.looks
    if looks is None or looks.struck.is_empty():
        return pl.DataFrame(schema=UNREAD)
    columns = {position: column for column, position in table.positions.items()}
    column = pl.col("position").replace_strict(columns, default=None, return_dtype=pl.String)
    struck = looks.struck.with_columns(column=column).drop_nulls("column")
    said = table.rows.unpivot(index="row", variable_name="column").drop_nulls("value")
    return struck.join(said, on=["row", "column"], how="semi").sort("row", "position")


def _meant_as_above(table: RawTable) -> Iterator[pl.DataFrame]:
    """By column the empty cells (`row`, `column`) that may be meant as “the same as above”.

    Here empty says something else: an empty visit makes a recommendation a systemic one, an empty
    level is one that is not stated. Columns that are empty as a rule (a last day, what is repeated)
    are not looked at, and a sheet that writes a value out in row after row is not taken for one
    that writes it once for them all.
    """
    if table.code != "recommendations":
        return
    for column, is_meant in ((_VISIT, _visit_as_above()), (_LEVEL, _level_as_above(table.rows))):
        if column not in table.missing:
            cells = table.rows.filter(pl.col(column).is_null() & is_meant)
            empty = cells.select("row", column=pl.lit(column))
            yield empty.join(table.unread, on=["row", "column"], how="anti")


def _visit_as_above() -> pl.Expr:
    """The next visit above is of a recommendation of the same day, and most name a visit."""
    day_above = pl.when(pl.col(_VISIT).is_not_null()).then("issued_on").forward_fill()
    is_gap = pl.col(_VISIT).is_null() & (day_above == pl.col("issued_on"))
    is_written_out = pl.col(_VISIT) == pl.col(_VISIT).shift()
    return _is_rather(_VISIT, is_gap, is_written_out)


def _level_as_above(rows: pl.DataFrame) -> pl.Expr:
    is_filled = pl.col(_LEVEL).is_not_null()
    group = pl.struct("visit_id", "issued_on", "addressee")
    is_gap = ~is_filled & pl.when(is_filled).then(group).forward_fill().eq_missing(group)
    is_written_out = is_filled & is_filled.shift() & group.eq_missing(group.shift())
    has_gaps = _is_rather(_LEVEL, is_gap, is_written_out)
    if _stands_for_a_run(rows[_LEVEL]):
        return is_filled.cum_sum() > 0
    if _stands_at_the_head_of_groups(rows):
        head = pl.when(_is_head()).then(is_filled).forward_fill()
        return has_gaps | head.fill_null(False)
    return has_gaps


def _is_rather(column: str, is_gap: pl.Expr, is_written_out: pl.Expr) -> pl.Expr:
    """The gaps, in a column that is mostly filled and has no more values written out than gaps."""
    is_mostly_filled = pl.col(column).count() * 2 >= pl.len()
    return is_mostly_filled & is_gap & (is_gap.sum() >= is_written_out.sum())


def _stands_for_a_run(values: pl.Series) -> bool:
    """From the first row on, each value differs from the one before, with gaps between them."""
    said = values.drop_nulls()
    if said.len() < 2 or values[0] is None or said.len() * 2 > values.len():
        return False
    return bool((said != said.shift()).drop_nulls().all())


def _is_head() -> pl.Expr:
    return _GROUP.ne_missing(_GROUP.shift())


def _stands_at_the_head_of_groups(rows: pl.DataFrame) -> bool:
    """Only in the first recommendation of a visit and a day, and so twice or more."""
    marked = rows.select(
        head=_is_head(), filled=pl.col(_LEVEL).is_not_null(), follows=~_is_head().shift(-1)
    )
    heads = marked.filter("head", "filled", pl.col("follows").fill_null(False))
    return heads.height > 1 and marked.filter(~pl.col("head"), "filled").is_empty()


def _without_no_records(table: RawTable, heading: Heading) -> tuple[RawTable, Iterator[Problem]]:
    """The table without rows that are no record: totals, subheadings, notes, numbers of columns.

    There is a problem for each but those that are surely passed over: a heading that is repeated,
    and the numbers of the columns below it, are counted in a notice.
    """
    look = _Look(table, heading)
    passed = {
        "a_heading_is_not_repeated": look.repeated,
        "a_row_does_not_number_the_columns": look.numbers,
    }
    found = [*look.repeated, *look.numbers, *look.others]
    rows = table.rows.filter(~pl.col("row").is_in(found)) if found else table.rows

    def told() -> Iterator[Problem]:
        for rule, of_the_rule in passed.items():
            if of_the_rule:
                count = len(of_the_rule)
                yield table.problem(rule, of_the_rule[0], severity="warning", count=count)
        yield from (table.problem("a_row_is_a_record", row) for row in look.others)

    return replace(table, rows=rows), told()


@dataclass
class _Look:
    """A look at one table's rows; each kind of them as the spreadsheet's numbers of the rows.

    Most is looked at in a few rows only: those that are nearly empty, or whose first cell is a word
    for a total, a sign or a column's name.
    """

    table: RawTable
    heading: Heading

    @cached_property
    def repeated(self) -> list[int]:
        """Rows that say in every column what the header says there."""
        said = [
            {name: self._said(record, at) for name, at in self.table.positions.items()}
            for record in self.heading.records
        ]
        return self.table.rows.filter(pl.any_horizontal(map(_says, said)))["row"].to_list()

    @cached_property
    def numbers(self) -> list[int]:
        """The row of the columns' numbers directly below the header, and those like it."""
        rows = self.table.rows.filter(~pl.col("row").is_in(self.repeated))
        if rows.is_empty() or not self._numbers_columns(rows["row"][0]):
            return []
        return rows.filter(_says(rows.drop("row").row(0, named=True)))["row"].to_list()

    @cached_property
    def others(self) -> list[int]:
        """Those that are no record in another way."""
        rows = self._doubtful.filter(~pl.col("row").is_in([*self.repeated, *self.numbers]))
        return [row["row"] for row in rows.iter_rows(named=True) if self._is_no_record(row)]

    @cached_property
    def _required(self) -> list[WorkbookColumn]:
        columns = columns_of(self.table.code)
        return [each for each in columns if each.is_required and each.column in self._columns]

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
        texts = [trimmed(pl.col(name)) for name in cells.columns if int(name) < left]
        said = cells.with_columns(pl.coalesce(*texts, pl.lit(None, pl.String)).alias("left"))
        return said["left"].gather(self.table.rows["row"] - 1)

    def _said(self, record: Record, position: int) -> str | None:
        text = record[self.table.sheet.cells.columns.index(str(position))]
        return text.strip(WHITE_SPACE) or None if text else None

    def _numbers_columns(self, row: int) -> bool:
        """`1 2 3 ...` from the left, where the first columns may bear letters (`А Б 1 2`)."""
        cells = (text and text.strip(WHITE_SPACE) for text in self.table.sheet.cells.row(row - 1))
        signs = [re.sub(r"\.0$", "", text).casefold() for text in cells if text]
        if len(signs) < max(_FEWEST_NUMBERS, len(self._columns)):
            return False
        lettered = max(_alike(signs, letters) for letters in _LETTERS_OF_COLUMNS)
        numbers = signs[lettered:]
        return any(
            numbers and numbers == [str(first + at) for at in range(len(numbers))]
            for first in (1, lettered + 1)
        )

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
        return is_a_value(self.table.code, column, text, self.table.sheet.epoch)

    @cached_property
    def _shapes(self) -> dict[str, set[str]]:
        """By column of IDs what those of the well filled rows look like."""
        rows = self.table.rows.filter(~self._is_sparse)
        ids = pl.col([name for name in self._columns if name.endswith("_id")])
        shapes = rows.select(ids.str.replace_all(_WORD, "a").str.replace_all(r"\d+", "9"))
        return {each.name: set(each.drop_nulls().unique()) for each in shapes}


def _says(said: Mapping[str, str | None]) -> pl.Expr:
    """Whether a row says just so in these columns."""
    return pl.all_horizontal(
        pl.col(name).eq_missing(pl.lit(text, pl.String)) for name, text in said.items()
    )


def _alike(signs: Sequence[str], letters: str) -> int:
    """How many of the signs, from the first, are the letters in their order."""
    return len([*takewhile(lambda pair: pair[0] == pair[1], zip(signs, letters, strict=False))])


def _shape(text: str) -> str:
    """`P12` and `V3` are both `a9`."""
    return re.sub(r"\d+", "9", re.sub(_WORD, "a", text))
