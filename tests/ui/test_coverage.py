"""The coverage page: its switches, its states, and what the regions of older borders mean."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.figures.units import borders_on
from npm_data.i18n import words_for
from npm_data.reference import BORDER_SETS, LANGUAGES, reference
from npm_data.register.filters import Role
from npm_data.ui.pages.coverage import members
from npm_data.ui.server.access import Visitor
from tests.registers import register_of, repository_of
from tests.ui.conftest import RunApp, text_of


def _headers(app: AppTest) -> list[str]:
    return [str(header.value).replace("\u00a0", " ") for header in app.header]


def test_the_page_says_the_worked_examples_numbers_by_each_measure(
    worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "coverage", lang="en", period="2016")
    regions, ministries = _headers(app)
    assert regions.startswith("2016: 4 of 8 places were visited (50.0 %)")
    assert ministries.startswith("2016: 4 of 8 places were visited (50.0 %)")
    app.segmented_control(key="coverage.measure").select("never_visited").run()
    assert _headers(app)[0].startswith("Of 8 places 4 have not yet had a periodic visit (50.0 %)")
    app.segmented_control(key="coverage.measure").select("past_due").run()
    assert _headers(app)[0].startswith("Of 8 places 0 are past the term for a periodic visit (0.0")


def test_regions_by_ministry_are_a_view_of_their_own(worked: Path, run_app: RunApp) -> None:
    app = run_app(worked, "coverage", lang="en", period="2016", view="matrix")
    assert len(_headers(app)) == 1
    assert not app.exception


def test_the_public_has_no_choice_of_one_measure(
    worked: Path, run_app: RunApp, who_looks: Callable[[Visitor], None]
) -> None:
    who_looks(Visitor(Role.PUBLIC, ""))
    app = run_app(worked, "coverage", lang="en", period="2016")
    assert [control.key for control in app.segmented_control] == ["lang", "coverage.view"]
    assert _headers(app)[0].startswith("2016: 4 of 8 places were visited (50.0 %)")


def test_a_chosen_ministry_shows_its_types_and_a_chosen_region_its_places(
    worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "coverage", lang="en", period="2016", ministry="interior", region="KZ-71")
    app.session_state["coverage.institution_type.table"] = True
    app.run()
    assert "Type of place" in app.table[0].value.columns
    assert "List of these places" in text_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_is_said_in_one_line_and_draws_nothing(
    language: str, tmp_path: Path, run_app: RunApp
) -> None:
    repository_of(register_of(), tmp_path, date(2018, 6, 30)).close()
    app = run_app(tmp_path / "register.duckdb", "coverage", lang=language, period="2016")
    assert not app.exception
    assert not app.error
    assert not app.header
    assert words_for(language)("coverage.no_places") in [str(info.value) for info in app.info]


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
