"""The sourced reference data: complete, consistent, quoted as published."""

import json
from datetime import date

import pytest

from npm_data.reference import BORDER_SETS, FOLDER, LANGUAGES, reference

REFERENCE = reference()


def test_there_are_sixteen_then_seventeen_then_twenty_regions() -> None:
    assert [len(REFERENCE.regions_of(each)) for each in BORDER_SETS] == [16, 17, 20]


@pytest.mark.parametrize("border_set", BORDER_SETS)
def test_the_map_has_exactly_the_units_of_its_border_set(border_set: str) -> None:
    text = (FOLDER / f"kz_regions_{border_set}.topojson").read_text(encoding="utf-8")
    drawn = {each["id"] for each in json.loads(text)["objects"]["regions"]["geometries"]}
    assert drawn == {unit.code for unit in REFERENCE.regions_of(border_set)}


@pytest.mark.parametrize("border_set", BORDER_SETS)
def test_each_of_todays_units_lies_in_one_unit_of_each_border_set(border_set: str) -> None:
    today = [unit.code for unit in REFERENCE.regions_of("2022")]
    units = {REFERENCE.unit_in(border_set, code) for code in today}
    assert units == {unit.code for unit in REFERENCE.regions_of(border_set)}


@pytest.mark.parametrize(
    ("code", "units"),
    [
        ("KZ-71", ("KZ-71",)),
        ("KZ-AST", ("KZ-71",)),
        ("KZ-VOS", ("KZ-10", "KZ-63")),
        ("KZ-YUZ", ("KZ-61", "KZ-79")),
        ("KZ-SHY", ("KZ-79",)),
        ("KZ-99", ()),
    ],
)
def test_an_old_code_means_the_units_that_came_out_of_it(code: str, units: tuple[str, ...]) -> None:
    assert REFERENCE.todays_codes(code) == units


def test_no_two_units_of_a_border_set_share_a_tile() -> None:
    for border_set in BORDER_SETS:
        tiles = [(unit.tile_row, unit.tile_column) for unit in REFERENCE.regions_of(border_set)]
        assert len(tiles) == len(set(tiles))


def test_the_three_cities_of_republican_significance_are_marked() -> None:
    assert {unit.code for unit in REFERENCE.regions_of("2022") if unit.is_city} == {
        "KZ-71",
        "KZ-75",
        "KZ-79",
    }


def test_each_ministry_bears_one_name_on_each_day() -> None:
    for portfolio in REFERENCE.portfolios:
        names = [each for each in REFERENCE.ministries if each.portfolio == portfolio]
        for day in (date(2017, 1, 25), date(2022, 6, 10), date(2022, 6, 11), date(2025, 12, 31)):
            assert sum(name.is_valid_on(day) for name in names) == 1


def test_every_type_belongs_to_a_ministry_and_every_name_is_there_in_three_languages() -> None:
    named = [
        *REFERENCE.institution_types,
        *REFERENCE.ministries,
        *REFERENCE.regions,
        *REFERENCE.code_values,
        *REFERENCE.columns,
    ]
    assert {each.portfolio for each in REFERENCE.institution_types} == set(REFERENCE.portfolios)
    assert all(each.names[language].strip() for each in named for language in LANGUAGES)


def test_assumed_and_inferred_days_are_marked_as_such() -> None:
    marked = {each.code for each in REFERENCE.institution_types if each.is_mandate_assumed}
    assert marked == {"childrens_home", "support_centre", "infant_home", "social_care"}


def test_both_published_figures_for_2015_are_kept_with_their_precision() -> None:
    figures = [
        (figure.value, figure.precision)
        for figure in REFERENCE.published_figures
        if figure.country == "Kazakhstan"
        and figure.period == "2015"
        and figure.measure == "preventive visits"
    ]
    assert figures == [(527, "derived"), (528, "exact")]
