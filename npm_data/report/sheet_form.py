"""The form of a spreadsheet's sheet: formats in the language, widths, heights, printing."""

from collections.abc import Sequence
from math import ceil

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from npm_data.figures.columns import Column, Kind
from npm_data.report.release import Provenance

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


def cell_format(
    workbook: xlsxwriter.Workbook, kind: Kind, language: str, *, is_bold: bool = False
) -> Format:
    """Texts break their lines; numbers and days are written as the language does."""
    form: dict[str, object] = {"valign": "top", "bold": is_bold}
    if kind in ("text", "year"):
        form |= {"text_wrap": True, "align": "left"}
    if kind != "text":
        form["num_format"] = _LOCALES[language] + _FORMATS[kind]
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
