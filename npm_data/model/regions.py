"""Which of today's regions a code or a name means, with the district's help where it was split."""

from dataclasses import dataclass
from functools import cache

from npm_data.reference import BORDER_SETS, LANGUAGES, TODAYS_BORDERS, Region, reference
from npm_data.register.spelling import fold, in_cyrillic, in_russian_letters
from npm_data.register.vocabulary import nearest_meanings, without_brackets

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
    """As names are typed where a keyboard has no Kazakh letters, if they have one meaning so."""
    meanings: dict[str, set[tuple[str, ...]]] = {}
    for name, units in _units_by_name().items():
        meanings.setdefault(in_russian_letters(name), set()).add(units)
    return {name: found.pop() for name, found in meanings.items() if len(found) == 1}


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
