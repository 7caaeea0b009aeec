"""Numbers, days, names and their order, as each language writes them."""

from datetime import date

import pytest

from npm_data.i18n import words_for
from npm_data.i18n.collation import in_order


@pytest.mark.parametrize(
    ("language", "number", "percent", "change", "day"),
    [
        ("en", "1,262", "29.0\u00a0%", "\u221212", "31\u00a0December\u00a02016"),
        ("ru", "1\u202f262", "29,0\u00a0%", "\u221212", "31\u00a0декабря\u00a02016\u00a0г."),
        ("kk", "1\u202f262", "29,0\u00a0%", "\u221212", "2016\u00a0жылғы 31\u00a0желтоқсан"),
    ],
)
def test_numbers_and_days_read_as_the_language_writes_them(
    language: str, number: str, percent: str, change: str, day: str
) -> None:
    words = words_for(language)
    assert words.number(1262) == number
    assert words.percent(0.2904) == percent
    assert words.signed(-12) == change
    assert words.signed(0) == "0"
    assert words.date(date(2016, 12, 31)) == day


def test_a_change_keeps_its_sign_and_its_decimals() -> None:
    words = words_for("en")
    assert words.signed_percent(0.2904) == "+29.0\u00a0%"
    assert words.signed_percent(-0.0666) == "\u22126.7\u00a0%"
    assert words.signed_percent(0.0) == "0.0\u00a0%"
    assert words.percent(0.2904, 0) == "29\u00a0%"
    assert words.number(1234.56, 1) == "1,234.6"
    assert words.number(-25) == "\u221225"
    assert words.percent(-0.25) == "\u221225.0\u00a0%"


def test_a_half_is_rounded_away_from_zero_as_charts_and_spreadsheets_do() -> None:
    words = words_for("en")
    assert words.percent(18 / 32) == "56.3\u00a0%"
    assert words.percent(0.125, 0) == "13\u00a0%"
    assert (words.number(0.5), words.number(2.5), words.number(2.25, 1)) == ("1", "3", "2.3")
    assert (words.signed(-0.5), words.signed(0.4), words.signed(0.25, 1)) == (
        "\u22121",
        "0",
        "+0.3",
    )
    assert words.signed_percent(-0.0625) == "\u22126.3\u00a0%"
    assert words.signed_percent(-0.0004) == "0.0\u00a0%"


@pytest.mark.parametrize(("count", "form"), [(1, 0), (2, 1), (5, 2), (11, 2), (21, 0), (22, 1)])
def test_russian_has_three_forms_of_a_plural(count: int, form: int) -> None:
    forms = ["посещение", "посещения", "посещений"]
    assert words_for("ru").plural("count.visits", count) == f"{count} {forms[form]}"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "Half of the reports were signed within 1 day"),
        ("ru", 2.5, "Половина отчётов подписана не позднее чем за 2,5 дня"),
        ("ru", 18, "Половина отчётов подписана не позднее чем за 18 дней"),
        ("kk", 12.5, "Есептердің жартысына 12,5 күн ішінде қол қойылған"),
    ],
)
def test_a_fraction_has_the_form_of_two(language: str, count: float, said: str) -> None:
    assert words_for(language).plural("visits.delay_title", count) == said


@pytest.mark.parametrize(
    ("message", "one", "two"),
    [
        ("count.visits", "1 бару", "2 бару"),
        (
            "import.more_of_its_kind",
            "… және осындай тағы 1 жағдай бар, ол тізімде көрсетілмеген.",
            "… және осындай тағы 2 жағдай бар, олар тізімде көрсетілмеген.",
        ),
    ],
)
def test_a_kazakh_noun_stays_after_a_number_and_what_refers_to_it_does_not(
    message: str, one: str, two: str
) -> None:
    words = words_for("kk")
    assert [words.plural(message, 1), words.plural(message, 2)] == [one, two]


def test_months_stand_alone() -> None:
    assert words_for("ru").month(1) == "январь"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "October\u00a02016"),
        ("ru", "октябрь\u00a02016\u00a0г."),
        ("kk", "2016\u00a0жылғы\u00a0қазан"),
    ],
)
def test_a_month_of_a_year_reads_as_the_language_writes_it(language: str, said: str) -> None:
    assert words_for(language).month_of(date(2016, 10, 1)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2019, 3, 22), "город Астана"),
        (date(2019, 3, 23), "город Нур-Султан"),
        (date(2022, 9, 16), "город Нур-Султан"),
        (date(2022, 9, 17), "город Астана"),
        (None, "город Астана"),
    ],
)
def test_a_region_has_the_name_that_it_bears_on_the_day(day: date | None, said: str) -> None:
    words = words_for("ru")
    assert words.region("KZ-71", on=day) == said
    assert words.region("KZ-AST", "2018", on=day) == said
    assert words.region("KZ-75", on=day) == "город Алматы"


def test_a_ministry_has_the_name_that_it_bears_on_the_day() -> None:
    words = words_for("en")
    assert words.ministry("health", date(2016, 12, 31)).endswith("Health and Social Development")
    assert words.ministry("health", date(2017, 1, 25)) == "Ministry of Health"
    assert words.ministry("education", date(2022, 6, 11)) == "Ministry of Enlightenment"
    # Before its first name begins, a ministry is called by it all the same.
    assert words.ministry("social", date(2014, 1, 1), is_short=True) == "MLSPP"


def test_names_stand_in_the_order_of_the_kazakh_alphabet() -> None:
    names = ["Қарағанды", "Абай", "Ақмола", "Әсем", "Кентау", "Ұлытау", "Ыбырай"]
    wanted = ("Абай", "Ақмола", "Әсем", "Кентау", "Қарағанды", "Ұлытау", "Ыбырай")
    assert in_order(words_for("kk"), names) == wanted
    assert in_order(words_for("kk"), []) == ()


def test_another_language_and_an_unknown_message_are_refused() -> None:
    with pytest.raises(ValueError, match="none of kk, ru, en"):
        words_for("de")
    with pytest.raises(KeyError, match=r"no message 'nothing\.here'"):
        words_for("en")("nothing.here")
    with pytest.raises(KeyError, match="no plural message"):
        words_for("en").plural("nothing.here", 2)


def test_a_region_bears_the_name_of_its_borders_and_a_code_its_word() -> None:
    words = words_for("ru")
    assert words.region("KZ-YUZ", "2016") == "Южно-Казахстанская область"
    assert words.region("KZ-YUZ", "2018") == "Туркестанская область"
    assert words.code("visit_type", "special") == "специальное"
    assert words.institution_type("sizo") == "следственный изолятор"
