"""Columns of a foreign name that hold what a missing column of the register would hold.

To leave such a column out would make other numbers of the same sheet, so it is asked about. Only
IDs and levels are looked for: what a column of days is about, its days do not tell.
"""

from collections.abc import Iterable, Mapping

from npm_data.load.addresses import letter_of
from npm_data.load.no_records import WHITE_SPACE
from npm_data.load.source import RawTable
from npm_data.register.schema import Problem
from npm_data.register.vocabulary import vocabulary

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


def asked_by_content(tables: Mapping[str, RawTable], problems: Iterable[Problem]) -> list[Problem]:
    """The problems, with a question in place of the notice that such a column was left out."""
    told: list[Problem] = []
    asked: set[tuple[str | None, str | None]] = set()
    for problem in problems:
        table = tables.get(problem.sheet or "")
        part = _part_of(table, problem) if table else None
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


def _part_of(table: RawTable, problem: Problem) -> RawTable | None:
    return next((each for each in table.pieces if each.file == problem.file), None)


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
