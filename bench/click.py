"""In Chromium: a page's cold load, and a change from the click to the last stroke."""

import contextlib
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Self

import psutil
from playwright.sync_api import Browser, Locator, WebSocket, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from bench.measure import Measure, Pair, Section, Stopwatch
from bench.size import BROWSER_YEARS, Size
from npm_data.i18n import words_for
from npm_data.ui.frame.address import PERIOD, TYPE
from npm_data.ui.frame.page_list import PageEntry
from tests.browser.chromium import launch
from tests.browser.server import AppServer
from tests.browser.visitor import POLL_MILLISECONDS, Look, Visitor

CLICK_RATIO = 1.3
COLD_RATIO = 1.5
CPU_RATIO = 10.0
"""On the server: towards 0.06 s where the bare page takes 0.006 s."""
MESSAGES = 45
KILOBYTES = 30
OPENINGS = 3
OPENING_MILLISECONDS = 3000
QUIET_MILLISECONDS = 300
"""What the opening has the browser and the server do is over by then."""
WINDOW = (1366, 1000)
"""So high that the filters need no scrolling: a list of options closes when its field is moved."""
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
ADDRESS_SAYS = """([name, code]) => new URLSearchParams(location.search).getAll(name).includes(code)
  && window.paintedAt > window.clickedAt"""


@dataclass(frozen=True, slots=True)
class Change:
    """What one change of a filter took."""

    milliseconds: float
    server_seconds: float
    browser_seconds: float
    messages: int
    kilobytes: float


class Window:
    """A window of a browser that has seen nothing yet, on a page."""

    def __init__(self, browser: Browser, server: AppServer, entry: PageEntry) -> None:
        self.entry = entry
        self.visitor = Visitor(Look(WINDOW).page(browser), server)
        self.visitor.context.add_init_script(NOTE_CLICKS_AND_PAINT)
        self.received: list[int] = []
        """Bytes of each message."""
        self.visitor.page.on("websocket", self._listen)
        self.visitor.open(entry.name, lang="en", period="2016")

    def _listen(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda data: self.received.append(len(data)))

    def painted_at(self) -> float:
        """Milliseconds from navigation to the last stroke so far."""
        return float(self.visitor.page.evaluate("window.paintedAt"))

    def change(self, key: str, label: str, code: str) -> Change:
        page = self.visitor.page
        option = self.visitor.pill(key, label) if key == TYPE else self._option(key, label)
        server, browser = Stopwatch(self.visitor.server.process.pid), Stopwatch(*_chromium())
        self.received.clear()
        option.click()
        page.wait_for_function(ADDRESS_SAYS, arg=[key, code], polling=POLL_MILLISECONDS)
        self.visitor.wait()
        return Change(
            self.painted_at() - float(page.evaluate("window.clickedAt")),
            server.cpu_seconds(),
            browser.cpu_seconds(),
            len(self.received),
            sum(self.received) / 1000,
        )

    def _option(self, key: str, label: str) -> Locator:
        """A list that stays open over a choice may close by itself, just when it is typed into, or
        a moment after.
        """
        option = self.visitor.page.get_by_role("option", name=label, exact=True)
        for _ in range(OPENINGS):
            self.visitor.open_list(key).fill(label)
            with contextlib.suppress(PlaywrightTimeout):
                option.wait_for(timeout=OPENING_MILLISECONDS)
                self.visitor.page.wait_for_timeout(QUIET_MILLISECONDS)
                if option.is_visible():
                    return option
        raise AssertionError(f"{self.visitor.page.url}: the list of {key} does not open at {label}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.visitor.context.close()


def _chromium() -> list[int]:
    """Chromium's processes: what Playwright, a child of this process, has started."""
    return [
        each.pid for child in psutil.Process().children() for each in child.children(recursive=True)
    ]


def measure_clicks(server: AppServer, floor: AppServer, size: Size) -> Section:
    """Every page with filters: first visits of a browser, then changes of a filter."""
    measures: list[Measure] = []
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            for entry in size.pages:
                if entry.has_filters:
                    measures += _measures(browser, server, floor, entry, size)
        finally:
            browser.close()
    beside = "the same at national size" if size.growth else "a bare page"
    return Section(f"In Chromium, beside {beside}", tuple(measures))


def _measures(
    browser: Browser, server: AppServer, floor: AppServer, entry: PageEntry, size: Size
) -> Iterator[Measure]:
    opened = Pair()
    for visit in range(size.first_visits):
        with (
            Window(browser, server, entry) as window,
            Window(browser, floor, size.beside(entry)) as bare,
        ):
            opened.times.append(window.painted_at())
            opened.floor.append(bare.painted_at())
            if visit == size.first_visits - 1:
                changes = list(_changes(window, bare, size))
    yield opened.measure(f"{entry.name}, cold load", None if size.growth else COLD_RATIO)
    made, bare_ones = zip(*changes, strict=True)
    yield from _changed(entry.name, made, bare_ones, size)


def _changes(window: Window, bare: Window, size: Size) -> Iterator[tuple[Change, Change]]:
    """Of the page and of the bare one, by turns."""
    years = [(PERIOD, year, year) for year in BROWSER_YEARS[: size.years]]
    types = [(TYPE, words_for("en").institution_type(code), code) for code in TYPES]
    for asked, year in zip(years if window.entry.has_period else types, years, strict=False):
        yield window.change(*asked), bare.change(*(asked if size.growth else year))


def _changed(
    page: str, made: Sequence[Change], bare: Sequence[Change], size: Size
) -> Iterator[Measure]:
    ratio = size.growth.change_ratio if size.growth else CLICK_RATIO
    cpu_ratio = None if size.growth else CPU_RATIO
    times = Pair([each.milliseconds for each in made], [each.milliseconds for each in bare])
    note = f"median of {len(made)}, slowest {max(times.times):.0f} ms"
    yield times.measure(f"{page}, click to last stroke", ratio, note)
    for name, seconds, budget in (
        ("server", attrgetter("server_seconds"), cpu_ratio),
        ("browser", attrgetter("browser_seconds"), None),
    ):
        value, floor = (statistics.mean(map(seconds, changes)) for changes in (made, bare))
        yield Measure(f"{page}, processor of the {name}", value, "s", budget, floor)
    for name, count, budget in (
        ("messages", attrgetter("messages"), MESSAGES),
        ("kB received", attrgetter("kilobytes"), KILOBYTES),
    ):
        value, floor = (statistics.median(map(count, changes)) for changes in (made, bare))
        yield Measure(f"{page}, {name}", value, budget=budget, note=f"beside it {floor:.0f}")
