"""How much is read at most, so that no file can take the memory or the time of everybody else.

A register of national size has 4 MB as a workbook, 37 MB unpacked, and 98,000 rows in a table.
"""

from collections.abc import Mapping
from pathlib import Path

MEBIBYTE = 2**20
MOST_BYTES = 50 * MEBIBYTE
"""Of a file as it is handed over."""

MOST_FILES = 40
"""Of one import: a workbook a year, or one a region."""

MOST_BYTES_TOGETHER = 4 * MOST_BYTES

MOST_UNPACKED = 256 * MEBIBYTE
"""Of a workbook's parts together."""

MOST_PARTS = 5_000
MOST_OF_A_SMALL_PART = 8 * MEBIBYTE
"""Of a part that is read as a whole: the list of sheets, relations, comments."""

MOST_COLUMNS = 500
MOST_CELLS = 8_000_000
"""Of a sheet, counted as rows times columns up to the last cell with something in it."""

MOST_ROWS = 300_000
"""Of a table."""

LONGEST_TEXT = 32_767
"""Of a cell: what a spreadsheet allows."""

MOST_MEMORY = 1_536 * MEBIBYTE
"""Of the process that reads a workbook, beyond what it has when it starts."""

MOST_TEXT = 192 * MEBIBYTE
"""Of all cells of a workbook together, as the process that reads it hands them over."""

MOST_SECONDS = 60
"""For reading a workbook."""

MOST_OF_A_KIND = 2_000
"""Findings of one rule in one column that are listed; those beyond are counted."""

MOST_OF_A_LOOK = 500_000
"""Merged areas of a sheet, struck-out cells of it, and numbers in it that a format fills up."""

MOST_CELLS_TO_MARK = 1_100_000
"""Rows and cells of a workbook, also empty ones, that are written back in their own format."""

SIZE_FACTS: Mapping[str, object] = {"most": MOST_BYTES // MEBIBYTE}
"""What the sentence about a file that is too large tells."""


class TooLargeError(Exception):
    """A file that is larger than any register; it was not read."""


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        OSError: it cannot be read.
        TooLargeError: it is not even tried.
    """
    refuse_a_huge(path.stat().st_size)
    return path.read_bytes()


def refuse_a_huge(size: int) -> None:
    if size > MOST_BYTES:
        raise TooLargeError(size)
