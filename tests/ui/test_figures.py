"""The pages of visits and recommendations say the worked example's numbers, in three languages."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.reference import LANGUAGES
from tests.registers import register_of, repository_of, worked_rows
from tests.ui.conftest import RunApp

EMPTY, WORKED = "empty", "worked"


@pytest.fixture(scope="module", params=[WORKED, EMPTY])
def register(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param)
    rows = worked_rows() if request.param == WORKED else {}
    repository_of(register_of(**rows), folder, date(2018, 6, 30)).close()
    return folder / "register.duckdb"


def _text(app: AppTest) -> str:
    elements = [*app.header, *app.markdown, *app.caption, *app.metric, *app.info]
    said = [getattr(each, "label", None) or "" for each in app.metric]
    return "\n".join([*(str(each.value) for each in elements), *said])


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["recommendations"])
def test_a_page_stands_in_each_language_with_records_and_without(
    name: str, language: str, register: Path, run_app: RunApp
) -> None:
    app = run_app(register, name, lang=language, period="2016")
    assert not app.exception
    assert not app.error
    assert len(app.header) + len(app.info) >= 1
    if register.parent.name.startswith(EMPTY):
        assert app.info


@pytest.mark.parametrize(("name", "switch"), [("implementation", "unit")])
def test_regions_of_an_older_year_are_said_to_be_in_todays_borders(
    name: str, switch: str | None, worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, name, lang="en", period="2016")
    if switch:
        assert "regions in the borders of today" not in _text(app)
        app.segmented_control(key=f"{name}.{switch}").select("region").run()
    assert "regions in the borders of today" in _text(app)


def test_what_was_recommended_and_who_replied(worked: Path, run_app: RunApp) -> None:
    app = run_app(worked, "recommendations", lang="en", period="all")
    said = _text(app)
    assert not app.metric
    assert "9 recommendations; the largest theme is “Staff”: 2 (22.2\u00a0%)" in said
    assert "Of 9 replies due, in time: 5 (55.6\u00a0%), late: 1, overdue: 3" in said
    assert "Most often addressed to: " in said
