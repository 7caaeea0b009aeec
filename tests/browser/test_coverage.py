"""A click on the map, as a person makes it: it filters the page, and the picture stays in place."""

import pytest
from playwright.sync_api import Locator

from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def picture(window: Visitor) -> Locator:
    return window.page.locator('[data-testid="stVegaLiteChart"] svg').first


def click_on(window: Visitor, region: str) -> None:
    """On the region itself, just below its value."""
    name = picture(window).get_by_text(region, exact=True).last
    name.evaluate("(text) => text.scrollIntoView({block: 'center'})")
    box = name.bounding_box()
    assert box is not None
    window.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] + 22)


def click_on_the_city(window: Visitor, city: str) -> None:
    """On its point, left of its name."""
    name = picture(window).get_by_text(city, exact=True).last
    name.evaluate("(text) => text.scrollIntoView({block: 'center'})")
    box = name.bounding_box()
    assert box is not None
    window.page.mouse.click(box["x"] - 18, box["y"] + box["height"] / 2)


def expect_chosen(window: Visitor, *regions: str) -> None:
    """Waits until the address says so: a click needs its time to come back."""
    window.page.wait_for_function(
        "(codes) => String(new URL(location.href).searchParams.getAll('region')) === codes",
        arg=",".join(regions),
    )
    window.wait()


def test_a_click_chooses_a_region_a_second_lets_it_go_and_the_picture_stays_in_place(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    window.open("coverage", lang="en", period="2023")
    charts = window.page.locator('[data-testid="stVegaLiteChart"] svg').element_handles()
    click_on(window, "Aktobe")
    expect_chosen(window, "KZ-15")
    assert charts
    assert all(chart.evaluate("(svg) => svg.isConnected") for chart in charts)
    click_on(window, "Ulytau")
    expect_chosen(window, "KZ-15", "KZ-62")
    click_on(window, "Aktobe")
    expect_chosen(window, "KZ-62")
    assert (
        window.page.get_by_role("heading", level=2)
        .first.inner_text()
        .startswith("2023, Ulytau Region: ")
    )
    window.page.locator(".st-key-filters-more button").first.click()
    window.page.get_by_role("button", name="Reset filters").click()
    window.page.keyboard.press("Escape")
    expect_chosen(window)
    click_on_the_city(window, "Astana")
    expect_chosen(window, "KZ-71")


@pytest.mark.everywhere
def test_tiles_are_clicked_like_the_map(visitor: MakeVisitor, demo_server: AppServer) -> None:
    window = visitor(demo_server)
    window.open("coverage", lang="en", period="2016")
    window.page.get_by_text("Tiles", exact=True).click()
    window.wait()
    click_on(window, "Kostanay")
    expect_chosen(window, "KZ-39")
