"""Numbered tables in chapters as a workbook: contents with links, one sheet a table, notes."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from npm_data.figures.columns import Kind
from npm_data.figures.figure import Picture
from npm_data.files.release import Provenance, Released
from npm_data.files.tables import (
    WORKBOOK_OPTIONS,
    cell_format,
    print_settings,
    set_height,
    write_cell,
    write_sheet,
)
from npm_data.i18n import Words

MOST_LETTERS = 31
"""Of the name of a sheet."""
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_LETTERS_OF_A_LINK = 3
"""A last word as short as "and" or "by" leads on to what was cut off."""
_KINDS_OF_NOTES: tuple[Kind, ...] = ("text", "number")
_WIDTHS = {"contents": (8, 60, 10), "notes": (34, 60, 90)}


@dataclass(frozen=True, slots=True)
class Table:
    """A numbered table that may leave."""

    number: str
    heading: str
    released: Released
    has_total: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A numbered chapter, with the picture that it begins with, if any."""

    number: int
    name: str
    tables: tuple[Table, ...]
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class Annex:
    """All that the files of the annex say."""

    words: Words
    chapters: tuple[Chapter, ...]
    provenance: Provenance

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(table for chapter in self.chapters for table in chapter.tables)


def workbook(annex: Annex) -> bytes:
    """The file; the last chapter, which explains the others, is one sheet of notes."""
    file = io.BytesIO()
    words, provenance = annex.words, annex.provenance
    *chapters, notes = annex.chapters
    with xlsxwriter.Workbook(file, WORKBOOK_OPTIONS) as book:
        book.set_properties(
            {
                "title": provenance.title,
                "author": words("annex.body"),
                "subject": provenance.filters or "",
                "comments": "\n".join(provenance.lines()),
            }
        )
        contents = book.add_worksheet(sheet_name("", words("annex.contents")))
        sheets = {
            table.number: book.add_worksheet(sheet_name(table.number, table.heading))
            for chapter in chapters
            for table in chapter.tables
        }
        last = book.add_worksheet(sheet_name("", words("annex.sheet_notes")))
        _contents(book, contents, annex, sheets | {notes.tables[0].number: last})
        for table in (table for chapter in chapters for table in chapter.tables):
            _table(book, sheets[table.number], table, contents)
        _notes(book, last, annex, notes)
    return file.getvalue()


def sheet_name(number: str, heading: str) -> str:
    """`2.3 Coverage by region`: whole words, as many as a sheet's name may hold."""
    words = _FORBIDDEN.sub(" ", f"{number} {heading}").split()
    is_cut = len(" ".join(words)) > MOST_LETTERS
    while len(" ".join(words)) > MOST_LETTERS and len(words) > 1:
        words.pop()
    while is_cut and len(words) > 2 and len(words[-1]) <= _LETTERS_OF_A_LINK:
        words.pop()
    return " ".join(words)[:MOST_LETTERS].rstrip(" ,;\u2014-")


def _contents(
    book: xlsxwriter.Workbook, sheet: Worksheet, annex: Annex, sheets: dict[str, Worksheet]
) -> None:
    """Where everything comes from, then each table with the way to it and its number of rows."""
    words = annex.words
    head = _lines(book, sheet, annex.provenance.lines()) + 1
    bold = book.add_format({"bold": True})
    link = book.get_default_url_format()
    for column, name in enumerate(
        ("annex.column_table_number", "annex.table", "annex.column_rows")
    ):
        sheet.write_string(head, column, words(name), bold)
    row = head + 1
    for chapter in annex.chapters:
        sheet.write_string(row, 0, str(chapter.number), bold)
        sheet.write_string(row, 1, chapter.name, bold)
        row += 1
        for table in chapter.tables:
            target = sheets.get(table.number) or list(sheets.values())[-1]
            sheet.write_string(row, 0, table.number)
            sheet.write_url(row, 1, f"internal:'{target.get_name()}'!A1", link, table.heading)
            sheet.write_number(row, 2, table.released.frame.height)
            row += 1
    _columns(sheet, _WIDTHS["contents"])
    sheet.freeze_panes(head + 1, 0)
    print_settings(sheet, annex.provenance, head)


def _table(book: xlsxwriter.Workbook, sheet: Worksheet, table: Table, contents: Worksheet) -> None:
    """The table below its provenance; an empty one says so. The way back stands above its head."""
    words, lines = table.released.words, table.released.provenance.lines()
    write_sheet(book, sheet, table.released, has_total=table.has_total)
    link = book.get_default_url_format()
    back = f"internal:'{contents.get_name()}'!A1"
    sheet.write_url(len(lines), 0, back, link, words("annex.to_contents"))
    if table.released.frame.is_empty():
        sheet.write_string(len(lines) + 2, 0, words("annex.empty"), book.add_format())


def _notes(book: xlsxwriter.Workbook, sheet: Worksheet, annex: Annex, chapter: Chapter) -> None:
    """Provenance, then definitions, sources and files below each other."""
    forms = {kind: cell_format(book, kind, annex.words.language) for kind in _KINDS_OF_NOTES}
    bold = book.add_format({"bold": True, "valign": "top"})
    row = _lines(book, sheet, annex.provenance.lines()) + 1
    for table in chapter.tables:
        released = table.released
        kinds = [each.kind for each in released.columns.values()]
        sheet.write_string(row, 0, released.provenance.title, book.add_format({"bold": True}))
        row = _lines(book, sheet, released.provenance.notes, row + 1)
        for column, each in enumerate(released.columns.values()):
            sheet.write_string(row, column, each.label, bold)
        for values in released.frame.iter_rows():
            row += 1
            for column, (value, kind) in enumerate(zip(values, kinds, strict=True)):
                write_cell(sheet, (row, column), kind, value, forms[kind])
            set_height(sheet, row, values, _WIDTHS["notes"])
        row += 2
    _columns(sheet, _WIDTHS["notes"])
    print_settings(sheet, annex.provenance, None)


def _lines(book: xlsxwriter.Workbook, sheet: Worksheet, lines: Iterable[str], row: int = 0) -> int:
    """Lines of text below each other, not broken; the row after them."""
    plain = book.add_format()
    after = row
    for after, line in enumerate(lines, start=row + 1):
        sheet.write_string(after - 1, 0, line, plain)
    return after


def _columns(sheet: Worksheet, widths: tuple[int, ...]) -> None:
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
