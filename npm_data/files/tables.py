"""Tables as files that say where they are from: CSV for any program, XLSX for a spreadsheet."""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from math import ceil

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from npm_data.figures.columns import Column, Kind
from npm_data.files.release import Provenance, Released
from npm_data.register.spelling import harmless

_FORMATS = {
    "percent": '0.0" "%',
    "decimal": "#,##0.0",
    "ratio": "#,##0.00",
    "number": "#,##0",
    "date": "dd.mm.yyyy",
    "year": "0",
}
_LOCALES = {"kk": "[$-43F]", "ru": "[$-419]", "en": "[$-809]"}
"""What makes a spreadsheet write numbers and days as the language does."""
_NARROWEST, _WIDEST = 10, 60
"""Letters of a column."""
_BROKEN = 3
"""Letters of a line that stay empty, because words are not broken."""
_POINTS_OF_A_LINE = 15
_A4 = 9


def number_format(kind: Kind, language: str) -> str:
    """How a spreadsheet, or a chart with one behind it, writes what is no text."""
    return _LOCALES[language] + _FORMATS[kind]


def cell_format(
    workbook: xlsxwriter.Workbook, kind: Kind, language: str, *, is_bold: bool = False
) -> Format:
    """Texts break their lines; numbers and days are written as the language does."""
    form: dict[str, object] = {"valign": "top", "bold": is_bold}
    if kind in ("text", "year"):
        form |= {"text_wrap": True, "align": "left"}
    if kind != "text":
        form["num_format"] = number_format(kind, language)
    return workbook.add_format(form)


def head_format(workbook: xlsxwriter.Workbook, kind: Kind) -> Format:
    """Above numbers a heading stands to the right, as they do."""
    side = "left" if kind in ("text", "date", "year") else "right"
    return workbook.add_format(
        {"bold": True, "text_wrap": True, "valign": "bottom", "align": side, "bottom": 1}
    )


def width_of(values: pl.Series, column: Column) -> int:
    """As wide as its values and the longest word of its heading, which may break."""
    word = max(map(len, column.label.split()), default=0)
    longest = word
    if column.kind in ("text", "year"):
        longest = max([word, *values.cast(pl.String).str.len_chars().drop_nulls()])
    # Two letters for the filter's arrow.
    return min(max(longest + 3, _NARROWEST), _WIDEST)


def set_height(sheet: Worksheet, row: int, cells: Sequence[object], widths: Sequence[int]) -> None:
    """As high as its longest text needs: not every program works that out by itself."""
    texts = zip(cells, widths, strict=True)
    lines = max(
        (ceil(len(text) / (width - _BROKEN)) for text, width in texts if isinstance(text, str)),
        default=1,
    )
    if lines > 1:
        sheet.set_row(row, lines * _POINTS_OF_A_LINE)


def print_settings(sheet: Worksheet, provenance: Provenance, head: int | None) -> None:
    """A4 across, as wide as the page, with the heading's row and the data date on every page."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    if head is not None:
        sheet.repeat_rows(head)
    said = filter(None, (provenance.data_date, provenance.demonstration))
    # A blank after the size, so that a line that begins with a year does not read as part of it.
    sheet.set_footer("&L&8 " + "\n".join(said).replace("&", "&&") + "&R&8 &P / &N")


def csv_file(released: Released) -> bytes:
    """All rows, under lines that say what they are.

    As the language's spreadsheet opens it: semicolons and a decimal comma in Kazakh and Russian.
    """
    is_english = released.words.language == "en"
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter="," if is_english else ";", lineterminator="\r\n")
    writer.writerows([harmless(line)] for line in released.provenance.lines())
    writer.writerow([])
    writer.writerow([harmless(column.label) for column in released.columns.values()])
    for row in released.frame.iter_rows():
        writer.writerow([_raw(value, is_english=is_english) for value in row])
    return file.getvalue().encode("utf-8-sig")


def xlsx_file(released: Released) -> bytes:
    """One sheet: the lines that say what it is, a heading, real numbers and days below it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, WORKBOOK_OPTIONS) as workbook:
        write_sheet(workbook, workbook.add_worksheet(), released)
    return file.getvalue()


WORKBOOK_OPTIONS = {"in_memory": True, "strings_to_urls": False}


def write_sheet(
    workbook: xlsxwriter.Workbook,
    sheet: Worksheet,
    released: Released,
    *,
    has_total: bool = False,
) -> None:
    """Provenance, heading, rows; the heading stays in sight and can be filtered by.

    `has_total` says that the last row is the whole, which stands out.
    """
    frame, columns = released.frame, released.columns
    lines = released.provenance.lines()
    plain = workbook.add_format()
    for number, line in enumerate(lines):
        sheet.write_string(
            number, 0, line, plain if number else workbook.add_format({"bold": True})
        )
    head = len(lines) + 1
    language = released.words.language
    widths = [width_of(frame[name], column) for name, column in columns.items()]
    for place, (column, width) in enumerate(zip(columns.values(), widths, strict=True)):
        sheet.set_column(place, place, width, cell_format(workbook, column.kind, language))
        sheet.write_string(head, place, column.label, head_format(workbook, column.kind))
    set_height(sheet, head, [column.label for column in columns.values()], widths)
    bold = [
        cell_format(workbook, column.kind, language, is_bold=True) for column in columns.values()
    ]
    kinds = [column.kind for column in columns.values()]
    last = head + frame.height
    for row, cells in enumerate(frame.iter_rows(), start=head + 1):
        set_height(sheet, row, cells, widths)
        for place, value in enumerate(cells):
            form = bold[place] if has_total and row == last else None
            write_cell(sheet, (row, place), kinds[place], value, form)
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, max(last, head + 1), len(columns) - 1)
    print_settings(sheet, released.provenance, head)


MAKERS: dict[str, tuple[str, Callable[[Released], bytes]]] = {
    "csv": ("text/csv", csv_file),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_file),
}
"""Each kind of file: its media type, and what makes it."""


def write_cell(
    sheet: Worksheet,
    place: tuple[int, int],
    kind: Kind,
    value: object,
    form: Format | None = None,
) -> None:
    """A text is written as text, whatever sign it begins with: it never becomes a formula.

    `place` is row and column.
    """
    row, column = place
    if kind == "year" and isinstance(value, str) and value.isdecimal():
        sheet.write_number(row, column, int(value), form)
    elif isinstance(value, str | bool):
        sheet.write_string(row, column, str(value), form)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, form)


def _raw(value: object, *, is_english: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return text if is_english else text.replace(".", ",")
    return harmless(str(value))
