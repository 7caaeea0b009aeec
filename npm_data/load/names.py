"""Which table a file or a sheet is by its name, with what offices and programs add to it.

"Посещения 2016 (1)", "Copy of visits", "Реестр НПМ - Посещения": what is left when years, copies
and the like are taken away must be the name of one table. Any other words make it a guess, which
holds only where no other name is surely that table's.
"""

import re
from collections.abc import Iterable
from functools import cache

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, reference
from npm_data.register.spelling import fold
from npm_data.register.vocabulary import sheet_names

_BETWEEN_PARTS = re.compile(r"\s+[-–—|]\s+")
_NUMBER = re.compile(r"\d+")
_ADDED = """
copy of the копия из көшірме көшірмесі sheet лист парақ бет table таблица кесте кестесі
year год года годы г гг жыл жылы ж quarter квартал кв тоқсан q half полугодие жартыжылдық
part часть бөлім бөлігі version версия v нұсқа нұсқасы new новый жаңа final
register registry реестр реестра тізілім тізілімі npm нпм ұпт рк қр kz
export экспорт выгрузка data данные деректер i ii iii iv
"""
_GENITIVES = {
    "учреждений": "institutions",
    "мекемелердің": "institutions",
    "посещений": "visits",
    "барулардың": "visits",
    "рекомендаций": "recommendations",
    "ұсынымдардың": "recommendations",
    "исполнения": "follow_up",
    "орындалуының": "follow_up",
}
"""As in "a list of places"."""

_ADDITIONS = frozenset(_ADDED.split())


def tables_named(titles: Iterable[str]) -> dict[str, str]:
    """The code of the table by each title that names one."""
    told = list(titles)
    sure = {title: code for title in told if (code := _surely(title)) is not None}
    guessed = {
        title: code
        for title in told
        if title not in sure and (code := _only_one_in(title)) is not None
    }
    return sure | {title: code for title, code in guessed.items() if code not in set(sure.values())}


def _surely(title: str) -> str | None:
    """By the whole name, or by one of the parts that dashes make of it."""
    whole = _without_additions(title)
    if whole is not None:
        return whole
    codes = {_without_additions(part) for part in _BETWEEN_PARTS.split(title)} - {None}
    return codes.pop() if len(codes) == 1 else None


def _without_additions(title: str) -> str | None:
    words = _words(title)
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            code = sheet_names().code(" ".join(words[start:end]))
            if code and all(map(_is_an_addition, (*words[:start], *words[end:]))):
                return code
    return None


def _only_one_in(title: str) -> str | None:
    words = _words(title)
    runs = {
        " ".join(words[start:end])
        for start in range(len(words))
        for end in range(start + 1, len(words) + 1)
    }
    codes = {sheet_names().code(run) for run in runs} - {None}
    codes = codes or {code for word, code in _GENITIVES.items() if fold(word) in runs}
    return codes.pop() if len(codes) == 1 else None


def _words(title: str) -> list[str]:
    """A long name is no table's: so few words that every run of them can be tried."""
    return fold(_NUMBER.sub(r" \g<0> ", title[:120])).split()[:20]


def _is_an_addition(word: str) -> bool:
    return word.isdigit() or word in _ADDITIONS or word in _months_and_regions()


@cache
def _months_and_regions() -> frozenset[str]:
    months = [words_for(each).month(month) for each in LANGUAGES for month in range(1, 13)]
    regions = [
        name
        for each in reference().regions
        for names in (each.names.values(), *each.other_names.values())
        for name in names
    ]
    return frozenset(word for name in (*months, *regions) for word in fold(name).split())
