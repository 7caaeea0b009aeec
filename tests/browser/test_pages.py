"""Every page of the one list of pages, in every language, as it stands on a screen."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
from playwright.sync_api import Browser

from npm_data.charts.geometry import FEATURES
from npm_data.i18n import words_for
from npm_data.i18n.catalogues import catalogue, subjects
from npm_data.model.filters import Filters, Period
from npm_data.reference import LANGUAGES, reference
from npm_data.report.filter_line import filter_line
from npm_data.ui.page_list import HOME, PAGES, PageEntry
from tests.browser.axe import Finding, findings
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import LAPTOP, ZOOMED, Visitor

pytestmark = pytest.mark.browser

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
each_language = pytest.mark.parametrize("language", LANGUAGES)
other_languages = pytest.mark.parametrize("language", ["kk", "ru"])
filtered_page = pytest.mark.parametrize(
    "page", [page for page in PAGES if page.has_filters], ids=lambda page: page.name
)
WORD = re.compile(r"[A-Za-z]{3,}")
"""An English word, or a code, or a name in Latin letters."""
WITHOUT_PICTURES = {
    "follow_up",
    "places",
    "mechanisms",
    "exports",
    "methodology",
    "intake",
    "history",
    "forum",
}
"""Lists, tables, texts, and slides, which have a test of their own."""
PLACE = "11-UIS-006"
"""A place of the demonstration register, for the page about one."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What there was to be seen of a page."""

    text: str
    own_text: str
    names: str
    headings: tuple[str, ...]
    language: str
    widest: int
    widest_spaced: int
    cut_letters: list[str]
    pictures: int
    described: int
    requests: int
    foreign_requests: list[str]
    complaints: list[str]
    findings: list[Finding]

    @classmethod
    def of(cls, window: Visitor) -> "Seen":
        described = '[data-testid="stVegaLiteChart"][aria-label]:not([aria-label=""])'
        return cls(
            text=window.text(),
            own_text=window.own_text(),
            names=window.names(),
            headings=tuple(window.page.locator("h1").all_inner_texts()),
            language=str(window.page.evaluate("document.documentElement.lang")),
            widest=window.widest_content(),
            cut_letters=window.cut_letters(),
            pictures=window.page.locator('[data-testid="stVegaLiteChart"]').count(),
            described=window.page.locator(described).count(),
            requests=len(window.requests),
            foreign_requests=window.foreign_requests(),
            complaints=window.complaints,
            findings=findings(window.page),
            # The last: it changes the page.
            widest_spaced=window.widest_spaced_content(),
        )


Look = Callable[..., Seen]


@pytest.fixture(scope="module")
def seen(browser: Browser, demo_server: AppServer) -> Look:
    """Opens each page once in each language and size, and keeps what was there to be seen."""

    @cache
    def look(page: PageEntry, language: str, size: tuple[int, int] = LAPTOP) -> Seen:
        scheme = "dark" if language == "ru" else "light"
        window = Visitor(browser, demo_server, size=size, scheme=scheme, locale="de-DE")
        try:
            window.open(page.name, lang=language, period="2016", place=PLACE)
            return Seen.of(window)
        finally:
            window.close()

    return look


@each_page
@each_language
def test_a_page_stands_in_its_language(seen: Look, page: PageEntry, language: str) -> None:
    words, here = words_for(language), seen(page, language)
    assert words(page.title) in here.headings
    assert here.language == language
    assert words("frame.demonstration") in here.text
    assert here.complaints == []
    if page.has_filters:
        filters = Filters(Period.of_year(2016))
        assert filter_line(words, filters, has_period=page.has_period) in here.text


def test_the_start_page_is_there_by_its_name_too(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    words = words_for("kk")
    window = visitor(demo_server)
    window.go(HOME.name, lang="kk", period="2016")
    assert window.page.get_by_role("heading", name=words(HOME.title), level=1).is_visible()
    assert filter_line(words, Filters(Period.of_year(2016))) in window.text()


@filtered_page
@other_languages
def test_no_english_word_is_left_on_a_page(seen: Look, page: PageEntry, language: str) -> None:
    found = set(WORD.findall(without_quotations(seen(page, language).own_text))) - NAMES
    assert not found


@each_page
@other_languages
def test_no_english_word_is_left_in_what_is_only_said(
    seen: Look, page: PageEntry, language: str
) -> None:
    """Names of buttons, charts and regions, and what kind of thing they are."""
    names = without_quotations(seen(page, language).names)
    assert set(WORD.findall(names)) - NAMES == set()


@each_page
@other_languages
def test_no_english_message_is_left_on_a_page(seen: Look, page: PageEntry, language: str) -> None:
    text = seen(page, language).own_text
    assert not [sentence for sentence in english_sentences() if sentence in text]


@each_page
@other_languages
def test_a_page_fits_a_window_at_400_per_cent_without_scrolling_sideways(
    seen: Look, page: PageEntry, language: str
) -> None:
    """320 pixels, so a phone too; and with letters and lines as far apart as WCAG 1.4.12 wants."""
    here = seen(page, language, ZOOMED)
    assert here.widest <= ZOOMED[0]
    assert here.cut_letters == []
    assert here.widest_spaced <= ZOOMED[0]
    assert here.complaints == []


@each_page
@each_language
def test_a_page_fits_a_laptop_without_scrolling_sideways(
    seen: Look, page: PageEntry, language: str
) -> None:
    assert seen(page, language).widest <= LAPTOP[0]


@each_page
def test_every_picture_says_in_words_what_it_shows(seen: Look, page: PageEntry) -> None:
    here = seen(page, "kk")
    assert here.pictures > 0 or page.name in WITHOUT_PICTURES
    assert here.described >= here.pictures


@each_page
@each_language
def test_axe_finds_nothing_serious(seen: Look, page: PageEntry, language: str) -> None:
    """In light (Kazakh, English) and in dark (Russian): see `test_accessibility.py`."""
    assert seen(page, language).findings == []


@each_page
@each_language
def test_nothing_is_asked_for_outside_this_machine(
    seen: Look, page: PageEntry, language: str
) -> None:
    here = seen(page, language)
    assert here.requests > 10
    assert here.foreign_requests == []


def test_the_outlines_of_the_regions_come_from_the_same_server(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    window.open("coverage", lang="ru", period="2016")
    fetched = [url for url in window.requests if url.endswith(".topojson")]
    assert fetched
    assert all(url.startswith(demo_server.url) for url in fetched)
    assert FEATURES in window.page.request.get(fetched[0]).text()


NAMES = {"CSV", "XLSX", "PNG", "SVG", "PDF", "PPTX", "English"}
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
