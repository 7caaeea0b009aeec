"""Text files of a folder or an upload: their letters, separator and rows as a spreadsheet counts.

Windows-1251 and the other code pages of Cyrillic fit any bytes. What tells them apart is whether
words come out: capital letters before small ones, and letters side by side as they stand in the
Russian and Kazakh names that the register knows. Where that is not certain, it is told.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice, zip_longest
from pathlib import PurePath

import polars as pl
from charset_normalizer import from_bytes

from npm_data.reference import reference
from npm_data.register.reading.headings import (
    FEWEST_KNOWN_NAMES,
    ROWS_SEARCHED,
    Record,
    best_score,
    column_of,
    tables_named,
)
from npm_data.register.reading.parquet import cells_of_parquet, is_parquet_name
from npm_data.register.reading.records import is_a_value
from npm_data.register.reading.source import (
    IDENTIFIERS,
    MEBIBYTE,
    MOST_COLUMNS,
    TOO_LONG,
    USUAL,
    Limits,
    RawSheet,
    Read,
    ReadFile,
    UnreadableError,
    columns_of,
)
from npm_data.register.schema import Problem

UTF_8, UTF_16, WINDOWS, KAZAKH = "UTF-8", "UTF-16", "Windows-1251", "KZ-1048"
_CODECS = {
    WINDOWS: "cp1251",
    KAZAKH: "kz1048",
    "CP866 (DOS)": "cp866",
    "KOI8-R": "koi8_r",
    "MacCyrillic": "mac_cyrillic",
    "ISO 8859-5": "iso8859_5",
    "CP855 (DOS)": "cp855",
}
"""The code pages in which a Cyrillic text may be, by the names that people know."""

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DOS_END = b"\x1a"
_LOST = "\ufffd"
_BLANKS = bytes(at if at >= 0x80 or chr(at).isalpha() else ord(" ") for at in range(256))
"""A table for `translate`: what is no letter becomes a blank."""

_SIGNS = frozenset("«»„“”‘’–—…№§·°•\xa0\xad")
_WORD = re.compile(r"[^\W\d_]+")
_SMALL, _LARGE = "а-яёәғқңөұүһі", "А-ЯЁӘҒҚҢӨҰҮҺІ"
_WELL_FORMED = re.compile(f"[{_LARGE}]?[{_SMALL}]+|[{_LARGE}]+")
_LONGEST_ABBREVIATION = 4
_LETTERS_TO_BE_CERTAIN, _KAZAKH_LETTERS_TO_BE_CERTAIN = 16, 4
"""Windows-1251 has letters of other Slavs in the few places where KZ-1048 has Kazakh ones."""

_MOST_GARBLED = 0.3

_OTHER_FORMATS = {
    "html": re.compile(rb"\s*<(?:!doctype html|html|head|body|table|meta)\b", re.IGNORECASE),
    "xml_spreadsheet": re.compile(rb"\s*<\?xml[^>]*>.{0,400}office:spreadsheet", re.DOTALL),
    "xml": re.compile(rb"\s*<\?xml\b"),
    "rtf": re.compile(rb"\{\\rtf"),
    "pdf": re.compile(rb"%PDF-"),
    "picture": re.compile(rb"\x89PNG\r\n|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*"),
}

SEPARATORS = (",", ";", "\t")
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")
_END = "\x1fend of the file"
_LETTERS_OF_A_HEAD = 20_000
_AT_A_TIME = 10_000
"""Records that become a piece of the frame."""

_TEXT = (".txt", ".tsv")
_SUFFIXES = (".csv", *_TEXT)
"""What programs name a table as text; .txt and tabs is Excel's "Unicode text"."""


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text as bytes of a `codec`, and the encoding in which it was found.

    `is_guessed` where that was found out from its words.
    """

    content: bytes
    codec: str
    encoding: str
    is_guessed: bool = False

    def open(self, first_line: int = 0) -> io.TextIOWrapper:
        """To be read piece by piece from a line on; lines keep their ends."""
        lines = io.TextIOWrapper(io.BytesIO(self.content), self.codec, newline="")
        for _ in range(first_line):
            lines.readline()
        return lines

    def has(self, text: str) -> bool:
        return text.encode(self.codec) in self.content


def format_of(content: bytes) -> str | None:
    """What a file is by its first bytes when it is of another format, as `import.format_...`."""
    start = content[:2_000].removeprefix(b"\xef\xbb\xbf")
    if start[:2] in _UTF_16_MARKS:
        start = start.decode("utf-16", "ignore").encode()
    return next((kind for kind, begins in _OTHER_FORMATS.items() if begins.match(start)), None)


def decode(content: bytes) -> Text:
    """UTF-8, UTF-16 with a mark, or the code page in which words come out.

    Raises:
        UnreadableError: it is no text, its encoding is not certain, or letters are damaged.
    """
    if not content or content.isspace():
        raise UnreadableError("a_file_is_not_empty")
    if content.startswith(_UTF_16_MARKS):
        return _of_utf_16(content.decode("utf-16", "replace"))
    if b"\0" in content.rstrip(b"\0\x1a") or content.startswith(b"PK\x03\x04"):
        return _of_utf_16(_without_a_mark(content))
    content = _without_dos_end(content.rstrip(b"\0").removeprefix(codecs.BOM_UTF8))
    if _is_utf_8(content):
        return Text(content, "utf-8", UTF_8)
    _refuse_damaged_utf_8(content)
    encoding = _encoding_of(content)
    return Text(content, _CODECS[encoding], encoding, is_guessed=encoding != WINDOWS)


def _is_utf_8(content: bytes) -> bool:
    """Looked at piece by piece: as a text it may take twice as much memory."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for at in range(0, len(content), MEBIBYTE):
            decoder.decode(content[at : at + MEBIBYTE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _of_utf_16(text: str) -> Text:
    if "\0" in text:
        raise UnreadableError("a_csv_file_is_text")
    if _LOST in text:
        raise _of_a_lost_letter(text)
    return Text(_without_dos_end(text.encode()), "utf-8", UTF_16)


def _of_a_lost_letter(text: str) -> UnreadableError:
    before = text[: text.index(_LOST)]
    return UnreadableError("the_encoding_is_known", 1 + before.count("\n"))


def _without_a_mark(content: bytes) -> str:
    """UTF-16 that does not say so: lines come out in the right order of the bytes alone."""
    for codec in ("utf-16-le", "utf-16-be"):
        text = content.decode(codec, "replace")
        if "\n" in text and _LOST not in text:
            return text
    raise UnreadableError("a_csv_file_is_text")


def _without_dos_end(content: bytes) -> bytes:
    """Programs of DOS end a text with a sign of its own; what stands behind it would be data."""
    return content.rstrip(_DOS_END + b"\r\n") if _DOS_END in content[-1_024:] else content


def _refuse_damaged_utf_8(content: bytes) -> None:
    """Text that is mostly good UTF-8 is not taken for a code page: its words would be garbage."""
    as_utf_8 = content.decode("utf-8", "replace")
    damaged = as_utf_8.count(_LOST)
    if sum(not letter.isascii() for letter in as_utf_8) - damaged > damaged:
        raise _of_a_lost_letter(as_utf_8)


def _encoding_of(content: bytes) -> str:
    """Windows-1251 where it fits; another only when its words are better without doubt."""
    words = _words_of(content)
    by_encoding = {name: _decoded(words, codec) for name, codec in _CODECS.items()}
    fitting = {name: texts for name, texts in by_encoding.items() if texts is not None}
    usual = fitting.get(WINDOWS)
    if usual is None:
        return _best_without_windows(content, fitting)
    gains = {name: _gain(texts, usual) for name, texts in fitting.items() if name != WINDOWS}
    best = max(gains, key=lambda name: gains[name][0] - gains[name][1], default=WINDOWS)
    won, lost = gains.get(best, (0, 0))
    if won > lost:
        if _is_certain(content, best, won, lost):
            return best
        if any(map(_is_odd, usual)):
            raise UnreadableError("the_encoding_is_certain", encoding=best)
    _refuse_garbled(usual, fitting.get(KAZAKH, usual))
    return WINDOWS


def _best_without_windows(content: bytes, fitting: dict[str, list[str]]) -> str:
    """Of the code pages that have a letter for each byte the one in which words come out."""
    letters = {name: sum(map(_letters, texts)) for name, texts in fitting.items()}
    first, second, *_ = [*sorted(letters, key=lambda name: -letters[name]), None, None]
    if first is None or letters[first] < _KAZAKH_LETTERS_TO_BE_CERTAIN:
        raise UnreadableError("the_encoding_is_known")
    won, lost = _gain(fitting[first], fitting[second]) if second else (letters[first], 0)
    if _is_certain(content, first, won, lost):
        return first
    raise UnreadableError("the_encoding_is_certain", encoding=first)


def _is_certain(content: bytes, encoding: str, won: int, lost: int) -> bool:
    """Many letters speak for it, few against it, and a second opinion does not differ."""
    if encoding == KAZAKH:
        return won >= _KAZAKH_LETTERS_TO_BE_CERTAIN and won >= 4 * lost
    enough = won >= _LETTERS_TO_BE_CERTAIN and won >= 4 * lost
    return enough and _second_opinion(content) == _CODECS[encoding]


def _second_opinion(content: bytes) -> str | None:
    """What charset-normalizer makes of it, asked for the same code pages."""
    candidates = [codec for name, codec in _CODECS.items() if name != KAZAKH]
    best = from_bytes(content[:1_000_000], cp_isolation=candidates).best()
    return best.encoding if best else None


def _refuse_garbled(usual: list[str], kazakh: list[str]) -> None:
    """Letters that no word of the register has: another code page, or another alphabet."""
    unlike = [mine for mine, other in zip(usual, kazakh, strict=True) if mine != other]
    if unlike:
        raise UnreadableError("the_encoding_is_certain", encoding=KAZAKH)
    garbled = sum(len(word) for word in usual if _is_garbled(word))
    if garbled > _MOST_GARBLED * sum(map(len, usual)):
        raise UnreadableError("the_encoding_is_known")


def _words_of(content: bytes) -> list[bytes]:
    """Each different run of letters that is not only Latin."""
    words = set(content.translate(_BLANKS).split())
    return sorted(word for word in words if not word.isascii())


def _decoded(words: Iterable[bytes], codec: str) -> list[str] | None:
    try:
        return [word.decode(codec).strip("".join(_SIGNS)) for word in words]
    except UnicodeDecodeError:
        return None


def _gain(texts: Iterable[str], others: Iterable[str]) -> tuple[int, int]:
    """Letters in words that are words in the first reading alone, and in the second alone."""
    won = lost = 0
    for text, other in zip(texts, others, strict=True):
        if text != other:
            mine, its = _letters(text), _letters(other)
            won, lost = won + max(0, mine - its), lost + max(0, its - mine)
    return won, lost


def _letters(text: str) -> int:
    """How many letters stand in words that may be Russian or Kazakh; none where a sign is odd."""
    if _is_garbled(text):
        return 0
    return sum(len(word) for word in _WORD.findall(text) if _is_like_a_word(word))


def _is_like_a_word(word: str) -> bool:
    return bool(_WELL_FORMED.fullmatch(word)) and _pairs(word) <= _known_pairs()


def _is_garbled(text: str) -> bool:
    """Whether it has signs that stand in no name, or letters of two alphabets side by side."""
    rest = _WORD.sub("", text)
    if any(sign not in _SIGNS and not sign.isascii() for sign in rest):
        return True
    return any(
        not word.isascii() and not re.fullmatch(f"[{_LARGE}{_SMALL}]+", word)
        for word in _WORD.findall(text)
    )


def _is_odd(text: str) -> bool:
    """Whether it is neither like a word nor an abbreviation."""
    return _is_garbled(text) or (
        len(text) > _LONGEST_ABBREVIATION and _letters(text) < len(text) // 2
    )


def _pairs(word: str) -> set[str]:
    marked = f" {word.casefold()} "
    return {marked[at : at + 2] for at in range(len(marked) - 1)}


@cache
def _known_pairs() -> frozenset[str]:
    """Letters side by side, and at either end, in the names that the register knows."""
    kept = reference()
    named = (
        *(each.names for each in kept.columns),
        *(each.names for each in kept.code_values),
        *(each.names for each in kept.institution_types),
        *(each.names for each in kept.ministries),
        *(each.names for each in kept.regions),
        *kept.sheets.values(),
    )
    names = [
        *(name for names in named for name in names.values()),
        *(name for each in kept.districts for name in each.names),
    ]
    words = (word for name in names for word in _WORD.findall(name))
    return frozenset().union(*map(_pairs, words))


@dataclass(slots=True)
class _QuotedLines:
    """Looks at texts in quotation marks that run over the end of a line.

    Some are meant so: a recommendation of several lines. Others are two stray quotation marks that
    pair up, and every row between them would be swallowed. `header` is the record at `header_row`,
    as columns; `found` are the row and column of each text that is meant so.
    """

    sheet: str
    separator: str
    header: Record = ()
    header_row: int = 0
    found: list[tuple[int, str]] = field(default_factory=list)

    @classmethod
    def below(cls, sheet: str, separator: str, head: Sequence[Record]) -> "_QuotedLines":
        """With the header that is in the first records, if any is."""
        scores = [best_score([record], sheet) for record in head]
        best = max(scores, default=0)
        if best < FEWEST_KNOWN_NAMES:
            return cls(sheet, separator)
        at = scores.index(best)
        return cls(sheet, separator, [column_of(name or "", sheet) for name in head[at]], at + 1)

    def look(self, row: int, record: Sequence[str], lines: Sequence[str]) -> None:
        """Take note of what is meant so.

        Raises:
            UnreadableError: the quotation marks are stray, or no such text belongs in the column.
        """
        is_too_long = row > self.header_row > 0 and len(record) > len(self.header)
        texts = {at: text for at, text in enumerate(record) if "\n" in text or "\r" in text}
        if (
            is_too_long
            or not self._closes_before_a_separator(lines)
            or any(self._swallows(row, at, text) for at, text in texts.items())
            or not all(self._is_of_texts(at) for at in texts if row > self.header_row)
        ):
            raise UnreadableError("a_quoted_text_ends_in_its_row", row, last=row + len(lines) - 1)
        if row > self.header_row:
            columns = (self._column(at) for at in texts)
            self.found += [(row, column) for column in columns if column]

    def _closes_before_a_separator(self, lines: Sequence[str]) -> bool:
        """A quotation mark within a word opened or closed what it was not meant to."""
        try:
            list(csv.reader(lines, delimiter=self.separator, skipinitialspace=True, strict=True))
        except csv.Error:
            return False
        return True

    def _swallows(self, row: int, at: int, text: str) -> bool:
        """Whether a line of the text is a row of the table, or what is left of one."""
        first, *others = (line.split(self.separator) for line in text.splitlines())
        if row <= self.header_row or not self.header:
            lines = [line for line in (first, *others) if len(line) > 1]
            return best_score(lines, self.sheet) >= FEWEST_KNOWN_NAMES
        return self._has_a_value(at, first) or any(
            self._has_a_value(0, line) or self._is_a_row(line) for line in others
        )

    def _has_a_value(self, start: int, cells: Sequence[str]) -> bool:
        """Whether days or codes stand where their columns are."""
        texts = (cell.strip().strip('"') for cell in cells[1:])
        columns = zip(self.header[start + 1 :], texts, strict=False)
        return any(
            column and text and is_a_value(self.sheet, column, text) for column, text in columns
        )

    def _is_a_row(self, cells: Sequence[str]) -> bool:
        """A line with a cell for each column that begins with a code."""
        begins = cells[0].strip()
        is_a_code = any(map(str.isdigit, begins)) and not any(map(str.isspace, begins))
        return len(cells) >= len(self.header) and is_a_code

    def _column(self, at: int) -> str | None:
        return self.header[at] if at < len(self.header) else None

    def _is_of_texts(self, at: int) -> bool:
        """Whether the column is none of the register, or holds words.

        Those are neither codes nor days, nor what names a row.
        """
        column = self._column(at)
        return column is None or any(
            each.type == "text" and column not in IDENTIFIERS
            for each in columns_of(self.sheet)
            if each.column == column
        )


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's cells as text; row i of the frame is what a spreadsheet has in row i + 1.

    `found` are the row and column of cells that hold text of several lines.
    """

    cells: pl.DataFrame
    encoding: str
    is_guessed: bool
    found: Sequence[tuple[int, str]]


def is_csv_name(name: str) -> bool:
    """Whether a file is meant to be one of the tables, and not a program's own beside them."""
    return name.casefold().endswith(_SUFFIXES) and not name.startswith((".", "~"))


def is_a_note(name: str) -> bool:
    """Whether it is a text beside the tables: what is meant as one of them has its name."""
    return name.casefold().endswith(_TEXT) and not tables_named([PurePath(name).stem])


def read_named_file(name: str, content: bytes, codes: Mapping[str, str], limits: Limits) -> Read:
    """Read a file; `codes` are the tables by the titles that name them, in any language."""
    title = PurePath(name).stem
    if title not in codes:
        return [], [], [Problem("a_file_is_one_of_the_tables", name, severity="warning")]
    code, file = codes[title], ReadFile.of(name, content)
    try:
        if is_parquet_name(name):
            return [file], [RawSheet(name, title, code, cells_of_parquet(content, limits))], []
        parsed = parse(content, code, limits)
    except UnreadableError as error:
        return [file], [], [Problem(error.rule, name, code, error.row, facts=error.facts)]
    return [file], [RawSheet(name, title, code, parsed.cells)], [*_notices(name, code, parsed)]


def _notices(name: str, code: str, parsed: Parsed) -> Iterator[Problem]:
    """What was read, but not as it stands."""
    told = partial(Problem, file=name, sheet=code, severity="warning")
    if parsed.is_guessed:
        yield told("the_encoding_is_usual", facts={"encoding": parsed.encoding})
    if parsed.found:
        (row, column), facts = parsed.found[0], {"count": len(parsed.found)}
        yield told("a_text_has_one_line", row=row, column=column, facts=facts)


def parse(content: bytes, sheet: str, limits: Limits = USUAL) -> Parsed:
    """Take a file apart.

    Raises:
        UnreadableError: the bytes are no text, a quotation mark is stray, or there are more rows
            than may be, of which no more are read.
    """
    kind = format_of(content)
    if kind:
        raise UnreadableError("a_file_is_what_its_name_says", format=kind)
    text = decode(content)
    named = _SEPARATOR_LINE.fullmatch(text.open().readline())
    first_line = 1 if named else 0
    head = text.open(first_line).read(_LETTERS_OF_A_HEAD)
    separator = named[1] if named else _separator_of(head, sheet)
    quoted = _QuotedLines.below(sheet, separator, _loosely(head, separator))
    records = _records(text, first_line, separator, quoted, limits.rows)
    return Parsed(as_frame(records, limits), text.encoding, text.is_guessed, quoted.found)


def _separator_of(head: str, sheet: str) -> str:
    return max(SEPARATORS, key=lambda each: best_score(_loosely(head, each), sheet))


def as_frame(records: Iterable[list[str]], limits: Limits = USUAL) -> pl.DataFrame:
    """Records of any lengths as columns of text; empty cells are null.

    Some at a time, so that no table stands in memory as a list.

    Raises:
        UnreadableError: a record is far longer than any of the register.
    """
    frames: list[pl.DataFrame] = []
    widest = at = height = 0
    source = iter(records)
    while some := [*islice(source, _AT_A_TIME)]:
        width = max(map(len, some))
        if width > widest:
            widest, first = width, next(row for row, each in enumerate(some) if len(each) == width)
            at = height + first + 1
        height += len(some)
        if widest > MOST_COLUMNS or widest * height > limits.cells:
            raise UnreadableError("a_record_has_a_bearable_length", at)
        columns = [*zip_longest(*some, fillvalue="")] or [("",) * len(some)]
        named = {str(at): pl.Series(texts, dtype=pl.String) for at, texts in enumerate(columns)}
        frames.append(pl.DataFrame(named).select(pl.all().replace("", None)))
    return pl.concat(frames, how="diagonal") if widest else pl.DataFrame()


def _records(
    text: Text, first_line: int, separator: str, quoted: _QuotedLines, most_rows: int
) -> Iterator[list[str]]:
    """A marker behind the last line shows whether the last quotation mark was closed."""
    lines: list[str] = []
    noted = _noted(text.open(first_line), lines)
    reader = csv.reader(noted, delimiter=separator, skipinitialspace=True)
    row = filled = 0
    try:
        while (record := next(reader)) != [_END]:
            row += 1
            if record and record[-1].endswith(_END):
                raise UnreadableError("each_quotation_mark_is_closed", row)
            _cut_empty_cells(record)
            if len(lines) > 1:
                quoted.look(row, record, lines)
            lines.clear()
            filled += bool(record)
            if filled > most_rows + ROWS_SEARCHED:
                raise UnreadableError(TOO_LONG, most=most_rows)
            yield record
    except csv.Error:  # a cell beyond all bounds
        is_quoted = text.has(separator + '"') or text.has('\n"')
        rule = "each_quotation_mark_is_closed" if is_quoted else "a_text_fits_into_a_cell"
        raise UnreadableError(rule, row + 1) from None


def _noted(text: Iterable[str], lines: list[str]) -> Iterator[str]:
    """The text's lines, each also put into the list, and the marker."""
    for line in text:
        lines.append(line)
        yield line
    lines.append(_END)
    yield _END


def _cut_empty_cells(record: list[str]) -> None:
    """Spreadsheets write empty cells up to the last column that ever had a format."""
    while record and not record[-1]:
        record.pop()


def _loosely(head: str, separator: str) -> list[list[str]]:
    """The first records, in whatever state, to see which separator makes a header of them."""
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator, skipinitialspace=True)
    return list(reader)
