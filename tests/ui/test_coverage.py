"""The coverage page says the worked example's numbers, and its list chooses a region."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.figures.units import borders_on
from npm_data.i18n import words_for
from npm_data.reference import BORDER_SETS, LANGUAGES, reference
from npm_data.report.coverage import is_striking
from npm_data.ui.coverage_choice import members
from tests.registers import register_of, repository_of
from tests.ui.conftest import RunApp


def _headers(app: AppTest) -> list[str]:
    return [str(header.value) for header in app.header]


@pytest.mark.smoke
@pytest.mark.parametrize(
    ("measure", "language"),
    [("coverage", "ru"), ("never_visited", "kk"), ("overdue", "ru"), ("visits_per_100", "en")],
)
def test_the_page_stands_for_every_measure(
    language: str, measure: str, worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "coverage", lang=language, period="2016")
    app.selectbox(key="coverage.measure").select(measure).run()
    assert not app.exception
    assert not app.error
    assert len(app.header) == 4
    assert len(app.metric) == 5


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_is_said_and_draws_nothing(
    language: str, tmp_path: Path, run_app: RunApp
) -> None:
    repository_of(register_of(), tmp_path, date(2018, 6, 30)).close()
    app = run_app(tmp_path / "register.duckdb", "coverage", lang=language, period="2016")
    assert not app.exception
    assert not app.error
    assert _headers(app)[0] == words_for(language)("coverage.no_places")
    assert {metric.value for metric in app.metric} == {words_for(language)("frame.no_value")}


def test_coverage_and_clock_of_2016_are_those_of_the_worked_example(
    worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "coverage", lang="en", period="2016")
    assert _headers(app)[0].startswith("4 of 8 places were visited (50.0\u00a0%)")
    assert "Of 8 places 0 are overdue and 4 have had no periodic visit" in _headers(app)
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Visited"] == shown["On time"] == shown["No periodic visit"] == "50.0\u00a0%"
    assert shown["Overdue"] == shown["Due in 12 months"] == "0.0\u00a0%"


def test_visits_for_a_hundred_places_are_counts_of_visits_over_places(
    worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "coverage", lang="en", period="2016")
    app.selectbox(key="coverage.measure").select("visits_per_100").run()
    assert _headers(app)[0].startswith("75.0 visits for every 100 places (visits: 6, places: 8)")


def test_the_list_beside_the_map_filters_the_page_and_shows_the_places(
    worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "coverage", lang="en", period="2016")
    assert any("Choose a region" in str(info.value) for info in app.info)
    app.selectbox(key="coverage.region").select("KZ-AST").run()
    assert app.session_state["region"] == ["KZ-71"]
    assert _headers(app)[0].startswith("Astana: ")
    assert any(header.startswith("Astana: places in the mandate: ") for header in _headers(app))
    app.selectbox(key="coverage.region").select("").run()
    assert app.session_state["region"] == []


def test_the_places_are_listed_without_the_day_of_any_but_periodic_visits(
    worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "coverage", lang="en", period="2016", region="KZ-71")
    heads = list(app.table[0].value.columns)
    assert heads == [
        "Place",
        "Type of place",
        "Four-year term",
        "Last periodic visit",
        "Due by",
        "Visits in the period",
    ]


def test_a_unit_of_older_borders_means_the_regions_that_came_out_of_it(
    worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "coverage", lang="en", period="2016")
    app.selectbox(key="coverage.region").select("KZ-VOS").run()
    assert sorted(app.session_state["region"]) == ["KZ-10", "KZ-63"]
    assert _headers(app)[0].startswith("East Kazakhstan Region: ")


@pytest.mark.parametrize("border_set", BORDER_SETS)
def test_the_units_of_a_set_share_out_the_regions_of_today(border_set: str) -> None:
    units = reference().regions_of(border_set)
    todays = [code for unit in units for code in members(border_set, unit.code)]
    assert sorted(todays) == sorted(unit.code for unit in reference().regions_of("2022"))


@pytest.mark.parametrize(
    ("day", "border_set"),
    [
        (date(2016, 12, 31), "2016"),
        (date(2018, 6, 18), "2016"),
        (date(2018, 6, 19), "2018"),
        (date(2022, 6, 7), "2018"),
        (date(2022, 6, 8), "2022"),
    ],
)
def test_the_borders_are_those_in_force_on_the_day(day: date, border_set: str) -> None:
    assert borders_on(day) == border_set


@pytest.mark.parametrize(
    ("measure", "value", "is_so"),
    [
        ("coverage", 0.199, True),
        ("coverage", 0.2, False),
        ("overdue", 0.4, True),
        ("never_visited", 0.399, False),
        ("visits_per_100", 24.9, True),
        ("visits_per_100", 25, False),
    ],
)
def test_a_finding_counts_what_its_sentence_says(measure: str, value: float, is_so: bool) -> None:
    assert is_striking(measure, value) is is_so
