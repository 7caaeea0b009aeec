"""The periods a person can choose, and a choice as one plain line."""

import calendar
import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from npm_data.i18n import Words, words_for
from npm_data.register.filters import Filters, Period

FIRST_DAY = date(2014, 1, 1)
"""The mandate begins; nothing is visited before."""
FIRST_TERMS_END = FIRST_DAY.replace(year=FIRST_DAY.year + 4)
"""No place can be past its four-year term before: that none is means nothing."""

LAST_12, LAST_48, ALL, CUSTOM = "last-12", "last-48", "all", "custom"
_MONTHS = {LAST_12: 12, LAST_48: 48}
_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


@cache
def presets(data_date: date) -> tuple[str, ...]:
    """Codes of the periods on offer, latest year first."""
    years = range(data_date.year, min(FIRST_DAY.year, data_date.year) - 1, -1)
    return (*(str(year) for year in years), LAST_12, LAST_48, ALL, CUSTOM)


def code_of_years(first: str, last: str) -> str:
    """The code of one year, `2016`, or of several, `2022-2023`."""
    return first if first == last else f"{first}-{last}"


def years_of(code: str) -> tuple[str, str] | None:
    """The first and the last year of such a code; None for another period's."""
    found = _YEARS.fullmatch(code)
    return (found[1], found[2] or found[1]) if found else None


def is_known(code: str, data_date: date) -> bool:
    """Whether a code names a period of these records; a free range is named by its days."""
    years, on_offer = years_of(code), presets(data_date)
    if years is None:
        return code in on_offer and code != CUSTOM
    return years[0] <= years[1] and set(years) <= set(on_offer) and code == code_of_years(*years)


def default_preset(data_date: date) -> str:
    """The last calendar year that the records describe to its end."""
    is_whole = data_date == date(data_date.year, 12, 31)
    year = data_date.year if is_whole else data_date.year - 1
    return str(max(year, min(FIRST_DAY.year, data_date.year)))


def period_of(preset: str, data_date: date) -> Period:
    """The days of a preset. A year that the records do not describe to its end stops with them."""
    years = years_of(preset)
    if years is not None:
        first, last = (Period.of_year(int(year)) for year in years)
        return Period(first.from_on, min(last.to_on, data_date))
    if preset in _MONTHS:
        last_before = months_before(data_date, _MONTHS[preset])
        return Period(last_before + timedelta(days=1), data_date)
    return Period(min(FIRST_DAY, data_date), data_date)


def period_name(period: Period, words: Words) -> str:
    """`2016`, `2022 - 2023`, or the first and the last day."""
    if period.year is not None:
        return str(period.year)
    if period.is_whole_years:
        return f"{period.from_on.year}\u2013{period.to_on.year}"
    return f"{words.date(period.from_on)} \u2013 {words.date(period.to_on)}"


def day_text(day: date) -> str:
    """A day as it is written in a field, in all three languages: 31.12.2016."""
    return f"{day:%d.%m.%Y}"


def day_in(text: object) -> date | None:
    """The day that a field says (31.12.2016, 1.3.2016 or 2016-12-31); none when it says none."""
    for form in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(str(text).strip(), form).date()
        except ValueError:
            continue
    return None


def problem_of(from_on: date | None, to_on: date | None, data_date: date) -> str | None:
    """The message that says what is wrong with a free range; none when it can be used."""
    if from_on is None or to_on is None:
        return "filters.range_incomplete"
    if from_on > to_on:
        return "filters.range_inverted"
    if from_on < min(FIRST_DAY, data_date) or to_on > data_date:
        return "filters.range_outside"
    return None


def months_before(day: date, months: int) -> date:
    """So many months earlier, at most the month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


SEPARATOR = " \u00b7 "


def filter_line(words: Words, filters: Filters, *, has_period: bool = True) -> str:
    """`2016 · Ministry of Internal Affairs · 3 regions`; the period only where it plays a part."""
    return _line(words.language, filters, has_period)


@lru_cache(maxsize=1024)
def _line(language: str, filters: Filters, has_period: bool) -> str:
    words = words_for(language)
    names_on = filters.period.to_on
    parts = [
        period_name(filters.period, words) if has_period else "",
        _part(words, "ministries", filters.ministries, lambda code: words.ministry(code, names_on)),
        _part(words, "institution_types", filters.institution_types, words.institution_type),
        _part(words, "regions", filters.regions, lambda code: words.region(code, on=names_on)),
        _visit_types(words, filters.visit_types),
    ]
    said = [part for part in parts if part]
    if len(said) == has_period:
        said.append(words("filters.line_everything"))
    return SEPARATOR.join(said)


def _part(words: Words, what: str, codes: Sequence[str], name: Callable[[str], str]) -> str:
    """The name when one is chosen, the number when several are, nothing when all are."""
    if len(codes) == 1:
        return name(codes[0])
    return words.plural(f"filters.line_{what}", len(codes)) if codes else ""


def _visit_types(words: Words, codes: Sequence[str]) -> str:
    names = ", ".join(words.code("visit_type", code) for code in codes)
    return words("filters.line_visit_types", names=names) if codes else ""
