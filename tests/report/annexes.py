"""Registers and choices that the tests of the annex share."""

from datetime import date
from pathlib import Path

from npm_data.figures.subject import Report
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository
from npm_data.register.filters import Filters, Period
from tests.registers import register_of, repository_of, worked_rows

DATA_DATE = date(2018, 6, 30)
YEAR = Filters(Period.of_year(2016))
EVER = Filters(Period(date(2014, 1, 1), date(2018, 12, 31)))


def worked(folder: Path) -> Repository:
    """The worked example as a demonstration register."""
    return repository_of(register_of(**worked_rows()), folder, DATA_DATE, is_demonstration=True)


def empty(folder: Path) -> Repository:
    return repository_of(register_of(), folder, DATA_DATE)


def report(repository: Repository, language: str = "en", filters: Filters = YEAR) -> Report:
    return Report(words_for(language), filters, repository)
