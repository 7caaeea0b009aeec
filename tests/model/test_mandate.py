"""The law's mandate on a day, and what a scenario changes of it."""

from datetime import date

import pytest

from npm_data.reference import reference
from npm_data.register.filters import (
    THE_LAW,
    Mandate,
    basis_of,
    entries,
    types_by_law,
    whole_visits,
)

CHILDREN = ("childrens_home", "support_centre", "infant_home")


@pytest.mark.parametrize(
    ("day", "count", "latest"),
    [
        (date(2013, 12, 31), 0, None),
        (date(2014, 1, 1), 14, "adaptation_centre"),
        (date(2019, 3, 31), 14, "adaptation_centre"),
        (date(2019, 4, 1), 17, "infant_home"),
        (date(2020, 1, 1), 18, "social_care"),
    ],
)
def test_the_mandate_of_the_law_grows_with_time(day: date, count: int, latest: str | None) -> None:
    types = types_by_law(day)
    assert len(types) == count
    assert (types[-1] if types else None) == latest


@pytest.mark.parametrize("day", [date(2013, 6, 1), date(2016, 12, 31), date(2024, 12, 31)])
def test_the_types_of_the_law_change_nothing(day: date) -> None:
    assert Mandate.of(types_by_law(day), day) == THE_LAW
    assert Mandate.of(types_by_law(day), day).is_the_law


def test_a_choice_is_read_as_what_it_adds_and_leaves_out_in_the_order_of_the_law() -> None:
    kept = [code for code in types_by_law(date(2016, 12, 31)) if code not in ("ivs", "penal")]
    scenario = Mandate.of([*reversed(CHILDREN), *kept], date(2016, 12, 31))
    assert scenario == Mandate(added=CHILDREN, left_out=("penal", "ivs"))
    assert not scenario.is_the_law


def test_no_types_leave_all_out_and_an_unknown_one_is_none() -> None:
    everything = tuple(each.code for each in reference().institution_types)
    assert Mandate.of((), date(2024, 1, 1)).left_out == everything
    assert Mandate.of((*everything, "kindergarten"), date(2024, 1, 1)) == THE_LAW


def test_a_day_of_entry_says_what_it_rests_on() -> None:
    assert entries() == {
        date(2014, 1, 1): "law",
        date(2019, 4, 1): "inferred",
        date(2020, 1, 1): "assumed",
    }
    unsure = {each.code for each in reference().institution_types if basis_of(each) != "law"}
    assert unsure == {*CHILDREN, "social_care"}
    assert all(
        (basis_of(each) != "law") == each.is_mandate_assumed
        for each in reference().institution_types
    )


@pytest.mark.parametrize(
    ("places", "visits"), [(0, 0), (1, 1), (4, 1), (5, 2), (115, 29), (-115, 29), (-4, 1)]
)
def test_a_part_of_a_visit_is_a_whole_one(places: int, visits: int) -> None:
    assert whole_visits(places / 4) == visits
