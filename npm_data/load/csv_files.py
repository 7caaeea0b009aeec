"""CSV files of a folder or an upload: encoding, separator, rows as a spreadsheet counts them."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path, PurePath

import polars as pl

from npm_data.load.headers import best_score
from npm_data.load.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
    SIZE_FACTS,
    TooLargeError,
    content_of,
    refuse_a_huge,
)
from npm_data.load.source import RawSheet, ReadFile
from npm_data.model.problem import Problem
from npm_data.model.vocabulary import sheet_names

SEPARATORS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")
_END = "\x1fend of the file"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")


Read = tuple[list[ReadFile], list[RawSheet], list[Problem]]


class CsvError(Exception):
    """A file that cannot be taken apart; `rule` is the sentence that it breaks."""

    def __init__(self, rule: str, row: int | None = None) -> None:
        super().__init__(rule)
        self.rule = rule
        self.row = row


def read_folder(path: Path) -> Read:
    """Read every CSV file of the folder whose name is that of a sheet, in any language."""
    files = sorted(each for each in path.iterdir() if is_csv_name(each.name))
    return _read((each.name, partial(content_of, each)) for each in files)


def read_csv_files(files: Iterable[tuple[str, bytes]]) -> Read:
    """The same for files that were handed over, as name and content, in the order of names."""
    return _read((name, partial(_as_it_is, content)) for name, content in sorted(files))


def is_csv_name(name: str) -> bool:
    """Whether a file is meant to be one of the tables, and not a program's own beside them."""
    return name.casefold().endswith(".csv") and not name.startswith((".", "~"))


def _as_it_is(content: bytes) -> bytes:
    refuse_a_huge(len(content))
    return content


def _read(found: Iterable[tuple[str, Callable[[], bytes]]]) -> Read:
    files: list[ReadFile] = []
    sheets: list[RawSheet] = []
    problems: list[Problem] = []
    for name, content in found:
        title = PurePath(name).stem
        code = sheet_names().code(title)
        if code is None:
            problems.append(Problem("a_file_is_one_of_the_tables", name, severity="warning"))
            continue
        try:
            files.append(ReadFile(name, content()))
            sheets.append(RawSheet(name, title, code, parse(files[-1].content, code)))
        except OSError:
            problems.append(Problem("a_file_can_be_opened", name, code))
        except CsvError as error:
            problems.append(Problem(error.rule, name, code, error.row))
        except TooLargeError:
            problems.append(Problem("a_file_is_of_a_bearable_size", name, code, facts=SIZE_FACTS))
    return files, sheets, problems


def parse(content: bytes, sheet: str) -> pl.DataFrame:
    """The file's cells as text; row i of the frame is what a spreadsheet has in row i + 1.

    Raises:
        CsvError: the bytes are no text, or a quotation mark is not closed.
    """
    text = decode(content)
    named = _SEPARATOR_LINE.match(text)
    if named:
        return as_frame(list(_records(text[named.end() :], named[1])))
    head = text[:20_000]
    separator = max(SEPARATORS, key=lambda each: best_score(_loosely(head, each), sheet))
    return as_frame(list(_records(text, separator)))


def decode(content: bytes) -> str:
    """UTF-8 with or without a byte order mark, UTF-16 with one, otherwise Windows-1251.

    Raises:
        CsvError: none of these, or UTF-8 that is damaged.
    """
    if not content.strip():
        raise CsvError("a_file_is_not_empty")
    if content.startswith(_UTF_16_MARKS):
        return content.decode("utf-16", "replace")
    if b"\0" in content or content.startswith(b"PK\x03\x04"):
        raise CsvError("a_csv_file_is_text")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return _decode_windows_1251(content)


def _decode_windows_1251(content: bytes) -> str:
    """Text that is mostly good UTF-8 is not taken for Windows-1251: its words would be garbage."""
    as_utf_8 = content.decode("utf-8", "replace")
    damaged = as_utf_8.count("\ufffd")
    if sum(not letter.isascii() for letter in as_utf_8) - damaged > damaged:
        row = 1 + as_utf_8[: as_utf_8.index("\ufffd")].count("\n")
        raise CsvError("the_encoding_is_known", row)
    try:
        return content.decode("cp1251")
    except UnicodeDecodeError:
        raise CsvError("the_encoding_is_known") from None


def as_frame(records: list[list[str]]) -> pl.DataFrame:
    """Records of any lengths as columns of text; empty cells are null.

    Raises:
        CsvError: a record is far longer than any of the register.
    """
    width = max(map(len, records), default=0)
    if width > MOST_COLUMNS or width * len(records) > MOST_CELLS:
        at = next(row for row, record in enumerate(records, start=1) if len(record) == width)
        raise CsvError("a_record_has_a_bearable_length", at)
    padded = [record + [""] * (width - len(record)) for record in records]
    columns = zip(*padded, strict=True)
    frame = pl.DataFrame({str(at): column for at, column in enumerate(columns)})
    return frame.select(pl.all().replace("", None)) if width else frame


def _records(text: str, separator: str) -> Iterator[list[str]]:
    """A marker behind the last line shows whether the last quotation mark was closed."""
    lines = chain(io.StringIO(text, newline=""), [_END])
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    row = 0
    try:
        while (record := next(reader)) != [_END]:
            row += 1
            if record and record[-1].endswith(_END):
                raise CsvError("each_quotation_mark_is_closed", row)
            _cut_empty_cells(record)
            yield record
    except csv.Error:  # a cell beyond all bounds
        is_quoted = separator + '"' in text or '\n"' in text
        rule = "each_quotation_mark_is_closed" if is_quoted else "a_text_fits_into_a_cell"
        raise CsvError(rule, row + 1) from None


def _cut_empty_cells(record: list[str]) -> None:
    """Spreadsheets write empty cells up to the last column that ever had a format."""
    while record and not record[-1]:
        record.pop()


def _loosely(head: str, separator: str) -> list[list[str]]:
    """The first records, in whatever state, to see which separator makes a header of them."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator, skipinitialspace=True)
    return list(reader)
