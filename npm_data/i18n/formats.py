"""Numbers, days and months as a language writes them: the forms of CLDR, through Babel.

And which words stay together at the end of a line: what is said, not where it is broken, is the
message's business, so they are bound where a text is laid out, for slides, documents and pictures.
"""

import datetime as dt
import decimal
import re
from functools import cache, lru_cache
from typing import Literal

from babel import Locale
from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal, format_percent

NO_BREAK, UNBROKEN_HYPHEN = "\u00a0", "\u2011"
JOINER = "\u2060"
MINUS = "\u2212"
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
        return "+" if rounded > 0 else MINUS if rounded < 0 else ""

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
    return text.replace("\u00a0", NARROW_SPACE).replace("-", MINUS)


@lru_cache(maxsize=16_384)
def _percent(language: str, share: float, decimals: int) -> str:
    pattern = "#,##0." + "0" * decimals + "%" if decimals else "#,##0%"
    with decimal.localcontext(_ROUNDED):
        text = format_percent(share, pattern, locale=_locale(language))
    text = text.replace("\u00a0", NARROW_SPACE).replace(f"{NARROW_SPACE}%", "%")
    return text.replace("%", "\u00a0%").replace("-", MINUS)


_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=[^\W\d_])|(?<=№) (?=\d)")
_OF = re.compile(r"(?<=\d (?:of|из)) (?=\d)|(?<=ішінен) (?=\d)")
"""Before the whole of a part: `3 of 12`."""
_WITHIN = re.compile(
    r"(?<=\bn) =|(?<=\bn =) (?=\S)|(?<=%) \u2013|(?<=% \u2013) (?=\d)"
    r"|(?<=%) (?=to \d)|(?<=% to) (?=\d)|(?<=\bCC) (?=BY)|(?<=©) "
)
"""Blanks of `n = 680`, of an interval of shares, of a licence and of whose it is."""
_DASH = re.compile(r" (?=\u2014 )|(?<=\u2014) (?=\d)")
"""No line begins with a dash, and a number after one stays with what it says."""
_LONGEST_END = 24
"""Letters of the last two words of a title; longer ones may part."""


def bound(text: str) -> str:
    """A number with its word: `680 visits`, `2016 жыл`, `№ 5`; `3 of 12`; `n = 680`; an interval,
    `29.6 % – 33.0 %`; and a dash with what is before it: `тексергені — 806`.
    """
    kept = _WITHIN.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
    kept = _DASH.sub(NO_BREAK, _OF.sub(NO_BREAK, kept))
    # A line may end after a short dash even before a blank that does not break.
    kept = kept.replace(f"\u2013{NO_BREAK}", f"\u2013{JOINER}{NO_BREAK}")
    return _NUMBER_AND_UNIT.sub(NO_BREAK, kept)


def bound_title(text: str) -> str:
    """The same, and the last two words, so that neither a word nor a number ends it alone."""
    said = bound(text)
    start, blank, last = said.rpartition(" ")
    before = start.rpartition(" ")[2]
    if not blank or len(before) + len(last) > _LONGEST_END:
        return said
    return f"{start}{NO_BREAK}{last}"
