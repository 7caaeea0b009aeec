"""The figures of the first screen show the numbers that the other road gives."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from npm_data.charts.theme import Look
from npm_data.figures import coverage
from npm_data.figures.overview import bodies
from npm_data.figures.rates import judged
from npm_data.questions.repository import Repository
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Period, Role
from tests.figures.reading import cells, drawn, plain, report
from tests.queries.oracle import Row
from tests.registers import register_of, repository_of
from tests.telling import truth
from tests.telling.tables import percent
from tests.telling.truth import BEFORE, DATA_DATE, EVER, FEWEST, PART, WHOLE, YEAR, Answer, Choice

SMALL = replace(YEAR, ministries=("health",))
NOTHING = replace(YEAR, regions=("KZ-15",))
BEFORE_ALL = Choice(date(2013, 1, 1), date(2013, 12, 31))
YOUNG = Choice(date(2019, 7, 1), DATA_DATE)
CHOICES = {"a year": YEAR, "all": EVER, "a part": PART, "few": SMALL, "young": YOUNG}
EACH_CHOICE = pytest.mark.parametrize("choice", CHOICES.values(), ids=CHOICES)
RATE = ("cohort", 12)


def without_few(row: Row) -> Row:
    """A rate as it may be told."""
    hidden = dict.fromkeys(("rate", "low", "high"))
    return row | (hidden if row["considered"] < FEWEST else {})


def only(answer: Answer, *names: str) -> Answer:
    return {key: {name: row[name] for name in names} for key, row in answer.items()}


def test_the_small_map_is_the_figure_of_coverage_without_its_legend(
    told_register: Repository,
) -> None:
    subject = report(told_register, YEAR)
    small, large = (coverage.coverage(subject, "region", view) for view in (coverage.SMALL, "map"))
    assert (small.key, small.rows.rows()) == (large.key, large.rows.rows())
    assert large.finding.startswith(small.finding)
    title = "Share of places visited; a four-year round needs"
    specs = [plain(str(figure.picture(Look.LIGHT))) for figure in (small, large)]
    assert [title in each for each in specs] == [False, True]
    assert drawn(small).rows() == drawn(large).rows()


def test_of_a_period_too_young_the_latest_year_old_enough_is_told(
    told_register: Repository,
) -> None:
    subject = report(told_register, YOUNG)
    assert judged(subject).filters.period == Period.of_year(2018)
    assert judged(report(told_register, YEAR)).filters == YEAR.filters
    table = bodies(subject)
    assert table.columns["rate"].label == "Implemented after 12 months (issued in 2018)"
    old = truth.with_whole("implementation", YEAR, "ministry", *RATE)
    assert cells(table)[WHOLE]["implemented"] == old[WHOLE]["implemented"]


@EACH_CHOICE
def test_bodies_stand_with_what_each_answer_says_of_them(
    told_register: Repository, choice: Choice
) -> None:
    judged = YEAR if choice is YOUNG else choice
    answers = {
        ("places_visited", "places_in_mandate", "coverage"): truth.with_whole(
            "coverage", choice, "ministry"
        ),
        ("past_due",): truth.clock(choice, "ministry"),
        ("recommendations",): truth.with_whole("recommendations", choice, "ministry"),
        ("implemented", "considered", "rate"): {
            code: without_few(row)
            for code, row in truth.with_whole("implementation", judged, "ministry", *RATE).items()
        },
        ("overdue", "due"): truth.replies(choice, "ministry"),
    }
    codes = {code for answer in answers.values() for code in answer}
    none: Row = {"coverage": None, "rate": None}
    known = {
        code: {
            name: answer[code][name] if code in answer else none.get(name, 0)
            for names, answer in answers.items()
            for name in names
        }
        for code in codes
    }
    figure = bodies(report(told_register, choice))
    shown = cells(figure)
    assert set(shown) == set(known)
    for code, row in known.items():
        assert shown[code] == pytest.approx(row, nan_ok=True), code
    assert figure.rows["code"].to_list()[-1] == "total"
    assert figure.draw is None


def test_before_a_term_can_end_nothing_is_said_of_terms(told_register: Repository) -> None:
    told = bodies(report(told_register, BEFORE))
    assert "past_due" not in told.columns
    assert not any("terms" in line and "2017" in line for line in told.counts)
    assert "past_due" in bodies(report(told_register, YEAR)).columns


def test_the_lowest_is_named_of_those_that_are_large_enough(told_register: Repository) -> None:
    figure = bodies(report(told_register, EVER))
    rates = truth.ask("implementation", EVER, "ministry", *RATE)
    large = {code: row["rate"] for code, row in rates.items() if row["considered"] >= FEWEST}
    assert min(large, key=lambda code: large[code]) == "interior"
    assert plain(figure.finding) == (
        f"fewest implemented after 12 months: MIA ({percent(large['interior'])})"
    )
    assert "named by a share: those with 5 recommendations or more" in figure.cautions
    assert bodies(report(told_register, YEAR)).finding == "The state bodies at a glance"


def test_the_public_is_told_no_clock_and_no_rate_of_a_body_in_a_region(
    told_register: Repository,
) -> None:
    whole = bodies(report(told_register, YEAR, role=Role.PUBLIC))
    council = bodies(report(told_register, YEAR))
    assert set(council.columns) - set(whole.columns) == {"past_due"}
    assert cells(whole) == {
        code: {name: value for name, value in row.items() if name != "past_due"}
        for code, row in cells(council).items()
    }
    part = replace(YEAR, regions=("KZ-35",), ministries=("interior",))
    told = bodies(report(told_register, part, role=Role.PUBLIC))
    assert list(told.columns) == ["name", "places_visited", "places_in_mandate", "coverage"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_is_nothing_one_sentence_says_so(
    told_register: Repository, language: str, tmp_path: Path
) -> None:
    empty = repository_of(register_of(), tmp_path, DATA_DATE)
    nothing, unknown, none = (
        report(opened, choice, language=language)
        for opened, choice in ((told_register, NOTHING), (told_register, BEFORE_ALL), (empty, YEAR))
    )
    for subject in (nothing, unknown, none):
        assert bodies(subject).finding
    assert "coverage" not in bodies(unknown).columns
    empty.close()
