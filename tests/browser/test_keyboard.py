"""The dashboard without a mouse: every function is reached, and where one is can be seen."""

from itertools import product
from typing import get_args

import pytest
from playwright.sync_api import expect

from npm_data.charts.theme import contrast
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.frame.accessibility import STYLE
from npm_data.ui.frame.page_list import PAGES, PageEntry
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.test_pages import PLACE
from tests.browser.visitor import Scheme, Visitor
from tests.extent import EVERYWHERE

pytestmark = pytest.mark.browser

RU: tuple[str, Scheme] = ("ru", "light")
MOST_STEPS = 120
LEAST_RING = 2
"""Pixels."""
FOCUS = "#2F7FC4"
GROUNDS = ("#FFFFFF", "#F1F4F7", "#F5F7F9", "#0E1117", "#1B202A", "#161A22", "#222835")
"""The backgrounds of both themes in .streamlit/config.toml."""

FOCUSED = """() => {
  const element = document.activeElement;
  const ringed = element.closest('[role="group"]:has([role="combobox"]:focus)') ?? element;
  const style = getComputedStyle(ringed);
  return {
    name: element.getAttribute('aria-label') || element.innerText || element.title || '',
    role: element.getAttribute('role') || element.tagName.toLowerCase(),
    ring: style.outlineStyle === 'none' ? 0 : parseFloat(style.outlineWidth),
    key: element.closest('[class*="st-key-"]')?.className.match(/st-key-(\\S+)/)?.[1] ?? '',
  };
}"""


def walk(window: Visitor) -> list[dict[str, str | float]]:
    """What Tab comes to, from the top of the page until it leaves it."""
    steps: list[dict[str, str | float]] = []
    for _ in range(MOST_STEPS):
        window.page.keyboard.press("Tab")
        here = window.page.evaluate(FOCUSED)
        if here["role"] == "body":
            break
        steps.append(here)
    return steps


def tab_to(window: Visitor, key: str, role: str = "button") -> None:
    """Tab until the focus is on the control with this key, past its question mark."""
    for _ in range(MOST_STEPS):
        window.page.keyboard.press("Tab")
        here = window.page.evaluate(FOCUSED)
        if (here["key"], here["role"]) == (key, role):
            return
    raise AssertionError(f"Tab never comes to {key}")


def test_the_ring_has_contrast_on_every_background() -> None:
    assert FOCUS in STYLE.read_text("utf-8")
    assert min(contrast(FOCUS, ground) for ground in GROUNDS) >= 3


@pytest.mark.parametrize(
    ("entry", "language", "scheme"),
    [
        (entry, language, scheme)
        for entry in PAGES
        if entry.name != "forum" and (EVERYWHERE or entry.name == "coverage")
        for language, scheme in (product(LANGUAGES, get_args(Scheme)) if EVERYWHERE else [RU])
    ],
    ids=lambda each: getattr(each, "name", each),
)
def test_tab_reaches_everything_and_shows_where_it_is(
    visitor: MakeVisitor, demo_server: AppServer, entry: PageEntry, language: str, scheme: Scheme
) -> None:
    words, window = words_for(language), visitor(demo_server, scheme=scheme)
    window.open(entry.name, lang=language, period="2016", region="KZ-71", place=PLACE)
    steps = walk(window)
    assert len(steps) < MOST_STEPS, "Tab comes to the end of the page"
    names = [str(step["name"]) for step in steps]
    assert names[0] == words("help.skip")
    assert all(name.strip() for name in names)
    assert [step for step in steps if float(step["ring"]) < LEAST_RING] == []
    if entry.name in ("coverage", "places"):
        filters = [str(step["key"]) for step in steps]
        row = ["period", "until", "filters-ministry", "filters-region", "filters-more"]
        assert [key for key in dict.fromkeys(filters) if key in row] == row
        wanted = ["frame.as_table", "methodology.title", "tour.title"]
        assert all(any(words(each) in name for name in names) for each in wanted)


def test_the_link_beside_a_heading_is_seen_where_the_focus_is_on_it(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    window.open("methodology", lang="kk")
    link = window.page.locator("h2 a").first
    window.page.keyboard.press("Tab")
    link.focus()
    expect(link).to_have_css("opacity", "1")


def test_a_region_is_chosen_without_the_map(visitor: MakeVisitor, demo_server: AppServer) -> None:
    window = visitor(demo_server)
    window.open("coverage", lang="en", period="2016")
    tab_to(window, "filters-region")
    window.page.keyboard.press("Enter")
    pill = window.page.locator(".st-key-region").get_by_text("Astana", exact=True).first
    pill.wait_for()
    pill.locator("xpath=ancestor-or-self::button").focus()
    window.page.keyboard.press("Enter")
    window.page.wait_for_function("() => location.search.includes('region=KZ-71')")
    window.wait()
    assert (
        window.page.get_by_role("heading", level=2).first.inner_text().startswith("2016, Astana: ")
    )


def test_the_tour_goes_by_keyboard(visitor: MakeVisitor, demo_server: AppServer) -> None:
    window, words = visitor(demo_server, locale="kk-KZ"), words_for("kk")
    window.open("overview")
    tab_to(window, "tour-first")
    window.page.keyboard.press("Enter")
    dialog = window.page.get_by_role("dialog")
    dialog.get_by_text(words("tour.filters"), exact=True).wait_for()
    tab_to(window, "tour-next")
    window.page.keyboard.press("Enter")
    dialog.get_by_text(words("tour.findings"), exact=True).wait_for()
    window.page.keyboard.press("Escape")
    dialog.wait_for(state="detached")
    assert window.page.locator(".st-key-tour-again button").is_visible()
