"""The names of months in the register's languages, in the forms in which they stand in a date."""

from functools import cache

from babel import Locale

from npm_data.reference import LANGUAGES
from npm_data.register.spelling import fold, in_russian_letters

_FEWEST_LETTERS = 3


def month_named(word: str) -> int | None:
    """The number of a month by its name: full or short, by itself or in a date."""
    return _months().get(in_russian_letters(fold(word)))


@cache
def _months() -> dict[str, int]:
    """Also by their first three letters. What could be two months means neither."""
    names: dict[str, set[int]] = {}
    for language in LANGUAGES:
        forms = Locale(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in forms[form][width].items():
                    plain = in_russian_letters(fold(name))
                    for each in (plain, plain[:_FEWEST_LETTERS]):
                        names.setdefault(each, set()).add(number)
    return {name: months.pop() for name, months in names.items() if len(months) == 1}
