"""Which column a heading means, however an office has set it: broken, noted, numbered, in brackets.

A heading that is only nearly a column's name is not taken for it; it is asked about.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import Indel

from npm_data.reference import reference
from npm_data.register.spelling import fold, in_russian_letters
from npm_data.register.vocabulary import column_names, without_brackets

_BROKEN_WORD = re.compile(r"(?<=\w)[-\u2010\u2011\u00ac]\s+(?=\w)")
_NOTES = re.compile(
    r"[\u00b9\u00b2\u00b3\u2070-\u2079\u2080-\u2089*†‡]+|\([^()]*\)|\[[^\[\]]*\]|"
    r"(?<=[^\W\d_])\d{1,2}\)?\s*$"
)
"""Signs of footnotes, also one that only its format raised, and what stands in brackets."""

_NUMBER_IN_FRONT = re.compile(r"^\s*(?:№\s*)?\d{1,2}(?:\.\d{1,2})*(?:[.)]+\s*|\s+)(?=\D)")
_UNIT_BEHIND = re.compile(
    r"(?i)[,;:]\s*(?:(?:[дмгкжdmy]{1,4}[./-]){1,2}[дмгкжdmy]{1,4}|\w{1,4}\.)\s*$"
)
_NO_NAMES = ("true", "false", "истина", "ложь", "шын", "жалған")
_MUCH_ALIKE, _WORD_ALIKE, _CLEARLY_MORE = 0.8, 0.7, 0.05
_SHORTEST_ABBREVIATION = 3


Record = Sequence[str | None]


@dataclass(frozen=True, slots=True)
class Heading:
    """A header of one row or two; `row` is its last, from 1.

    `names` stand as they are read, by the frame's columns; `records` are its rows as they stand.
    """

    row: int
    names: Record
    records: tuple[Record, ...]


@lru_cache(maxsize=65536)
def column_of(heading: str, sheet: str) -> str | None:
    """The one column of the sheet that the heading names, if it names one."""
    exact = column_names(sheet).code(heading)
    if exact:
        return exact
    codes = _codes_by_letters(sheet)
    return next((codes[each] for each in map(_letters, _spellings(heading)) if each in codes), None)


@lru_cache(maxsize=1024)
def nearest_column(heading: str, sheet: str, missing: frozenset[str]) -> str | None:
    """The missing column that a heading nearly names, and no other of the sheet as nearly.

    A heading that is no name at all (a number, a truth value) stands for the only one missing.
    """
    words = in_russian_letters(fold(_plain(heading))).split()
    if not any(word.isalpha() and word not in _NO_NAMES for word in words):
        return next(iter(missing)) if len(missing) == 1 else None
    likeness: dict[str, float] = {}
    for name, code in _names(sheet):
        alike = _likeness(words, in_russian_letters(fold(name)).split())
        likeness[code] = max(likeness.get(code, 0), alike)
    best, *others = sorted(likeness, key=lambda code: likeness[code], reverse=True)
    is_clear = likeness[best] - likeness[others[0]] >= _CLEARLY_MORE
    return best if best in missing and likeness[best] >= _MUCH_ALIKE and is_clear else None


def _likeness(words: Collection[str], name: Collection[str]) -> float:
    """From 0 to 1; every word must be much like its own, or the beginning of it."""
    if len(words) != len(name):
        glued = Indel.normalized_similarity("".join(words), "".join(name))
        return glued if glued >= _MUCH_ALIKE + 0.1 else 0
    pairs = list(zip(words, name, strict=True))
    if all(Indel.normalized_similarity(*pair) >= _WORD_ALIKE for pair in pairs):
        return Indel.normalized_similarity(" ".join(words), " ".join(name))
    is_short = all(
        word == whole or (len(word) >= _SHORTEST_ABBREVIATION and whole.startswith(word))
        for word, whole in pairs
    )
    return 0.9 if is_short else 0


def _spellings(heading: str) -> Iterator[str]:
    """The heading with ever more of its dress taken off."""
    yield heading
    yield _BROKEN_WORD.sub("", heading)
    plain = _plain(heading)
    yield plain
    yield _UNIT_BEHIND.sub("", plain)


def _plain(heading: str) -> str:
    whole = _BROKEN_WORD.sub("", heading)
    return _NOTES.sub("", _NUMBER_IN_FRONT.sub("", whole).strip()).strip()


def _letters(text: str) -> str:
    """What is left to compare where blanks and signs mean nothing."""
    return in_russian_letters(fold(text)).replace(" ", "")


@cache
def _names(sheet: str) -> tuple[tuple[str, str], ...]:
    return tuple(
        (name, each.column)
        for each in reference().columns
        if each.sheet == sheet
        for name in (each.column, *each.names.values())
    )


@cache
def _codes_by_letters(sheet: str) -> dict[str, str]:
    """By the letters of each name its column; letters that would mean two columns mean none."""
    codes: dict[str, set[str]] = {}
    for name, code in _names(sheet):
        for spelling in (name, without_brackets(name)):
            codes.setdefault(_letters(spelling), set()).add(code)
    return {letters: code.pop() for letters, code in codes.items() if len(code) == 1}
