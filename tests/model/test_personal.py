"""What is about a person in a text, however it is written, and what only looks like it."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from npm_data.register.personal import (
    MASK,
    is_identification_number,
    kinds_in,
    masked,
    may_be_personal,
)
from npm_data.register.spelling import plain
from tests.persons import CARD, EMAIL, PHONE, identification_number

IIN = identification_number()
FULL_WIDTH = str.maketrans({str(digit): chr(0xFF10 + digit) for digit in range(10)})
ARABIC = str.maketrans({str(digit): chr(0x660 + digit) for digit in range(10)})
CIRCLED = str.maketrans({str(digit): chr(0x245F + digit) for digit in range(1, 10)})

PERSONAL = [
    ("iin", IIN),
    ("iin", f"ИИН{IIN}."),
    ("iin", f"ЖСН: {IIN[:6]} {IIN[6:]}"),
    ("iin", f"№ 5, {IIN[:6]}-{IIN[6:]}, корпус 2"),
    ("iin", ".".join((IIN[:3], IIN[3:6], IIN[6:9], IIN[9:]))),
    ("iin", " ".join(IIN)),
    ("iin", IIN.translate(FULL_WIDTH)),
    ("iin", IIN.translate(ARABIC)),
    ("iin", IIN.translate(CIRCLED)),
    ("iin", "\u200b".join(IIN)),
    ("iin", "\u202e\u00ad".join(IIN)),
    ("iin", f"{IIN[:6]}\u2013{IIN[6:]}"),
    ("iin", f"{IIN[:6]}\u00a0{IIN[6:]}"),
    ("iin", f"12 {IIN}"),
    ("phone", PHONE),
    ("phone", PHONE.replace(" ", "")),
    ("phone", PHONE.replace("+7", "8").replace(" ", "")),
    ("phone", PHONE.replace("+7 ", "8(").replace("01 ", "01)")),
    ("phone", f"тел. {PHONE[3:].replace(' ', '')}"),
    ("phone", f"звоните {PHONE[1:].replace(' ', '-')}"),
    ("phone", PHONE.translate(FULL_WIDTH)),
    ("phone", PHONE.replace(" ", "\u200b")),
    ("phone", f"{PHONE[1:]} 8 701 000 00 01"),
    ("phone", "8 (7172) 00-00-00"),
    ("phone", "+44 20 7946 0000"),
    ("phone", "+996 700 000 000"),
    ("email", EMAIL),
    ("email", f"пишите: {EMAIL.upper()}, "),
    ("email", "name (at) example.org"),
    ("email", "name @ example.org"),
    ("email", "имя＠example．org"),
    ("email", "n\u200bame@exa\u00admple.org"),
    ("email", "nаme@ехаmple.org"),
    ("email", "имя [собака] пример [точка] орг"),
    ("card", CARD),
    ("card", f"карта {CARD.replace(' ', '')}"),
    ("card", CARD.replace(" ", "-")),
    ("card", CARD.translate(FULL_WIDTH)),
    ("card", "3782 822463 10005"),
    ("number", "990231300000"),
    ("name", "осуждённый Примеров П.П. пожаловался"),
    ("name", "осужденного П. П. Примерова"),
    ("name", "Гр. Примерова"),
    ("name", "гражданка РК Примерова Проба Примеровна"),
    ("name", "гр-н ПРИМЕРОВ П. П."),
    ("name", "воспитанница Проба Примерова"),
    ("name", "подсудимый «Примеренко»"),
    ("name", "со слов пациента Примерского"),
    ("name", "сотталған Ү. Үлгіев арызданды"),
    ("name", "азамат Үлгіұлы Мысал"),
    ("name", "тәрбиеленуші Мысалова"),
    ("name", "азаматша Мысалқызы"),
    ("name", "Mr Sample"),
    ("name", "the detainee A. Sample said"),
    ("name", "Mrs. Sample-Example"),
    ("name", "prisoner John Sample"),
]

HARMLESS = [
    "",
    "Закон № 111-V от 2 июля 2013 года, статьи 46-10, 46-16 и 47-7",
    "K1400000234, P070000406",
    "31.12.2016 по 01.01.2017, 2016-12-31 10:20:30",
    "2010 2011 2012 2013 2014, 2014-2015, 2016; 2017",
    "KZ-71, KZ-VOS, 59-UIS-001, V2014-0001, R2014-00001",
    "Договор № 123456789012/15 и договор 87010000000",
    "№ 87010000000",
    "БИН 980640000123",
    "Горячая линия 8 800 080 77 77, телефон доверия 111, 1424",
    "Оснастить 1 200 000 000 000 тенге, 12 345 678 901 тенге",
    "п. 1.2.3.4.5.6.7.8.9.10.11.12 правил",
    "камеры 101 102 103 104 105 106 107",
    "4111 1111 1111 1112",
    "ул. Мира, 12 @ 5",
    "пациентам Областной больницы",
    "права осужденных, гражданин Республики Казахстан",
    "осужденным Карагандинской области",
    "азамат Қазақстан Республикасының заңы",
    "гр. А",
    "каждый осуждённый. Министерству внутренних дел",
    "prisoner Transport Service, Patient Safety Act, detainee records",
    "сотталғандар үшін Қазақстанда",
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), PERSONAL)
def test_personal_data_are_known_however_they_are_written(kind: str, text: str) -> None:
    assert kind in kinds_in(text)
    assert kinds_in(f"Начало «{text}» конец.") == kinds_in(text)
    assert pl.select(may_be_personal(pl.lit(text))).item()
    assert MASK in masked(text)
    assert kinds_in(masked(text)) == ()


@pytest.mark.parametrize("text", HARMLESS)
def test_laws_days_codes_and_offices_are_not_taken_for_persons(text: str) -> None:
    assert kinds_in(text) == ()
    assert masked(text) == text


def test_only_what_is_personal_is_masked() -> None:
    assert masked(f"Звонить {PHONE}, писать {EMAIL}!") == f"Звонить {MASK}, писать {MASK}!"
    assert masked(f"А{IIN.translate(FULL_WIDTH)}Б") == f"А{MASK}Б"
    assert masked("Сообщил осуждённый Примеров П.П., 2016") == f"Сообщил осуждённый {MASK}, 2016"


def test_the_check_digit_is_weighed_a_second_time_where_the_first_gives_ten() -> None:
    assert is_identification_number("000101100708")
    assert not is_identification_number("000101100700")


def test_no_number_is_given_out_where_both_weighings_give_ten() -> None:
    twice = [
        number
        for number in (f"0001011{order:04}" for order in range(10_000))
        if _weighed(number, range(1, 12)) == _weighed(number, (*range(3, 12), 1, 2)) == 10
    ]

    assert twice
    assert not any(is_identification_number(f"{twice[0]}{digit}") for digit in range(10))


def _weighed(digits: str, weights: object) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True)) % 11  # type: ignore[call-overload]


@pytest.mark.parametrize("fifth", "456")
def test_the_number_of_an_organisation_is_no_persons(fifth: str) -> None:
    numbers = [f"9806{fifth}0{order:06}" for order in range(100)]

    assert not any(kinds_in(number) for number in numbers)


@pytest.mark.parametrize("birthday", ["001301", "000230", "000000"])
def test_a_birthday_that_is_no_day_is_no_persons(birthday: str) -> None:
    numbers = [f"{birthday}1{order:05}" for order in range(100)]

    assert not any(is_identification_number(number) for number in numbers)
    assert not is_identification_number(f"{IIN[:6]}7{IIN[7:]}")


def test_few_numbers_in_a_row_pass_for_a_persons_by_chance() -> None:
    found = sum(is_identification_number(f"{number:012}") for number in range(0, 10**12, 10**8 + 7))

    assert found < 10_000 * 0.004


def test_a_place_in_the_plain_text_is_a_place_in_what_was_written() -> None:
    written = "А\u200b①２"
    seen = plain(written)

    assert seen.text == "А12"
    assert written[slice(*seen.span(1, 3))] == "①２"


@pytest.mark.parametrize("text", ["R2014-00004-9", "V 2024-0469-71", "20140000049"])
def test_an_id_of_ten_digits_takes_no_closer_look(text: str) -> None:
    assert not pl.select(may_be_personal(pl.lit(text))).item()


@settings(max_examples=1_000, deadline=None)
@given(
    st.text("0123789 -+.()", min_size=9, max_size=24), st.sampled_from(["", "call ", "R", "т. "])
)
def test_what_has_a_number_of_a_person_gets_a_closer_look(digits: str, before: str) -> None:
    text = before + digits

    assert pl.select(may_be_personal(pl.lit(text))).item() or not kinds_in(text)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=40), st.text(max_size=40))
def test_any_text_around_it_hides_nothing(before: str, after: str) -> None:
    text = f"{before} {EMAIL} {after}"

    assert "email" in kinds_in(text)
    assert EMAIL not in masked(text)
    assert pl.select(may_be_personal(pl.lit(text.encode("utf-8", "replace").decode()))).item()
