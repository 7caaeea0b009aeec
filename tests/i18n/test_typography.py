"""What a reader of the Ombudsman's office would strike out: signs, spaces and endings."""

import re

import pytest

from npm_data.i18n.catalogues import catalogue, subjects
from npm_data.reference import LANGUAGES

OF_KAZAKH_NUMBERS = re.compile(r"\{\w+\}-(жол|нұсқа|бет|слайд|бөлі|қадам)")
"""An ordinal: its ending belongs to the noun, and is the same after every number."""


def sentences(language: str) -> list[tuple[str, str]]:
    """The name and each form of all messages of a language."""
    return [
        (str(message.id), form)
        for subject in subjects(language)
        for message in catalogue(language, subject)
        if message.id
        for form in ([message.string] if isinstance(message.string, str) else message.string)
    ]


def found(pattern: str, language: str) -> list[tuple[str, str]]:
    return [(name, text) for name, text in sentences(language) if re.search(pattern, text)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"\d %", id="a sign of per cent that can stand alone on a line"),
        pytest.param("№ ", id="a sign of number that can stand alone on a line"),
        pytest.param(r"\.\.\.", id="three full stops for an ellipsis"),
        pytest.param(" - ", id="a hyphen for a dash"),
        pytest.param("  ", id="two blanks"),
    ],
)
def test_signs_are_those_of_print(language: str, pattern: str) -> None:
    assert found(pattern, language) == []


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    assert found('["“”]', language) == []


def test_no_kazakh_ending_hangs_on_a_value_that_is_put_in() -> None:
    """“{n}-ден” is right after 1 and wrong after 3: the sentence has to be built without it."""
    hanging = found(r"\{\w+\}[»%\u00a0]*-?[а-яәғқңөұүһі]", "kk")
    assert [each for each in hanging if not OF_KAZAKH_NUMBERS.search(each[1])] == []


def test_no_russian_noun_is_counted_without_its_plural_forms() -> None:
    """“из {total} ячеек” is wrong for 21: a count stands after a colon, or has its forms."""
    nouns = "посещени|учреждени|рекомендаци|запис|ответ|ячее|регион|министерств|дней|слайд|строк"
    single = [
        (message.id, message.string)
        for subject in subjects("ru")
        for message in catalogue("ru", subject)
        if isinstance(message.id, str)
        and isinstance(message.string, str)
        and re.search(rf"\{{(count|total|visits|n|k|rows|places)\}} ({nouns})", message.string)
    ]
    assert single == []


def test_a_russian_word_is_written_with_its_letter_yo_everywhere() -> None:
    """Two spellings of one word make a text look unread; “все” and “чем” are words of their own."""
    words = {word for _, text in sentences("ru") for word in re.findall("[а-яё]+", text.lower())}
    twice = {word for word in words if "ё" in word and word.replace("ё", "е") in words}
    assert twice <= {"всё", "чём"}


@pytest.mark.parametrize(
    ("language", "other"),
    [
        ("ru", r"четырёхлетн\w+ круг"),
        ("ru", r"[Дд]анн(ых|ые) рекоменд|выдач"),
        ("ru", r"\bтип\w* учрежден"),
        ("kk", "айналым"),
        ("kk", "[Жж]үйелі ұсыным"),
        ("kk", "[Бб]ару кестесі"),
    ],
)
def test_a_term_has_one_word(language: str, other: str) -> None:
    assert found(other, language) == []


def test_a_russian_date_is_followed_by_no_second_full_stop() -> None:
    """A date ends in “г.” already; findings of an import (`message_of`) see to it themselves."""
    dates = r"\{(date|day|before|after|last|first|penal|sizo|from_on|to_on)\}\."
    twice = [name for name, _ in found(dates, "ru")]
    assert [name for name in twice if not name.startswith(("import.", "query."))] == []
