"""From a click to what is painted, in Chromium, and the first page on a server that is warm."""

import statistics
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from bench.measure import Measure, Section, Stopwatch
from tests.browser.chromium import launch
from tests.browser.server import AppServer
from tests.browser.visitor import Visitor

CLICK_MILLISECONDS = 250.0
CLICK_CPU_SECONDS = 0.1
FIRST_MILLISECONDS = 1500.0
FIRST_VISITS = 5
YEARS = ("2015", "2016", "2017", "2018", "2019", "2021", "2022", "2023", "2024")

NOTE_CLICKS_AND_PAINT = """
const charts = '[data-testid="stVegaLiteChart"]';
window.clickedAt = 0;
window.paintedAt = 0;
document.addEventListener('click', () => { window.clickedAt = performance.now(); }, true);
new MutationObserver((changes) => {
  const isChart = changes.some(({target}) =>
    (target.nodeType === 1 ? target : target.parentElement)?.closest(charts));
  if (!isChart) return;
  // A frame later the browser has drawn what was changed just now.
  requestAnimationFrame(() => setTimeout(() => { window.paintedAt = performance.now(); }));
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
PICTURE = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')]
  .map((picture) => picture.innerHTML).join('')"""
PERIOD = ".st-key-period input"


def measure_clicks(database: Path, folder: Path, page: str) -> Section:
    with AppServer(database, folder / "click.log") as server, sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            first = _first_visits(browser, server, page)
            measures = _clicks(browser, server, page)
        finally:
            browser.close()
    name = f"{page}, first page painted"
    note = f"browser's cache empty, median of {FIRST_VISITS}"
    measures.append(Measure(name, first, "ms", FIRST_MILLISECONDS, note=note))
    return Section("In Chromium", tuple(measures))


def _visitor(browser: Browser, server: AppServer) -> Visitor:
    visitor = Visitor(browser, server)
    visitor.context.add_init_script(NOTE_CLICKS_AND_PAINT)
    return visitor


def _first_visits(browser: Browser, server: AppServer, page: str) -> float:
    """Milliseconds from navigation to the last chart painted; a visit before warms the server."""
    visits = [_first_visit(browser, server, page) for _ in range(1 + FIRST_VISITS)]
    return statistics.median(visits[1:])


def _first_visit(browser: Browser, server: AppServer, page: str) -> float:
    visitor = _visitor(browser, server)
    visitor.open(page, lang="en", period="2016")
    painted = float(visitor.page.evaluate("window.paintedAt"))
    visitor.close()
    return painted


def _option(page: Page, label: str) -> Locator:
    """The period's list, opened, and in it the option to click."""
    page.locator(PERIOD).click()
    page.locator(PERIOD).fill(label)
    option = page.get_by_role("option", name=label, exact=True)
    option.wait_for()
    return option


def _clicks(browser: Browser, server: AppServer, page: str) -> list[Measure]:
    visitor = _visitor(browser, server)
    visitor.open(page, lang="en", period="2020")
    milliseconds, cpu = [], []
    for year in YEARS:
        before = visitor.page.evaluate(PICTURE)
        option = _option(visitor.page, year)
        visitor.page.wait_for_timeout(300)
        watch = Stopwatch(server.process.pid)
        option.click()
        visitor.page.wait_for_function(f"before => ({PICTURE})() !== before", arg=before)
        visitor.wait()
        milliseconds.append(float(visitor.page.evaluate("window.paintedAt - window.clickedAt")))
        cpu.append(watch.cpu_seconds())
    visitor.close()
    note = f"median of {len(YEARS)}, slowest {max(milliseconds):.0f} ms"
    return [
        Measure(
            f"{page}, click to painted",
            statistics.median(milliseconds),
            "ms",
            CLICK_MILLISECONDS,
            note=note,
        ),
        Measure(f"{page}, processor a change", statistics.mean(cpu), "s", CLICK_CPU_SECONDS),
    ]
