"""Periods: closed on both sides, and what they are compared with."""

from datetime import date

import pytest

from npm_data.register.filters import Period


def test_a_calendar_year_is_compared_with_the_calendar_year_before_it() -> None:
    assert Period.of_year(2016).before == Period.of_year(2015)
    assert Period.of_year(2017).before == Period(date(2016, 1, 1), date(2016, 12, 31))


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (
            Period(date(2016, 3, 1), date(2016, 3, 31)),
            Period(date(2016, 1, 30), date(2016, 2, 29)),
        ),
        (
            Period(date(2016, 1, 1), date(2016, 1, 1)),
            Period(date(2015, 12, 31), date(2015, 12, 31)),
        ),
        (
            Period(date(2015, 1, 1), date(2016, 12, 31)),
            Period(date(2013, 1, 1), date(2014, 12, 31)),
        ),
    ],
)
def test_another_period_is_compared_with_as_many_days_just_before(
    period: Period, before: Period
) -> None:
    assert period.before == before


def test_only_a_whole_calendar_year_is_a_year() -> None:
    assert Period.of_year(2016).year == 2016
    assert Period(date(2016, 1, 1), date(2016, 12, 30)).year is None
    assert Period(date(2015, 1, 1), date(2016, 12, 31)).year is None


def test_a_period_does_not_begin_after_its_end() -> None:
    with pytest.raises(ValueError, match="after its end"):
        Period(date(2016, 1, 2), date(2016, 1, 1))
