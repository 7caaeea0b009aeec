"""Names and codes that an office may write, and the code that each of them means.

Of a region the names of all times, with the district's help where the region was split.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from rapidfuzz import fuzz

from npm_data.reference import BORDER_SETS, LANGUAGES, TODAYS_BORDERS, Names, Region, reference
from npm_data.register.spelling import fold, in_cyrillic, in_russian_letters

_HAS_CYRILLIC = re.compile("[\u0400-\u04ff]")
_MUCH_ALIKE, _A_PART, _ALIKE = 72, 75, 100
_MOST_TOLD = 3
_LONGEST_NAME = 200
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")

T = TypeVar("T")

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

_WORDS_FOR_A_CITY = {"city", "город", "г", "қаласы", "қ"}
_WORDS_FOR_AN_OBLAST = {"region", "oblast", "область", "обл", "облысы"}
_WORDS_FOR_A_DISTRICT = {"town", "district", "район", "р", "н", "ауданы", "ауд"}
_BARE_DISTRICT = _WORDS_FOR_A_DISTRICT | _WORDS_FOR_A_CITY
_MORE_NAMES = {
    "KZ-71": ("Нұр-Сұлтан",),  # the reference data have it in English and Russian
    "KZ-33": ("Жетысу",),  # the usual Russian spellings, without Kazakh letters
    "KZ-62": ("Улытау",),
}
_BAIKONUR = ("KZ-BAY", "KZ-43")
"""ISO listed the city by itself from 2016 to 2020; it is part of Kyzylorda Region."""

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


def _of_one_meaning(meanings: Mapping[str, T]) -> dict[str, T]:
    """The names as they are typed without Kazakh letters, but for those that would mean two."""
    found: dict[str, set[T]] = {}
    for name, meaning in meanings.items():
        found.setdefault(in_russian_letters(name), set()).add(meaning)
    return {name: each.pop() for name, each in found.items() if len(each) == 1}


@cache
def vocabulary(column: str) -> Vocabulary:
    """The vocabulary of one of `CODED_COLUMNS`; of a ministry every name, past and present."""
    coded = _coded(column)
    if column == "addressee":
        coded += [(each.portfolio, each.short_names) for each in reference().ministries]
    names = [pair for each in coded for pair in _spellings(*each)]
    names += [(each.name, code) for each in reference().others_of(column) for code in each.codes]
    forms = _OF_KAZAKHSTAN if column == "addressee" else ("{}",)
    return Vocabulary((form.format(name), code) for name, code in names for form in forms)


@cache
def code_names(column: str, language: str) -> dict[str, str]:
    """The codes of a column with their present names, in the order of the lists.

    Each name means its code: it is what a person chooses from a list, and what an import reads.
    """
    return {code: names[language] for code, names in _coded(column)}


def _coded(column: str) -> list[tuple[str, Names]]:
    """The codes of a column with their names; of a ministry, the present one last."""
    kept = reference()
    if column == "institution_type":
        return [(each.code, each.names) for each in kept.institution_types]
    if column == "region":
        return [(each.code, each.names) for each in kept.regions_of(TODAYS_BORDERS)]
    if column == "addressee":
        return [(each.portfolio, each.names) for each in kept.ministries]
    lists = ("reply_status", "implementation_status") if column == "status" else (column,)
    return [
        (each.code, each.names) for name in lists for each in kept.code_values if each.list == name
    ]


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


@dataclass(frozen=True, slots=True)
class RegionMeaning:
    """What a region's name means: today's units, of which the district may tell the right one.

    `units` is empty for a name that is not known; `region` is the one unit, if it is decided.
    """

    units: tuple[str, ...]
    region: str | None


def meaning_of(text: str, district: str | None) -> RegionMeaning:
    """Resolve a code (new or old) or a name (in any of the languages, past or present)."""
    names = (fold(text), _bare(text), fold(without_brackets(text)), fold(in_cyrillic(text)))
    units = next((found for name in names if (found := _units_by_name().get(name))), ())
    units = units or _units_in_russian_letters().get(in_russian_letters(fold(text)), ())
    if len(units) < 2:
        return RegionMeaning(units, units[0] if units else None)
    decided = units_with_district(district) & set(units) if district else set()
    return RegionMeaning(units, decided.pop() if len(decided) == 1 else None)


def nearest_units(text: str) -> list[str]:
    """Today's units whose names, present or past, are most like a misspelt text."""
    names = {name: units[0] for name, units in _units_by_name().items() if len(units) == 1}
    return nearest_meanings(text, names)


def units_with_district(district: str) -> set[str]:
    """Today's units that are known to hold a district of this name; those never split hold none."""
    by_name = _units_by_district()
    bare = " ".join(word for word in fold(district).split() if word not in _BARE_DISTRICT)
    return set(by_name.get(fold(district)) or by_name.get(bare) or ())


@cache
def _units_by_name() -> dict[str, tuple[str, ...]]:
    """Folded names and codes, from the most to the least binding: the first meaning stays.

    Full names go before bare ones, today's units before older ones, cities before oblasts.
    """
    units = [
        unit
        for border_set in reversed(BORDER_SETS)
        for unit in sorted(reference().regions_of(border_set), key=lambda each: not each.is_city)
    ]
    meanings: dict[str, tuple[str, ...]] = {fold(_BAIKONUR[0]): (_BAIKONUR[1],)}
    for unit in units:
        meanings.setdefault(fold(unit.code), reference().todays_codes(unit.code))
        for name in _full_names(unit):
            meanings.setdefault(fold(name), _todays_units(unit))
    for other in reference().others_of("region"):
        meanings.setdefault(fold(other.name), other.codes)
    for unit in units:
        kind = "city" if unit.is_city else "oblast"
        for name in _full_names(unit):
            meanings.setdefault(f"{_core(name)} {kind}", _todays_units(unit))
            meanings.setdefault(_core(name), _todays_units(unit))
    return meanings


@cache
def _units_in_russian_letters() -> dict[str, tuple[str, ...]]:
    return _of_one_meaning(_units_by_name())


def _todays_units(unit: Region) -> tuple[str, ...]:
    return unit.successors if unit.border_set != TODAYS_BORDERS else (unit.code,)


def _full_names(unit: Region) -> list[str]:
    """Its names in all languages; Astana's other name comes with years, which are left out."""
    others = [name for language in LANGUAGES for name in unit.other_names[language]]
    names = (*unit.names.values(), *others, *_MORE_NAMES.get(unit.code, ()))
    return [without_brackets(name) for name in names]


@cache
def _units_by_district() -> dict[str, set[str]]:
    units: dict[str, set[str]] = {}
    for district in reference().districts:
        for name in {fold(name) for name in district.names}:
            units.setdefault(name, set()).add(district.region)
    return units


def _core(name: str) -> str:
    kinds = _WORDS_FOR_AN_OBLAST | _WORDS_FOR_A_CITY
    return " ".join(word for word in fold(name).split() if word not in kinds)


def _bare(name: str) -> str:
    """The name without its word for the kind of unit, and the kind in English if it had one.

    Both matter: Kazakh "Алматы облысы" and "Алматы қаласы" are two units of one bare name.
    """
    words = set(fold(name).split())
    if words & _WORDS_FOR_AN_OBLAST:
        return f"{_core(name)} oblast"
    return f"{_core(name)} city" if words & _WORDS_FOR_A_CITY else _core(name)
