"""Workbooks taken apart and put together again, with a part changed or something hostile in it."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import openpyxl

from npm_data.register.reading.reader_process import cells_of
from npm_data.register.reading.source import Limits
from npm_data.register.reading.workbook import Cells, as_cells
from tests.registers import WORKED

A_WORKBOOK = (WORKED.parent / "worked_ru.xlsx").read_bytes()
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
VISITS = "xl/worksheets/sheet2.xml"


def parts_of(content: bytes = A_WORKBOOK) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes], level: int = 1) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return content.getvalue()


def with_part(name: str, part: bytes, content: bytes = A_WORKBOOK) -> bytes:
    return packed(parts_of(content) | {name: part})


def with_change(name: str, old: bytes, new: bytes) -> bytes:
    """The worked example with a part that has something else in one place."""
    part = parts_of()[name]
    assert old in part
    return with_part(name, part.replace(old, new, 1))


def edited(edit: Callable[[openpyxl.Workbook], object], content: bytes = A_WORKBOOK) -> bytes:
    """The worked example after somebody worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def sheet_of(rows: str) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def read_here(content: bytes, titles: Sequence[str], _: Limits) -> list[Cells | None]:
    """The cells, without a process of their own: for tests that read thousands of workbooks."""
    return [as_cells(told, stream) for told, stream in cells_of(content, list(titles))]
