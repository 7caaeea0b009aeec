"""The periods on offer, and what a free range may be."""

from datetime import date

import pytest

from npm_data.figures import periods
from npm_data.i18n import words_for
from npm_data.register.filters import Period


def test_the_years_run_from_the_data_date_back_to_2014():
    assert periods.presets(date(2016, 6, 30))[:4] == ("2016", "2015", "2014", "last-12")


@pytest.mark.parametrize(
    ("data_date", "year"),
    [
        (date(2025, 12, 31), "2025"),
        (date(2025, 12, 30), "2024"),
        (date(2018, 6, 30), "2017"),
        (date(2014, 6, 30), "2014"),
        (date(2009, 3, 1), "2009"),
    ],
)
def test_the_default_is_the_last_year_that_is_described_to_its_end(data_date, year):
    assert periods.default_preset(data_date) == year
    assert year in periods.presets(data_date)


def test_a_year_that_the_records_do_not_describe_to_its_end_stops_with_them():
    assert periods.period_of("2018", date(2018, 6, 30)) == Period(
        date(2018, 1, 1), date(2018, 6, 30)
    )
    assert periods.period_of("2017", date(2018, 6, 30)) == Period.of_year(2017)


@pytest.mark.parametrize(
    ("preset", "data_date", "first"),
    [
        ("last-12", date(2025, 12, 31), date(2025, 1, 1)),
        ("last-12", date(2018, 6, 30), date(2017, 7, 1)),
        ("last-12", date(2016, 2, 29), date(2015, 3, 1)),
        ("last-48", date(2018, 6, 30), date(2014, 7, 1)),
        ("all", date(2018, 6, 30), date(2014, 1, 1)),
    ],
)
def test_a_span_ends_on_the_data_date(preset, data_date, first):
    assert periods.period_of(preset, data_date) == Period(first, data_date)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("31.12.2016", date(2016, 12, 31)),
        (" 1.3.2016 ", date(2016, 3, 1)),
        ("2016-12-31", date(2016, 12, 31)),
        ("31.02.2016", None),
        ("2016", None),
        ("", None),
        (None, None),
    ],
)
def test_a_day_is_read_as_it_is_written_in_kazakhstan(text, day):
    assert periods.day_in(text) == day


@pytest.mark.parametrize(
    ("from_on", "to_on", "problem"),
    [
        (date(2016, 1, 1), date(2016, 12, 31), None),
        (date(2016, 1, 1), date(2016, 1, 1), None),
        (None, date(2016, 12, 31), "filters.range_incomplete"),
        (date(2016, 1, 1), None, "filters.range_incomplete"),
        (date(2017, 1, 1), date(2016, 12, 31), "filters.range_inverted"),
        (date(2013, 12, 31), date(2016, 12, 31), "filters.range_outside"),
        (date(2016, 1, 1), date(2018, 7, 1), "filters.range_outside"),
    ],
)
def test_what_is_wrong_with_a_range_is_one_message(from_on, to_on, problem):
    assert periods.problem_of(from_on, to_on, date(2018, 6, 30)) == problem


def test_a_span_of_years_ends_with_its_last_year_or_with_the_records():
    assert periods.period_of("2015-2016", date(2018, 6, 30)) == Period(
        date(2015, 1, 1), date(2016, 12, 31)
    )
    assert periods.period_of("2015-2018", date(2018, 6, 30)).to_on == date(2018, 6, 30)


@pytest.mark.parametrize(
    ("from_on", "to_on", "name"),
    [
        (date(2016, 1, 1), date(2016, 12, 31), "2016"),
        (date(2015, 1, 1), date(2016, 12, 31), "2015–2016"),
        (
            date(2015, 1, 1),
            date(2016, 12, 30),
            "1\u00a0January\u00a02015 – 30\u00a0December\u00a02016",
        ),
    ],
)
def test_a_period_of_whole_years_is_named_by_them(from_on, to_on, name):
    assert periods.period_name(Period(from_on, to_on), words_for("en")) == name
