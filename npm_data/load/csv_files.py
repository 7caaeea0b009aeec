"""CSV files of a folder or an upload: encoding, separator, rows as a spreadsheet counts them."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

import polars as pl

from npm_data.load.encodings import CsvError, Text, decode, format_of
from npm_data.load.headers import best_score
from npm_data.load.limits import (
    MOST_CELLS,
    MOST_COLUMNS,
)
from npm_data.load.names import tables_named
from npm_data.load.quoted_lines import QuotedLines, TextOfSeveralLines
from npm_data.load.source import RawSheet, ReadFile
from npm_data.register.schema import Problem

SEPARATORS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")
_END = "\x1fend of the file"
_TEXT = (".txt", ".tsv")
_SUFFIXES = (".csv", *_TEXT)
"""What programs name a table as text; .txt and tabs is Excel's "Unicode text"."""


Read = tuple[list[ReadFile], list[RawSheet], list[Problem]]


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's cells as text; row i of the frame is what a spreadsheet has in row i + 1.

    `found` are the cells that hold text of several lines.
    """

    cells: pl.DataFrame
    text: Text
    found: Sequence[TextOfSeveralLines]


def is_csv_name(name: str) -> bool:
    """Whether a file is meant to be one of the tables, and not a program's own beside them."""
    return name.casefold().endswith(_SUFFIXES) and not name.startswith((".", "~"))


def is_a_note(name: str) -> bool:
    """Whether it is a text beside the tables: what is meant as one of them has its name."""
    return name.casefold().endswith(_TEXT) and not tables_named([PurePath(name).stem])


def read_csv_files(files: Sequence[ReadFile]) -> Read:
    """Read every file whose name is that of a sheet, in any language."""
    sheets: list[RawSheet] = []
    problems: list[Problem] = []
    codes = tables_named(PurePath(each.name).stem for each in files)
    for file in files:
        name, code = file.name, codes.get(title := PurePath(file.name).stem)
        if code is None:
            problems.append(Problem("a_file_is_one_of_the_tables", name, severity="warning"))
            continue
        try:
            parsed = parse(file.content, code)
            sheets.append(RawSheet(name, title, code, parsed.cells))
            problems += _notices(name, code, parsed)
        except CsvError as error:
            problems.append(Problem(error.rule, name, code, error.row, facts=error.facts))
    kept = [each for each in files if PurePath(each.name).stem in codes]
    return kept, sheets, problems


def _notices(name: str, code: str, parsed: Parsed) -> Iterator[Problem]:
    """What was read, but not as it stands."""
    if parsed.text.is_guessed:
        facts = {"encoding": parsed.text.encoding}
        yield Problem("the_encoding_is_usual", name, code, severity="warning", facts=facts)
    if parsed.found:
        first, count = parsed.found[0], len(parsed.found)
        rule = "a_text_has_one_line"
        yield Problem(
            rule, name, code, first.row, first.column, severity="warning", facts={"count": count}
        )


def parse(content: bytes, sheet: str) -> Parsed:
    """Take a file apart.

    Raises:
        CsvError: the bytes are no text, or a quotation mark is stray.
    """
    kind = format_of(content)
    if kind:
        raise CsvError("a_file_is_what_its_name_says", format=kind)
    text = decode(content)
    body, separator = text.text, ""
    named = _SEPARATOR_LINE.match(body)
    if named:
        body, separator = body[named.end() :], named[1]
    head = body[:20_000]
    if not separator:
        separator = max(SEPARATORS, key=lambda each: best_score(_loosely(head, each), sheet))
    quoted = QuotedLines.below(sheet, separator, _loosely(head, separator))
    return Parsed(as_frame(list(_records(body, separator, quoted))), text, quoted.found)


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


def _records(text: str, separator: str, quoted: QuotedLines) -> Iterator[list[str]]:
    """A marker behind the last line shows whether the last quotation mark was closed."""
    lines = [*io.StringIO(text, newline=""), _END]
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True)
    row = taken = 0
    try:
        while (record := next(reader)) != [_END]:
            row += 1
            if record and record[-1].endswith(_END):
                raise CsvError("each_quotation_mark_is_closed", row)
            _cut_empty_cells(record)
            if reader.line_num > taken + 1:
                quoted.look(row, record, lines[taken : reader.line_num])
            taken = reader.line_num
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
