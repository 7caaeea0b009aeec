"""Tables as files that say where they are from: CSV for any program, XLSX for a spreadsheet.

All that leaves as a table goes through here: title, choice, data date, version and, on a
demonstration register, that its records are made up.
"""

import csv
import io
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

import polars as pl
import streamlit as st
import xlsxwriter

from npm_data.report.filter_line import filter_line
from npm_data.ui.app import App
from npm_data.ui.table import Columns

Rows = pl.DataFrame | Callable[[], pl.DataFrame]
"""The rows, or what fetches them once somebody asks for the file."""

Maker = Callable[[App, str, pl.DataFrame, Columns, Sequence[str]], bytes]

_FORMATS = {
    "percent": {"num_format": "0.0%"},
    "decimal": {"num_format": "#,##0.0"},
    "number": {"num_format": "#,##0"},
    "date": {"num_format": "dd.mm.yyyy"},
    "text": {},
}
_NARROWEST, _WIDEST = 10, 60
"""Letters of a column in a workbook."""
_ROWS_LOOKED_AT = 200
"""So many of them tell how wide a column needs to be."""


def download_buttons(
    app: App, key: str, *, title: str, rows: Rows, columns: Columns, notes: Sequence[str] = ()
) -> None:
    """A button for each kind of file, which is made when it is clicked.

    `notes` are lines to stand above the rows, such as a page's own filters.
    """

    def made(make: Maker) -> bytes:
        frame = rows if isinstance(rows, pl.DataFrame) else rows()
        return make(app, title, frame, columns, notes)

    with st.container(horizontal=True, gap="small"):
        for kind, (mime, make) in _MAKERS.items():
            st.download_button(
                app.words(f"frame.download_{kind}"),
                data=partial(made, make),
                file_name=file_name(app, key, kind),
                mime=mime,
                key=f"{key}.{kind}",
                icon=":material/download:",
                on_click="ignore",
            )


def file_name(app: App, key: str, kind: str) -> str:
    """`demo-overview-trend-2016-01-01-2016-12-31.csv`; with the data date where no period holds."""
    period = app.filters.period
    days = f"{period.from_on}-{period.to_on}" if app.page.uses_period else app.data_set.data_date
    mark = "demo-" if app.data_set.is_demonstration else ""
    return f"{mark}{key.replace('.', '-').replace('_', '-')}-{days}.{kind}"


def csv_file(
    app: App, title: str, frame: pl.DataFrame, columns: Columns, notes: Sequence[str] = ()
) -> bytes:
    """All rows, under lines that say what they are.

    As the language's spreadsheet opens it: semicolons and a decimal comma in Kazakh and Russian.
    """
    is_english = app.language == "en"
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter="," if is_english else ";", lineterminator="\r\n")
    writer.writerows([line] for line in provenance(app, title, notes))
    writer.writerow([])
    writer.writerow([column.label for column in columns.values()])
    for row in frame.select(list(columns)).iter_rows():
        writer.writerow([_raw(value, is_english=is_english) for value in row])
    return file.getvalue().encode("utf-8-sig")


def xlsx_file(
    app: App, title: str, frame: pl.DataFrame, columns: Columns, notes: Sequence[str] = ()
) -> bytes:
    """One sheet: the lines that say what it is, a heading, real numbers and days below it."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_urls": False}) as workbook:
        sheet = workbook.add_worksheet()
        lines = provenance(app, title, notes)
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
    return file.getvalue()


_MAKERS: dict[str, tuple[str, Maker]] = {
    "csv": ("text/csv", csv_file),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", xlsx_file),
}


def provenance(app: App, title: str, notes: Sequence[str] = ()) -> list[str]:
    """The lines above a table: what it shows, of what, as of when, from which register."""
    words = app.words
    lines = [title]
    if app.page.has_filters:
        chosen = filter_line(words, app.filters, has_period=app.page.has_period)
        lines.append(f"{words('frame.csv_filters')}: {chosen}")
    lines += [
        *notes,
        words("frame.data_date", date=words.date(app.data_set.data_date)),
        words("frame.csv_made_from", version=words.number(app.data_set.register_version)),
    ]
    if app.data_set.is_demonstration:
        lines.append(words("frame.demonstration"))
    return lines


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
