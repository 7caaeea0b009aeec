"""A workbook without what is not seen on its sheets, before it is given back.

It was not checked, so it may name persons, and a workbook that comes back with its findings is one
that is passed on: to be mended by somebody else.
"""

from openpyxl import Workbook
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList
from openpyxl.worksheet.datavalidation import DataValidation, DataValidationList
from openpyxl.worksheet.header_footer import HeaderFooter
from openpyxl.worksheet.worksheet import Worksheet

_SAID = ("prompt", "promptTitle", "error", "errorTitle")


def leave_what_is_seen(book: Workbook) -> None:
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
