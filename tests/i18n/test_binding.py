"""What stays together where lines are broken, in three languages."""

from datetime import date

import pytest

from npm_data.i18n import words_for
from npm_data.i18n.formats import bound, bound_title
from npm_data.reference import LANGUAGES


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("680 visits in 2016", ["680\u00a0visits", "in", "2016"]),
        ("2016 жылы 3\u202f023 мекеме", ["2016\u00a0жылы", "3\u202f023\u00a0мекеме"]),
        (
            "n = 680; 95\u00a0%: 29,6\u00a0% – 33\u00a0%",
            ["n\u00a0=\u00a0680;", "95\u00a0%:", "29,6\u00a0%\u00a0–\u2060\u00a033\u00a0%"],
        ),
        ("29.6\u00a0% to 33\u00a0% of", ["29.6\u00a0%\u00a0to\u00a033\u00a0%", "of"]),
        ("© OCHA, CC BY 3.0", ["©\u00a0OCHA,", "CC\u00a0BY", "3.0"]),
        ("Изолятор № 5, Абай", ["Изолятор", "№\u00a05,", "Абай"]),
        ("ҰПТ тексергені — 806, басқасы", ["ҰПТ", "тексергені\u00a0—\u00a0806,", "басқасы"]),
        (
            "1\u202f876 из 3\u202f286 (57\u00a0%)",
            ["1\u202f876\u00a0из\u00a03\u202f286", "(57\u00a0%)"],
        ),
        ("3 of 12 in all", ["3\u00a0of\u00a012\u00a0in", "all"]),
        ("16 ішінен 4", ["16\u00a0ішінен\u00a04"]),
        ("Бұл — көрсетілім", ["Бұл\u00a0—", "көрсетілім"]),
        ("за 12 месяцев: 5 (4,1\u00a0%)", ["за", "12\u00a0месяцев:", "5", "(4,1\u00a0%)"]),
    ],
)
def test_a_number_stays_with_what_it_counts(said: str, parts: list[str]) -> None:
    assert bound(said).split(" ") == parts


@pytest.mark.parametrize(
    ("said", "end"),
    [
        ("Мерзім ешбір мекемеде өтпеген (мекемелер: 3\u202f023)", "(мекемелер:\u00a03\u202f023)"),
        ("806, а по данным органов 763 (на тот день)", "тот\u00a0день)"),
        ("Иное несовершеннолетних противотуберкулезная", "противотуберкулезная"),
        ("Барулар", "Барулар"),
    ],
)
def test_a_title_ends_in_no_word_or_number_alone(said: str, end: str) -> None:
    assert bound_title(said).split(" ")[-1] == end


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_line_ends_in_no_date_but_after_the_kazakh_year(language: str) -> None:
    words = words_for(language)
    day = words.date(date(2016, 12, 31))
    assert day.split(" ") == (
        ["2016\u00a0жылғы", "31\u00a0желтоқсан"] if language == "kk" else [day]
    )
    assert " " not in words.month_of(date(2016, 12, 31))
