"""Looking for a place, opening it by a link, taking the planning list along, as a person does."""

import pytest

from npm_data.i18n import words_for
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import PHONE

pytestmark = pytest.mark.browser
WORDS = words_for("en")


def test_a_search_by_the_keyboard_narrows_the_register(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("places", lang="en", period="2018")
    window.page.get_by_role("textbox", name=WORDS("places.search")).focus()
    window.page.keyboard.type("ivs")
    window.page.keyboard.press("Enter")
    window.page.get_by_role("heading", name="Places found: 2 of 7").wait_for()
    window.wait()
    assert "search=ivs" in window.page.url


def test_a_place_is_opened_by_its_link_in_the_register(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("places", lang="ru", period="2018")
    address = window.page.get_by_role("link", name="Colony 1").get_attribute("href")
    assert address is not None
    window.go(address.lstrip("./"))
    window.page.get_by_role("heading", name="Colony 1", level=2).wait_for()
    assert "period=2018" in window.page.url
    assert "lang=ru" in window.page.url


def test_a_link_to_a_place_stands_alone_and_keeps_it_in_another_language(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("place", place="P1", lang="en")
    window.page.get_by_text("Қазақша", exact=True).click()
    window.page.get_by_role("heading", name=words_for("kk")("place.title"), level=1).wait_for()
    window.wait()
    assert "place=P1" in window.page.url
    assert window.page.get_by_role("heading", name="Colony 1", level=2).is_visible()


def test_an_unknown_place_leads_back_and_to_another(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("place", place="no-such", lang="en", period="2018")
    assert "“no-such”" in window.text()
    window.page.get_by_role("textbox", name=WORDS("places.search")).fill("colony 2")
    window.page.keyboard.press("Enter")
    window.page.get_by_role("button", name="Colony 2 (P2)").click()
    window.page.get_by_role("heading", name="Colony 2", level=2).wait_for()
    window.wait()
    assert "place=P2" in window.page.url
    window.page.get_by_role("link", name=WORDS("place.back")).click()
    window.page.get_by_role("heading", name=WORDS("places.title"), level=1).wait_for()
    window.wait()
    assert "period=2018" in window.page.url


def test_the_planning_list_is_downloaded_with_its_label(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("places", lang="en", period="2018", view="planning")
    assert WORDS("frame.council_only") in window.text()
    with window.page.expect_download() as started:
        button = window.page.locator(".st-key-places-planning-csv button:visible")
        button.focus()
        window.page.keyboard.press("Enter")
    text = started.value.path().read_text("utf-8-sig")
    assert WORDS("places.planning_label") in text
    assert "Guardhouse 1" in text


def test_the_next_page_is_in_the_address(visitor: MakeVisitor, demo_server: AppServer) -> None:
    window = visitor(demo_server)
    window.open("places", lang="en", period="2016", state="never_visited")
    window.page.get_by_role("button", name=WORDS("frame.page_next")).click()
    window.page.get_by_test_id("stMain").get_by_text("26 to 50 of").wait_for()
    window.wait()
    assert "page=2" in window.page.url
    assert "state=never_visited" in window.page.url


@pytest.mark.parametrize("place", ["11-UIS-006", "59-POL-086"])
def test_a_places_page_fits_a_phone(
    visitor: MakeVisitor, demo_server: AppServer, place: str
) -> None:
    window = visitor(demo_server, size=PHONE, scheme="dark")
    window.open("place", lang="kk", place=place)
    assert window.widest_content() <= PHONE[0]
