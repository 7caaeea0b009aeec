"""Tables as files that say where they are from: CSV for any program, XLSX for a spreadsheet."""

import csv
import io
from collections.abc import Callable
from datetime import date

import polars as pl
import xlsxwriter

from npm_data.report.release import Released

_FORMATS = {
    "percent": {"num_format": "0.0%"},
    "decimal": {"num_format": "#,##0.0"},
    "ratio": {"num_format": "#,##0.00"},
    "number": {"num_format": "#,##0"},
    "date": {"num_format": "dd.mm.yyyy"},
    "text": {},
}
_NARROWEST, _WIDEST = 10, 60
"""Letters of a column in a workbook."""
_ROWS_LOOKED_AT = 200
"""So many of them tell how wide a column needs to be."""


def csv_file(released: Released) -> bytes:
    """All rows, under lines that say what they are.

    As the language's spreadsheet opens it: semicolons and a decimal comma in Kazakh and Russian.
    """
    is_english = released.words.language == "en"
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter="," if is_english else ";", lineterminator="\r\n")
    writer.writerows([line] for line in released.provenance.lines())
    writer.writerow([])
    writer.writerow([column.label for column in released.columns.values()])
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
    workbook: xlsxwriter.Workbook, sheet: xlsxwriter.worksheet.Worksheet, released: Released
) -> None:
    """Provenance, heading, rows; the heading stays in sight and can be filtered by."""
    frame, columns = released.frame, released.columns
    lines = released.provenance.lines()
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)
    head = len(lines) + 1
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    for place, (name, column) in enumerate(columns.items()):
        cells = workbook.add_format(_FORMATS[column.kind])
        sheet.set_column(place, place, _width(frame[name], column.label), cells)
        sheet.write_string(head, place, column.label, bold)
        for row, value in enumerate(frame[name], start=head + 1):
            _write(sheet, row, place, value)
    sheet.freeze_panes(head + 1, 0)
    sheet.autofilter(head, 0, head + max(frame.height, 1), len(columns) - 1)


MAKERS: dict[str, tuple[str, Callable[[Released], bytes]]] = {
    "csv": ("text/csv", csv_file),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_file),
}
"""Each kind of file: its media type, and what makes it."""


def _width(values: pl.Series, label: str) -> int:
    longest = max(map(len, map(str, values.head(_ROWS_LOOKED_AT))), default=0)
    return min(max(longest + 2, len(label) + 2, _NARROWEST), _WIDEST)


def _write(sheet: xlsxwriter.worksheet.Worksheet, row: int, column: int, value: object) -> None:
    """A text is written as text, whatever sign it begins with: it never becomes a formula."""
    if isinstance(value, str | bool):
        sheet.write_string(row, column, str(value))
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)


def _raw(value: object, *, is_english: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        text = f"{value:.6f}".rstrip("0").rstrip(".")
        return text if is_english else text.replace(".", ",")
    return str(value)
