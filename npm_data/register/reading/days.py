"""Days as offices write them.

A text is read where it has one meaning. Where it was interpreted, that is said; where it could be
two days, or is none, it is an error that names what it could be.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import Literal

from babel import Locale

from npm_data.reference import LANGUAGES
from npm_data.register.spelling import fold, in_russian_letters

_TIME = (
    r"(?:(?:[ T]|,\s*)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.\d+)?)?"
    r"(?:\s?(?P<half>[AaPp])\.?[Mm]\.?)?\s?(?P<offset>Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
_WITH_TIME = re.compile(rf"(?P<day>.*?){_TIME}", re.DOTALL)
_YEAR_WORDS = r"(?:года|году|год|г|жылғы|жылгы|жылы|жыл|ж)"
_AFTER = rf"(?:\s*{_YEAR_WORDS})?\s*\.?"
_YEAR_FIRST = re.compile(r"(\d{4})\s*([-./,])\s*(\d{1,2})\s*\2\s*(\d{1,2})")
_WITH_DOTS = re.compile(
    rf"(\d{{1,2}})(?:\s*[.,]\s*|\s+)(\d{{1,2}})(?:\s*[.,]\s*|\s+)(\d{{4}}|\d{{2}}){_AFTER}",
    re.IGNORECASE,
)
_WITH_SLASHES = re.compile(
    rf"(\d{{1,2}})\s*([/-])\s*(\d{{1,2}})\s*\2\s*(\d{{4}}){_AFTER}", re.IGNORECASE
)
_DAY_NUMBER = re.compile(r"(\d{5})(?:\.(\d+))?")
_LESS_THAN_A_DAY = re.compile(
    rf"(?:(?:\d{{1,2}}\s*[./-]\s*)?\d{{4}}|\d{{4}}\s*[./-]\s*\d{{1,2}}){_AFTER}", re.IGNORECASE
)
_DAY_OF_SEVERAL = r"\d{1,2}(?:[./]\d{1,2}(?:[./]\d{2,4})?)?"
_SEVERAL = re.compile(
    rf"\D*{_DAY_OF_SEVERAL}{_AFTER}\s*(?:[-–—−,;…/+&]|\.\.+|\b(?:по|до|и|мен|және|to|and|till)\b)+\s*"
    rf"\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{2,4}})?{_AFTER}"
    r"|\d{4}-\d\d?-\d\d?\D+\d{4}-\d\d?-\d\d?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\d+|[^\W\d_]+")
_WORDS_OF_NO_MEANING = re.compile(rf"(?:{_YEAR_WORDS}|of|the|st|nd|rd|th|с|от|from)", re.IGNORECASE)
_SIGNS_OF_WORDS = re.compile(r"[\w\s.,«»\"'“”/–—-]*")

FIRST_DAY, LAST_DAY = date(1700, 1, 1), date(2100, 12, 31)
"""Places may be old; what lies outside is a slip of the pen."""

_EMPTY_DATE_CELLS = (date(1899, 12, 30), date(1899, 12, 31))
"""What a spreadsheet makes of a zero, or of a time without a day, in a date cell."""

_YEARS_OF_TWO_DIGITS = range(2014, 2050)
"""What can be meant by two digits where nothing is older than the mechanism."""

_LONGEST = 60
"""Of a text that may be a day."""

_LETTERS_OF_A_MONTH = 3
_NEAR_MIDNIGHT = time(22)
_OFFSETS = (timedelta(hours=5), timedelta(hours=6))
"""Those of Kazakhstan: its west and, until 1 March 2024, the rest of it."""


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """What a text means: a day, and the `rule` to tell of it; without a day that is an error.

    `order` is which of day and month comes first, where slashes leave no doubt of it.
    """

    day: date | None = None
    rule: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    order: Literal["day", "month"] | None = None


_NO_DAY = WrittenDay(rule="a_day_can_be_read")
_TWO_READINGS = "a_day_is_told_from_its_month"


def read_day(text: str, epoch: date | None = None) -> date | None:
    """The day of a text that needs no word about how it was read; None otherwise."""
    written = written_day(text, epoch)
    return written.day if written.rule is None else None


def written_days(
    texts: Iterable[str], epoch: date | None, *, is_of_the_mechanism: bool
) -> dict[str, WrittenDay]:
    """The texts of a column.

    Where day and month could be either, the other cells of the column may prove that the day comes
    first. `is_of_the_mechanism`: nothing in the column can be older than the mechanism.
    """
    found = {text: written_day(text, epoch) for text in texts}
    orders = {each.order for each in found.values()}
    for text, each in found.items():
        if each.rule == _TWO_READINGS and orders >= {"day"} and "month" not in orders:
            day = each.facts["day"]
            if isinstance(day, date):
                found[text] = WrittenDay(day, "a_columns_other_days_tell_its_order")
        elif each.rule == "a_year_of_two_digits_is_of_this_century" and not (
            is_of_the_mechanism and each.day and each.day.year in _YEARS_OF_TWO_DIGITS
        ):
            found[text] = WrittenDay(rule="a_year_has_four_digits")
    return found


def written_day(text: str, epoch: date | None = None) -> WrittenDay:
    """One text by itself. With an `epoch` also a number of days since then.

    That is a date cell which lost its format.
    """
    if len(text) > _LONGEST:
        return _NO_DAY
    number = _DAY_NUMBER.fullmatch(text) if epoch else None
    if number and epoch:
        seconds = round(float(f"0.{number[2] or 0}") * 86400)
        moment = datetime.combine(epoch, time()) + timedelta(days=int(number[1]), seconds=seconds)
        return _at_a_time(_bounded(moment.date()), moment.time())
    match = _WITH_TIME.fullmatch(text)
    if match is None or match["hour"] is None:
        return _without_time(text)
    written, at = _without_time(match["day"]), _time_of(match)
    if written.day is None or at is None:
        return written if written.day is None else _NO_DAY
    if match["offset"]:
        return _of_an_instant(written.day, at, match["offset"])
    return _at_a_time(written, at)


def _time_of(match: re.Match[str]) -> time | None:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "Pp" else 0)
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError:
        return None


def _at_a_time(written: WrittenDay, at: time) -> WrittenDay:
    """A midnight says nothing; shortly before one, rounding may have made a day of its eve."""
    if written.day is None or at == time():
        return written
    if at >= _NEAR_MIDNIGHT:
        facts = {"day": written.day, "next_day": written.day + timedelta(days=1)}
        return WrittenDay(rule="a_day_is_not_close_to_the_next", facts=facts)
    return written if written.rule else replace(written, rule="a_day_comes_without_a_time")


def _of_an_instant(day: date, at: time, offset: str) -> WrittenDay:
    minutes = 0 if offset == "Z" else int(offset[1:3]) * 60 + int(offset[3:].strip(":") or 0)
    behind = timedelta(minutes=-minutes if offset[0] == "-" else minutes)
    if behind >= timedelta(days=1):
        return _NO_DAY
    instant = datetime.combine(day, at, timezone(behind))
    for each in _OFFSETS:
        here = instant.astimezone(timezone(each))
        if here.time() == time():
            return replace(_bounded(here.date()), rule="an_instant_is_read_as_its_day")
    return WrittenDay(rule="an_instant_is_a_midnight_of_kazakhstan")


def _without_time(text: str) -> WrittenDay:
    text = text.strip()
    if match := _YEAR_FIRST.fullmatch(text):
        return _day(match[1], match[3], match[4])
    if match := _WITH_DOTS.fullmatch(text):
        return _day_first(match[3], match[2], match[1])
    if match := _WITH_SLASHES.fullmatch(text):
        return _in_either_order(match[4], match[1], match[3])
    return _other_than_numbers(text)


def _other_than_numbers(text: str) -> WrittenDay:
    if _LESS_THAN_A_DAY.fullmatch(text):
        return WrittenDay(rule="a_day_is_more_than_a_year_or_month")
    if _SEVERAL.fullmatch(text):
        return WrittenDay(rule="a_cell_holds_one_day")
    return _in_words(text)


def _day_first(year: str, month: str, day: str) -> WrittenDay:
    if len(year) == 4:
        return _day(year, month, day)
    written = _day(f"20{year}", month, day)
    rule = "a_year_of_two_digits_is_of_this_century"
    return replace(written, rule=rule) if written.day else written


def _in_either_order(year: str, first: str, second: str) -> WrittenDay:
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if day_first.day and month_first.day and first != second:
        facts = {"day": day_first.day, "other_day": month_first.day}
        return WrittenDay(rule=_TWO_READINGS, facts=facts)
    if day_first.day:
        return replace(day_first, order=None if month_first.day else "day")
    return replace(month_first, order="month") if month_first.day else _NO_DAY


def _in_words(text: str) -> WrittenDay:
    """`20 ноября 2017 года`, `2017 жылғы 20 қараша`, `November 20, 2017`."""
    words = [each for each in _WORDS.findall(text) if not _WORDS_OF_NO_MEANING.fullmatch(each)]
    months = [month for each in words if (month := _months().get(in_russian_letters(fold(each))))]
    years = [each for each in words if each.isdecimal() and len(each) == 4]
    days = [each for each in words if each.isdecimal() and len(each) <= 2]
    if not months or not _SIGNS_OF_WORDS.fullmatch(text):
        return _NO_DAY
    if len(days) > 1 or len(months) > 1:
        return WrittenDay(rule="a_cell_holds_one_day")
    if len(words) == len(months) + len(years) and len(years) == 1:
        return WrittenDay(rule="a_day_is_more_than_a_year_or_month")
    if len(words) == 3 and len(days) == len(years) == 1:
        return _day(years[0], str(months[0]), days[0])
    return _NO_DAY


@cache
def _months() -> dict[str, int]:
    """The numbers of months by their names: full or short, by themselves or in a date.

    Also by their first three letters. What could be two months means neither.
    """
    names: dict[str, set[int]] = {}
    for language in LANGUAGES:
        forms = Locale(language).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in forms[form][width].items():
                    plain = in_russian_letters(fold(name))
                    for each in (plain, plain[:_LETTERS_OF_A_MONTH]):
                        names.setdefault(each, set()).add(number)
    return {name: months.pop() for name, months in names.items() if len(months) == 1}


def _day(year: str, month: str, day: str) -> WrittenDay:
    try:
        return _bounded(date(int(year), int(month), int(day)))
    except ValueError:
        return _NO_DAY


def _bounded(day: date) -> WrittenDay:
    is_a_day = FIRST_DAY <= day <= LAST_DAY and day not in _EMPTY_DATE_CELLS
    return WrittenDay(day) if is_a_day else _NO_DAY
