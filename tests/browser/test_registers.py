"""Other registers than the demonstration: the worked example, none at all, one just imported."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import expect

from npm_data.i18n import words_for
from npm_data.register.storage.versions import versions_folder
from npm_data.ui.frame.page_list import HOME, PAGES
from tests.browser.conftest import MakeVisitor
from tests.browser.server import PROJECT, AppServer, run_command
from tests.extent import some
from tests.registers import register_of, repository_of, worked_rows

pytestmark = pytest.mark.browser

WORKED = PROJECT / "tests" / "examples" / "worked"


@pytest.mark.everywhere
def test_a_fresh_server_shows_a_page_an_import_and_that_a_register_has_vanished(
    visitor: MakeVisitor, tmp_path: Path
) -> None:
    words, russian = words_for("en"), words_for("ru")
    register = register_of(**worked_rows())
    repository_of(register, tmp_path, date(2018, 3, 31), is_demonstration=True).close()
    database = tmp_path / "register.duckdb"
    with AppServer(database, tmp_path / "log") as server:
        window = visitor(server)
        window.open("coverage", lang="en", period="2016")
        title = window.page.get_by_role("heading", name=words("coverage.title"), level=1)
        assert title.is_visible(), "first of all asked for a page of its own, it is in its frame"
        assert words("filters.line_everything") in window.text()
        assert window.page.locator('[data-testid="stSidebarNav"]').is_visible()
        assert words("frame.demonstration_short") in window.text()
        run_command("import", str(WORKED), "--database", str(database), "--data-date", "2018-06-30")
        window.open("overview", lang="en", period="2016")
        assert words("frame.demonstration_short") not in window.text()
        assert "30\u00a0June\u00a02018" in window.text()
        shutil.rmtree(versions_folder(database))
        database.unlink()
        window.open("visits", lang="ru", period="2016")
        assert russian("frame.no_register") in window.text()
        assert "python -m npm_data import" in window.text()


@pytest.mark.everywhere
def test_the_menu_leads_from_page_to_page_and_keeps_the_filters(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    """Of a small register; pages that the menu does not list by their address."""
    words, window = words_for("kk"), visitor(worked_server)
    query = {"lang": "kk", "period": "2017", "region": "KZ-33"}
    page = window.open(HOME.name, **query)
    menu = page.locator('[data-testid="stSidebarNav"]')
    for entry in some(sorted(PAGES, key=lambda entry: not entry.is_listed), 4):
        if entry.is_listed:
            menu.get_by_role("link", name=words(entry.title), exact=True).click()
        else:
            window.open(entry.name, **query)
        expect(page.get_by_role("heading", name=words(entry.title), level=1)).to_be_visible()
        window.wait()
        assert "region=KZ-33" in page.url, entry.name
        assert window.complaints == [], entry.name
