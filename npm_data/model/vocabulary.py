"""Names and codes that an office may write, and the code that each of them means."""

import re
from collections.abc import Iterable, Mapping
from functools import cache

from rapidfuzz import fuzz

from npm_data.reference import TODAYS_BORDERS, Names, reference
from npm_data.register.spelling import fold, in_cyrillic, in_russian_letters

_HAS_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MUCH_ALIKE, _A_PART, _ALIKE = 72, 75, 100
_MOST_TOLD = 3
_LONGEST_NAME = 200
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")

_OF_KAZAKHSTAN = (
    "{}",
    "{} of the Republic of Kazakhstan",
    "{} РК",
    "{} Республики Казахстан",
    "ҚР {}",
    "Қазақстан Республикасының {}",
    "Қазақстан Республикасы {}",
)
"""An office may write a ministry with the country's name."""

CODED_COLUMNS = (
    "institution_type",
    "visit_type",
    "addressee",
    "addressee_level",
    "theme",
    "axis",
    "status",
    "judge",
)
"""Columns whose values are codes, without `region`: that one needs the district too."""


class Vocabulary:
    """Codes by every spelling of their names; names are compared folded."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take pairs of name and code; a name that means two codes is a `ValueError`."""
        self._codes: dict[str, str] = {}
        for name, code in names:
            if self._codes.setdefault(fold(name), code) != code:
                raise ValueError(f"{name!r} means both {self._codes[fold(name)]} and {code}")
        self._in_russian_letters = _of_one_meaning(self._codes)

    def code(self, text: str) -> str | None:
        """The code that a text means, if it means one; Kazakh also in Russian letters."""
        spellings = (text, in_cyrillic(text), without_brackets(text))
        found = next((code for each in spellings if (code := self._codes.get(fold(each)))), None)
        return found or self._in_russian_letters.get(in_russian_letters(fold(text)))

    def nearest(self, text: str) -> list[str]:
        """The codes whose names are most like a misspelt text, if any are much like it."""
        return nearest_meanings(text, self._codes)


def nearest_meanings(text: str, meanings: Mapping[str, str]) -> list[str]:
    """The different meanings of the folded names that are most like a text, the likest first."""
    text = text[:_LONGEST_NAME]
    plain = in_russian_letters(fold(in_cyrillic(text) if _HAS_CYRILLIC.search(text) else text))
    alike = {name: _likeness(plain, in_russian_letters(name)) for name in meanings}
    near = sorted((name for name in alike if alike[name] >= _MUCH_ALIKE), key=alike.__getitem__)
    return list(dict.fromkeys(meanings[name] for name in reversed(near)))[:_MOST_TOLD]


def _likeness(text: str, name: str) -> float:
    """Of whole names, of names in another order of words, and of a name that says more or less."""
    is_a_part = fuzz.token_set_ratio(text, name) == _ALIKE
    return max(fuzz.ratio(text, name), fuzz.token_sort_ratio(text, name), is_a_part * _A_PART)


def without_brackets(name: str) -> str:
    """`authority (claimed)` as `authority`."""
    return _IN_BRACKETS.sub("", name)


def _of_one_meaning(codes: Mapping[str, str]) -> dict[str, str]:
    """The names in Russian letters, without those that would mean two codes."""
    meanings: dict[str, set[str]] = {}
    for name, code in codes.items():
        meanings.setdefault(in_russian_letters(name), set()).add(code)
    return {name: found.pop() for name, found in meanings.items() if len(found) == 1}


@cache
def vocabulary(column: str) -> Vocabulary:
    """The vocabulary of one of `CODED_COLUMNS`."""
    others = [(each.name, code) for each in reference().others_of(column) for code in each.codes]
    return Vocabulary([*_names_of(column), *_written(column, others)])


def _names_of(column: str) -> list[tuple[str, str]]:
    if column == "institution_type":
        types = reference().institution_types
        return [pair for each in types for pair in _spellings(each.code, each.names)]
    if column == "addressee":
        return _ministries()
    lists = ("reply_status", "implementation_status") if column == "status" else (column,)
    values = [each for each in reference().code_values if each.list in lists]
    return [pair for each in values for pair in _spellings(each.code, each.names)]


def _written(column: str, names: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """A ministry's name also with that of the country."""
    forms = _OF_KAZAKHSTAN if column == "addressee" else ("{}",)
    return [(form.format(name), code) for name, code in names for form in forms]


@cache
def sheet_names() -> Vocabulary:
    """The four sheets (and files), by code and by name."""
    sheets = reference().sheets
    return Vocabulary(pair for code in sheets for pair in _spellings(code, sheets[code]))


def _spellings(code: str, names: Names) -> list[tuple[str, str]]:
    written = [code, *names.values(), *(without_brackets(name) for name in names.values())]
    return [(name, code) for name in written]


def _ministries() -> list[tuple[str, str]]:
    """Every name, full and short, past and present: a portfolio is what stays the same."""
    names = [
        (name, each.portfolio)
        for each in reference().ministries
        for name in (each.portfolio, *each.names.values(), *each.short_names.values())
    ]
    return _written("addressee", names)


@cache
def code_names(column: str, language: str) -> dict[str, str]:
    """The codes of a column with their present names, in the order of the lists.

    Each name means its code: it is what a person chooses from a list, and what an import reads.
    """
    kept = reference()
    if column == "institution_type":
        return {each.code: each.names[language] for each in kept.institution_types}
    if column == "region":
        return {each.code: each.names[language] for each in kept.regions_of(TODAYS_BORDERS)}
    if column == "addressee":
        return {each.portfolio: each.names[language] for each in kept.ministries}
    lists = ("reply_status", "implementation_status") if column == "status" else (column,)
    values = [each for name in lists for each in kept.code_values if each.list == name]
    return {each.code: each.names[language] for each in values}
