"""Read a register as offices keep it: a folder of four CSV files or a workbook of four sheets."""

from collections.abc import Sequence
from pathlib import Path

from npm_data.load.csv_files import read_folder
from npm_data.load.headers import table_of
from npm_data.load.source import Problem, RawSheet, RawTable, ReadFile, Source
from npm_data.load.workbook import read_workbook
from npm_data.model.schemas import SHEETS


def read_source(path: Path) -> Source:
    """Read what stands at `path`; everything wrong with the files is among the source's problems.

    Raises:
        FileNotFoundError: nothing stands there.
    """
    if not path.exists():
        raise FileNotFoundError(path)
    files: list[ReadFile] = []
    sheets: list[RawSheet] = []
    try:
        if path.is_dir():
            files, sheets, problems = read_folder(path)
        else:
            files = [ReadFile(path.name, path.read_bytes())]
            sheets, problems = read_workbook(files[0].content, path.name)
    except OSError:
        problems = [Problem("a_file_can_be_opened", path.name)]
    is_unread = any(problem.sheet is None and problem.severity == "error" for problem in problems)
    tables, more = ({}, []) if is_unread else _tables(path, sheets, problems)
    return Source(path, tuple(files), tuple(sheets), tables, (*problems, *more))


def _tables(
    path: Path, sheets: Sequence[RawSheet], so_far: Sequence[Problem]
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
        elif not any(problem.sheet == code for problem in so_far):
            file = path.name if path.is_file() else f"{code}.csv"
            problems.append(Problem("a_table_is_there", file, code))
    return tables, problems
