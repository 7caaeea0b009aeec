"""Read a register as offices keep it: CSV files, workbooks of four sheets, or several of both."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from npm_data.load.csv_files import Read, is_a_note, is_csv_name, read_csv_files
from npm_data.load.headers import SIDE_BY_SIDE, table_of
from npm_data.load.identifiers import with_identifiers
from npm_data.load.joined import joined
from npm_data.load.limits import (
    MOST_BYTES_TOGETHER,
    MOST_FILES,
    MOST_ROWS,
    SIZE_FACTS,
    TooLargeError,
    content_of,
    refuse_a_huge,
)
from npm_data.load.source import RawSheet, RawTable, ReadFile, Source
from npm_data.load.strangers import asked_by_content
from npm_data.load.workbook import is_a_container, is_workbook_name, read_workbook
from npm_data.register.schema import RECORDS_OF_A_PART, SHEETS, Problem

_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST_NAME = 255
_OF_SHEETS_THAT_WERE_NOT_READ = (
    "a_table_is_on_a_sheet_that_is_seen",
    "a_workbook_is_whole",
    "a_sheet_ends_where_its_table_ends",
)


def read_source(path: Path) -> Source:
    """Read what stands at `path`; everything wrong with the files is among the source's problems.

    Raises:
        FileNotFoundError: nothing stands there.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    if not path.is_dir():
        return _read(path, [(path.name, partial(content_of, path))])
    found = sorted(each for each in path.iterdir() if _is_meant_as_a_table(each.name))
    return _read(path, [(each.name, partial(content_of, each)) for each in found], is_folder=True)


def read_files(files: Sequence[tuple[str, bytes]]) -> Source:
    """Read an upload, given as names and contents: one register in however many files.

    A file is taken for what its content is, whatever its name.
    """
    named = _told_apart((_name_alone(name), content) for name, content in files)
    path = Path(", ".join(named)[:_LONGEST_NAME] or "-")
    found = [(name, partial(_as_it_is, content)) for name, content in named.items()]
    return _read(path, sorted(found, key=lambda each: each[0]))


def _is_meant_as_a_table(name: str) -> bool:
    return (is_csv_name(name) and not is_a_note(name)) or is_workbook_name(name)


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


def _as_it_is(content: bytes) -> bytes:
    refuse_a_huge(len(content))
    return content


def _read(
    path: Path, found: Sequence[tuple[str, Callable[[], bytes]]], *, is_folder: bool = False
) -> Source:
    """Workbooks one by one, CSV files together; one file alone that is no CSV is a workbook."""
    files, problems = _opened(found)
    is_alone = len(found) == 1 and not is_folder
    books = [each for each in files if _is_a_workbook(each, is_alone=is_alone)]
    names = {each.name for each in books}
    others = [each for each in files if each.name not in names]
    texts = [each for each in others if is_csv_name(each.name)]
    problems += [
        Problem("an_upload_is_a_workbook_or_csv_files", each.name)
        for each in others
        if not is_csv_name(each.name)
    ]
    reads = [_workbook(each) for each in books]
    if texts:
        reads.append(read_csv_files(texts))
    read: Read = (
        [file for each in reads for file in each[0]],
        [sheet for each in reads for sheet in each[1]],
        [*problems, *(problem for each in reads for problem in each[2])],
    )
    is_of_workbooks = bool(books) and not texts
    if is_alone and not files:
        is_of_workbooks = not is_csv_name(found[0][0])
    return _source(path, read, is_workbook=is_of_workbooks)


def _opened(
    found: Sequence[tuple[str, Callable[[], bytes]]],
) -> tuple[list[ReadFile], list[Problem]]:
    if len(found) > MOST_FILES:
        facts = {"count": len(found), "most": MOST_FILES}
        return [], [Problem("an_import_has_a_bearable_number_of_files", found[0][0], facts=facts)]
    files: list[ReadFile] = []
    problems: list[Problem] = []
    size = 0
    for name, content in found:
        try:
            files.append(ReadFile(name, content()))
            size += len(files[-1].content)
        except OSError:
            problems.append(Problem("a_file_can_be_opened", name))
        except TooLargeError:
            problems.append(_too_large(name))
        if size > MOST_BYTES_TOGETHER:
            return [], [_too_large(name)]
    return files, problems


def _is_a_workbook(file: ReadFile, *, is_alone: bool) -> bool:
    if is_a_container(file.content) or is_workbook_name(file.name):
        return True
    return is_alone and not is_csv_name(file.name)


def _workbook(file: ReadFile) -> Read:
    sheets, problems, is_plain = read_workbook(file.content, file.name)
    return [ReadFile(file.name, file.content, is_plain)], sheets, problems


def _name_alone(name: str) -> str:
    """The last part of a file's name, whoever made it up, without unseen signs."""
    last = re.split(r"[/\\]", name)[-1]
    clean = _NOT_IN_A_NAME.sub("", last.encode("utf-8", "replace").decode()).strip(" .")
    return clean[-_LONGEST_NAME:] or "-"


def _too_large(name: str) -> Problem:
    return Problem("a_file_is_of_a_bearable_size", name, facts=SIZE_FACTS)


def _source(path: Path, read: Read, *, is_workbook: bool) -> Source:
    files, sheets, problems = read
    is_unread = any(problem.sheet is None and problem.severity == "error" for problem in problems)
    tables, more = (
        ({}, []) if is_unread else _tables(sheets, problems, path if is_workbook else None)
    )
    return Source(path, tuple(files), tuple(sheets), tables, (*problems, *more), is_workbook)


def _tables(
    sheets: Sequence[RawSheet], so_far: Sequence[Problem], workbook: Path | None
) -> tuple[dict[str, RawTable], list[Problem]]:
    """The table of each sheet, whole; one that is not there is a problem."""
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    missing: list[Problem] = []
    for code in SHEETS:
        found = [sheet for sheet in sheets if sheet.code == code]
        if found:
            table, more = _table(found, code)
            problems += more
            if table and not _has_an_unread_part(code, found, so_far):
                tables[code] = table
        elif not any(problem.sheet == code for problem in so_far):
            file = workbook.name if workbook else f"{code}.csv"
            missing.append(Problem("a_table_is_there", file, code))
    if any(each.rule == SIDE_BY_SIDE for each in problems):
        return tables, problems
    if workbook and len(missing) == len(SHEETS):
        return tables, [Problem("a_workbook_has_a_sheet_for_each_table", workbook.name)]
    tables, more = with_identifiers(tables)
    return tables, asked_by_content(tables, [*problems, *missing, *more])


def _table(found: Sequence[RawSheet], code: str) -> tuple[RawTable | None, list[Problem]]:
    """None where any part of it could not be taken: half a table would be other numbers."""
    parts: list[RawTable] = []
    problems: list[Problem] = []
    count = Counter(sheet.file for sheet in found)
    for sheet in found:
        part, more = table_of(sheet, code)
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
    table, more = joined(parts)
    reaches_far = (table.rows["row"] >= RECORDS_OF_A_PART).any()
    if table.rows.height > MOST_ROWS or reaches_far:
        facts = {"most": MOST_ROWS}
        rule = "a_table_has_a_bearable_length"
        return None, [*problems, Problem(rule, table.file, code, facts=facts)]
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
    columns = {position: column for column, position in table.positions.items()}
    return [
        Problem(
            "a_formula_comes_with_its_value", table.sheet.file, table.code, row, columns[at - 1]
        )
        for row, at in table.sheet.without_value
        if row > table.header_row and at - 1 in columns
    ]
