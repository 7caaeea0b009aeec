"""Number and time words for d3, from CLDR: d3 knows no Kazakh and its months are genitive."""

from functools import cache
from typing import Any

from babel import Locale
from babel.dates import get_day_names, get_month_names, get_period_names

from npm_data.i18n import Words
from npm_data.i18n.formats import NARROW_SPACE

SUNDAY_FIRST = (6, 0, 1, 2, 3, 4, 5)
"""d3 counts days from Sunday, CLDR from Monday."""

Locales = dict[str, dict[str, Any]]


@cache
def chart_locale(words: Words) -> Locales:
    """The value of Vega-Lite's `config.locale`: `{"number": ..., "time": ...}`."""
    return {"number": _number(words.language), "time": _time(words.locale)}


def _number(language: str) -> dict[str, Any]:
    is_english = language == "en"
    return {
        "decimal": "." if is_english else ",",
        "thousands": "," if is_english else NARROW_SPACE,
        "grouping": [3],
        "currency": ["", "\u00a0₸"],
        "percent": "\u00a0%",
        "minus": "\u2212",
    }


def _time(locale: Locale) -> dict[str, Any]:
    """Months stand alone: “январь 2016”, not “января 2016”."""
    periods = get_period_names("abbreviated", "format", locale)
    return {
        "dateTime": "%d.%m.%Y, %H:%M",
        "date": "%d.%m.%Y",
        "time": "%H:%M",
        "periods": [periods["am"], periods["pm"]],
        "days": [get_day_names("wide", "stand-alone", locale)[day] for day in SUNDAY_FIRST],
        "shortDays": [
            get_day_names("abbreviated", "stand-alone", locale)[day] for day in SUNDAY_FIRST
        ],
        "months": [get_month_names("wide", "stand-alone", locale)[month] for month in range(1, 13)],
        "shortMonths": [
            get_month_names("abbreviated", "stand-alone", locale)[month] for month in range(1, 13)
        ],
    }
