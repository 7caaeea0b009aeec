"""The tables given back as a workbook: findings beside their rows, their cells coloured.

What is not seen on its sheets was not checked, so it may name persons, and a workbook that comes
back with its findings is one that is passed on, to be mended by somebody else: it goes without.
"""

import io
import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation, DataValidationList
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.worksheet import Worksheet

from npm_data.i18n import Words
from npm_data.reference import reference
from npm_data.register.reading.days import read_day
from npm_data.register.reading.headings import Heading, heading_of, is_our_own, positions_in
from npm_data.register.reading.source import RawSheet, RawTable, Source, columns_of_days
from npm_data.register.rules.findings import Finding, column_title

FILLS = {
    "error": PatternFill("solid", fgColor="FFF9C6AE"),
    "warning": PatternFill("solid", fgColor="FFFFF2CC"),
}
_OUR_COLOURS = {fill.fgColor.rgb for fill in FILLS.values()}
_AT_THE_TOP = Alignment(vertical="top", wrap_text=True)
_WIDTH_OF_SENTENCES = 80
_TITLES = ("severity", "file", "sheet", "row", "column", "value", "message")
_LONGEST_TITLE = 31
_SAID = ("prompt", "promptTitle", "error", "errorTitle")
Titles = dict[tuple[str, str], str]
"""Of sheets in the workbook that is given back, by file and title in the source."""

_NOT_IN_A_TITLE = str.maketrans("", "", "[]:*?/\\")


def write_marked_workbook(
    source: Source, findings: Sequence[Finding], words: Words, path: Path
) -> None:
    """The marked workbook as a file.

    Raises:
        OSError: the file cannot be written.
    """
    path.write_bytes(marked_workbook(source, findings, words))


def marked_workbook(source: Source, findings: Sequence[Finding], words: Words) -> bytes:
    """The source's sheets as they were, with what is wrong with them.

    Every text is stored as text: nothing that somebody wrote into a cell becomes a formula. The
    first sheet lists all findings, also those about no row.
    """
    book, titles = _book_of(source)
    for code, table in source.tables.items():
        of_the_table = [each for each in findings if each.sheet == code]
        for part in table.pieces:
            found = [each for each in of_the_table if not table.parts or each.file == part.file]
            _mark(book[titles[part.sheet.file, part.sheet.title]], part, found, words)
    _list_all(book.create_sheet(words("import.findings_title"), 0), findings, words)
    book.active = 0
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _book_of(source: Source) -> tuple[openpyxl.Workbook, Titles]:
    """A workbook to mark, and its sheets' titles by those that the source gives them.

    The office's own workbook with its formats and without what nobody sees, formulas replaced by
    what they showed; where that cannot be opened again (its reader is stricter) or would be a
    burden, and for CSV files or several workbooks, a plain new one.
    """
    is_one = source.is_workbook and len(source.files) == 1
    if is_one and source.sheets and source.files[0].workbook:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                content = io.BytesIO(source.files[0].workbook)
                book = openpyxl.load_workbook(content, data_only=True, keep_links=False)
        except Exception:
            return _new_book(source.sheets)
        for title in [name for name in book.sheetnames if is_our_own(name)]:
            del book[title]
        _leave_what_is_seen(book)
        return book, {(source.files[0].name, name): name for name in book.sheetnames}
    return _new_book(source.sheets)


def _new_book(sheets: Iterable[RawSheet]) -> tuple[openpyxl.Workbook, Titles]:
    book = openpyxl.Workbook()
    del book[book.sheetnames[0]]
    titles: Titles = {}
    for raw in sheets:
        sheet = book.create_sheet(raw.title.translate(_NOT_IN_A_TITLE)[:_LONGEST_TITLE])
        titles[raw.file, raw.title] = sheet.title
        days = _columns_of_days(raw)
        for row, cells in enumerate(raw.cells.iter_rows(), start=1):
            for name, text in zip(raw.cells.columns, cells, strict=True):
                if text is not None:
                    _write(sheet.cell(row, int(name) + 1), text, is_day=name in days)
    return book, titles


def _columns_of_days(raw: RawSheet) -> set[str]:
    heading = heading_of(raw, raw.code) if raw.code else None
    if raw.code is None or not isinstance(heading, Heading):
        return set()
    positions = positions_in(raw, raw.code, heading)
    return {str(positions[name]) for name in columns_of_days(raw.code) if name in positions}


def _write(cell: Cell, text: str, *, is_day: bool = False) -> None:
    day = read_day(text.strip()) if is_day else None
    if day:
        cell.value = day
        cell.number_format = "dd.mm.yyyy"
        return
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
    cell.data_type = "s"


def _mark(sheet: Worksheet, table: RawTable, findings: Sequence[Finding], words: Words) -> None:
    beside = _column_for_findings(sheet, table.header_row)
    header = sheet.cell(table.header_row, beside)
    _write(header, words("import.findings_title"))
    header.font = Font(bold=True)
    sheet.column_dimensions[header.column_letter].width = _WIDTH_OF_SENTENCES
    of_row: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.row is not None:
            of_row.setdefault(finding.row, []).append(finding)
    for row, found in of_row.items():
        if row != table.header_row:
            _write(sheet.cell(row, beside), "\n".join(_sentence(each, words) for each in found))
            sheet.cell(row, beside).alignment = _AT_THE_TOP
        for finding in sorted(found, key=lambda each: each.severity, reverse=True):
            _colour(sheet, table, finding)


def _colour(sheet: Worksheet, table: RawTable, finding: Finding) -> None:
    """Errors come last and stay on top of warnings."""
    position = table.positions.get(finding.column or "")
    if finding.row and position is not None:
        sheet.cell(finding.row, position + 1).fill = FILLS[finding.severity]


def _column_for_findings(sheet: Worksheet, header_row: int) -> int:
    """Behind the last column, or where earlier findings stand: those, and their colours, go."""
    last = int(sheet.max_column)
    ours = [at for at in range(1, last + 1) if is_our_own(_text(sheet.cell(header_row, at)))]
    if not ours:
        return last + 1
    for row in sheet.iter_rows(min_row=header_row):
        for cell in row:
            if cell.column == ours[0]:
                cell.value = None
            if cell.fill.fgColor.rgb in _OUR_COLOURS:
                cell.fill = PatternFill()
    return ours[0]


def _text(cell: Cell) -> str | None:
    return cell.value if isinstance(cell.value, str) else None


def _sentence(finding: Finding, words: Words) -> str:
    title = column_title(finding.sheet, finding.column, words.language)
    start = words(f"import.{finding.severity}")
    return f"{start}, {title}: {finding.message}" if title else f"{start}: {finding.message}"


def _list_all(sheet: Worksheet, findings: Iterable[Finding], words: Words) -> None:
    for at, name in enumerate(_TITLES, start=1):
        _write(sheet.cell(1, at), words(f"import.title_{name}"))
        sheet.cell(1, at).font = Font(bold=True)
    for row, finding in enumerate(findings, start=2):
        texts = (
            words(f"import.{finding.severity}"),
            finding.file,
            reference().sheets[finding.sheet][words.language] if finding.sheet else "",
            finding.row,
            column_title(finding.sheet, finding.column, words.language),
            finding.value,
            finding.message,
        )
        for at, value in enumerate(texts, start=1):
            cell = sheet.cell(row, at)
            if isinstance(value, str):
                _write(cell, value)
            else:
                cell.value = value
        sheet.cell(row, 1).fill = FILLS[finding.severity]
    sheet.column_dimensions["G"].width = _WIDTH_OF_SENTENCES
    sheet.freeze_panes = "A2"


def _leave_what_is_seen(book: openpyxl.Workbook) -> None:
    """Take out hidden sheets, comments, links, headers, drawings, names and properties.

    Lists to choose from stay where they need none of these; rows and columns stay hidden, since
    they are read.
    """
    for sheet in [each for each in book.worksheets if each.sheet_state != "visible"]:
        if len(book.sheetnames) > 1:
            book.remove(sheet)
    for chart_sheet in list(book.chartsheets):
        book.remove(chart_sheet)
    book.defined_names.clear()
    book.properties = DocumentProperties(creator="")
    book.custom_doc_props = CustomPropertyList()
    for sheet in book.worksheets:
        _leave_cells(sheet, book.sheetnames)


def _leave_cells(sheet: Worksheet, titles: list[str]) -> None:
    for cell in sheet._cells.values():
        if cell.comment:
            cell.comment = None
        if cell.hyperlink:
            cell.hyperlink = None
    sheet._hyperlinks = []
    sheet.legacy_drawing = None
    sheet._images, sheet._charts, sheet._pivots = [], [], []
    sheet.defined_names.clear()
    sheet.HeaderFooter = HeaderFooter()
    sheet.data_validations = DataValidationList(
        dataValidation=[
            _without_texts(each)
            for each in sheet.data_validations.dataValidation
            if _is_of(each, titles)
        ]
    )


def _without_texts(validation: DataValidation) -> DataValidation:
    for name in _SAID:
        setattr(validation, name, None)
    return validation


def _is_of(validation: DataValidation, titles: list[str]) -> bool:
    """Whether its list stands in itself or on a sheet that stays; a name may stand for anything."""
    formula = str(validation.formula1 or "")
    if validation.type != "list" or formula.startswith('"'):
        return True
    sheet = formula.lstrip("=").rpartition("!")[0].strip("'").replace("''", "'")
    return sheet in titles if sheet else formula.lstrip("=").startswith("$")
