"""From a click to what is painted, in Chromium, and the first visit on a server that is warm."""

import contextlib
import statistics
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Locator, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from bench.measure import Measure, Section, Stopwatch
from npm_data.i18n import words_for
from npm_data.ui.address import PERIOD, TYPE
from npm_data.ui.page_list import PAGES, PageEntry
from tests.browser.chromium import launch
from tests.browser.server import AppServer
from tests.browser.visitor import Look, Visitor

CLICK_MILLISECONDS = 250.0
CLICK_CPU_SECONDS = 0.1
FIRST_MILLISECONDS = 1500.0
FIRST_VISITS = 5
OPENINGS = 3
OPENING_MILLISECONDS = 3000
QUIET_MILLISECONDS = 300
"""What the opening has the browser and the server do is over by then."""
WINDOW = (1366, 1000)
"""So high that the filters need no scrolling: a list of options closes when its field is moved."""
YEARS = ("2015", "2016", "2017", "2018", "2019", "2021", "2022", "2023", "2024")
TYPES = ("ivs", "sizo", "penal", "psychiatric", "tb", "guardhouse", "childrens_home")
"""Chosen one after the other on a page that has no period of the frame's."""

NOTE_CLICKS_AND_PAINT = """
const page = '[data-testid="stMain"]';
window.clickedAt = 0;
window.paintedAt = 0;
document.addEventListener('click', () => { window.clickedAt = performance.now(); }, true);
// What is only said to screen readers is not painted.
const unseen = /^(aria-|data-|role$)/;
new MutationObserver((changes) => {
  const isOfPage = changes.some(({target, attributeName}) => !unseen.test(attributeName ?? '')
    && (target.nodeType === 1 ? target : target.parentElement)?.closest(page));
  if (!isOfPage) return;
  // A frame later the browser has drawn what was changed just now.
  requestAnimationFrame(() => setTimeout(() => { window.paintedAt = performance.now(); }));
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
PICTURE = """() => document.querySelector('[data-testid="stMain"]').innerText
  + [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')]
    .map((picture) => picture.innerHTML).join('')"""


def measure_clicks(database: Path, folder: Path) -> Section:
    """Every page with filters: the first visit of a browser, then changes of a filter."""
    measures: list[Measure] = []
    with AppServer(database, folder / "click.log") as server, sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            for entry in PAGES:
                if entry.has_filters:
                    measures.append(_first_visits(browser, server, entry.name))
                    measures += _clicks(browser, server, entry)
        finally:
            browser.close()
    return Section("In Chromium", tuple(measures))


def _visitor(browser: Browser, server: AppServer) -> Visitor:
    visitor = Visitor(Look(WINDOW).page(browser), server)
    visitor.context.add_init_script(NOTE_CLICKS_AND_PAINT)
    return visitor


def _first_visits(browser: Browser, server: AppServer, page: str) -> Measure:
    """From navigation to the last of the page painted; a visit before warms the server."""
    visits = [_first_visit(browser, server, page) for _ in range(1 + FIRST_VISITS)]
    note = f"browser's cache empty, median of {FIRST_VISITS}"
    painted = statistics.median(visits[1:])
    return Measure(f"{page}, first visit painted", painted, "ms", FIRST_MILLISECONDS, note=note)


def _first_visit(browser: Browser, server: AppServer, page: str) -> float:
    visitor = _visitor(browser, server)
    visitor.open(page, lang="en", period="2016")
    painted = float(visitor.page.evaluate("window.paintedAt"))
    visitor.context.close()
    return painted


def _options(visitor: Visitor, entry: PageEntry) -> Iterator[Locator]:
    """One option after the other, its list opened, ready to be clicked."""
    labels = YEARS if entry.has_period else map(words_for("en").institution_type, TYPES)
    for label in labels:
        yield _option(visitor, PERIOD if entry.has_period else TYPE, label)


def _option(visitor: Visitor, key: str, label: str) -> Locator:
    """A list that stays open over a choice may close by itself, just when it is typed into, or
    a moment after.
    """
    option = visitor.page.get_by_role("option", name=label, exact=True)
    for _ in range(OPENINGS):
        visitor.open_list(key).fill(label)
        with contextlib.suppress(PlaywrightTimeout):
            option.wait_for(timeout=OPENING_MILLISECONDS)
            visitor.page.wait_for_timeout(QUIET_MILLISECONDS)
            if option.is_visible():
                return option
    raise AssertionError(f"{visitor.page.url}: the list of {key} does not open at {label}")


def _clicks(browser: Browser, server: AppServer, entry: PageEntry) -> list[Measure]:
    visitor = _visitor(browser, server)
    visitor.open(entry.name, lang="en", period="2020")
    milliseconds, cpu = [], []
    for option in _options(visitor, entry):
        before = visitor.page.evaluate(PICTURE)
        watch = Stopwatch(server.process.pid)
        option.click()
        visitor.page.wait_for_function(f"before => ({PICTURE})() !== before", arg=before)
        visitor.wait()
        milliseconds.append(float(visitor.page.evaluate("window.paintedAt - window.clickedAt")))
        cpu.append(watch.cpu_seconds())
    visitor.context.close()
    note = f"median of {len(milliseconds)}, slowest {max(milliseconds):.0f} ms"
    clicked, page = statistics.median(milliseconds), entry.name
    return [
        Measure(f"{page}, click to painted", clicked, "ms", CLICK_MILLISECONDS, note=note),
        Measure(f"{page}, processor a change", statistics.mean(cpu), "s", CLICK_CPU_SECONDS),
    ]
