"""One year at two forums: what was known on a day is what a register that ends with it knows."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from npm_data.cli import main
from npm_data.figures.subject import Report, looked_back_on
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import LANGUAGES, PROJECT
from npm_data.register.filters import Filters, Period, Role
from npm_data.report.deck import deck_of
from tests.report.decks import ALL, DATA_DATE, YEAR_2016, plain

THEN = date(2017, 3, 31)
CHOICES = {
    "a year": YEAR_2016,
    "a body": replace(YEAR_2016, ministries=("interior",)),
    "a region": replace(YEAR_2016, regions=("KZ-63",)),
    "the year before": Filters(Period.of_year(2015)),
}


def imported(folder: Path, day: date) -> Path:
    database = folder / f"{day}.duckdb"
    source = os.fspath(PROJECT / "tests" / "examples" / "worked")
    told = ["--database", os.fspath(database), "--data-date", day.isoformat()]
    assert main(["import", source, *told]) == 0
    return database


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Repository, Repository]]:
    """The whole register, and the one whose rows after the day were left out at its import."""
    folder = tmp_path_factory.mktemp("forums")
    opened = [open_repository(imported(folder, day)) for day in (DATA_DATE, THEN)]
    yield opened[0], opened[1]
    for each in opened:
        each.close()


@pytest.mark.parametrize("choice", CHOICES)
def test_what_was_known_then_is_what_the_register_of_that_day_says(
    choice: str, registers: tuple[Repository, Repository]
) -> None:
    whole, of_then = registers
    words, filters = words_for("en"), CHOICES[choice]
    back = deck_of(looked_back_on(Report(words, filters, whole), THEN))
    known = deck_of(Report(words, filters, of_then))
    assert [each.key for each in back.slides] == [each.key for each in known.slides]
    for mine, right in zip(back.slides[1:-1], known.slides[1:-1], strict=True):
        assert mine.sentence == right.sentence
        assert mine.lines == right.lines
        assert mine.frame is not None
        assert right.frame is not None
        assert mine.frame.equals(right.frame), mine.key
    today = deck_of(Report(words, filters, whole))
    said = {each.key: each.sentence for each in back.slides}
    if choice == "a year":
        assert said["carried_out"] != {e.key: e.sentence for e in today.slides}["carried_out"]


@pytest.mark.parametrize(
    ("language", "then", "today"),
    [
        ("en", "As known on 31 March 2017", "With today’s knowledge: records up to 30 June 2018"),
        ("ru", "По сведениям на 31 марта 2017 г.", "данные по 30 июня 2018 г."),
        ("kk", "2017 жылғы 31 наурыз күнгі мәліметтер", "деректер күні — 2018 жылғы 30 маусым"),
    ],
)
def test_the_title_says_which_and_every_foot_the_day(
    language: str, then: str, today: str, registers: tuple[Repository, Repository]
) -> None:
    assert language in LANGUAGES
    report = Report(words_for(language), YEAR_2016, registers[0])
    back, now = deck_of(looked_back_on(report, THEN)), deck_of(report)
    assert then in plain(back.slides[0].lines[1])
    assert today in plain(now.slides[0].lines[1])
    assert then in plain(back.provenance.data_date)
    assert len(now.slides[-1].lines) == len(back.slides[-1].lines) + 1, "the rows are of today"


def test_a_period_ends_with_the_day_and_one_after_it_is_shown_as_it_is_known_today(
    registers: tuple[Repository, Repository],
) -> None:
    report = Report(words_for("en"), YEAR_2016, registers[0])
    middle = looked_back_on(report, date(2016, 6, 30))
    assert middle.filters.period == Period(date(2016, 1, 1), date(2016, 6, 30))
    assert middle.as_of == middle.data_set.data_date == date(2016, 6, 30)
    assert looked_back_on(report, date(2015, 12, 31)) is report
    for day in (DATA_DATE, date(2030, 1, 1)):
        assert looked_back_on(report, day) is report
    assert not report.data_set.is_looked_back_on


def test_the_public_is_told_of_one_day_only(registers: tuple[Repository, Repository]) -> None:
    """Two days of one year would tell what became of single recommendations in between."""
    public = registers[0].seen_by(Role.PUBLIC)
    assert public.known_on(date(2016, 12, 31)) is public
    council = registers[0].seen_by(Role.COUNCIL)
    assert council.known_on(date(2016, 12, 31)).data_set.data_date == date(2016, 12, 31)
    assert council.known_on(THEN).role is Role.COUNCIL
    assert ALL.period.to_on == council.data_set.data_date
