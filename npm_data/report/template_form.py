"""What the template workbook says: which values a column may have, and what to write into it.

The importer takes exactly these values: tests fill the template in and import it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from npm_data.i18n import Words
from npm_data.reference import WorkbookColumn, reference
from npm_data.register.vocabulary import code_names

REQUIRED_MARK = "*"
"""Stands behind the name of a column that must be filled in; signs play no part in a name."""

Cell = str | date | None


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """A column of one sheet as the template shows it; `choices` are the values of its list."""

    of: WorkbookColumn
    heading: str
    choices: tuple[str, ...]
    note: str
    """What to write, in one or two sentences: the message that appears at the heading."""


def columns_of(words: Words, sheet: str) -> tuple[TemplateColumn, ...]:
    return tuple(
        TemplateColumn(each, _heading(words, each), _choices(words, each), _note(words, each))
        for each in reference().columns
        if each.sheet == sheet
    )


def _heading(words: Words, column: WorkbookColumn) -> str:
    name = column.names[words.language]
    return f"{name} {REQUIRED_MARK}" if column.is_required else name


def _choices(words: Words, column: WorkbookColumn) -> tuple[str, ...]:
    if column.type != "code":
        return ()
    return tuple(code_names(column.column, words.language).values())


def _note(words: Words, column: WorkbookColumn) -> str:
    must = words("template.required" if column.is_required else "template.optional")
    parts = [must, words(f"template.note_{column.column}_of_{column.sheet}")]
    if column.type == "date":
        parts.append(words("template.a_date"))
    elif column.type == "code":
        parts.append(words("template.a_choice"))
    return " ".join(parts)


EXAMPLE: dict[str, list[dict[str, str | date]]] = {
    "institutions": [
        {
            "institution_id": "EX-1",
            "name": "template.example_colony",
            "institution_type": "penal",
            "region": "KZ-35",
            "opened_on": date(2005, 3, 1),
        },
        {
            "institution_id": "EX-2",
            "name": "template.example_home",
            "institution_type": "social_care",
            "region": "KZ-71",
            "opened_on": date(2012, 9, 3),
        },
    ],
    "visits": [
        {
            "visit_id": "V-EX-1",
            "institution_id": "EX-1",
            "started_on": date(2024, 4, 15),
            "ended_on": date(2024, 4, 16),
            "visit_type": "periodic",
            "reported_on": date(2024, 4, 30),
        },
        {
            "visit_id": "V-EX-2",
            "institution_id": "EX-2",
            "started_on": date(2024, 9, 10),
            "ended_on": date(2024, 9, 10),
            "visit_type": "interim",
            "reported_on": date(2024, 9, 20),
        },
    ],
    "recommendations": [
        {
            "recommendation_id": "R-EX-1",
            "visit_id": "V-EX-1",
            "institution_id": "EX-1",
            "addressee": "interior",
            "addressee_level": "central",
            "theme": "conditions",
            "issued_on": date(2024, 5, 6),
            "text": "template.example_ventilation",
        },
        {
            "recommendation_id": "R-EX-2",
            "addressee": "health",
            "addressee_level": "central",
            "theme": "legislation",
            "issued_on": date(2024, 10, 1),
            "text": "template.example_order",
        },
    ],
    "follow_up": [
        {
            "recommendation_id": "R-EX-1",
            "on": date(2024, 7, 22),
            "axis": "reply",
            "status": "accepted",
            "judge": "authority",
        },
        {
            "recommendation_id": "R-EX-1",
            "on": date(2024, 9, 10),
            "axis": "implementation",
            "status": "partly_implemented",
            "judge": "npm",
            "note": "template.example_seen",
        },
    ],
}
"""A register of two places, made up; texts are messages. It keeps every rule, as a test holds."""


def example_rows(words: Words, sheet: str) -> Iterator[list[Cell]]:
    """The example's rows of a sheet, in the order of its columns, as a clerk would fill them in."""
    columns = columns_of(words, sheet)
    for row in EXAMPLE[sheet]:
        yield [_example(words, column, row.get(column.of.column)) for column in columns]


def _example(words: Words, column: TemplateColumn, value: str | date | None) -> Cell:
    if isinstance(value, str) and column.choices:
        return code_names(column.of.column, words.language)[value]
    if isinstance(value, str) and value.startswith("template."):
        return words(value)
    return value
