"""The page of what is past due: its links, its names. Its numbers: `tests/figures`."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from npm_data.ui.frame.page_list import page_named
from tests.registers import register_of, repository_of
from tests.ui.conftest import DATA_DATE, RunApp, text_of


@pytest.fixture
def page(run_app: RunApp, worked: Path) -> RunApp:
    def run(database: Path = worked, **query: str | list[str]) -> AppTest:
        return run_app(database, "past_due", **{"lang": "en", "period": "2016"} | query)

    return run


def test_it_is_for_the_council() -> None:
    assert page_named("past_due").role is Role.COUNCIL


def test_each_number_leads_to_the_list_of_that_body_and_of_all_years(page: RunApp) -> None:
    app = page()
    (table,) = app.table
    shown = str(table.proto)
    assert "](places?lang=en&period=all&ministry=interior&state=past-due)" in shown
    assert "](follow_up?lang=en&period=all&ministry=interior&reply=overdue)" in shown
    assert "](places?lang=en&period=all&ministry=defence&state=never-visited-past-due)" in shown
    assert "ministry=interior&state=never-visited-past-due" not in shown, "there is none"
    assert "](places?lang=en&period=all&state=past-due)" in shown


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_one_body_the_places_and_the_replies_are_named(language: str, page: RunApp) -> None:
    words = words_for(language)
    app = page(lang=language, ministry="interior")
    assert not app.exception
    assert not app.error
    assert f"[Colony 1](place?lang={language}" in str(app.table[1].proto)
    assert words("past_due.longest_visits") in str(app.header[1].value)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_has_nothing_past_due_and_says_so(
    language: str, page: RunApp, tmp_path: Path
) -> None:
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    app = page(tmp_path / "register.duckdb", lang=language)
    assert not app.exception
    assert not app.error
    assert words_for(language)("past_due.nothing_due") in text_of(app)
