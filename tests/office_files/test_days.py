"""Days as offices write them: read where there is one meaning, refused at the cell where not."""

from datetime import date
from pathlib import Path

import pytest

from npm_data.register.reading.days import read_day, written_day, written_days
from tests.office_files.office import CASES, EXPECTED, checked, numbers_of
from tests.registers import WORKED
from tests.sources import address, change, new_findings, worked_copy
from tests.sources import checked as register_of

EPOCH = date(1899, 12, 30)
THE_DAY = date(2017, 11, 20)
THE_NUMBERS = [[pytest.approx(row) for row in case["rows"]] for case in EXPECTED["cases"]]


def test_an_instant_is_the_day_that_begins_then_in_kazakhstan(tmp_path: Path) -> None:
    assert numbers_of(CASES / "04_csv_js_iso_utc", tmp_path) == THE_NUMBERS


@pytest.mark.parametrize(
    "name",
    [
        "15_date_lrm.xlsx",
        "15c_date_two_digits.xlsx",
        "15d_date_words.xlsx",
        "15e_date_slash.xlsx",
        "15f_date_comma.xlsx",
        "15j_date_goda.xlsx",
    ],
)
def test_a_day_of_one_meaning_is_read(name: str) -> None:
    register, worked = register_of(CASES / name).register, register_of(WORKED).register

    assert register is not None
    assert worked is not None
    assert register.visits.equals(worked.visits)


def test_what_was_interpreted_is_said_once_with_how_many_cells_there_are() -> None:
    instants = checked(CASES / "04_csv_js_iso_utc")

    assert instants.errors == []
    told = [each for each in instants.warnings if each["rule"] == "an_instant_is_read_as_its_day"]
    at = [(each["sheet"], each["row"], each["column"]) for each in told]
    assert at[:3] == [
        ("institutions", 2, "opened_on"),
        ("institutions", 3, "closed_on"),
        ("visits", 2, "started_on"),
    ]
    assert "14" in told[2]["message"]


@pytest.mark.parametrize(
    ("name", "at", "senses"),
    [
        (
            "15i_date_range.xlsx",
            ("visits", 13, "started_on"),
            {"en": "several days", "ru": "несколько дней", "kk": "бірнеше күн"},
        ),
        (
            "15k_year_only.xlsx",
            ("institutions", 9, "opened_on"),
            {"en": "no day", "ru": "не день", "kk": "күні жоқ"},
        ),
    ],
)
def test_a_day_of_no_or_many_meanings_is_one_error_at_its_cell(
    name: str, at: tuple[str, int, str], senses: dict[str, str]
) -> None:
    told = checked(CASES / name)

    assert [(each["sheet"], each["row"], each["column"]) for each in told.errors] == [at]
    assert all(senses[language] in text for language, text in told.sentences().items())


def test_shortly_before_midnight_both_days_are_named() -> None:
    told = checked(CASES / "03b_serial_43_seconds_before.xlsx")

    rule = "a_day_is_not_close_to_the_next"
    assert [(each["rule"], each["row"], each["column"], each["more"]) for each in told.errors] == [
        (rule, 2, "started_on", 13),
        (rule, 2, "ended_on", 13),
    ]
    for language, month in (("en", "May"), ("ru", "мая"), ("kk", "мамыр")):
        said = told.sentences()[language]
        assert said.count(month) == 2, said
        assert said.count("2014") == 3, "as it was written, and both days"


@pytest.mark.parametrize(
    "text",
    [
        "«20» ноября 2017 г.",
        "20 нояб. 2017",
        "20-ноя-2017",
        "2017 жылғы 20 қараша",
        "2017 ж. 20 караша",
        "20 Қараша 2017 жыл",
        "20 November 2017",
        "Nov 20, 2017",
        "20. 11. 2017",
        "2017/11/20",
        "2017.11.20",
        "11/20/2017",
        "20/11/2017 00:00:00",
    ],
)
def test_a_day_in_words_and_signs_says_nothing(text: str) -> None:
    assert read_day(text) == THE_DAY


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2017-11-20T00:00:00+05:00", "an_instant_is_read_as_its_day"),
        ("2017-11-19T19:00:00Z", "an_instant_is_read_as_its_day"),
        ("2017-11-19 18:00:00+00:00", "an_instant_is_read_as_its_day"),
        ("2017-11-20 14:30", "a_day_comes_without_a_time"),
        ("43059.5", "a_day_comes_without_a_time"),
        ("20.11.17", "a_year_of_two_digits_is_of_this_century"),
    ],
)
def test_a_day_that_was_interpreted_says_how(text: str, rule: str) -> None:
    written = written_day(text, EPOCH)

    assert (written.day, written.rule) == (THE_DAY, rule)
    assert read_day(text, EPOCH) is None, "where nothing can be said, nothing is interpreted"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("2017-11-20T00:00:00Z", "an_instant_is_a_midnight_of_kazakhstan"),
        ("2017-11-20T10:00:00+05:00", "an_instant_is_a_midnight_of_kazakhstan"),
        ("2017-11-19 22:00", "a_day_is_not_close_to_the_next"),
        ("43058.9995", "a_day_is_not_close_to_the_next"),
        ("05/06/2017", "a_day_is_told_from_its_month"),
        ("05-06-2017", "a_day_is_told_from_its_month"),
        ("20–22.11.2017", "a_cell_holds_one_day"),
        ("20.11.2017 - 22.11.2017", "a_cell_holds_one_day"),
        ("с 20 по 22 ноября 2017 г.", "a_cell_holds_one_day"),
        ("29 ноября – 1 декабря 2017", "a_cell_holds_one_day"),
        ("2017-11-20/2017-11-22", "a_cell_holds_one_day"),
        ("2017 г.", "a_day_is_more_than_a_year_or_month"),
        ("11.2017", "a_day_is_more_than_a_year_or_month"),
        ("қараша 2017", "a_day_is_more_than_a_year_or_month"),
        ("31 ноября 2017", "a_day_can_be_read"),
        ("20.13.2017", "a_day_can_be_read"),
        ("20 что-то 2017", "a_day_can_be_read"),
    ],
)
def test_what_could_be_other_days_is_no_day(text: str, rule: str) -> None:
    written = written_day(text, EPOCH)

    assert (written.day, written.rule) == (None, rule)


def test_other_cells_of_a_column_may_prove_that_the_day_comes_first() -> None:
    doubtful = "05/06/2017"

    alone = written_days([doubtful], None, is_of_the_mechanism=True)
    proved = written_days([doubtful, "20/11/2017"], None, is_of_the_mechanism=True)
    disproved = written_days([doubtful, "20/11/2017", "11/20/2017"], None, is_of_the_mechanism=True)

    assert alone[doubtful].day is None
    assert proved[doubtful].day == date(2017, 6, 5)
    assert proved[doubtful].rule == "a_columns_other_days_tell_its_order"
    assert disproved[doubtful].day is None


def test_two_digits_are_a_year_only_where_no_other_century_is_possible() -> None:
    visits = written_days(["20.11.17", "20.11.98"], None, is_of_the_mechanism=True)
    places = written_days(["20.11.17"], None, is_of_the_mechanism=False)

    assert visits["20.11.17"].day == THE_DAY
    assert visits["20.11.98"].rule == "a_year_has_four_digits"
    assert places["20.11.17"].rule == "a_year_has_four_digits"


def test_a_doubtful_day_is_one_error_that_names_both(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 13, ended_on="05/12/2017")

    found = new_findings(folder)

    assert [address(each) for each in found] == [("error", "visits", 13, "ended_on")]
    assert "5\xa0December\xa02017 or 12\xa0May\xa02017" in found[0].message
