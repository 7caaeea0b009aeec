"""Names and codes that an office may write, and the code that each of them means."""

import difflib
import re
from collections.abc import Iterable
from functools import cache

from npm_data.model.folding import fold, in_cyrillic
from npm_data.reference import TODAYS_BORDERS, Names, reference

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

    def code(self, text: str) -> str | None:
        """The code that a text means, if it means one."""
        spellings = (text, in_cyrillic(text), without_brackets(text))
        return next((code for each in spellings if (code := self._codes.get(fold(each)))), None)

    def nearest(self, text: str) -> str | None:
        """The code whose name is most like a misspelt text, if any is much like it."""
        alike = difflib.get_close_matches(fold(text), self._codes, n=1, cutoff=0.75)
        return self._codes[alike[0]] if alike else None


def without_brackets(name: str) -> str:
    """`authority (claimed)` as `authority`."""
    return _IN_BRACKETS.sub("", name)


@cache
def vocabulary(column: str) -> Vocabulary:
    """The vocabulary of one of `CODED_COLUMNS`."""
    if column == "institution_type":
        types = reference().institution_types
        return Vocabulary(pair for each in types for pair in _spellings(each.code, each.names))
    if column == "addressee":
        return Vocabulary(_ministries())
    lists = ("reply_status", "implementation_status") if column == "status" else (column,)
    values = [each for each in reference().code_values if each.list in lists]
    return Vocabulary(pair for each in values for pair in _spellings(each.code, each.names))


@cache
def sheet_names() -> Vocabulary:
    """The four sheets (and files), by code and by name."""
    sheets = reference().sheets
    return Vocabulary(pair for code in sheets for pair in _spellings(code, sheets[code]))


@cache
def column_names(sheet: str) -> Vocabulary:
    """The columns of a sheet, by code and by name."""
    columns = [each for each in reference().columns if each.sheet == sheet]
    return Vocabulary(pair for each in columns for pair in _spellings(each.column, each.names))


def _spellings(code: str, names: Names) -> list[tuple[str, str]]:
    written = [code, *names.values(), *(without_brackets(name) for name in names.values())]
    return [(name, code) for name in written]


def _ministries() -> list[tuple[str, str]]:
    """Every name, full and short, past and present: a portfolio is what stays the same."""
    return [
        (form.format(name), each.portfolio)
        for each in reference().ministries
        for name in (each.portfolio, *each.names.values(), *each.short_names.values())
        for form in _OF_KAZAKHSTAN
    ]


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
