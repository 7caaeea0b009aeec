"""Old and new codes and names of regions."""

import pytest

from npm_data.reference import LANGUAGES, reference
from npm_data.register.vocabulary import meaning_of, units_with_district


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_that_a_unit_bears_today_means_todays_unit(language: str) -> None:
    for unit in reference().regions_of("2022"):
        for name in (unit.names[language], *unit.other_names[language]):
            assert meaning_of(name.upper(), None).region == unit.code
        assert meaning_of(unit.code.lower(), None).region == unit.code


def test_an_old_code_that_was_not_split_means_its_successor() -> None:
    for unit in reference().regions_of("2018"):
        todays = reference().todays_codes(unit.code)
        expected = todays[0] if len(todays) == 1 else None
        assert meaning_of(unit.code, None).region == expected
        assert set(meaning_of(unit.code, None).units) == set(todays)


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("Алматы", "KZ-75"),
        ("г. Алматы", "KZ-75"),
        ("Almaty City", "KZ-75"),
        ("Алма-Ата", "KZ-75"),
        ("Алматы облысы", "KZ-19"),
        ("Almaty Region", "KZ-19"),
        ("Алматинская обл.", "KZ-19"),
        ("Алматы (область)", "KZ-19"),
        ("область Алматы", "KZ-19"),
        ("KZ-71 (Астана)", "KZ-71"),
        ("Астана", "KZ-71"),
        ("Нур-Султан", "KZ-71"),
        ("г.Нур-Султан", "KZ-71"),
        ("Нұр-Сұлтан қаласы", "KZ-71"),
        ("Nur-Sultan", "KZ-71"),
        ("Восточно-Казахстанская", "KZ-63"),
        ("область Жетысу", "KZ-33"),
        ("Turkestan", "KZ-61"),
        ("KZ-SHY", "KZ-79"),
        ("KZ-BAY", "KZ-43"),
        ("КZ-71", "KZ-71"),
    ],
)
def test_a_region_goes_by_the_forms_that_offices_use(written: str, region: str) -> None:
    assert meaning_of(written, None).region == region


@pytest.mark.parametrize(
    ("written", "district", "region"),
    [
        ("KZ-VOS", "г. Семей", "KZ-10"),
        ("KZ-VOS", "Абайский район", "KZ-10"),
        ("KZ-VOS", "Өскемен қаласы", "KZ-63"),
        ("KZ-ALM", "Талдыкорган", "KZ-33"),
        ("KZ-ALM", "Talgar District", "KZ-19"),
        ("KZ-KAR", "Ұлытау ауданы", "KZ-62"),
        ("KZ-KAR", "Абайский р-н", "KZ-35"),
        ("KZ-YUZ", "Абайский район", "KZ-79"),
        ("KZ-YUZ", "Сайрамский район", "KZ-61"),
        ("South Kazakhstan Region", "Shymkent", "KZ-79"),
        ("Южно-Казахстанская область", "Кентау", "KZ-61"),
        ("Оңтүстік Қазақстан облысы", "Арыс", "KZ-61"),
    ],
)
def test_a_district_decides_where_a_region_was_split(
    written: str, district: str, region: str
) -> None:
    assert meaning_of(written, district).region == region


@pytest.mark.parametrize("district", [None, "", "Марс", "Семей"])
def test_without_a_deciding_district_the_possible_units_are_told(district: str | None) -> None:
    meaning = meaning_of("Южно-Казахстанская область", district)

    assert meaning.region is None
    assert set(meaning.units) == {"KZ-61", "KZ-79"}


@pytest.mark.parametrize("written", ["Mars", "область", "", "KZ-99"])
def test_what_is_no_region_has_no_units(written: str) -> None:
    assert meaning_of(written, None).units == ()


def test_every_listed_district_lies_in_a_unit_that_came_out_of_its_old_region() -> None:
    for district in reference().districts:
        assert district.region in reference().todays_codes(district.old_code)
        assert district.source


def test_within_one_old_region_no_district_is_in_two_units() -> None:
    for old_code in {district.old_code for district in reference().districts}:
        todays = set(reference().todays_codes(old_code))
        for district in reference().districts:
            for name in district.names:
                assert len(units_with_district(name) & todays) <= 1
