"""What an address says becomes a choice and comes back as the same address."""

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npm_data.figures import periods
from npm_data.register.filters import Filters, Period
from npm_data.ui.frame.address import (
    LISTS,
    Choice,
    choice_in,
    default_choice,
    known_codes,
    language_in,
    query_of,
)

DATA_DATE = date(2025, 12, 31)


def test_an_empty_address_is_the_last_full_year_of_everything():
    assert choice_in({}, DATA_DATE) == Choice("2025") == default_choice(DATA_DATE)


def test_a_whole_address_is_read():
    query = {
        "period": ["2016"],
        "ministry": ["interior"],
        "institution-type": ["sizo"],
        "region": ["KZ-71", "KZ-35"],
        "visit-type": ["special"],
    }
    assert choice_in(query, DATA_DATE).filters(DATA_DATE) == Filters(
        Period.of_year(2016), ("KZ-71", "KZ-35"), ("interior",), ("sizo",), ("special",)
    )


def test_an_old_region_code_means_the_units_that_came_out_of_it():
    assert set(choice_in({"region": ["KZ-VOS"]}, DATA_DATE).regions) == {"KZ-10", "KZ-63"}


def test_a_free_range_stands_before_a_preset():
    query = {"period": ["2016"], "from": ["2016-03-01"], "to": ["2016-08-31"]}
    choice = choice_in(query, DATA_DATE)
    assert choice.period == periods.CUSTOM
    assert choice.custom == Period(date(2016, 3, 1), date(2016, 8, 31))


@pytest.mark.parametrize(
    "query",
    [
        {"period": ["1999"]},
        {"period": ["custom"]},
        {"period": [""]},
        {"period": ["2016-2014"]},
        {"period": ["2016-2016"]},
        {"period": ["2016-2026"]},
        {"from": ["2017-01-01"], "to": ["2016-01-01"]},
        {"from": ["2017-01-01"]},
        {"from": ["yesterday"], "to": ["today"]},
        {"from": ["2017-01-01"], "to": ["2026-01-01"]},
        {"ministry": ["magic", ""], "region": ["KZ-00"], "visit-type": [], "other": ["x"]},
    ],
)
def test_what_an_address_says_wrongly_is_left_out(query):
    assert choice_in(query, DATA_DATE) == default_choice(DATA_DATE)


def test_a_good_value_beside_a_bad_one_holds():
    assert choice_in({"ministry": ["magic", "health"]}, DATA_DATE).ministries == ("health",)


@pytest.mark.parametrize(
    ("values", "language"), [(["kk"], "kk"), (["de"], None), ([], None), (["de", "ru"], "ru")]
)
def test_a_language_is_one_of_three(values, language):
    assert language_in({"lang": values}) == language


def some_of(name):
    return st.lists(st.sampled_from(known_codes(name)), unique=True).map(
        lambda chosen: tuple(code for code in known_codes(name) if code in chosen)
    )


PRESETS = [each for each in periods.presets(DATA_DATE) if each != "custom"]
YEARS = sorted(each for each in PRESETS if each.isdecimal())
CODES = PRESETS + [f"{first}-{last}" for first, last in combinations(YEARS, 2)]


@st.composite
def choices(draw):
    lists = [draw(some_of(name)) for name in ("region", "ministry", "institution-type")]
    days = st.dates(periods.FIRST_DAY, DATA_DATE)
    visit_types = draw(some_of("visit-type"))
    if draw(st.booleans()):
        custom = Period(*sorted((draw(days), draw(days))))
        return Choice(periods.CUSTOM, custom, *lists, visit_types)
    return Choice(draw(st.sampled_from(CODES)), None, *lists, visit_types)


@given(choices(), st.sampled_from(["kk", "ru", "en"]))
def test_an_address_that_was_written_is_read_as_the_same_choice(choice, language):
    query = query_of(language, choice)
    assert choice_in(query, DATA_DATE) == choice
    assert language_in(query) == language


@given(
    st.dictionaries(
        st.sampled_from(["lang", "period", "from", "to", *LISTS]), st.lists(st.text(max_size=12))
    )
)
def test_no_address_whatever_breaks_the_page(query):
    choice = choice_in(query, DATA_DATE)
    assert choice.filters(DATA_DATE).period.to_on <= DATA_DATE
