"""Read a register as offices keep it: CSV files, workbooks of four sheets, or several of both.

On this computer Parquet files stand beside CSV files.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from pathlib import Path, PurePath

import polars as pl

from npm_data.register.reading.days import read_day
from npm_data.register.reading.headings import SIDE_BY_SIDE, is_our_own, tables_named
from npm_data.register.reading.parquet import is_parquet_name
from npm_data.register.reading.records import WHITE_SPACE, table_of
from npm_data.register.reading.source import (
    MOST_FILES,
    TOO_LARGE,
    TOO_LONG,
    USUAL,
    Limits,
    RawSheet,
    RawTable,
    Read,
    ReadFile,
    Source,
    UnreadableError,
    columns_of_days,
    letter_of,
)
from npm_data.register.reading.text_files import is_a_note, is_csv_name, read_named_file
from npm_data.register.reading.typed import with_identifiers
from npm_data.register.reading.workbook import is_a_container, is_workbook_name, read_workbook
from npm_data.register.schema import SHEETS, Problem
from npm_data.register.vocabulary import vocabulary

_DAY_NUMBER = r"^\d{5}(\.\d+)?$"
_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST_NAME = 255
_OF_SHEETS_THAT_WERE_NOT_READ = (
    "a_table_is_on_a_sheet_that_is_seen",
    "a_workbook_is_whole",
    "a_sheet_ends_where_its_table_ends",
)
_GIVEN_IN = {
    "visit_id": ("visits", "visit_id"),
    "institution_id": ("institutions", "institution_id"),
    "recommendation_id": ("recommendations", "recommendation_id"),
    "repeats": ("recommendations", "recommendation_id"),
}
_LEVEL = "addressee_level"
_LEFT_OUT, _MISSING = "a_column_is_of_the_register", "a_required_column_is_there"
_ASKS = "a_heading_names_its_column"
_FEWEST_VALUES = 2


def read_source(path: Path, limits: Limits = USUAL) -> Source:
    """Read what stands at `path`; everything wrong with the files is among the source's problems.

    Raises:
        FileNotFoundError: nothing stands there.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    if not path.is_dir():
        return _read(path, [(path.name, partial(_content_of, path, limits))], limits)
    found = sorted(each for each in path.iterdir() if _is_meant_as_a_table(each.name))
    contents = [(each.name, partial(_content_of, each, limits)) for each in found]
    return _read(path, contents, limits, is_folder=True)


def read_files(files: Sequence[tuple[str, bytes]], limits: Limits = USUAL) -> Source:
    """Read an upload, given as names and contents: one register in however many files.

    A file is taken for what its content is, whatever its name.
    """
    named = _told_apart((_name_alone(name), content) for name, content in files)
    path = Path(", ".join(named)[:_LONGEST_NAME] or "-")
    found = [(name, partial(_as_it_is, content, limits)) for name, content in named.items()]
    return _read(path, sorted(found, key=lambda each: each[0]), limits, is_upload=True)


def _is_meant_as_a_table(name: str) -> bool:
    is_text = is_csv_name(name) and not is_a_note(name)
    return is_text or is_workbook_name(name) or is_parquet_name(name)


def _told_apart(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Files of one name, from different folders, get a number."""
    named: dict[str, bytes] = {}
    for name, content in files:
        number, own = 2, name
        while own in named:
            stem, dot, suffix = name.rpartition(".")
            own = f"{stem} ({number}){dot}{suffix}" if dot else f"{name} ({number})"
            number += 1
        named[own] = content
    return named


def _content_of(path: Path, limits: Limits) -> bytes:
    """The bytes of a file; of one that is too large not one is read."""
    if path.stat().st_size > limits.file:
        raise limits.too_large
    return path.read_bytes()


def _as_it_is(content: bytes, limits: Limits) -> bytes:
    if len(content) > limits.file:
        raise limits.too_large
    return content


def _read(
    path: Path,
    found: Sequence[tuple[str, Callable[[], bytes]]],
    limits: Limits,
    *,
    is_folder: bool = False,
    is_upload: bool = False,
) -> Source:
    """Workbooks and other files; one file alone that is none of these is a workbook.

    Each is opened when its turn comes: of a large register not all may be in memory at once.
    """
    is_alone = len(found) == 1 and not is_folder
    is_a_table = is_csv_name if is_upload else _is_a_table_name
    codes = tables_named(PurePath(name).stem for name, _ in found if is_a_table(name))
    if len(found) > MOST_FILES:
        facts = {"count": len(found), "most": MOST_FILES}
        rule = "an_import_has_a_bearable_number_of_files"
        read: Read = ([], [], [Problem(rule, found[0][0], facts=facts)])
        return _source(path, read, limits, is_workbook=False)
    books: list[Read] = []
    tables: list[Read] = []
    problems: list[Problem] = []
    together = 0
    for name, content_of in found:
        content, fault = _opened(name, content_of)
        together += len(content)
        if together > limits.together:
            read = ([], [], [Problem(TOO_LARGE, name, facts=limits.too_large.facts)])
            return _source(path, read, limits, is_workbook=is_alone and not is_a_table(name))
        if fault:
            problems.append(fault)
        elif _is_a_workbook(name, content) or (is_alone and not is_a_table(name)):
            sheets, told, is_plain = read_workbook(content, name, limits)
            books.append(([ReadFile.of(name, content, is_plain=is_plain)], sheets, told))
        elif is_a_table(name):
            tables.append(read_named_file(name, content, codes, limits))
        else:
            problems.append(Problem("an_upload_is_a_workbook_or_csv_files", name))
        del content
    is_of_workbooks = bool(books) and not tables
    if is_alone and not (books or tables):
        is_of_workbooks = not is_a_table(found[0][0])
    reads = [*books, *tables]
    read = (
        [file for each in reads for file in each[0]],
        [sheet for each in reads for sheet in each[1]],
        [*problems, *(problem for each in reads for problem in each[2])],
    )
    return _source(path, read, limits, is_workbook=is_of_workbooks)


def _opened(name: str, content_of: Callable[[], bytes]) -> tuple[bytes, Problem | None]:
    """The bytes of a file, or why there are none."""
    try:
        return content_of(), None
    except OSError:
        return b"", Problem("a_file_can_be_opened", name)
    except UnreadableError as error:
        return b"", Problem(error.rule, name, facts=error.facts)


def _is_a_workbook(name: str, content: bytes) -> bool:
    return is_a_container(content) or is_workbook_name(name)


def _is_a_table_name(name: str) -> bool:
    return is_csv_name(name) or is_parquet_name(name)


def _name_alone(name: str) -> str:
    """The last part of a file's name, whoever made it up, without unseen signs."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _NOT_IN_A_NAME.sub("", last.encode("utf-8", "replace").decode()).strip(" .")
    return clean[-_LONGEST_NAME:] or "-"


def _source(path: Path, read: Read, limits: Limits, *, is_workbook: bool) -> Source:
    files, sheets, problems = read
    is_unread = any(problem.sheet is None and problem.severity == "error" for problem in problems)
    tables, more = (
        ({}, []) if is_unread else _tables(sheets, problems, path if is_workbook else None, limits)
    )
    return Source(path, tuple(files), tuple(sheets), tables, (*problems, *more), is_workbook)


def _tables(
    sheets: Sequence[RawSheet], so_far: Sequence[Problem], workbook: Path | None, limits: Limits
) -> tuple[dict[str, RawTable], list[Problem]]:
    """The table of each sheet, whole; one that is not there is a problem."""
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    missing: list[Problem] = []
    is_of_parquet = bool(sheets) and all(is_parquet_name(each.file) for each in sheets)
    suffix = ".parquet" if is_of_parquet else ".csv"
    for code in SHEETS:
        found = [sheet for sheet in sheets if sheet.code == code]
        if found:
            table, more = _table(found, code, limits)
            problems += more
            if table and not _has_an_unread_part(code, found, so_far):
                tables[code] = table
        elif not any(problem.sheet == code for problem in so_far):
            file = workbook.name if workbook else f"{code}{suffix}"
            missing.append(Problem("a_table_is_there", file, code))
    if any(each.rule == SIDE_BY_SIDE for each in problems):
        return tables, problems
    if workbook and len(missing) == len(SHEETS):
        return tables, [Problem("a_workbook_has_a_sheet_for_each_table", workbook.name)]
    tables, more = with_identifiers(tables)
    return tables, _asked_by_content(tables, [*problems, *missing, *more])


def _table(
    found: Sequence[RawSheet], code: str, limits: Limits
) -> tuple[RawTable | None, list[Problem]]:
    """None where any part of it could not be taken: half a table would be other numbers."""
    parts: list[RawTable] = []
    problems: list[Problem] = []
    count = Counter(sheet.file for sheet in found)
    for sheet in found:
        part, more = table_of(sheet, code, limits)
        if part:
            parts.append(part)
            more += _formulas_without_value(part)
        if count[sheet.file] > 1:
            more = [replace(each, file=sheet.label) for each in more]
        problems += more
    if len(parts) < len(found):
        return None, problems
    if len(parts) == 1:
        return parts[0], problems
    table, more = _joined(parts)
    if not limits.are_kept_by(table.rows):
        facts = {"most": limits.rows}
        return None, [*problems, Problem(TOO_LONG, table.file, code, facts=facts)]
    return table, [*problems, *more]


def _has_an_unread_part(code: str, found: Sequence[RawSheet], so_far: Sequence[Problem]) -> bool:
    """Whether another sheet or file of the table was refused."""
    files = {name for sheet in found for name in (sheet.file, sheet.label)}
    return any(
        each.sheet == code
        and each.severity == "error"
        and (each.file not in files or each.rule in _OF_SHEETS_THAT_WERE_NOT_READ)
        for each in so_far
    )


def _formulas_without_value(table: RawTable) -> list[Problem]:
    """In the table's own columns and rows; a program other than a spreadsheet writes such."""
    columns = {position + 1: column for column, position in table.positions.items()}
    return [
        table.problem("a_formula_comes_with_its_value", row, columns[at])
        for row, at in table.sheet.without_value
        if row > table.header_row and at in columns
    ]


def _joined(parts: Sequence[RawTable]) -> tuple[RawTable, list[Problem]]:
    """A table that lies in several sheets or files, as one: a year each, or a region each.

    The rows of all parts in their order; a part that is a copy of another counts once.
    """
    filled = [each for each in _named(parts) if each.rows.height]
    kept, problems = _told_once(filled or parts[:1])
    if len(kept) == 1:
        return kept[0], problems
    heights = (each.sheet.cells.height for each in kept)
    pieces = tuple(
        replace(each, offset=offset)
        for each, offset in zip(kept, accumulate(heights, initial=0), strict=False)
    )
    first, labels = pieces[0], "; ".join(each.file for each in pieces)
    problems.append(_warning(first, "a_table_lies_in_one_place", labels, count=len(pieces)))
    epochs = {each.sheet.epoch for each in pieces}
    told = pieces if len(epochs) == 1 else map(_with_days, pieces)
    table = replace(
        first,
        sheet=replace(first.sheet, epoch=epochs.pop() if len(epochs) == 1 else None),
        missing=frozenset.intersection(*(each.missing for each in pieces)),
        rows=pl.concat([_moved(each.rows, each.offset) for each in told]),
        unread=pl.concat([_moved(each.unread, each.offset) for each in pieces]),
        unsure=frozenset[str].union(*(each.unsure for each in pieces)),
        parts=pieces,
    )
    return table, problems


def _named(parts: Sequence[RawTable]) -> list[RawTable]:
    """With the sheet's title beside the file's name where that alone is not enough."""
    count = Counter(each.sheet.file for each in parts)
    return [
        replace(each, label=each.sheet.label) if count[each.sheet.file] > 1 else each
        for each in parts
    ]


def _bears_findings(part: RawTable) -> bool:
    return any(map(is_our_own, part.sheet.cells.row(part.header_row - 1)))


def _is_a_copy(part: RawTable, other: RawTable) -> bool:
    return part.rows.drop("row").equals(other.rows.drop("row"))


def _moved(rows: pl.DataFrame, offset: int) -> pl.DataFrame:
    return rows.with_columns(pl.col("row") + pl.lit(offset, pl.UInt32))


def _with_days(part: RawTable) -> RawTable:
    """With days instead of their numbers, which workbooks count from different ones."""
    rows = part.rows
    for name in columns_of_days(part.code) if part.sheet.epoch else ():
        numbers = rows[name].filter(rows[name].str.contains(_DAY_NUMBER)).unique()
        days = {each: read_day(each, part.sheet.epoch) for each in numbers}
        told = {number: day.isoformat() for number, day in days.items() if day}
        rows = rows.with_columns(pl.col(name).replace(told))
    return replace(part, rows=rows)


def _asked_by_content(tables: Mapping[str, RawTable], problems: Iterable[Problem]) -> list[Problem]:
    """The problems, with a question about columns that hold what a missing one would hold.

    To leave such a column of a foreign name out would make other numbers of the same sheet. Only
    IDs and levels are looked for: what a column of days is about, its days do not tell.
    """
    told: list[Problem] = []
    asked: set[tuple[str | None, str | None]] = set()
    for problem in problems:
        table = tables.get(problem.sheet or "")
        part = (
            next((each for each in table.pieces if each.file == problem.file), None)
            if table
            else None
        )
        column = _column_by_content(tables, part, problem) if part else None
        if column and (problem.sheet, column) not in asked:
            asked.add((problem.sheet, column))
            place = (problem.file, problem.sheet, problem.row, column, problem.value)
            told.append(Problem(_ASKS, *place, facts=problem.facts))
        else:
            told.append(problem)
    return [
        each for each in told if each.rule != _MISSING or (each.sheet, each.column) not in asked
    ]


def _column_by_content(
    tables: Mapping[str, RawTable], table: RawTable, problem: Problem
) -> str | None:
    wanted = [name for name in (*_GIVEN_IN, _LEVEL) if name in table.missing]
    if problem.rule != _LEFT_OUT or problem.value is None or not wanted:
        return None
    values = _values(table, str(problem.facts["letter"]))
    fitting = [name for name in wanted if _fits(tables, name, values)]
    return fitting[0] if len(fitting) == 1 else None


def _values(table: RawTable, letter: str) -> set[str]:
    """What the column holds in the table's records."""
    cells = table.sheet.cells
    name = next(each for each in cells.columns if letter_of(int(each)) == letter)
    texts = cells[name].gather(table.rows["row"] - 1).str.strip_chars(WHITE_SPACE)
    return set(texts.drop_nulls()) - {""}


def _fits(tables: Mapping[str, RawTable], column: str, values: set[str]) -> bool:
    """Whether the column can hold these values, all of them."""
    if len(values) < _FEWEST_VALUES:
        return False
    if column == _LEVEL:
        return all(vocabulary(_LEVEL).code(each) for each in values)
    sheet, giver = _GIVEN_IN[column]
    return sheet in tables and values <= set(tables[sheet].rows[giver].drop_nulls())


def _told_once(parts: Sequence[RawTable]) -> tuple[list[RawTable], list[Problem]]:
    """What is said in one place alone.

    A workbook that came back with its findings beside what has been mended since is old. A part
    that is a copy of another counts once, and so do rows that stand in an earlier part too, as in a
    copy that was worked on.
    """
    own = [each for each in parts if not _bears_findings(each)]
    problems = [
        _warning(each, "a_table_given_back_stands_alone")
        for each in parts
        if own and _bears_findings(each)
    ]
    kept: list[RawTable] = []
    for part in own or parts:
        first = next((each for each in kept if _is_a_copy(part, each)), None)
        if first is None:
            kept.append(part)
        else:
            problems.append(_warning(part, "a_table_is_given_once", first.file))
    for at, part in enumerate(kept[1:], start=1):
        before = pl.concat([each.rows.drop("row") for each in kept[:at]])
        rows = part.rows.join(
            before, on=before.columns, how="anti", nulls_equal=True, maintain_order="left"
        )
        count = part.rows.height - rows.height
        if count:
            problems.append(_warning(part, "a_row_is_given_in_one_place", count=count))
        kept[at] = replace(part, rows=rows)
    return kept, problems


def _warning(part: RawTable, rule: str, value: str | None = None, **facts: object) -> Problem:
    return Problem(rule, part.file, part.code, value=value, severity="warning", facts=facts)
