"""Finding the header among titles and blank rows, and the register's columns in it."""

from collections.abc import Iterable, Sequence
from functools import cache

import polars as pl
from polars import selectors as cs

from npm_data.i18n import words_for
from npm_data.load.limits import MOST_ROWS
from npm_data.load.source import RawSheet, RawTable
from npm_data.model.folding import fold
from npm_data.model.problem import Problem
from npm_data.model.spreadsheet_cells import as_they_were
from npm_data.model.vocabulary import column_names
from npm_data.reference import LANGUAGES, WorkbookColumn, reference

ROWS_SEARCHED = 200
FEWEST_KNOWN_NAMES = 2
SIDE_BY_SIDE = "a_sheet_holds_one_table"
"""The sentence that tables beside each other in one sheet break."""

WHITE_SPACE = "".join(filter(str.isspace, map(chr, range(0x3001)))) + "\u200b\ufeff"
"""What is trimmed from a cell: all blanks of Unicode, and two marks that nobody sees."""

Record = Sequence[str | None]


def best_score(records: Iterable[Record], sheet: str) -> int:
    """How many different columns of the sheet the best of the records names."""
    return max((_score(record, sheet) for record in records), default=0)


def table_of(raw: RawSheet, sheet: str) -> tuple[RawTable | None, list[Problem]]:
    """The rows below the header with the register's columns, and what is wrong with the header.

    The header is the row that names the most of the sheet's columns, the first of such rows.
    """
    if raw.cells.is_empty():
        return None, [Problem("a_file_is_not_empty", raw.file, sheet)]
    head = raw.cells.head(ROWS_SEARCHED).rows()
    at = max(range(len(head)), key=lambda index: (_score(head[index], sheet), -index))
    if _score(head[at], sheet) < FEWEST_KNOWN_NAMES:
        return None, [Problem("a_table_has_a_header", raw.file, sheet)]
    if any(_names_all_of(head[at], other) for other in reference().sheets if other != sheet):
        return None, [Problem(SIDE_BY_SIDE, raw.file, sheet, at + 1, value=raw.title)]
    return _below(raw, sheet, at, head[at])


def _below(
    raw: RawSheet, sheet: str, at: int, header: Record
) -> tuple[RawTable | None, list[Problem]]:
    body = raw.cells.with_row_index("row", offset=1).slice(at + 1)
    positions, problems = _positions(raw, sheet, at + 1, header, _has_content(body))
    columns = [each for each in reference().columns if each.sheet == sheet]
    missing = frozenset(each.column for each in columns if each.column not in positions)
    problems += [
        Problem("a_required_column_is_there", raw.file, sheet, at + 1, each.column)
        for each in columns
        if each.is_required and each.column in missing
    ]
    rows = body.select("row", *(_trimmed(each, positions) for each in columns)).filter(
        ~pl.all_horizontal(cs.exclude("row").is_null())
    )
    if rows.height > MOST_ROWS:
        facts = {"most": MOST_ROWS}
        return None, [Problem("a_table_has_a_bearable_length", raw.file, sheet, facts=facts)]
    return RawTable(raw, sheet, at + 1, positions, missing, rows), problems


def _positions(
    raw: RawSheet, sheet: str, row: int, header: Record, has_content: Sequence[bool]
) -> tuple[dict[str, int], list[Problem]]:
    """Where each column stands; the first place of a column that stands twice."""
    positions: dict[str, int] = {}
    problems: list[Problem] = []
    for at, name in enumerate(header):
        position = int(raw.cells.columns[at])
        column = column_names(sheet).code(name) if name else None
        if column in positions:
            problems.append(
                Problem("a_column_stands_once", raw.file, sheet, row, column, name and name.strip())
            )
        elif column:
            positions[column] = position
        elif ((name and name.strip()) or has_content[at]) and not is_our_own(name):
            problems.append(_unknown_column(raw, sheet, row, position, name))
    return positions, problems


def _unknown_column(
    raw: RawSheet, sheet: str, row: int, position: int, name: str | None
) -> Problem:
    return Problem(
        "a_column_is_of_the_register",
        raw.file,
        sheet,
        row,
        value=(name or "").strip() or None,
        severity="warning",
        facts={"letter": letter_of(position)},
    )


def _names_all_of(record: Record, sheet: str) -> bool:
    """Whether the row names every column that a table needs: then it stands there as well."""
    needed = {
        each.column for each in reference().columns if each.sheet == sheet and each.is_required
    }
    return needed <= {column_names(sheet).code(cell) for cell in record if cell}


def _score(record: Record, sheet: str) -> int:
    names = column_names(sheet)
    return len({names.code(cell) for cell in record if cell} - {None})


def _trimmed(column: WorkbookColumn, positions: dict[str, int]) -> pl.Expr:
    if column.column not in positions:
        return pl.lit(None, pl.String).alias(column.column)
    written = pl.col(str(positions[column.column])).str.strip_chars(WHITE_SPACE)
    text = as_they_were(written).str.strip_chars(WHITE_SPACE)
    return text.replace("", None).alias(column.column)


def _has_content(body: pl.DataFrame) -> list[bool]:
    cells = body.drop("row")
    full = cells.select(pl.all().str.strip_chars(WHITE_SPACE).replace("", None).is_not_null().any())
    return [bool(each) for each in full.row(0)]


def is_our_own(name: str | None) -> bool:
    """Whether a column or sheet is one that `--findings` adds to a workbook."""
    return name is not None and fold(name) in _our_own_names()


def is_of_the_template(title: str) -> bool:
    """Whether a sheet is one that stands in the template beside the tables, to be left aside."""
    return fold(title) in _names_in_the_template()


def is_said_by_the_template(text: str) -> bool:
    """Whether it is the title or the description that the template bears as a document."""
    return fold(text) in _descriptions_of_the_template()


@cache
def _descriptions_of_the_template() -> frozenset[str]:
    names = ("title", "about")
    return frozenset(
        fold(words_for(language)(f"template.{name}")) for language in LANGUAGES for name in names
    )


@cache
def _names_in_the_template() -> frozenset[str]:
    """Folded titles, in all languages, of the template's instructions, example and lists."""
    return frozenset(
        fold(words_for(language)(f"template.{name}"))
        for language in LANGUAGES
        for name in ("instructions", "example", "lists")
    )


@cache
def _our_own_names() -> frozenset[str]:
    """Folded titles, in all languages, of the column and the sheet that `--findings` adds."""
    return frozenset(fold(words_for(each)("import.findings_title")) for each in LANGUAGES)


def letter_of(position: int) -> str:
    """The spreadsheet's letters for a column counted from 0: A, B, ..., Z, AA."""
    letters = ""
    number = position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
