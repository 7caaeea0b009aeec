"""The working list as a person uses it: searches, opens a story with the keyboard, turns pages,
takes the file along and sends a link.
"""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator

from npm_data.i18n import words_for
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser

WORDS = words_for("en")


def rows(window: Visitor) -> Locator:
    return window.page.locator(".st-key-follow_up-rows [data-testid='stExpander']")


def value_of(window: Visitor, name: str) -> list[str]:
    return parse_qs(urlsplit(window.page.url).query).get(name, [])


def wait_for_address(window: Visitor, name: str, value: str) -> None:
    """Waits until the address says so: what is typed or clicked needs its time to come back."""
    window.page.wait_for_function(
        "([name, value]) => (new URL(location.href).searchParams.get(name) ?? '') === value",
        arg=[name, value],
    )
    window.wait()


@pytest.mark.everywhere
def test_a_search_finds_other_forms_of_the_word_and_pages_are_turned_until_a_filter_changes(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    window.open("follow_up", lang="ru", period="all")
    field = window.page.get_by_label(words_for("ru")("follow_up.search"), exact=True)
    field.fill("ПРОГУЛКА")
    field.press("Enter")
    wait_for_address(window, "search", "ПРОГУЛКА")
    assert rows(window).count() == 20
    texts = rows(window).all_inner_texts()
    assert all("прогулки" in text or "прогулок" in text for text in texts)
    window.page.get_by_role("button", name=words_for("ru")("follow_up.clear")).click()
    wait_for_address(window, "search", "")
    assert field.input_value() == ""
    first = rows(window).first.inner_text()
    window.page.get_by_role("button", name=words_for("ru")("frame.page_next")).focus()
    window.page.keyboard.press("Enter")
    wait_for_address(window, "page", "2")
    assert rows(window).first.inner_text() != first
    window.page.get_by_role("button", name=words_for("ru")("follow_up.more")).click()
    window.page.get_by_text(words_for("ru")("follow_up.only_repeated"), exact=True).click()
    wait_for_address(window, "page", "")
    assert value_of(window, "repeated") == ["1"]


def test_a_story_is_opened_with_the_keyboard_and_its_link_shows_it_alone(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    window.open("follow_up", lang="en", period="2016", sort="most_said")
    assert WORDS("story.repeated") not in window.text()
    rows(window).first.locator("summary").focus()
    window.page.keyboard.press("Enter")
    rows(window).first.get_by_text(WORDS("story.repeated")).first.wait_for()
    window.wait()
    link = rows(window).first.get_by_role("link", name="Link to recommendation")
    link.focus()
    window.page.keyboard.press("Enter")
    window.page.locator(".st-key-story-called").wait_for()
    window.wait()
    (recommendation,) = value_of(window, "recommendation")
    assert value_of(window, "period") == ["2016"]
    assert WORDS("story.title", recommendation=recommendation) in window.text()
    window.page.get_by_role("button", name=WORDS("story.back")).click()
    wait_for_address(window, "recommendation", "")
    assert window.page.locator(".st-key-story-called").count() == 0


def test_all_that_is_filtered_is_taken_along(visitor: MakeVisitor, demo_server: AppServer) -> None:
    window = visitor(demo_server)
    window.open("follow_up", lang="en", period="all", search="прогулки")
    with window.page.expect_download() as started:
        window.page.get_by_role("button", name=WORDS("frame.download_csv")).click()
    assert started.value.suggested_filename.startswith("demo-follow-up-list-")
    lines = started.value.path().read_text(encoding="utf-8-sig").splitlines()
    head = lines.index("")
    assert "Search the text: \u201cпрогулки\u201d" in lines[:head]
    assert len(lines) - head > 50
