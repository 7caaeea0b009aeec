"""What axe-core says of states that `test_pages.py` does not open, and what is said to who listens.

`test_pages.py` asks axe about each page, in languages and themes that take turns; everywhere in
each pair of both, with all tables open. Here are the states beyond: chosen filters, an open table,
a record's story, the planning list, the tour and a wrong day.
"""

import pytest
from playwright.sync_api import expect

from npm_data.i18n import words_for
from tests.browser.axe import findings
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.extent import some

pytestmark = pytest.mark.browser

CHOSEN = {"region": "KZ-71", "ministry": "interior", "institution-type": "sizo"}
SAID = "document.querySelector('.npm-said[role=status]').textContent"


@pytest.mark.parametrize(("language", "scheme"), some([("kk", "dark"), ("ru", "light")], 1))
def test_chosen_filters_and_an_open_table_can_be_read(
    visitor: MakeVisitor, demo_server: AppServer, language: str, scheme: str
) -> None:
    window = visitor(demo_server, scheme=scheme, size=(760, 900))
    window.open("coverage", lang=language, period="2016", **CHOSEN)
    tables = window.page.get_by_text(words_for(language)("frame.as_table")).all()
    for table in some(tables, 1):
        table.click()
        window.wait()
    assert window.page.locator('[data-testid="stTable"]').count()
    wide = window.page.get_by_role("region", name=words_for(language)("help.wide_table"))
    assert wide.first.get_attribute("tabindex") == "0", "a table that scrolls can be come to"
    assert findings(window.page) == []


def test_a_wrong_address_and_a_search_that_finds_nothing_say_so_in_the_pages_language(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window, words = visitor(demo_server), words_for("ru")
    window.go("nonsense", lang="ru", period="2016")
    window.complaints.clear()  # Streamlit writes there what the dialog says
    dialog = window.page.get_by_role("dialog")
    dialog.get_by_text(words("help.no_page"), exact=True).wait_for()
    assert words("help.no_page_about") in dialog.inner_text()
    assert findings(window.page) == []
    window.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    window.open_list("period")
    window.page.keyboard.type("zzzz")
    window.page.get_by_text(words("help.no_results"), exact=True).wait_for()


@pytest.mark.everywhere
def test_the_planning_list_and_a_records_story_can_be_read_in_the_dark(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server, scheme="dark")
    window.open("places", lang="en", period="2016", view="planning")
    assert findings(window.page) == []
    window.open("follow_up", lang="kk", period="2016")
    window.page.locator('[data-testid="stExpander"] summary').first.click()
    window.wait()
    assert findings(window.page) == []


def test_a_wrong_day_and_the_tour_can_be_read(visitor: MakeVisitor, demo_server: AppServer) -> None:
    window = visitor(demo_server, scheme="dark", locale="ru-RU")
    window.open("overview", period="2016")
    window.page.locator(".st-key-filters-more button").first.click()
    window.page.locator(".st-key-from input").fill("31.12.2017")
    window.page.keyboard.press("Enter")
    window.page.get_by_text(words_for("ru")("filters.range_inverted")).wait_for()
    window.wait()
    assert findings(window.page) == []
    window.page.keyboard.press("Escape")
    window.page.locator(".st-key-tour-again button").click()
    window.page.get_by_role("dialog").wait_for()
    window.wait()
    assert findings(window.page) == []


def test_a_change_is_said_to_who_listens(visitor: MakeVisitor, demo_server: AppServer) -> None:
    window = visitor(demo_server)
    window.open("places", lang="ru", period="2016")
    assert window.page.evaluate(SAID) == ""
    window.page.locator(".st-key-places-page-next button:visible").click()
    window.page.wait_for_function(f"() => {SAID}.includes('21')")
    window.page.get_by_text("Қазақша").click()
    window.page.wait_for_function(f"() => {SAID}.includes('барлық министрліктер')")
    assert window.page.evaluate("document.documentElement.lang") == "kk"
    words = words_for("kk")
    named = f"{words('help.help')}: {words('places.view')}"
    expect(window.page.get_by_role("button", name=named, exact=True)).to_be_visible()


@pytest.mark.everywhere
def test_the_menu_is_lists_with_names(visitor: MakeVisitor, demo_server: AppServer) -> None:
    window = visitor(demo_server)
    window.open("overview", lang="kk", period="2016")
    words = words_for("kk")
    for section in ("visits", "recommendations", "sources"):
        menu = window.page.get_by_role("list", name=words(f"frame.section_{section}"), exact=True)
        assert menu.get_by_role("listitem").count() >= 3
