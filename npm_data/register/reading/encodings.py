"""Which letters the bytes of a text file are: read where that is certain, else told.

Windows-1251 and the other code pages of Cyrillic fit any bytes. What tells them apart is whether
words come out: capital letters before small ones, and letters side by side as they stand in the
Russian and Kazakh names that the register knows.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from charset_normalizer import from_bytes

from npm_data.reference import reference

UTF_8, UTF_16, WINDOWS, KAZAKH = "UTF-8", "UTF-16", "Windows-1251", "KZ-1048"
_CODECS = {
    WINDOWS: "cp1251",
    KAZAKH: "kz1048",
    "CP866 (DOS)": "cp866",
    "KOI8-R": "koi8-r",
    "MacCyrillic": "mac-cyrillic",
    "ISO 8859-5": "iso8859-5",
    "CP855 (DOS)": "cp855",
}
"""The code pages in which a Cyrillic text may be, by the names that people know."""

_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DOS_END = "\x1a"
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


class CsvError(Exception):
    """A file that cannot be taken apart; `rule` is the sentence that it breaks."""

    def __init__(self, rule: str, row: int | None = None, **facts: object) -> None:
        super().__init__(rule)
        self.rule, self.row, self.facts = rule, row, facts


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text, and its encoding; `is_guessed` where that was found out from its words."""

    text: str
    encoding: str
    is_guessed: bool = False


def format_of(content: bytes) -> str | None:
    """What a file is by its first bytes when it is of another format, as `import.format_...`."""
    start = content[:2_000].removeprefix(b"\xef\xbb\xbf")
    if start[:2] in _UTF_16_MARKS:
        start = start.decode("utf-16", "ignore").encode()
    return next((kind for kind, begins in _OTHER_FORMATS.items() if begins.match(start)), None)


def decode(content: bytes) -> Text:
    """UTF-8, UTF-16 with a mark, or the code page in which words come out.

    Raises:
        CsvError: it is no text, its encoding is not certain, or letters are damaged.
    """
    if not content.strip():
        raise CsvError("a_file_is_not_empty")
    if content.startswith(_UTF_16_MARKS):
        return Text(_whole(content.decode("utf-16", "replace")), UTF_16)
    if b"\0" in content.rstrip(b"\0\x1a") or content.startswith(b"PK\x03\x04"):
        return Text(_whole(_without_a_mark(content)), UTF_16)
    content = content.rstrip(b"\0")
    try:
        return Text(_without_dos_end(content.decode("utf-8-sig")), UTF_8)
    except UnicodeDecodeError:
        _refuse_damaged_utf_8(content)
    encoding = _encoding_of(content)
    text = content.decode(_CODECS[encoding])
    return Text(_without_dos_end(text), encoding, is_guessed=encoding != WINDOWS)


def _whole(text: str) -> str:
    if "\0" in text:
        raise CsvError("a_csv_file_is_text")
    if _LOST in text:
        raise CsvError("the_encoding_is_known", 1 + text[: text.index(_LOST)].count("\n"))
    return _without_dos_end(text)


def _without_a_mark(content: bytes) -> str:
    """UTF-16 that does not say so: lines come out in the right order of the bytes alone."""
    for codec in ("utf-16-le", "utf-16-be"):
        text = content.decode(codec, "replace")
        if "\n" in text and _LOST not in text:
            return text
    raise CsvError("a_csv_file_is_text")


def _without_dos_end(text: str) -> str:
    """Programs of DOS end a text with a sign of its own; what stands behind it would be data."""
    return text.rstrip(_DOS_END + "\r\n") if _DOS_END in text[-1_024:] else text


def _refuse_damaged_utf_8(content: bytes) -> None:
    """Text that is mostly good UTF-8 is not taken for a code page: its words would be garbage."""
    as_utf_8 = content.decode("utf-8", "replace")
    damaged = as_utf_8.count(_LOST)
    if sum(not letter.isascii() for letter in as_utf_8) - damaged > damaged:
        raise CsvError("the_encoding_is_known", 1 + as_utf_8[: as_utf_8.index(_LOST)].count("\n"))


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
            raise CsvError("the_encoding_is_certain", encoding=best)
    _refuse_garbled(usual, fitting.get(KAZAKH, usual))
    return WINDOWS


def _best_without_windows(content: bytes, fitting: dict[str, list[str]]) -> str:
    """Of the code pages that have a letter for each byte the one in which words come out."""
    letters = {name: sum(map(_letters, texts)) for name, texts in fitting.items()}
    first, second, *_ = [*sorted(letters, key=lambda name: -letters[name]), None, None]
    if first is None or letters[first] < _KAZAKH_LETTERS_TO_BE_CERTAIN:
        raise CsvError("the_encoding_is_known")
    won, lost = _gain(fitting[first], fitting[second]) if second else (letters[first], 0)
    if _is_certain(content, first, won, lost):
        return first
    raise CsvError("the_encoding_is_certain", encoding=first)


def _is_certain(content: bytes, encoding: str, won: int, lost: int) -> bool:
    """Many letters speak for it, few against it, and a second opinion does not differ."""
    if encoding == KAZAKH:
        return won >= _KAZAKH_LETTERS_TO_BE_CERTAIN and won >= 4 * lost
    enough = won >= _LETTERS_TO_BE_CERTAIN and won >= 4 * lost
    return enough and _second_opinion(content) == _CODECS[encoding]


def _second_opinion(content: bytes) -> str | None:
    """What charset-normalizer makes of it, asked for the same code pages."""
    candidates = [each.replace("-", "_") for each in _CODECS.values() if each != "kz1048"]
    best = from_bytes(content[:1_000_000], cp_isolation=candidates).best()
    names = {each.replace("-", "_"): each for each in _CODECS.values()}
    return names.get(best.encoding.replace("-", "_")) if best else None


def _refuse_garbled(usual: list[str], kazakh: list[str]) -> None:
    """Letters that no word of the register has: another code page, or another alphabet."""
    unlike = [mine for mine, other in zip(usual, kazakh, strict=True) if mine != other]
    if unlike:
        raise CsvError("the_encoding_is_certain", encoding=KAZAKH)
    garbled = sum(len(word) for word in usual if _is_garbled(word))
    if garbled > _MOST_GARBLED * sum(map(len, usual)):
        raise CsvError("the_encoding_is_known")


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
