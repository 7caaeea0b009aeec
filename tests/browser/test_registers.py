"""Other registers than the demonstration: the worked example, none at all, one just imported."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.page_list import HOME, PAGES
from tests.browser.conftest import MakeVisitor
from tests.browser.server import PROJECT, AppServer, run_command
from tests.extent import some
from tests.registers import register_of, repository_of, worked_rows

pytestmark = pytest.mark.browser

WORKED = PROJECT / "tests" / "examples" / "worked"


def test_a_fresh_server_first_asked_for_a_page_shows_it_in_its_frame(
    visitor: MakeVisitor, databases: Path, worked_server: AppServer
) -> None:
    words = words_for("en")
    with AppServer(worked_server.database, databases / "fresh.log") as server:
        window = visitor(server)
        window.open("coverage", lang="en", period="2016")
        assert window.page.get_by_role(
            "heading", name=words("coverage.title"), level=1
        ).is_visible()
        assert words("filters.line_everything") in window.text()
        assert window.page.locator('[data-testid="stSidebarNav"]').is_visible()


def test_the_worked_example_shows_its_numbers_on_the_overview(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("overview", lang="en", period="2016")
    visits = window.page.locator('[data-testid="stMetric"]').first.inner_text()
    assert visits.split() == ["6", "+5", "(+500.0", "%)"]
    assert words_for("en")("frame.demonstration") not in window.text()


def test_every_page_of_a_small_register_stands(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    """One after the other through the menu, those that it does not list by their address."""
    words, window = words_for("kk"), visitor(worked_server)
    query = {"lang": "kk", "period": "2017", "region": "KZ-33"}
    page = window.open(HOME.name, **query)
    menu = page.locator('[data-testid="stSidebarNav"]')
    for entry in some(sorted(PAGES, key=lambda entry: not entry.is_listed), 5):
        if entry.is_listed:
            menu.get_by_role("link", name=words(entry.title), exact=True).click()
        else:
            window.open(entry.name, **query)
        expect(page.get_by_role("heading", name=words(entry.title), level=1)).to_be_visible()
        window.wait()
        assert "region=KZ-33" in page.url, entry.name
        assert window.complaints == [], entry.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_register_the_page_says_how_to_get_one(
    visitor: MakeVisitor, server_without_a_register: AppServer, language: str
) -> None:
    window = visitor(server_without_a_register)
    window.open("overview", lang=language)
    assert words_for(language)("frame.no_register") in window.text()
    assert "python -m npm_data import" in window.text()


def test_an_import_shows_in_a_running_dashboard(visitor: MakeVisitor, databases: Path) -> None:
    folder = databases / "exchanged"
    folder.mkdir()
    register = register_of(**worked_rows())
    repository_of(register, folder, date(2018, 3, 31), is_demonstration=True).close()
    database = folder / "register.duckdb"
    with AppServer(database, databases / "exchanged.log") as server:
        window = visitor(server)
        window.open("overview", lang="en", period="2016")
        assert words_for("en")("frame.demonstration") in window.text()
        run_command("import", str(WORKED), "--database", str(database), "--data-date", "2018-06-30")
        window.open("overview", lang="en", period="2016")
        assert words_for("en")("frame.demonstration") not in window.text()
        assert "30\u00a0June\u00a02018" in window.text()


def test_a_small_register_that_vanishes_is_a_sentence_not_a_traceback(
    visitor: MakeVisitor, databases: Path, worked_server: AppServer
) -> None:
    database = databases / "vanishing.duckdb"
    shutil.copy(worked_server.database, database)
    with AppServer(database, databases / "vanishing.log") as server:
        window = visitor(server)
        window.open("visits", lang="ru", period="2016")
        database.unlink()
        window.open("visits", lang="ru", period="2016")
        assert words_for("ru")("frame.no_register") in window.text()
