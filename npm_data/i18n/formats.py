"""Numbers, days and months as a language writes them: the forms of CLDR, through Babel."""

import datetime as dt
import decimal
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, format_percent

from npm_data.i18n.binding import NO_BREAK

_ROUNDED = decimal.Context(rounding=decimal.ROUND_HALF_UP)
"""18 of 32 is 56.3 %, as a reader works it out and as charts have it; Babel would say 56.2 %."""
NARROW_SPACE = "\u202f"
"""Groups digits in Kazakh and Russian: narrow, and never broken at a line's end."""


class Formats:
    """The forms of one language; what they look like is said at the methods of `Words`."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = _locale(language)

    def number(self, value: float, decimals: int) -> str:
        return _number(self.language, value, decimals)

    def percent(self, share: float, decimals: int) -> str:
        return _percent(self.language, share, decimals)

    def date(self, day: dt.date) -> str:
        if self.language == "kk":
            return f"{day.year}{NO_BREAK}жылғы {day.day}{NO_BREAK}{self._month_in_a_date(day)}"
        pattern = "d MMMM y" if self.language == "en" else "d MMMM y 'г.'"
        return format_date(day, pattern, locale=self.locale).replace(" ", NO_BREAK)

    def month(self, month: int, width: Literal["wide", "abbreviated"]) -> str:
        return str(get_month_names(width, "stand-alone", self.locale)[month])

    def month_of(self, day: dt.date) -> str:
        if self.language == "kk":
            return f"{day.year} жылғы {self._month_in_a_date(day)}".replace(" ", NO_BREAK)
        year = f"{day.year} г." if self.language == "ru" else str(day.year)
        return f"{self.month(day.month, 'wide')} {year}".replace(" ", NO_BREAK)

    def sign(self, value: float, decimals: int) -> str:
        """Of the rounded number: what reads as 0 has none."""
        rounded = decimal.Decimal(str(value)).quantize(
            decimal.Decimal(1).scaleb(-decimals), context=_ROUNDED
        )
        return "+" if rounded > 0 else "\u2212" if rounded < 0 else ""

    def _month_in_a_date(self, day: dt.date) -> str:
        return str(get_month_names("wide", "format", self.locale)[day.month])


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language)


# A page writes hundreds of numbers, most of them again at the next change of a filter.
@lru_cache(maxsize=16_384)
def _number(language: str, value: float, decimals: int) -> str:
    pattern = "#,##0." + "0" * decimals if decimals else "#,##0"
    with decimal.localcontext(_ROUNDED):
        text = format_decimal(value, pattern, locale=_locale(language))
    return text.replace("\u00a0", NARROW_SPACE)


@lru_cache(maxsize=16_384)
def _percent(language: str, share: float, decimals: int) -> str:
    pattern = "#,##0." + "0" * decimals + "%" if decimals else "#,##0%"
    with decimal.localcontext(_ROUNDED):
        text = format_percent(share, pattern, locale=_locale(language))
    text = text.replace("\u00a0", NARROW_SPACE).replace(f"{NARROW_SPACE}%", "%")
    return text.replace("%", "\u00a0%")
