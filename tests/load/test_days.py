"""Days as offices write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npm_data.register.reading.days import FIRST_DAY, LAST_DAY, read_day

EPOCH = date(1899, 12, 30)
A_DAY = date(2016, 5, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2016-05-01",
        "2016-5-1",
        "01.05.2016",
        "1.5.2016",
        "2016-05-01 00:00:00",
        "01.05.2016 0:00:00",
        "01.05.2016 г.",
        "01.05.2016ж",
    ],
)
def test_a_day_is_read_in_the_forms_of_an_office(text: str) -> None:
    assert read_day(text) == A_DAY


@pytest.mark.parametrize(
    "text",
    [
        "31.02.2016",
        "2016-13-01",
        "05/01/2016",
        "01.05.16",
        "2016-05-01T14:30",
        "42491.75",
        "May 2016",
        "2016",
        "42491",
        "1899-12-31 03:04:00",
        "0216-05-01",
        "2999-01-01",
        "-",
    ],
)
def test_what_is_no_day_or_could_be_two_is_not_read(text: str) -> None:
    assert read_day(text) is None


def test_a_workbooks_day_number_is_a_day() -> None:
    assert read_day("42491", EPOCH) == A_DAY
    assert read_day("42491.000001", EPOCH) == A_DAY
    assert read_day("2016", EPOCH) is None


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_both_forms_of_a_day_are_read_alike(day: date) -> None:
    is_artifact = day in (EPOCH, EPOCH + timedelta(days=1))

    assert read_day(day.isoformat()) == read_day(day.strftime("%d.%m.%Y"))
    assert (read_day(day.isoformat()) == day) is not is_artifact
