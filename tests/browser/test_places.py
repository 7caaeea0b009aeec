"""Looking for a place, opening it by a link, taking the planning list along, as a person does."""

import pytest

from npm_data.i18n import words_for
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import PHONE
from tests.extent import some

pytestmark = pytest.mark.browser
WORDS = words_for("en")
MAIN = "document.querySelector('[data-testid=stMain]')"


@pytest.mark.everywhere
def test_a_place_is_searched_for_opened_in_the_same_window_and_left(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window, kazakh = visitor(worked_server), words_for("kk")
    page = window.open("places", lang="en", period="2018")
    page.get_by_role("textbox", name=WORDS("places.search")).focus()
    page.keyboard.type("detention no. 1")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Places found: 2 of 7").wait_for()
    window.wait()
    assert "search=detention" in page.url
    page.get_by_role("link", name="IVS 1").click()
    page.get_by_role("heading", name="IVS 1", level=2).wait_for()
    window.wait()
    assert len(window.context.pages) == 1
    page.get_by_text("Қазақша", exact=True).click()
    page.get_by_role("heading", name=kazakh("place.title"), level=1).wait_for()
    window.wait()
    assert "place=I1" in page.url
    assert "period=2018" in page.url
    page.get_by_role("link", name=kazakh("place.back")).click()
    page.get_by_role("heading", name=kazakh("places.title"), level=1).wait_for()


def test_the_browsers_back_leads_to_the_list_as_it_was(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    page = window.open("places", lang="ru", period="2024", search="колония")
    page.get_by_role("button", name=words_for("ru")("frame.page_next")).click()
    page.wait_for_url("**page=2**")
    window.wait()
    address = page.url
    link = page.locator("[data-testid='stTable'] a").nth(18)
    link.scroll_into_view_if_needed()
    read, name = page.evaluate(f"{MAIN}.scrollTop"), link.inner_text()
    assert read > 300
    link.click()
    page.get_by_role("heading", name=name, level=2).wait_for()
    window.wait()
    assert page.evaluate(f"{MAIN}.scrollTop") == 0
    page.go_back()
    page.wait_for_url(address)
    # The address is the list's at once, its rows are when the server has answered.
    page.get_by_role("heading", name=words_for("ru")("places.title"), level=1).wait_for()
    window.wait()
    page.wait_for_function(f"(read) => Math.abs({MAIN}.scrollTop - read) < 2", arg=read)
    assert page.locator("[data-testid='stTable'] a").nth(18).inner_text() == name
    assert (
        page.get_by_label(words_for("ru")("places.search"), exact=True).input_value() == "колония"
    )


@pytest.mark.everywhere
def test_an_unknown_place_leads_to_the_list(visitor: MakeVisitor, worked_server: AppServer) -> None:
    window = visitor(worked_server)
    window.open("place", place="no-such", lang="en", period="2018")
    assert "“no-such”" in window.text()
    window.page.get_by_role("link", name=WORDS("place.back")).click()
    window.page.get_by_role("heading", name=WORDS("places.title"), level=1).wait_for()


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


@pytest.mark.parametrize("place", some(["11-UIS-006", "59-POL-086"], 1))
def test_a_places_page_fits_a_phone(
    visitor: MakeVisitor, demo_server: AppServer, place: str
) -> None:
    window = visitor(demo_server, size=PHONE, scheme="dark")
    window.open("place", lang="kk", place=place)
    assert window.widest_content() <= PHONE[0]
