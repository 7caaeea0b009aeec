"""Numbers and months as the three languages write them, also inside a chart."""

import re
from typing import Any

import pytest
import vl_convert

from npm_data.charts.theme import Look, chart_config, chart_locale
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES


def _drawn(language: str, field: dict[str, Any], value: object) -> str:
    spec = {
        "data": {"values": [{"value": value}]},
        "mark": "text",
        "encoding": {"text": {"field": "value"} | field},
        "config": chart_config(words_for(language), Look.LIGHT),
    }
    svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return str(re.findall(r"<text[^>]*>([^<]*)</text>", svg)[-1])


@pytest.mark.parametrize(
    ("language", "month"), [("kk", "Мамыр 2016"), ("ru", "май 2016"), ("en", "May 2016")]
)
def test_a_month_stands_alone_in_the_nominative(language: str, month: str) -> None:
    text = _drawn(language, {"type": "temporal", "format": "%B %Y"}, "2016-05-15T12:00:00")
    assert text.casefold() == month.casefold()


@pytest.mark.parametrize(
    ("language", "number"), [("kk", "1\u202f262,5"), ("ru", "1\u202f262,5"), ("en", "1,262.5")]
)
def test_a_number_is_grouped_as_on_the_page(language: str, number: str) -> None:
    assert _drawn(language, {"type": "quantitative", "format": ",.1f"}, 1262.5) == number
    assert words_for(language).number(1262.5, 1) == number


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_share_is_written_as_on_the_page(language: str) -> None:
    words = words_for(language)
    assert _drawn(language, {"type": "quantitative", "format": ".1%"}, 0.29) == words.percent(0.29)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_week_begins_with_sunday_for_d3(language: str) -> None:
    time = chart_locale(words_for(language))["time"]
    sunday = {"kk": "жексенбі", "ru": "воскресенье", "en": "Sunday"}[language]
    assert time["days"][0].casefold() == sunday.casefold()
    assert [len(time[name]) for name in ("days", "shortDays", "months", "shortMonths")] == [
        7,
        7,
        12,
        12,
    ]
