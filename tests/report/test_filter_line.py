"""The one plain line on top of every page."""

from datetime import date

import pytest

from npm_data.figures.periods import filter_line
from npm_data.i18n import words_for
from npm_data.register.filters import Filters, Period


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "2016 · Ministry of Internal Affairs · 3 regions"),
        ("ru", "2016 · Министерство внутренних дел · 3 региона"),
        ("kk", "2016 · Ішкі істер министрлігі · 3 өңір"),
    ],
)
def test_one_thing_is_named_and_several_are_counted(language, line):
    filters = Filters(Period.of_year(2016), ("KZ-10", "KZ-11", "KZ-15"), ("interior",))
    assert filter_line(words_for(language), filters) == line


def test_a_ministry_bears_its_name_of_the_end_of_the_period():
    words = words_for("en")
    before = filter_line(words, Filters(Period.of_year(2016), ministries=("health",)))
    after = filter_line(words, Filters(Period.of_year(2017), ministries=("health",)))
    assert before == "2016 · Ministry of Health and Social Development"
    assert after == "2017 · Ministry of Health"


def test_no_filter_at_all_is_said_too():
    assert filter_line(words_for("en"), Filters(Period.of_year(2016))) == (
        "2016 · all ministries and regions"
    )


def test_a_free_range_has_its_first_and_last_day():
    period = Period(date(2016, 3, 1), date(2016, 8, 31))
    line = filter_line(words_for("ru"), Filters(period, visit_types=("special", "interim")))
    assert line == (
        "1\u00a0марта\u00a02016\u00a0г. – 31\u00a0августа\u00a02016\u00a0г."
        " · вид посещений: специальное, промежуточное"
    )
