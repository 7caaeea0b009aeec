"""Names and codes as offices write them."""

import pytest

from npm_data.reference import LANGUAGES, reference
from npm_data.register.reading.headings import column_of
from npm_data.register.spelling import fold
from npm_data.register.vocabulary import (
    CODED_COLUMNS,
    Vocabulary,
    sheet_names,
    vocabulary,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ЗАКРЫТИЯ\u00a0 Дата", "закрытия дата"),
        ("Приёмник-распределитель", "приемник распределитель"),
        ("follow_up", "Follow-up"),
        ("Мекеме\u200b тү\u00adрі", "мекеме түрі"),
        ("Мeкeмe түpi", "мекеме түрі"),
        ("КZ-35", "kz 35"),
        ("Дата\nначала:", "дата начала"),
        ("и\u0306", "й"),
    ],
)
def test_two_spellings_of_one_name_fold_alike(written: str, meant: str) -> None:
    assert fold(written) == fold(meant)


@pytest.mark.parametrize("column", CODED_COLUMNS)
def test_a_code_means_itself_in_any_letter_case(column: str) -> None:
    lists = {"status": ("reply_status", "implementation_status")}.get(column, (column,))
    codes = {
        "institution_type": [each.code for each in reference().institution_types],
        "addressee": [*reference().portfolios],
    }.get(column, [code for each in lists for code in reference().codes(each)])

    assert codes
    assert [vocabulary(column).code(f" {code.upper()} ") for code in codes] == codes


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_the_reference_data_means_its_code(language: str) -> None:
    for value in reference().code_values:
        column = "status" if value.list.endswith("_status") else value.list
        assert vocabulary(column).code(value.names[language]) == value.code
    for each in reference().institution_types:
        assert vocabulary("institution_type").code(each.names[language].title()) == each.code
    for name in reference().ministries:
        assert vocabulary("addressee").code(name.names[language]) == name.portfolio
        assert vocabulary("addressee").code(name.short_names[language]) == name.portfolio


@pytest.mark.parametrize("language", LANGUAGES)
def test_sheets_and_columns_go_by_their_names_in_every_language(language: str) -> None:
    for code, names in reference().sheets.items():
        assert sheet_names().code(names[language].upper()) == code
    for column in reference().columns:
        assert column_of(column.names[language], column.sheet) == column.column


def test_a_judge_may_be_written_without_the_words_in_brackets() -> None:
    assert vocabulary("judge").code("ҰПТ") == "npm"
    assert vocabulary("judge").code("госорган") == "authority"


@pytest.mark.parametrize(
    "written",
    ["МВД РК", "Министерство внутренних дел Республики Казахстан", "ҚР Ішкі істер министрлігі"],
)
def test_a_ministry_may_be_written_with_the_country(written: str) -> None:
    assert vocabulary("addressee").code(written) == "interior"


def test_a_short_name_typed_in_latin_letters_is_understood() -> None:
    assert vocabulary("addressee").code("MO") == "defence"


def test_a_word_of_no_list_means_nothing() -> None:
    assert vocabulary("theme").code("weather") is None


def test_a_misspelt_name_is_near_the_code_that_was_meant() -> None:
    assert vocabulary("theme").nearest("Медицинская помошь") == ["health_care"]
    assert vocabulary("theme").nearest("weather forecast") == []


def test_a_name_with_two_meanings_is_refused() -> None:
    with pytest.raises(ValueError, match="means both"):
        Vocabulary([("Almaty", "KZ-75"), ("ALMATY", "KZ-19")])
