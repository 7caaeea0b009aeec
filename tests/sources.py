"""Office files for tests: the worked example with something changed, and what is found in it."""

import csv
import io
import shutil
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from npm_data.register.reading import read_source
from npm_data.register.rules import Checked, Finding, check
from tests.registers import WORKED

Address = tuple[str, str | None, int | None, str | None]
"""Severity, sheet, row and column."""


def worked_copy(folder: Path) -> Path:
    """A copy of the worked example's four CSV files, to be changed."""
    copy = folder / "register"
    copy.mkdir()
    for file in WORKED.glob("*.csv"):
        shutil.copy(file, copy)
    return copy


def records_of(folder: Path, sheet: str) -> list[list[str]]:
    with (folder / f"{sheet}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def write_records(folder: Path, sheet: str, records: Iterable[Iterable[str]]) -> None:
    text = io.StringIO()
    csv.writer(text).writerows(records)
    (folder / f"{sheet}.csv").write_text(text.getvalue(), encoding="utf-8", newline="")


def change(folder: Path, sheet: str, row: int, **cells: str) -> None:
    """Write into cells of a spreadsheet row; a row below the last one is added."""
    records = records_of(folder, sheet)
    header = records[0]
    if row > len(records):
        records.append([""] * len(header))
    for column, value in cells.items():
        records[row - 1][header.index(column)] = value
    write_records(folder, sheet, records)


def repeat(folder: Path, sheet: str, row: int, **cells: str) -> int:
    """Add a copy of a row at the end, with some cells changed; gives the new row's number."""
    records = records_of(folder, sheet)
    write_records(folder, sheet, [*records, records[row - 1]])
    change(folder, sheet, len(records) + 1, **cells)
    return len(records) + 1


def without_column(folder: Path, sheet: str, column: str) -> None:
    records = records_of(folder, sheet)
    at = records[0].index(column)
    write_records(folder, sheet, [record[:at] + record[at + 1 :] for record in records])


def checked(path: Path, language: str = "en") -> Checked:
    return check(read_source(path), language)


def address(finding: Finding) -> Address:
    return finding.severity, finding.sheet, finding.row, finding.column


@cache
def _known() -> set[tuple[str, Address]]:
    return {(finding.rule, address(finding)) for finding in checked(WORKED).findings}


def new_findings(path: Path, language: str = "en") -> list[Finding]:
    """What is found beyond the four warnings that the worked example has by itself."""
    found = checked(path, language).findings
    return [each for each in found if (each.rule, address(each)) not in _known()]
