"""Every page of the one list of pages, in every language, as it stands on a screen."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import pytest
from playwright.sync_api import Browser

from npm_data.charts.spec import FEATURES
from npm_data.figures.periods import filter_line
from npm_data.i18n import words_for
from npm_data.i18n.catalogues import catalogue, subjects
from npm_data.reference import LANGUAGES, reference
from npm_data.register.filters import Filters, Period
from npm_data.ui.frame.page_list import HOME, METHODOLOGY, PAGES, PageEntry
from tests.browser.axe import Finding, findings
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import LAPTOP, ZOOMED, Look, Scheme, Visitor
from tests.extent import EVERYWHERE, spread

pytestmark = pytest.mark.browser

WORD = re.compile(r"[A-Za-z]{3,}")
"""An English word, or a code, or a name in Latin letters."""
WITHOUT_PICTURES = {
    "follow_up",
    "places",
    "mechanisms",
    "quality",
    "exports",
    "methodology",
    "intake",
    "history",
    "forum",
    "past_due",
    "changes",
}
"""Lists, tables, texts, and slides, which have a test of their own."""
PLACE = "11-UIS-006"
"""A place of the demonstration register, for the page about one."""


@dataclass(frozen=True, slots=True)
class View:
    """A page in a language and a theme."""

    page: PageEntry
    language: str
    scheme: Scheme

    def __str__(self) -> str:
        return f"{self.language}-{self.scheme}-{self.page.name}"

    @property
    def look(self) -> tuple[str, str]:
        return self.language, self.scheme


# Language and theme change last, so that a worker's window goes through all its pages.
VIEWS = sorted(
    (View(*chosen) for chosen in spread(PAGES, LANGUAGES, get_args(Scheme))),
    key=lambda view: view.look,
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What there was to be seen of a page, on a laptop and then at 400 %."""

    text: str
    own_text: str
    names: str
    headings: tuple[str, ...]
    language: str
    widest: int
    cut_words: list[str]
    pictures: int
    described: int
    foreign_requests: list[str]
    findings: list[Finding]
    widest_zoomed: int
    cut_letters_zoomed: list[str]
    crowded_letters_zoomed: list[str]
    cut_words_zoomed: list[str]
    widest_spaced: int
    cut_words_spaced: list[str]
    complaints: list[str]

    @classmethod
    def of(cls, window: Visitor) -> "Seen":
        described = '[data-testid="stVegaLiteChart"][aria-label]:not([aria-label=""])'
        on_a_laptop = dict[str, Any](
            text=window.text(),
            own_text=window.own_text(),
            names=window.names(),
            headings=tuple(window.page.locator("h1").all_inner_texts()),
            language=str(window.page.evaluate("document.documentElement.lang")),
            widest=window.widest_content(),
            cut_words=window.cut_words(),
            pictures=window.page.locator('[data-testid="stVegaLiteChart"]').count(),
            described=window.page.locator(described).count(),
            foreign_requests=window.foreign_requests(),
            findings=findings(window.page),
        )
        window.resize(ZOOMED)
        zoomed = dict[str, Any](
            widest_zoomed=window.widest_content(),
            cut_letters_zoomed=window.cut_letters(),
            crowded_letters_zoomed=window.crowded_letters(),
            cut_words_zoomed=window.cut_words(),
        )
        with window.spaced():
            spaced = {
                "widest_spaced": window.widest_content(),
                "cut_words_spaced": window.cut_words(),
            }
        return cls(**on_a_laptop, **zoomed, **spaced, complaints=list(window.complaints))


@pytest.fixture(scope="module")
def windows(browser: Browser, demo_server: AppServer) -> Iterator[Callable[..., Visitor]]:
    """One window, which goes from page to page as people do."""
    opened = Visitor(Look(locale="de-DE").page(browser), demo_server)

    def window(scheme: Scheme) -> Visitor:
        Look(LAPTOP, scheme).worn_by(opened.page)
        return opened

    yield window
    opened.context.close()


@pytest.fixture(scope="module")
def view(request: pytest.FixtureRequest) -> View:
    """What `of_views` chose, for the whole module: all tests of a view run before the next."""
    made: View = request.param
    return made


@pytest.fixture(scope="module")
def here(view: View, windows: Callable[..., Visitor]) -> Seen:
    window = windows(view.scheme)
    window.complaints.clear()
    window.requests.clear()
    _go(window, view)
    if EVERYWHERE:
        as_table = window.page.get_by_text(words_for(view.language)("frame.as_table"), exact=True)
        for table in as_table.all():
            table.click()
            window.wait()
    return Seen.of(window)


def _go(window: Visitor, view: View) -> None:
    """By the menu, as people do, where the window shows another page in the same language."""
    page, words = window.page, words_for(view.language)
    is_here = f"lang={view.language}" in page.url and "/forum" not in page.url
    if is_here and view.page.is_listed and not EVERYWHERE:
        menu = page.locator('[data-testid="stSidebarNav"]')
        menu.get_by_role("link", name=words(view.page.title), exact=True).click()
        page.get_by_role("heading", name=words(view.page.title), level=1).wait_for()
        window.wait()
    else:
        window.open(view.page.name, lang=view.language, period="2016", place=PLACE)


def of_views(select: Callable[[View], bool]) -> pytest.MarkDecorator:
    chosen = [each for each in VIEWS if select(each)]
    return pytest.mark.parametrize("view", chosen, indirect=True, ids=str, scope="module")


of_each = of_views(lambda view: True)
not_in_english = of_views(lambda view: view.language != "en")


@of_each
def test_a_page_stands_in_its_language(here: Seen, view: View) -> None:
    words = words_for(view.language)
    assert words(view.page.title) in here.headings
    assert here.language == view.language
    mark = "frame.demonstration" if view.page.is_bare else "frame.demonstration_short"
    assert words(mark) in here.text
    assert here.complaints == []
    if view.page.has_filters:
        filters = Filters(Period.of_year(2016))
        assert filter_line(words, filters, has_period=view.page.has_period) in here.text


@of_views(lambda view: view.language != "en" and view.page.has_filters and view.page != METHODOLOGY)
def test_no_english_word_is_left_on_a_page(here: Seen, view: View) -> None:
    """Methodology gives names in all three languages, what has no filters quotes others."""
    found = set(WORD.findall(without_quotations(here.own_text))) - NAMES
    assert not found


@not_in_english
def test_no_english_word_is_left_in_what_is_only_said(here: Seen, view: View) -> None:
    """Names of buttons, charts and regions, and what kind of thing they are."""
    assert set(WORD.findall(without_quotations(here.names))) - NAMES == set()


@not_in_english
def test_no_english_message_is_left_on_a_page(here: Seen, view: View) -> None:
    assert not [sentence for sentence in english_sentences() if sentence in here.own_text]


@of_each
def test_a_page_fits_a_window_at_400_per_cent_without_scrolling_sideways(
    here: Seen, view: View
) -> None:
    """320 pixels, so a phone too; and with letters and lines as far apart as WCAG 1.4.12 wants."""
    assert here.widest_zoomed <= ZOOMED[0]
    assert here.cut_letters_zoomed == []
    assert here.crowded_letters_zoomed == []
    assert here.cut_words_zoomed == []
    assert here.widest_spaced <= ZOOMED[0]
    assert here.cut_words_spaced == []
    assert here.complaints == []


@of_each
def test_a_page_fits_a_laptop_without_scrolling_sideways(here: Seen, view: View) -> None:
    assert here.widest <= LAPTOP[0]
    assert here.cut_words == []


@of_each
def test_every_picture_says_in_words_what_it_shows(here: Seen, view: View) -> None:
    assert here.pictures > 0 or view.page.name in WITHOUT_PICTURES
    assert here.described >= here.pictures


@of_each
def test_axe_finds_nothing_serious(here: Seen, view: View) -> None:
    assert here.findings == []


@of_each
def test_nothing_is_asked_for_outside_this_machine(here: Seen, view: View) -> None:
    assert here.foreign_requests == []


@pytest.mark.everywhere
def test_the_start_page_is_there_by_its_name_too(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    words = words_for("kk")
    window = visitor(demo_server)
    window.go(HOME.name, lang="kk", period="2016")
    assert window.page.get_by_role("heading", name=words(HOME.title), level=1).is_visible()
    assert filter_line(words, Filters(Period.of_year(2016))) in window.text()


def test_the_outlines_of_the_regions_come_from_the_same_server(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    window.open("coverage", lang="ru", period="2016")
    fetched = [url for url in window.requests if url.endswith(".topojson")]
    assert fetched
    assert all(url.startswith(demo_server.url) for url in fetched)
    assert FEATURES in window.page.request.get(fetched[0]).text()


NAMES = {"CSV", "ODS", "TXT", "XLSX", "PNG", "SVG", "PDF", "PPTX", "DOCX", "English"}
"""Words in Latin letters that stay the same in each language."""


def without_quotations(text: str) -> str:
    """Leaves out what is quoted as it stands: addresses, sources' titles, the borders' credit."""
    quoted = {each.source_title for each in reference().published_figures}
    quoted |= {words_for(language)("charts.attribution") for language in LANGUAGES}
    for each in sorted(quoted, key=len, reverse=True):
        text = text.replace(each, "")
    return re.sub(r"https?://\S+", "", text)


@cache
def english_sentences() -> list[str]:
    """The English messages of four words and more that nothing is put into.

    Terms are not among them: the glossary gives each in three languages.
    """
    texts = {
        message.string
        for subject in subjects("en")
        for message in catalogue("en", subject)
        if isinstance(message.id, str) and isinstance(message.string, str)
        if ".term_" not in message.id
    }
    return [text for text in texts if len(text.split()) >= 4 and "{" not in text]
