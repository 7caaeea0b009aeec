"""The data quality page: four views, each asked for alone, and one rule at a time."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.cli import main
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from tests.registers import WORKED, register_of, repository_of
from tests.ui.conftest import DATA_DATE, RunApp, text_of

VIEWS = {"completeness": 2, "findings": 2, "outside": 2, "published": 1}
"""Tables of each view."""


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example by the command, with its four warnings."""
    database = tmp_path_factory.mktemp("imported") / "register.duckdb"
    command = ["import", str(WORKED), "--database", str(database), "--data-date", "2018-06-30"]
    assert main(command) == 0
    return database


def _page(run_app: RunApp, database: Path, **query: str) -> AppTest:
    app = run_app(database, "quality", **query)
    assert not app.exception
    assert not app.error
    return app


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_each_view_stands_alone_in_each_language(
    language: str, view: str, imported: Path, run_app: RunApp
) -> None:
    app = _page(run_app, imported, lang=language, period="all", view=view)
    assert len(app.header) == len(app.table) == VIEWS[view]


def test_one_rule_is_picked_at_a_time_or_all_of_them(imported: Path, run_app: RunApp) -> None:
    app = _page(run_app, imported, lang="en", view="findings")
    assert [row[3] for row in app.table[1].value.values] == ["7", "10", "12", "15"]
    app.selectbox(key="quality.rule").set_value("a_visited_place_is_open_already").run()
    assert [row[3] for row in app.table[1].value.values] == ["15"], "one row stands open, too"
    app = _page(run_app, imported, lang="en", view="findings", rule="a_row_stands_once")
    assert len(app.table[1].value) == 4


def test_visits_of_single_places_are_marked_as_the_councils(
    imported: Path, run_app: RunApp
) -> None:
    app = _page(run_app, imported, lang="en", period="all", view="outside")
    assert words_for("en")("frame.council_only") in text_of(app)
    app = _page(run_app, imported, lang="en", period="2015", view="outside")
    assert "No visit went to a place outside the mandate (1 visit)" in text_of(app)
    assert not app.table


@pytest.mark.parametrize("view", VIEWS)
def test_an_empty_register_says_so(view: str, tmp_path: Path, run_app: RunApp) -> None:
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    said = text_of(_page(run_app, tmp_path / "register.duckdb", lang="en", view=view))
    words = words_for("en")
    assert {
        "completeness": words("quality.no_records"),
        "findings": words("quality.findings_none"),
        "outside": words("quality.no_visits"),
        "published": "the register equals or reaches 0 of them",
    }[view] in said
