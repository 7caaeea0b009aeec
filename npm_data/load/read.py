"""Read a register as offices keep it: four CSV files or a workbook of four sheets."""

import re
from collections.abc import Sequence
from pathlib import Path

from npm_data.load.csv_files import Read, is_csv_name, read_csv_files, read_folder
from npm_data.load.headers import table_of
from npm_data.load.identifiers import with_identifiers
from npm_data.load.limits import SIZE_FACTS, TooLargeError, content_of, refuse_a_huge
from npm_data.load.source import RawSheet, RawTable, ReadFile, Source
from npm_data.load.strangers import asked_by_content
from npm_data.load.workbook import is_a_container, read_workbook
from npm_data.model.problem import Problem
from npm_data.model.schemas import SHEETS

_NOT_IN_A_NAME = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST_NAME = 255


def read_source(path: Path) -> Source:
    """Read what stands at `path`; everything wrong with the files is among the source's problems.

    Raises:
        FileNotFoundError: nothing stands there.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    is_folder = path.is_dir()
    try:
        read = read_folder(path) if is_folder else _workbook(path.name, content_of(path))
    except OSError:
        read = [], [], [Problem("a_file_can_be_opened", path.name)]
    except TooLargeError:
        read = [], [], [_too_large(path.name)]
    return _source(path, read, is_workbook=not is_folder)


def read_files(files: Sequence[tuple[str, bytes]]) -> Source:
    """Read an upload, given as names and contents: one workbook, or the CSV files of the tables.

    One file alone is taken for what its content is, whatever its name.
    """
    named = [(_name_alone(name), content) for name, content in files]
    path = Path(", ".join(name for name, _ in named) or "-")
    is_workbook = len(named) == 1 and _is_meant_as_a_workbook(*named[0])
    if is_workbook:
        return _source(path, _uploaded_workbook(*named[0]), is_workbook=True)
    strangers = [name for name, _ in named if not is_csv_name(name)]
    if strangers:
        problems = [Problem("an_upload_is_a_workbook_or_csv_files", name) for name in strangers]
        return _source(path, ([], [], problems), is_workbook=False)
    return _source(path, read_csv_files(named), is_workbook=False)


def _is_meant_as_a_workbook(name: str, content: bytes) -> bool:
    return is_a_container(content) or not is_csv_name(name)


def _uploaded_workbook(name: str, content: bytes) -> Read:
    try:
        refuse_a_huge(len(content))
    except TooLargeError:
        return [], [], [_too_large(name)]
    return _workbook(name, content)


def _workbook(name: str, content: bytes) -> Read:
    sheets, problems, is_plain = read_workbook(content, name)
    return [ReadFile(name, content, is_plain)], sheets, problems


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
    """The table of each sheet; one that is not there, or there twice, is a problem."""
    tables: dict[str, RawTable] = {}
    problems: list[Problem] = []
    for code in SHEETS:
        found = [sheet for sheet in sheets if sheet.code == code]
        for other in found[1:]:
            facts = {"first": found[0].title}
            problems.append(
                Problem("a_table_stands_once", other.file, code, value=other.title, facts=facts)
            )
        if found:
            table, more = table_of(found[0], code)
            problems += more
            if table:
                tables[code] = table
                problems += _formulas_without_value(table)
        elif not any(problem.sheet == code for problem in so_far):
            file = workbook.name if workbook else f"{code}.csv"
            problems.append(Problem("a_table_is_there", file, code))
    tables, more = with_identifiers(tables)
    return tables, asked_by_content(tables, [*problems, *more])


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
