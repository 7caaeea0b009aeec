"""The workbook to fill in: its sheets, headings, lists and explanations in one language."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from npm_data.files.tables import WORKBOOK_OPTIONS, set_height
from npm_data.i18n import Words
from npm_data.load.days import FIRST_DAY, LAST_DAY
from npm_data.model.vocabulary import code_names
from npm_data.reference import WorkbookColumn, reference

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


LAST_ROW = 1_048_575
"""Of a sheet, from 0: lists and formats hold for every row that there can be."""
LONGEST_NAME, LONGEST_TITLE, LONGEST_MESSAGE = 31, 32, 255
"""Letters of a sheet's name, and of the title and the text of what appears at a cell."""
_TEXTS = {"name": 44, "text": 70, "note": 44}
"""Columns of sentences, with their widths."""
_WIDTHS = {"date": 15, "code": 30, "text": 18}
_NAVY, _PALE, _GREY = "#12436D", "#DCE6F0", "#F1F4F7"
_ADVICE = ("sheets", "columns", "codes", "dates", "ids", "visits", "repeats", "people", "upload")
"""Messages `template.advice_...`: how to fill it in, in this order."""
_POINTS_OF_A_LINE = 15
_A4 = 9


def template_workbook(words: Words) -> bytes:
    """The file, with headings and lists in the language of `words`."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, WORKBOOK_OPTIONS) as book:
        book.set_properties(
            {"title": words("template.title"), "author": "", "comments": words("template.about")}
        )
        _Template(book, words).write()
    return file.getvalue()


class _Template:
    """One workbook in the making."""

    def __init__(self, book: xlsxwriter.Workbook, words: Words) -> None:
        self._words = words
        self._instructions = book.add_worksheet(words("template.instructions"))
        self._tables = {
            sheet: book.add_worksheet(names[words.language])
            for sheet, names in reference().sheets.items()
        }
        self._example = book.add_worksheet(words("template.example"))
        self._lists = book.add_worksheet(words("template.lists"))
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._bold = book.add_format({"bold": True, "valign": "top"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._sign = book.add_format({"bold": True, "bg_color": "#FFF2CC", "text_wrap": True})
        head = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
        self._required = book.add_format(head | {"bg_color": _NAVY, "font_color": "#FFFFFF"})
        self._optional = book.add_format(head | {"bg_color": _PALE})
        self._cells = {
            "date": book.add_format({"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"}),
            # As text: "001" keeps its zeros, and "3-4" does not become a day of April.
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "sentence": book.add_format({"num_format": "@", "valign": "top", "text_wrap": True}),
        }

    def write(self) -> None:
        places = self._write_lists()
        for code, sheet in self._tables.items():
            self._write_table(code, sheet, places)
        self._write_instructions()
        self._write_example()
        for sheet in (self._instructions, *self._tables.values(), self._example, self._lists):
            sheet.set_landscape()
            sheet.set_paper(_A4)
            sheet.fit_to_pages(1, 0)
        self._instructions.activate()

    def _write_lists(self) -> dict[tuple[str, ...], str]:
        """Each list of values in a column of its own; by list, where it stands."""
        places: dict[tuple[str, ...], str] = {}
        for code in self._tables:
            for column in columns_of(self._words, code):
                if column.choices and column.choices not in places:
                    at = len(places)
                    letter = chr(ord("A") + at)
                    self._lists.write_string(0, at, column.of.names[self._words.language])
                    self._lists.set_column(at, at, max(map(len, column.choices)) + 2)
                    for row, name in enumerate(column.choices, start=1):
                        self._lists.write_string(row, at, name)
                    title = self._words("template.lists").replace("'", "''")
                    last = len(column.choices) + 1
                    places[column.choices] = f"='{title}'!${letter}$2:${letter}${last}"
        self._lists.set_row(0, None, self._bold)
        self._lists.freeze_panes(1, 0)
        return places

    def _write_table(self, code: str, sheet: Worksheet, places: dict[tuple[str, ...], str]) -> None:
        for at, column in enumerate(columns_of(self._words, code)):
            sheet.set_column(at, at, _width(column), self._cell(column))
            sheet.write_string(0, at, column.heading, self._head(column))
            sheet.data_validation(0, at, 0, at, self._told_at_the_heading(column))
            rule = self._rule(column, places)
            if rule:
                sheet.data_validation(1, at, LAST_ROW, at, rule)
        sheet.set_row(0, 2 * _POINTS_OF_A_LINE)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)

    def _told_at_the_heading(self, column: TemplateColumn) -> dict[str, object]:
        return {
            "validate": "any",
            "input_title": column.of.names[self._words.language],
            "input_message": column.note,
        }

    def _rule(
        self, column: TemplateColumn, places: dict[tuple[str, ...], str]
    ) -> dict[str, object] | None:
        words = self._words
        if column.choices:
            return {
                "validate": "list",
                "source": places[column.choices],
                "error_title": words("template.wrong_choice"),
                "error_message": words("template.wrong_choice_message"),
            }
        if column.of.type == "date":
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": FIRST_DAY,
                "maximum": LAST_DAY,
                "error_title": words("template.wrong_date"),
                "error_message": words("template.wrong_date_message"),
            }
        return None

    def _write_instructions(self) -> None:
        words, sheet = self._words, self._instructions
        sheet.hide_gridlines(2)
        widths = (24, 30, 18, 90)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.write_string(0, 0, words("template.title"), self._title)
        row = 2
        for number, advice in enumerate(_ADVICE, start=1):
            text = f"{number}. {words(f'template.advice_{advice}')}"
            sheet.merge_range(row, 0, row, len(widths) - 1, text, self._wrapped)
            set_height(sheet, row, [text], [sum(widths)])
            row += 1
        row += 1
        for at, name in enumerate(("sheet", "column", "must", "note")):
            sheet.write_string(row, at, words(f"template.title_{name}"), self._optional)
        for code, names in reference().sheets.items():
            for column in columns_of(words, code):
                row += 1
                must = "required_short" if column.of.is_required else "optional_short"
                cells = (
                    names[words.language],
                    column.of.names[words.language],
                    words(f"template.{must}"),
                    words(f"template.note_{column.of.column}_of_{code}"),
                )
                for at, text in enumerate(cells):
                    sheet.write_string(row, at, text, self._wrapped)
                set_height(sheet, row, cells, widths)

    def _write_example(self) -> None:
        """All four tables on one sheet, whose name is no table's: it cannot be imported."""
        words, sheet = self._words, self._example
        widths = [20, 40, 40, 30, 30, 40, 18, 18, 60]
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.merge_range(0, 0, 0, 5, words("template.example_only"), self._sign)
        set_height(sheet, 0, [words("template.example_only")], [sum(widths[:6])])
        row = 2
        for code, names in reference().sheets.items():
            sheet.write_string(row, 0, names[words.language], self._title)
            columns = columns_of(words, code)
            for at, column in enumerate(columns):
                sheet.write_string(row + 1, at, column.heading, self._head(column))
            row += 2
            for cells in example_rows(words, code):
                for at, (column, value) in enumerate(zip(columns, cells, strict=True)):
                    is_day = column.of.type == "date"
                    form = self._cells["date" if is_day else "sentence"]
                    _write(sheet, row, at, value, form)
                set_height(sheet, row, cells, widths[: len(cells)])
                row += 1
            row += 1

    def _head(self, column: TemplateColumn) -> Format:
        return self._required if column.of.is_required else self._optional

    def _cell(self, column: TemplateColumn) -> Format:
        if column.of.type == "date":
            return self._cells["date"]
        return self._cells["sentence" if column.of.column in _TEXTS else "text"]


def _width(column: TemplateColumn) -> int:
    wanted = _TEXTS.get(column.of.column, _WIDTHS[column.of.type])
    longest = max(map(len, column.choices), default=0) + 3
    return min(max(wanted, longest), _TEXTS["text"])


def _write(sheet: Worksheet, row: int, column: int, value: Cell, form: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    elif value is not None:
        sheet.write_string(row, column, value, form)
