"""Every page of the one list of pages, in every language, as it stands on a screen."""

import re
from functools import cache

import pytest

from npm_data.charts.geometry import FEATURES
from npm_data.i18n import words_for
from npm_data.i18n.catalogues import catalogue, subjects
from npm_data.model.filters import Filters, Period
from npm_data.reference import LANGUAGES, reference
from npm_data.ui.filter_line import filter_line
from npm_data.ui.page_list import HOME, PAGES, PageEntry
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import LAPTOP, PHONE

pytestmark = pytest.mark.browser

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
each_language = pytest.mark.parametrize("language", LANGUAGES)
other_languages = pytest.mark.parametrize("language", ["kk", "ru"])
filtered_page = pytest.mark.parametrize(
    "page", [page for page in PAGES if page.has_filters], ids=lambda page: page.name
)
WORD = re.compile(r"[A-Za-z]{3,}")
"""An English word, or a code, or a name in Latin letters."""


@each_page
@each_language
def test_a_page_stands_in_its_language(
    visitor: MakeVisitor, demo_server: AppServer, page: PageEntry, language: str
) -> None:
    words = words_for(language)
    window = visitor(demo_server, locale="de-DE")
    window.open(page.name, lang=language, period="2016")
    assert window.page.get_by_role("heading", name=words(page.title), level=1).is_visible()
    assert window.page.evaluate("document.documentElement.lang") == language
    assert words("frame.demonstration") in window.text()
    if page.has_filters:
        assert filter_line(words, Filters(Period.of_year(2016))) in window.text()


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
def test_no_english_word_is_left_on_a_page(
    visitor: MakeVisitor, demo_server: AppServer, page: PageEntry, language: str
) -> None:
    window = visitor(demo_server)
    window.open(page.name, lang=language, period="2016")
    found = set(WORD.findall(without_quotations(window.own_text()))) - NAMES
    assert not found


@each_page
@other_languages
def test_no_english_message_is_left_on_a_page(
    visitor: MakeVisitor, demo_server: AppServer, page: PageEntry, language: str
) -> None:
    window = visitor(demo_server)
    window.open(page.name, lang=language, period="2016")
    text = window.own_text()
    assert not [sentence for sentence in english_sentences() if sentence in text]


@each_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_fits_a_phone_without_scrolling_sideways(
    visitor: MakeVisitor, demo_server: AppServer, page: PageEntry, scheme: str
) -> None:
    window = visitor(demo_server, size=PHONE, scheme=scheme)
    window.open(page.name, lang="kk", period="2016")
    assert window.widest_content() <= PHONE[0]


@each_page
def test_a_page_fits_a_laptop_without_scrolling_sideways(
    visitor: MakeVisitor, demo_server: AppServer, page: PageEntry
) -> None:
    window = visitor(demo_server, size=LAPTOP, scheme="dark")
    window.open(page.name, lang="ru", period="2016")
    assert window.widest_content() <= LAPTOP[0]


@filtered_page
def test_every_picture_says_in_words_what_it_shows(
    visitor: MakeVisitor, demo_server: AppServer, page: PageEntry
) -> None:
    window = visitor(demo_server)
    window.open(page.name, lang="kk", period="2016")
    pictures = window.page.locator('[data-testid="stVegaLiteChart"]')
    described = window.page.locator('[data-testid="stVegaLiteChart"] :is([aria-label], [alt])')
    assert pictures.count() > 0
    assert described.count() >= pictures.count()


@each_page
def test_nothing_is_asked_for_outside_this_machine(
    visitor: MakeVisitor, demo_server: AppServer, page: PageEntry
) -> None:
    window = visitor(demo_server)
    window.open(page.name, lang="ru", period="2016")
    assert len(window.requests) > 10
    assert window.foreign_requests() == []


def test_the_outlines_of_the_regions_come_from_the_same_server(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    window.open("coverage", lang="ru", period="2016")
    fetched = [url for url in window.requests if url.endswith(".topojson")]
    assert fetched
    assert all(url.startswith(demo_server.url) for url in fetched)
    assert FEATURES in window.page.request.get(fetched[0]).text()


NAMES = {"CSV", "XLSX", "PNG", "SVG", "English"}
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
