"""Figures that are kept for all who may see the same, and for nobody else."""

import gc
import weakref
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from npm_data.charts.theme import Look
from npm_data.figures import rates, visits
from npm_data.figures.subject import Report
from npm_data.i18n import words_for
from npm_data.questions.disclosure import WithheldError
from npm_data.questions.repository import Repository
from npm_data.register.filters import Filters, Period, Role
from tests.registers import register_of, repository_of
from tests.telling.truth import DATA_DATE, rows

YEAR = Filters(Period.of_year(2016))


@pytest.fixture
def repository(tmp_path: Path) -> Iterator[Repository]:
    opened = repository_of(register_of(**rows()), tmp_path, DATA_DATE)
    yield opened
    opened.close()


def subject(repository: Repository, role: Role = Role.COUNCIL, language: str = "en") -> Report:
    return Report(words_for(language), YEAR, repository.seen_by(role, language))


def test_who_may_see_the_same_is_shown_the_same_figure_and_picture(repository: Repository) -> None:
    one, other = (rates.by_year(subject(repository)) for _ in range(2))
    assert one.rows is other.rows
    assert one.picture(Look.LIGHT) is other.picture(Look.LIGHT)
    assert one.picture(Look.DARK) is other.picture(Look.DARK) is not one.picture(Look.LIGHT)
    assert len(repository.made) == 1


def test_another_role_language_choice_look_or_day_is_another_figure(repository: Repository) -> None:
    council = subject(repository)
    asked = [
        council,
        subject(repository, Role.PUBLIC),
        subject(repository, Role.SECRETARIAT),
        subject(repository, language="kk"),
        replace(council, words=words_for("ru")),
        replace(council, filters=Filters(Period.of_year(2015))),
        replace(council, look=Look.DARK),
        replace(council, repository=council.repository.known_on(YEAR.period.to_on)),
    ]
    assert asked[-1].data_set.data_date < council.data_set.data_date
    made = [visits.by_year(each) for each in asked]
    assert len({id(each.rows) for each in made}) == len(repository.made) == len(asked)
    assert len({id(each.picture(Look.LIGHT)) for each in made}) == len(asked)


def test_what_was_made_for_the_council_is_still_withheld_from_the_public(
    repository: Repository,
) -> None:
    visits.by_month(subject(repository))
    with pytest.raises(WithheldError):
        visits.by_month(subject(repository, Role.PUBLIC))


def test_a_register_goes_with_who_reads_it_and_is_not_kept_by_its_figures(tmp_path: Path) -> None:
    opened = repository_of(register_of(**rows()), tmp_path, DATA_DATE)
    figure = visits.by_year(subject(opened))
    assert figure.picture(Look.LIGHT) is not None
    watched = weakref.ref(opened), weakref.ref(opened.seen_by(Role.COUNCIL, "en"))
    # What was left over on the way goes now; what would stay is what keeps itself.
    gc.collect()
    gc.disable()
    try:
        del figure, opened
        assert [each() for each in watched] == [None, None]
    finally:
        gc.enable()
