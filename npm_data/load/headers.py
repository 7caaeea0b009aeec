"""Finding the header among titles and blank rows, and the register's columns in it."""

from collections.abc import Iterable, Sequence
from functools import cache

import polars as pl
from polars import selectors as cs

from npm_data.i18n import words_for
from npm_data.load.addresses import letter_of
from npm_data.load.headings import Heading, Record, column_of, nearest_column
from npm_data.load.limits import MOST_ROWS
from npm_data.load.no_records import WHITE_SPACE
from npm_data.load.records import records_of
from npm_data.load.source import RawSheet, RawTable
from npm_data.reference import LANGUAGES, WorkbookColumn, reference
from npm_data.register.schema import Problem
from npm_data.register.spelling import as_they_were, fold

ROWS_SEARCHED = 200
ROWS_SEARCHED_BY_TWO = 40
FEWEST_KNOWN_NAMES = 2
SIDE_BY_SIDE = "a_sheet_holds_one_table"
"""The sentence that tables beside each other in one sheet break."""


def best_score(records: Iterable[Record], sheet: str) -> int:
    """How many different columns of the sheet the best of the records names."""
    return max((_score(record, sheet) for record in records), default=0)


def table_of(raw: RawSheet, sheet: str) -> tuple[RawTable | None, list[Problem]]:
    """The rows below the header with the register's columns, and what is wrong with the header.

    The header is the row that names the most of the sheet's columns, the first of such rows; or two
    rows that together name more.
    """
    if raw.cells.is_empty():
        return None, [Problem("a_file_is_not_empty", raw.file, sheet)]
    heading = _heading(raw.cells.head(ROWS_SEARCHED).rows(), sheet)
    if _score(heading.names, sheet) < FEWEST_KNOWN_NAMES:
        return None, [Problem("a_table_has_a_header", raw.file, sheet)]
    if any(_names_all_of(heading.names, other) for other in reference().sheets if other != sheet):
        return None, [Problem(SIDE_BY_SIDE, raw.file, sheet, heading.row, value=raw.title)]
    return _below(raw, sheet, heading)


def _heading(head: Sequence[Record], sheet: str) -> Heading:
    scores = [_score(record, sheet) for record in head]
    at = max(range(len(head)), key=lambda index: (scores[index], -index))
    best, most = Heading(at + 1, tuple(head[at]), (head[at],)), scores[at]
    if most == sum(each.sheet == sheet for each in reference().columns):
        return best
    for upper, lower in enumerate(range(1, min(len(head), ROWS_SEARCHED_BY_TWO))):
        names = _names_over_two_rows(head[upper], head[lower], sheet)
        if (score := _score(names, sheet)) > most:
            best, most = Heading(lower + 1, names, (head[upper], head[lower])), score
    return best


def _names_over_two_rows(upper: Record, lower: Record, sheet: str) -> tuple[str | None, ...]:
    """`Date` over `from` and `to`: an empty upper cell belongs to what stands to the left of it."""
    names: list[str | None] = []
    over: str | None = None
    for above, below in zip(upper, lower, strict=True):
        over = above if above and above.strip() else over if below else None
        is_joined = over and below and not is_our_own(below)
        tried = [f"{over} {below}", below, above] if is_joined else [above or below]
        known = (each for each in tried if each and column_of(each, sheet))
        names.append(next(known, tried[0]))
    return tuple(names)


def _below(raw: RawSheet, sheet: str, heading: Heading) -> tuple[RawTable | None, list[Problem]]:
    body = raw.cells.with_row_index("row", offset=1).slice(heading.row)
    positions, asked, problems = _positions(raw, sheet, heading, _has_content(body))
    columns = [each for each in reference().columns if each.sheet == sheet]
    missing = frozenset(each.column for each in columns if each.column not in positions)
    problems += [
        Problem("a_required_column_is_there", raw.file, sheet, heading.row, each.column)
        for each in columns
        if each.is_required and each.column in missing - asked
    ]
    rows = body.select("row", *(_trimmed(each, positions) for each in columns)).filter(
        ~pl.all_horizontal(cs.exclude("row").is_null())
    )
    if rows.height > MOST_ROWS:
        facts = {"most": MOST_ROWS}
        return None, [Problem("a_table_has_a_bearable_length", raw.file, sheet, facts=facts)]
    table = RawTable(raw, sheet, heading.row, positions, missing, rows)
    return records_of(table, heading, problems), problems


def _positions(
    raw: RawSheet, sheet: str, heading: Heading, has_content: Sequence[bool]
) -> tuple[dict[str, int], frozenset[str], list[Problem]]:
    """Where each column stands, those that a heading nearly names, and what is to be said.

    Of a column that stands twice it is the first place.
    """
    positions: dict[str, int] = {}
    strangers: list[tuple[int, str | None]] = []
    problems: list[Problem] = []
    for at, name in enumerate(heading.names):
        position = int(raw.cells.columns[at])
        column = column_of(name, sheet) if name else None
        if column in positions:
            value = name and name.strip()
            problems.append(
                Problem("a_column_stands_once", raw.file, sheet, heading.row, column, value)
            )
        elif column:
            positions[column] = position
        elif ((name and name.strip()) or has_content[at]) and not is_our_own(name):
            strangers.append((position, name))
    asked, more = _about_strangers(raw, sheet, heading.row, strangers, frozenset(positions))
    return positions, asked, [*problems, *more]


def _about_strangers(
    raw: RawSheet,
    sheet: str,
    row: int,
    strangers: Iterable[tuple[int, str | None]],
    found: frozenset[str],
) -> tuple[frozenset[str], list[Problem]]:
    """A heading that is nearly that of a missing column is asked about; others are left out."""
    of_sheet = (each.column for each in reference().columns if each.sheet == sheet)
    missing = frozenset(of_sheet) - found
    asked: set[str] = set()
    problems: list[Problem] = []
    for position, name in strangers:
        nearest = nearest_column(name, sheet, missing - asked) if name and missing - asked else None
        if nearest:
            asked.add(nearest)
            facts = {"letter": letter_of(position)}
            rule = "a_heading_names_its_column"
            value = (name or "").strip()
            problems.append(Problem(rule, raw.file, sheet, row, nearest, value, facts=facts))
        else:
            problems.append(_unknown_column(raw, sheet, row, position, name))
    return frozenset(asked), problems


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
    return needed <= {column_of(cell, sheet) for cell in record if cell}


def _score(record: Record, sheet: str) -> int:
    return len({column_of(cell, sheet) for cell in record if cell} - {None})


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
