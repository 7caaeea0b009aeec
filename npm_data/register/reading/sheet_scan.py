"""A first look at a sheet's part, as bytes and piece by piece, before anything builds its cells.

The reader of workbooks makes room for every cell from the first to the last one with something in
it. One letter in the last corner of a sheet would be 17 thousand million of them.

What a sheet shows beside its values is noted as well: merged areas, struck-out cells, formats. The
part says of each cell by a number how it looks; what the numbers mean stands in other parts.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

import polars as pl

from npm_data.register.personal import kinds_in
from npm_data.register.reading.headings import ROWS_SEARCHED
from npm_data.register.reading.package import Package, Tag, refuse_as_broken
from npm_data.register.reading.source import (
    LONGEST_TEXT,
    MEBIBYTE,
    MOST_COLUMNS,
    Area,
    Limits,
    Looks,
    position_of,
)

_TOKEN = re.compile(
    r"\"(?P<text>[^\"]*)\"|\\(?P<sign>.)|[_*].|\[[^\]]*\]|(?P<digit>[0#?])|(?P<plain>[-+/():! $])"
)
_WHOLE = re.compile(r"(\d{1,15})(?:\.0+)?")
_Token = tuple[bool, str]
"""Whether it is a digit's place, and the placeholder or the fixed text."""

_AT = r"[^<>]*?\br\s*=\s*[\"']([A-Z]{1,3}\d{1,7})[\"']"
"""Where a cell stands."""


def _in_bytes(pattern: str) -> re.Pattern[bytes]:
    """Of XML, where `{P}` is the prefix of a namespace, if any."""
    return re.compile(pattern.replace("{P}", r"(?:\w{1,20}:)?").encode())


_STRIKE = _in_bytes(r"<{P}strike\b(?![^<>]*\bval\s*=\s*[\"'](?:0|false))")
_START_OF_A_TEXT = _in_bytes(r"<{P}si(?=[\s/>])")
_START_OF_A_CELL = _in_bytes(r"<{P}c(?=\s)")
_ITS_REFERENCE = _in_bytes(_AT)
_CELL_WITH_SOMETHING = _in_bytes(rf"<{{P}}c\s{_AT}[^<>/]*>\s*<(?!/)")
_SHARED_TEXT = _in_bytes(
    rf"<{{P}}c(?=\s)(?=[^<>]*\bt\s*=\s*[\"']s[\"']){_AT}[^<>/]*>\s*<{{P}}v>\s*(\d{{1,9}})"
)
_FORMULA_WITHOUT_VALUE = _in_bytes(
    rf"<{{P}}c(?=\s)(?![^<>]*\bt\s*=\s*[\"']str){_AT}[^<>/]*>\s*"
    r"<{P}f\b[^<>]*(?:/>|>[^<]*</{P}f>)\s*(?:<{P}v\s*/>|<{P}v>\s*</{P}v>)?\s*</{P}c>"
)
"""A text (`str`) may well be empty: a formula that gives nothing shows nothing."""

_HIDDEN_ROW = _in_bytes(r"<{P}row\s[^<>]*\bhidden\s*=\s*[\"'](?:1|true)")
_HIDDEN_COLUMN = _in_bytes(r"<{P}col\s[^<>]*\bhidden\s*=\s*[\"'](?:1|true)")
_MERGED = _in_bytes(
    r"<{P}mergeCell\s[^<>]*\bref\s*=\s*[\"']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"
)
_LINE_OF_PAPER = _in_bytes(r"<{P}(?:odd|even|first)(?:Header|Footer)>[^<]")
_LINK = _in_bytes(r"<{P}hyperlink\s")
_VALIDATION = _in_bytes(r"<{P}dataValidation\s[^<>]*")
_SAID_BY_A_VALIDATION = _in_bytes(r"\b(?:prompt|error)(?:Title)?\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_CELLS_AND_ROWS = (b"<c ", b":c ", b"<c>", b"<c/", b"<row ", b":row ")
_CONTENTS = (b"<v", b":v", b"<is", b":is", b"<f", b":f")
_DIGITS = b"0123456789"
_LETTERS = bytes(range(ord("A"), ord("Z") + 1))
_MOST_FORMULAS = 1_000
_FEW_STYLES = 64
"""So many that naming each is quicker than looking at every cell."""


@lru_cache(maxsize=1024)
def _tokens_of(code: str) -> tuple[_Token, ...] | None:
    """A format of codes taken apart; None of any other, and of those that only show the number.

    Such a format (`000`, `"V"00`) has digits that are filled up with zeros, and fixed letters and
    signs around and between them. Those of days, amounts and shares are none.
    """
    positive = re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", code[:256])[0]
    tokens: list[_Token] = []
    at = 0
    while at < len(positive):
        found = _TOKEN.match(positive, at)
        if found is None:
            return None
        fixed = found["text"] or found["sign"] or found["plain"]
        if fixed or found["digit"]:
            tokens.append((bool(found["digit"]), found["digit"] or fixed))
        at = found.end()
    places = [text for is_digit, text in tokens if is_digit]
    adds_something = len(places) < len(tokens) or places.count("0") > 1
    return tuple(tokens) if places and adds_something else None


@lru_cache(maxsize=65536)
def shown(text: str, code: str) -> str:
    """The number as the sheet shows it; the text itself where it is no whole number."""
    number, tokens = _WHOLE.fullmatch(text), _tokens_of(code)
    if number is None or tokens is None:
        return text
    digits = list(number[1].lstrip("0"))
    first = next(at for at, (is_digit, _) in enumerate(tokens) if is_digit)
    written: list[str] = []
    for at in range(len(tokens) - 1, -1, -1):
        is_digit, sign = tokens[at]
        if not is_digit:
            written.append(sign)
        elif at == first and digits:
            written.append("".join(digits))
        elif digits:
            written.append(digits.pop())
        elif sign == "0":
            written.append("0")
    return "".join(reversed(written)).strip()


@dataclass(frozen=True, slots=True)
class Styles:
    """What is said by number: styles that are struck out, those that format a code, struck texts.

    Numbers are kept as they stand in a sheet's part.
    """

    struck: frozenset[str] = frozenset()
    formats: Mapping[str, str] = field(default_factory=dict)
    struck_texts: frozenset[str] = frozenset()


def _is_struck(part: bytes) -> bool:
    """Whether something in this piece of a part is struck out."""
    return b"strike" in part and _STRIKE.search(part) is not None


def styles_of(package: Package, workbook: str) -> Styles:
    """Those of the workbook whose main part this is."""
    related = dict(package.relations(workbook).values())
    tags = package.tags(related.get("styles", ""))
    formats = (each.attributes for each in tags if each.name == "numFmt")
    codes = {
        each.get("numFmtId", ""): code
        for each in formats
        if _tokens_of(code := each.get("formatCode", ""))
    }
    struck_fonts, cell_formats = _struck_fonts(tags), _cell_formats(tags)
    texts = related.get("sharedStrings", "")
    return Styles(
        frozenset(str(at) for at, (font, _) in enumerate(cell_formats) if font in struck_fonts),
        {str(at): codes[number] for at, (_, number) in enumerate(cell_formats) if number in codes},
        frozenset(map(str, _struck_texts(package, texts))),
    )


def _struck_fonts(tags: list[Tag]) -> set[str]:
    """By their numbers; a list of tags has what stands in a font before the font itself."""
    struck: set[str] = set()
    number, is_out = 0, False
    for each in tags:
        if each.name == "fonts":
            break
        if each.name == "strike":
            is_out = each.attributes.get("val", "1") not in ("0", "false")
        elif each.name == "font":
            struck |= {str(number)} if is_out else set()
            number, is_out = number + 1, False
    return struck


def _cell_formats(tags: list[Tag]) -> list[tuple[str, str]]:
    """The font and the number format of each style that a cell may bear."""
    formats: list[tuple[str, str]] = []
    for each in tags:
        if each.name == "xf":
            formats.append((each.attributes.get("fontId", ""), each.attributes.get("numFmtId", "")))
        elif each.name == "cellStyleXfs":
            formats.clear()
        elif each.name == "cellXfs":
            return formats
    return []


def _struck_texts(package: Package, part: str) -> Iterator[int]:
    """The numbers of the shared texts with something in them that is struck out."""
    number, rest = 0, b""
    for piece in package.chunks(part) if part in package.names else ():
        *whole, rest = _START_OF_A_TEXT.split(rest + piece)
        if number == 0 and whole:
            whole[0] = b""
        yield from (number + at - 1 for at, text in enumerate(whole) if _is_struck(text))
        number += len(whole)
        rest = rest if len(rest) < MEBIBYTE else b""  # no cell holds so much
    if number and _is_struck(rest):
        yield number - 1


@dataclass(slots=True)
class Scan:
    """What a sheet has: its last row and column with something in them, counted from 1.

    `rows` are those with something in them. `cells` are all that are written, also empty ones, and
    the rows. `left_out` are kinds of things
    beside the cells, as the messages `import.part_...` name them.
    """

    limits: Limits
    last_row: int = 0
    last_column: int = 0
    rows: int = 0
    cells: int = 0
    merged_cells: int = 0
    hidden_rows: int = 0
    hidden_columns: int = 0
    left_out: set[str] = field(default_factory=set)
    without_value: list[tuple[int, int]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    struck: list[bytes] = field(default_factory=list)
    formatted: list[tuple[bytes, bytes]] = field(default_factory=list)
    styles: Styles = field(default_factory=Styles)

    @property
    def is_bearable(self) -> bool:
        cells = self.last_row * self.last_column
        return self.last_column <= MOST_COLUMNS and cells <= self.limits.cells

    @property
    def is_of_bearable_length(self) -> bool:
        return self.rows <= self.limits.rows + ROWS_SEARCHED

    @property
    def is_shown_bearably(self) -> bool:
        """Whether no more is to be said of its cells than of a register's."""
        most = max(len(self.areas), len(self.struck), len(self.formatted))
        return most <= self.limits.looks

    @property
    def looks(self) -> Looks:
        formats = [self.styles.formats[style.decode()] for style, _ in self.formatted]
        formatted = _addresses([reference for _, reference in self.formatted])
        return Looks(
            tuple(self.areas),
            _addresses(self.struck).unique(),
            formatted.with_columns(pl.Series("format", formats, dtype=pl.String)),
        )


def scan_sheet(pieces: Iterable[bytes], limits: Limits, styles: Styles | None = None) -> Scan:
    """Look through a part once; what its cells look like is noted by the `styles`.

    A look at one of too many rows ends there.

    Raises:
        UnreadableError: it defines a document type, or is not in UTF-8, so that bytes tell nothing.
    """
    scan = Scan(limits, styles=styles or Styles())
    rest = b""
    is_first = True
    for piece in pieces:
        if is_first:
            _refuse_other_encodings(piece)
            is_first = False
        both = rest + piece
        cut = max(both.rfind(b"<row"), both.rfind(b":row")) - 1
        whole, rest = (both[:cut], both[cut:]) if cut > 0 else (both, b"")
        _take(scan, whole)
        if not scan.is_of_bearable_length:
            return scan
    _take(scan, rest)
    return scan


def _refuse_other_encodings(start: bytes) -> None:
    declared = re.search(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)", start[:200])
    is_utf_8 = declared is None or declared[1].lower() in (b"utf-8", b"us-ascii")
    if not is_utf_8 or start[:2] in (b"\xff\xfe", b"\xfe\xff") or b"<!DOCTYPE" in start:
        refuse_as_broken()


def _take(scan: Scan, piece: bytes) -> None:
    scan.cells += sum(map(piece.count, _CELLS_AND_ROWS))
    if b"hidden" in piece:
        scan.hidden_rows += len(_HIDDEN_ROW.findall(piece))
        scan.hidden_columns += len(_HIDDEN_COLUMN.findall(piece))
    if (b"Header>" in piece or b"Footer>" in piece) and _LINE_OF_PAPER.search(piece):
        scan.left_out.add("header_footer")
    if b"hyperlink" in piece and _LINK.search(piece):
        scan.left_out.add("hyperlinks")
    if b"dataValidation" in piece and any(map(kinds_in, _texts_of_validations(piece))):
        scan.left_out.add("validation_texts")
    if b"mergeCell" in piece:
        _take_merged(scan, piece)
    if any(mark in piece for mark in _CONTENTS):
        _take_contents(scan, piece)


def _texts_of_validations(piece: bytes) -> Iterator[str]:
    """What is shown beside a cell when something is typed into it."""
    for validation in _VALIDATION.findall(piece):
        for texts in _SAID_BY_A_VALIDATION.findall(validation):
            yield html.unescape(b"".join(texts)[:LONGEST_TEXT].decode("utf-8", "replace"))


def _take_merged(scan: Scan, piece: bytes) -> None:
    for left, top, right, bottom in _MERGED.findall(piece):
        area = Area(int(top), position_of(left), int(bottom), position_of(right))
        width, height = area.right - area.left, area.bottom - area.top
        scan.merged_cells += (abs(width) + 1) * (abs(height) + 1)
        if width >= 0 and height >= 0 and width + height and len(scan.areas) <= scan.limits.looks:
            scan.areas.append(area)


def _take_contents(scan: Scan, piece: bytes) -> None:
    references = b"\n".join(_CELL_WITH_SOMETHING.findall(piece))
    columns = set(references.translate(None, _DIGITS).split(b"\n")) - {b""}
    rows = set(references.translate(None, _LETTERS).split(b"\n")) - {b""}
    scan.last_column = max([scan.last_column, *map(position_of, columns)])
    scan.last_row = max([scan.last_row, *map(int, rows)])
    scan.rows += len(rows)
    _take_looks(scan, piece)
    if b"<f" in piece or b":f" in piece:
        for reference in _FORMULA_WITHOUT_VALUE.findall(piece):
            if len(scan.without_value) < _MOST_FORMULAS:
                row = int(reference.translate(None, _LETTERS))
                scan.without_value.append((row, position_of(reference.translate(None, _DIGITS))))


def _take_looks(scan: Scan, piece: bytes) -> None:
    """Struck-out cells and formatted numbers; some beyond what is bearable are enough to know."""
    styles = scan.styles
    if len(scan.struck) <= scan.limits.looks:
        scan.struck += [at for _, at in _of_styles(piece, styles.struck)]
        scan.struck += _with_struck_texts(piece, styles.struck_texts)
    if len(scan.formatted) <= scan.limits.looks:
        scan.formatted += _of_styles(piece, styles.formats.keys(), is_number=True)


def _of_styles(
    piece: bytes, numbers: Collection[str], *, is_number: bool = False
) -> list[tuple[bytes, bytes]]:
    """Style and reference of the cells with something in them that bear one of the styles."""
    if not numbers:
        return []
    some = "|".join(sorted(numbers)) if len(numbers) <= _FEW_STYLES else r"\d{1,6}"
    found = _cells_of_styles(some, is_number=is_number).findall(piece)
    return [each for each in found if each[0].decode() in numbers]


@lru_cache(maxsize=64)
def _cells_of_styles(numbers: str, *, is_number: bool) -> re.Pattern[bytes]:
    kind = r"(?![^<>]*\bt\s*=\s*[\"'](?!n[\"']))" if is_number else ""
    style = rf"(?=[^<>]*\bs\s*=\s*[\"']({numbers})[\"'])"
    return _in_bytes(rf"<{{P}}c(?=\s){kind}{style}{_AT}[^<>/]*>\s*<(?!/)")


def _with_struck_texts(piece: bytes, shared: frozenset[str]) -> Iterator[bytes]:
    """References of cells whose text, shared or their own, is struck out in a part of it."""
    if shared:
        texts = _SHARED_TEXT.findall(piece)
        yield from (at for at, number in texts if number.decode() in shared)
    if b"strike" in piece:
        for cell in _START_OF_A_CELL.split(piece)[1:]:
            at = _ITS_REFERENCE.match(cell)
            if at and _is_struck(cell):
                yield at[1]


def _addresses(references: list[bytes]) -> pl.DataFrame:
    """`row` and `position` of cells such as `B7`."""
    cells = pl.DataFrame({"at": [each.decode() for each in references]}, schema={"at": pl.String})
    letters = cells["at"].str.strip_chars("0123456789")
    positions = {each: position_of(each) - 1 for each in letters.unique()}
    return pl.DataFrame(
        {
            "row": cells["at"].str.extract(r"(\d+)$").cast(pl.UInt32),
            "position": [positions[each] for each in letters],
        },
        schema_overrides={"position": pl.UInt32},
    )
