"""Filters are in the address, and stay: over a reload, another page, another language."""

import pytest
from playwright.sync_api import Locator, expect

from npm_data.figures.periods import filter_line
from npm_data.i18n import words_for
from npm_data.register.filters import Filters, Period
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import PHONE, SPACED, ZOOMED, Visitor

pytestmark = pytest.mark.browser

CHOSEN = {"period": "2016", "ministry": "interior", "region": ["KZ-71", "KZ-35"]}
FILTERS = Filters(Period.of_year(2016), regions=("KZ-71", "KZ-35"), ministries=("interior",))


def line(language: str, filters: Filters = FILTERS) -> str:
    return filter_line(words_for(language), filters)


def test_filters_of_an_address_stay_over_reload_language_and_pages_until_they_are_reset(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window, words = visitor(demo_server), words_for("kk")
    window.open("visits", lang="ru", **CHOSEN | {"ministry": ["interior", "magic"]})
    assert line("ru") in window.text(), "the address sets them, but for a code that nobody knows"
    window.page.reload()
    window.wait()
    assert line("ru") in window.text()
    window.page.get_by_text("Қазақша", exact=True).click()
    wait_for_line(window, line("kk"))
    assert "lang=kk" in window.page.url
    assert "region=KZ-71" in window.page.url
    go_to(window, words("recommendations.title"))
    wait_for_line(window, line("kk"))
    assert "period=2016" in window.page.url
    go_to(window, words("mechanisms.title"))
    assert window.page.locator(".st-key-filters").count() == 0, "a page without filters"
    window.page.get_by_text("Русский", exact=True).click()
    title = words_for("ru")("mechanisms.title")
    window.page.get_by_role("heading", name=title, level=1).wait_for()
    window.wait()
    go_to(window, words_for("ru")("visits.title"))
    wait_for_line(window, line("ru"))
    window.page.locator(".st-key-filters-more button").first.click()
    window.page.get_by_role("button", name=words_for("ru")("filters.reset")).click()
    wait_for_line(window, words_for("ru")("filters.line_everything"))
    assert "region" not in window.page.url


@pytest.mark.everywhere
def test_a_choice_in_the_row_is_said_and_stands_in_the_address(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    window.open("visits", lang="en", period="2016")
    window.pill("ministry", "Ministry of Defence").click()
    window.page.get_by_role("button", name="MoD", exact=True).wait_for()
    wait_for_line(window, line("en", Filters(Period.of_year(2016), ministries=("defence",))))
    assert "ministry=defence" in window.page.url


@pytest.mark.everywhere
def test_a_pages_own_choice_is_in_the_address_and_can_be_taken_back(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    words = words_for("ru")
    window = visitor(demo_server)
    window.open("coverage", lang="ru", period="2016", view="tiles")
    tiles, as_map = (words(f"coverage.view_{view}") for view in ("tiles", "map"))
    expect(radio(window, tiles)).to_be_checked()
    radio(window, as_map).click()
    window.wait()
    assert "view=" not in window.page.url
    window.page.go_back()
    window.page.wait_for_url("**/coverage?*view=tiles*")
    expect(radio(window, tiles)).to_be_checked()


LONGEST = [
    {"period": "last-48", "ministry": ["health", "social"], "region": "KZ-27"},
    {"from": "2016-01-01", "to": "2016-12-30", "ministry": "social", "region": "KZ-63"},
]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_row_is_one_line_that_stays_in_view_and_cuts_no_word(
    visitor: MakeVisitor, demo_server: AppServer, language: str
) -> None:
    window = visitor(demo_server)
    for chosen in LONGEST:
        window.open("visits", lang=language, **chosen | {"institution-type": "sizo"})
        assert height(window) < 64, "one line"
        assert window.cut_words() == []
    window.open("recommendations", lang=language, period="2016")
    window.page.mouse.move(800, 500)
    window.page.mouse.wheel(0, 600)
    window.page.wait_for_function(
        "() => document.querySelector('.st-key-head').getBoundingClientRect().top < -300"
    )
    assert window.page.locator(".st-key-filters").bounding_box()["y"] == 0


@pytest.mark.parametrize(("language", "size"), [("kk", ZOOMED), ("ru", PHONE)])
def test_without_room_for_a_row_a_line_says_the_choice_and_opens_it(
    visitor: MakeVisitor, demo_server: AppServer, language: str, size: tuple[int, int]
) -> None:
    window = visitor(demo_server, size=size)
    window.open("visits", lang=language, **CHOSEN)
    opener = window.page.get_by_role("checkbox", name=line(language))
    first = window.page.locator(".st-key-period input")
    expect(first).not_to_be_visible()
    opener.focus()
    window.page.keyboard.press("Space")
    expect(first).to_be_visible()
    expect(window.page.locator(".st-key-filters-more button").first).to_be_visible()
    assert window.cut_words() == []
    assert window.widest_content() <= size[0]
    window.page.add_style_tag(content=SPACED)
    assert window.cut_words() == []


def test_the_title_stands_at_the_top_with_the_mark_of_demonstration_beside_it(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    window.open("implementation", lang="kk", period="2016")
    title = window.page.get_by_role("heading", level=1).bounding_box()
    mark = window.page.get_by_text(words_for("kk")("frame.demonstration_short")).bounding_box()
    assert title["y"] == 24
    assert abs(title["y"] + title["height"] / 2 - mark["y"] - mark["height"] / 2) < 4


def height(window: Visitor) -> float:
    return float(window.page.locator(".st-key-filters").bounding_box()["height"])


def go_to(window: Visitor, title: str) -> None:
    """By the menu."""
    window.page.locator('[data-testid="stSidebarNav"]').get_by_text(title, exact=True).click()
    window.page.get_by_role("heading", name=title, level=1).wait_for()
    window.wait()


def radio(window: Visitor, label: str) -> Locator:
    return window.page.get_by_role("radio", name=label)


def wait_for_line(window: Visitor, text: str) -> None:
    window.page.get_by_text(text).first.wait_for()
    window.wait()
