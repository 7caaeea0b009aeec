"""Decks over the worked example and over registers of little or nothing."""

from datetime import date
from pathlib import Path

from npm_data.charts.theme import Look
from npm_data.figures.subject import Report
from npm_data.files.slides import Deck, Slide
from npm_data.i18n import words_for
from npm_data.model.filters import Filters, Period
from npm_data.report.deck import deck_of
from npm_data.repository import Repository
from tests.registers import register_of, repository_of, worked_rows

DATA_DATE = date(2018, 6, 30)
ALL = Filters(Period(date(2014, 1, 1), DATA_DATE))
YEAR_2016 = Filters(Period.of_year(2016))
HALF_2018 = Filters(Period(date(2018, 1, 1), DATA_DATE))


def worked_repository(folder: Path) -> Repository:
    return repository_of(register_of(**worked_rows()), folder, DATA_DATE)


def deck(
    repository: Repository, filters: Filters, language: str = "en", look: Look = Look.LIGHT
) -> Deck:
    return deck_of(Report(words_for(language), filters, repository, look))


def slides(repository: Repository, filters: Filters, language: str = "en") -> dict[str, Slide]:
    return {each.key: each for each in deck(repository, filters, language).slides}


def plain(text: str) -> str:
    """The text with all its blanks as plain ones."""
    return text.replace("\u00a0", " ").replace("\u202f", " ")
