"""One person at one browser window: opens pages, waits until they stand, notes what went wrong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request
from playwright.sync_api import Error as PlaywrightError

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.frame.page_list import HOME
from tests.browser.server import AppServer
from tests.patience import STANDS_STILL_SECONDS

Scheme = Literal["light", "dark"]

LAPTOP = (1366, 768)
PHONE = (390, 844)
ZOOMED = (320, 256)
"""What a window of 1280 × 1024 has left at 400 %."""
OPENERS = {"ministry": "ministry", "region": "region"}
"""Filters with a button of their own; the others open from that of the rest."""
QUIET_MILLISECONDS = 250
POLL_MILLISECONDS = 50
"""Asked at each frame, which is Playwright's own way, the page would be drawn for the question."""
WAIT_MILLISECONDS = 1000 * STANDS_STILL_SECONDS
FINGER_MILLISECONDS = 60
"""A finger rests on the button; a click of no length at all opens a list and closes it again."""

NOTE_CHANGES = """
window.lastChange = performance.now();
new MutationObserver(() => { window.lastChange = performance.now(); }).observe(
  document, {subtree: true, childList: true, attributes: true, characterData: true});
"""

STANDS_STILL = """(quiet) => {
  const app = document.querySelector('[data-testid="stApp"]');
  if (!app || app.dataset.testScriptState !== 'notRunning') return false;
  if (app.dataset.testConnectionState !== 'CONNECTED') return false;
  if (document.querySelector('[data-testid="stSkeleton"], [data-testid="stAppSkeleton"]'))
    return false;
  const charts = [...document.querySelectorAll('[data-testid="stVegaLiteChart"]')];
  const shown = charts.filter((chart) => chart.offsetParent !== null);
  if (!shown.every((chart) => chart.querySelector('svg, canvas'))) return false;
  return performance.now() - window.lastChange > quiet;
}"""

SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }"""
"""Letters, words and lines as far apart as a reader may set them (WCAG 1.4.12)."""

WIDEST = """() => Math.max(...[document.documentElement, document.body,
  ...document.querySelectorAll('[data-testid="stMain"], [data-testid="stMainBlockContainer"]')]
  .map((element) => element.getBoundingClientRect().left + element.scrollWidth))"""

CUT_LETTERS = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')]
  .filter((picture) => picture.checkVisibility())
  .flatMap((picture) => {
    const box = picture.getBoundingClientRect();
    return [...picture.querySelectorAll('text')].filter((text) => {
      const { left, right } = text.getBoundingClientRect();
      return text.textContent.trim() && (left < box.left - 2 || right > box.right + 2);
    }).map((text) => text.textContent);
  })"""
"""Texts of charts that end outside their picture."""

CROWDED_LETTERS = """() => [...document.querySelectorAll('[data-testid="stVegaLiteChart"] svg')]
  .filter((picture) => picture.checkVisibility())
  .flatMap((picture) => {
    const lines = [...picture.querySelectorAll('text')]
      .filter((text) => text.checkVisibility({opacityProperty: true}))
      .flatMap((text) => text.childElementCount ? [...text.children] : [text])
      .filter((line) => line.textContent.trim())
      .map((line) => {
        const range = document.createRange();
        range.selectNodeContents(line);
        return [line.textContent, range.getBoundingClientRect()];
      });
    return lines.flatMap(([one, here], place) => lines.slice(place + 1)
      .filter(([other, there]) => other !== one
        && Math.max(here.left, there.left) - Math.min(here.right, there.right) < 1.5
        && Math.min(here.bottom, there.bottom) - Math.max(here.top, there.top) > 8)
      .map(([other]) => `${one} ${other}`));
  })"""
"""Texts of a chart that run into each other: two numbers would be read as one."""

CUT_WORDS = """() => [...document.querySelectorAll(
    '[data-testid="stMain"] *, [data-testid="stSidebar"][aria-expanded="true"] *')]
  .filter((element) => element.checkVisibility() && element.clientWidth > 1
    && getComputedStyle(element).overflowX !== 'visible' && !element.querySelector('table')
    && element.scrollWidth > element.clientWidth + 1)
  .map((element) => element.textContent || element.className)"""
"""What is shown in part: words with an ellipsis, fields behind an edge. A wide table scrolls."""

OWN_TEXT = """() => {
  const without = '[translate="no"], [data-testid="stSkipToContent"], script, style, noscript';
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (element && !element.closest(without))
      texts.push(walker.currentNode.textContent);
  }
  return texts.join(' ');
}"""

NAMES = """() => [...document.querySelectorAll('*')]
  .filter((element) => element.checkVisibility() && !element.closest('[aria-hidden="true"]'))
  .flatMap((element) =>
    ['aria-label', 'aria-roledescription', 'aria-description', 'title', 'placeholder', 'alt']
      .map((name) => element.getAttribute(name)))
  .filter(Boolean).join(' | ')"""
"""What a screen reader says of things beside their text."""

FINDING_ITS_SERVER = re.compile(r"/[a-z_]+/_stcore/(health|host-config)$")
"""Opened at `/coverage`, Streamlit's page first asks whether the app lives below `/coverage/`."""

LOCAL_HOSTS = {"127.0.0.1", "localhost"}
LOCAL_SCHEMES = {"data", "blob", "about"}


@dataclass(frozen=True, slots=True)
class Look:
    """How somebody's browser is set."""

    size: tuple[int, int] = LAPTOP
    scheme: Scheme = "light"
    locale: str = "en-GB"

    def page(self, browser: Browser) -> Page:
        """The first window of a browser that has seen nothing yet."""
        # The tests make the certificate of their nginx themselves.
        made = browser.new_context(locale=self.locale, ignore_https_errors=True)
        made.add_init_script(NOTE_CHANGES)
        return self.worn_by(made.new_page())

    def worn_by(self, page: Page) -> Page:
        """A window of a browser with this locale, set so."""
        width, height = self.size
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=self.scheme, reduced_motion="reduce")
        return page


class Visitor:
    """A window of a browser on one server; `complaints` should stay empty."""

    def __init__(self, page: Page, server: AppServer) -> None:
        self.server = server
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page = page
        self.page.set_default_timeout(WAIT_MILLISECONDS)
        self.page.on("console", self._note_console)
        self.page.on("pageerror", self._note_error)
        self.page.context.on("request", self._note_request)

    @property
    def context(self) -> BrowserContext:
        return self.page.context

    def open(self, name: str, **parameters: str | list[str]) -> Page:
        """The page of this name, painted to the end; fails where it shows an exception."""
        return self.go("" if name == HOME.name else name, **parameters)

    def go(self, path: str, **parameters: str | list[str]) -> Page:
        """An address of the dashboard, painted to the end."""
        query = urlencode(parameters, doseq=True)
        self.page.goto(f"{self.server.url}/{path}" + (f"?{query}" if query else ""))
        return self.wait()

    def resize(self, size: tuple[int, int]) -> Page:
        """The same page in a window of another size, as where somebody enlarges it."""
        width, height = size
        self.page.set_viewport_size({"width": width, "height": height})
        # Charts are drawn anew a moment after the window has its size.
        self.page.wait_for_timeout(QUIET_MILLISECONDS)
        return self.wait()

    def wait(self) -> Page:
        """Waits until the script has ended, the charts are there and nothing moves any more."""
        self.page.wait_for_function(STANDS_STILL, arg=QUIET_MILLISECONDS, polling=POLL_MILLISECONDS)
        self.fail_on_an_exception()
        return self.page

    def fail_on_an_exception(self) -> None:
        """A traceback of Streamlit's, or the frame's sentence that the page could not be shown."""
        shown = self.page.locator('[data-testid="stException"]').all_inner_texts()
        errors = self.page.locator('[data-testid="stAlertContentError"]').all_inner_texts()
        sentences = [
            words_for(language)("frame.error", reference="").split(".")[0] for language in LANGUAGES
        ]
        shown += [each for each in errors if any(sentence in each for sentence in sentences)]
        if shown:
            log = self.server.printed()[-4000:]
            raise AssertionError(f"{self.page.url} shows an error: {shown}\n{log}")

    def open_list(self, key: str) -> Locator:
        """The field of a select with this key, its list of options opened as a hand does it."""
        field = self.page.locator(f".st-key-{key} input")
        if field.get_attribute("aria-expanded") != "true":
            field.click(delay=FINGER_MILLISECONDS)
        return field

    def pill(self, key: str, label: str) -> Locator:
        """A choice of one of the filters that open from a button, which stay open over a choice."""
        pill = self.page.locator(f".st-key-{key}").get_by_text(label, exact=True)
        if not pill.is_visible():
            opener = self.page.locator(f".st-key-filters-{OPENERS.get(key, 'more')} button").first
            opener.click(delay=FINGER_MILLISECONDS)
        return pill

    def text(self) -> str:
        """All that can be read in the window, sidebar included."""
        return self.page.locator('[data-testid="stApp"]').inner_text()

    def own_text(self) -> str:
        """The same without names of icons and Streamlit's own hidden link past the menu."""
        return str(self.page.evaluate(OWN_TEXT))

    def names(self) -> str:
        """Names and kinds that are said only, of all that can be seen."""
        return str(self.page.evaluate(NAMES))

    def widest_content(self) -> int:
        """Pixels from the left edge to the end of the widest part of the page."""
        return int(self.page.evaluate(WIDEST))

    @contextmanager
    def spaced(self) -> Iterator[None]:
        """Letters and lines far apart."""
        style = self.page.add_style_tag(content=SPACED)
        yield
        style.evaluate("(style) => style.remove()")

    def cut_letters(self) -> list[str]:
        """Texts of charts that end outside their picture."""
        return list(self.page.evaluate(CUT_LETTERS))

    def crowded_letters(self) -> list[str]:
        """Pairs of a chart's texts with no room between them."""
        return list(self.page.evaluate(CROWDED_LETTERS))

    def cut_words(self) -> list[str]:
        """Words and fields beside the charts that are shown in part."""
        return list(self.page.evaluate(CUT_WORDS))

    def foreign_requests(self) -> list[str]:
        """Addresses asked for that are not on this machine."""
        parts = [(url, urlsplit(url)) for url in self.requests]
        return [
            url
            for url, split in parts
            if split.scheme not in LOCAL_SCHEMES and split.hostname not in LOCAL_HOSTS
        ]

    def leave(self) -> bool:
        """Has the browser forget the visit, but not the scripts; whether another may come to it."""
        self.page.remove_listener("console", self._note_console)
        self.page.remove_listener("pageerror", self._note_error)
        self.context.remove_listener("request", self._note_request)
        for other in self.context.pages:
            if other != self.page:
                other.close()
        self.context.clear_cookies()
        try:
            # A page of the same server, so that its process stays, and all it has compiled.
            self.page.goto(f"{self.server.url}/_stcore/health")
            self.page.evaluate("() => { localStorage.clear(); sessionStorage.clear(); }")
        except PlaywrightError:
            return False
        return True

    def _note_error(self, error: PlaywrightError) -> None:
        self.complaints.append(f"page error: {error}")

    def _note_console(self, message: ConsoleMessage) -> None:
        url = str(message.location.get("url", ""))
        if message.type == "error" and not FINDING_ITS_SERVER.search(url):
            self.complaints.append(f"console: {message.text} ({url})")

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)
