"""Which of today's regions a code or a name means, with the district's help where it was split."""

from dataclasses import dataclass
from functools import cache

from npm_data.model.folding import fold
from npm_data.model.vocabulary import without_brackets
from npm_data.reference import BORDER_SETS, LANGUAGES, TODAYS_BORDERS, Region, reference

_CITY_WORDS = ("city", "город", "г", "қаласы", "қ")
_WORDS_FOR_A_REGION = {*_CITY_WORDS, "region", "oblast", "область", "обл", "облысы"}
_WORDS_FOR_A_DISTRICT = {*_CITY_WORDS, "town", "district", "район", "р", "н", "ауданы", "ауд"}
_BESIDE_THE_REFERENCE = {
    "KZ-BAY": "KZ-43",  # ISO listed Baikonur by itself from 2016 to 2020: part of Kyzylorda Region
    "Нұр-Сұлтан": "KZ-71",  # Astana's name from 2019 to 2022 is there in English and Russian only
    "Жетысу": "KZ-33",  # the usual Russian spellings, without Kazakh letters
    "Улытау": "KZ-62",
}


@dataclass(frozen=True, slots=True)
class RegionMeaning:
    """What a region's name means: today's units, of which the district may tell the right one.

    `units` is empty for a name that is not known; `region` is the one unit, if it is decided.
    """

    units: tuple[str, ...]
    region: str | None


def meaning_of(text: str, district: str | None) -> RegionMeaning:
    """Resolve a code (new or old) or a name (in any of the languages, past or present)."""
    units = _units_by_name().get(fold(text)) or _units_by_name().get(_bare(text)) or ()
    if len(units) < 2:
        return RegionMeaning(units, units[0] if units else None)
    decided = units_with_district(district) & set(units) if district else set()
    return RegionMeaning(units, decided.pop() if len(decided) == 1 else None)


def units_with_district(district: str) -> set[str]:
    """Today's units that are known to hold a district of this name; those never split hold none."""
    by_name = _units_by_district()
    return set(by_name.get(fold(district)) or by_name.get(_bare_district(district)) or ())


@cache
def _units_by_name() -> dict[str, tuple[str, ...]]:
    """Folded names and codes, from the most to the least binding: the first meaning stays."""
    meanings: dict[str, tuple[str, ...]] = {}
    newest_first = [reference().regions_of(border_set) for border_set in reversed(BORDER_SETS)]
    for units in newest_first:
        for unit in units:
            todays = unit.successors if unit.border_set != TODAYS_BORDERS else (unit.code,)
            for name in _full_names(unit):
                meanings.setdefault(fold(name), todays)
    for unit in (unit for units in newest_first for unit in units):
        meanings.setdefault(fold(unit.code), reference().todays_codes(unit.code))
    for name, region in _BESIDE_THE_REFERENCE.items():
        meanings.setdefault(fold(name), (region,))
    for units in newest_first:
        for unit in sorted(units, key=lambda each: not each.is_city):
            for name in _full_names(unit):
                meanings.setdefault(_bare(name), meanings[fold(name)])
    return meanings


def _full_names(unit: Region) -> list[str]:
    """Its names in all languages; Astana's other name comes with years, which are left out."""
    others = [name for language in LANGUAGES for name in unit.other_names[language]]
    return [without_brackets(name) for name in (*unit.names.values(), *others)]


@cache
def _units_by_district() -> dict[str, set[str]]:
    units: dict[str, set[str]] = {}
    for district in reference().districts:
        for name in {fold(name) for name in district.names}:
            units.setdefault(name, set()).add(district.region)
    return units


def _bare(name: str) -> str:
    return " ".join(word for word in fold(name).split() if word not in _WORDS_FOR_A_REGION)


def _bare_district(name: str) -> str:
    return " ".join(word for word in fold(name).split() if word not in _WORDS_FOR_A_DISTRICT)
