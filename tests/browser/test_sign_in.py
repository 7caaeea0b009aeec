"""Two roles in a real browser: signing in at a real provider and out again; the public view."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from npm_data.ui.frame.page_list import HOME, PAGES
from tests.access.provider import behind_sign_in
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer, together
from tests.extent import some

pytestmark = pytest.mark.browser

WORDS = words_for("en")
PUBLIC = [each.name for each in PAGES if each.role is Role.PUBLIC and each.is_listed]


@pytest.fixture(scope="module")
def server(worked_register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    folder = tmp_path_factory.mktemp("sign_in")
    made = AppServer(worked_register, folder / "server.log")
    with behind_sign_in(folder, made):
        yield made


@pytest.fixture(scope="module")
def public_server(worked_register: Path) -> Iterator[AppServer]:
    made = AppServer(worked_register, worked_register.with_name("public.log"), NPM_PUBLIC="1")
    with together(made):
        yield made


def refusal(page: Page) -> Locator:
    """On the page itself: a moment later it is said to who listens as well."""
    return page.get_by_test_id("stMain").get_by_text(WORDS("access.refused_council"))


def sign_in(page: Page, sub: str) -> None:
    page.get_by_role("button", name=WORDS("access.sign_in")).first.click()
    page.locator("input[name=sub]").fill(sub)
    page.get_by_role("button", name="Authorize").click()
    page.get_by_role("button", name=WORDS("access.sign_out")).first.wait_for()


def test_a_member_signs_in_sees_the_councils_pages_and_signs_out(
    browser: Browser, server: AppServer
) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{server.url}/places?lang=en&period=2016")
    expect(refusal(page)).to_be_visible()
    menu = page.locator('[data-testid="stSidebarNav"]')
    expect(menu.get_by_text(WORDS("places.title"), exact=True)).to_have_count(0)

    sign_in(page, "member")
    expect(menu.get_by_text(WORDS("places.title"), exact=True)).to_be_visible()
    expect(
        page.get_by_test_id("stSidebar").get_by_text(WORDS("access.role_council"))
    ).to_be_visible()
    # Where the sign-in was asked for, with language and filters.
    assert page.url == f"{server.url}/places?lang=en&period=2016"
    expect(page.get_by_text("Colony 1")).not_to_have_count(0)

    page.get_by_role("button", name=WORDS("access.sign_out")).first.click()
    # At the provider, where the sign-in ends as well.
    page.wait_for_url("**/end_session?**")
    page.goto(f"{server.url}/places?lang=en&period=2016")
    expect(refusal(page)).to_be_visible()
    expect(page.get_by_text("Colony 1")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_shows_what_the_public_is_told(
    visitor: MakeVisitor, public_server: AppServer, language: str
) -> None:
    """What the public is not shown depends on no language."""
    words = words_for(language)
    window = visitor(public_server)
    failure = words("frame.error", reference="").partition(".")[0]
    window.open("forum", lang=language, period="2016")
    assert failure not in window.text()
    page = window.open(HOME.name, lang=language, period="2016")
    menu = page.locator('[data-testid="stSidebarNav"]')
    for name in some(PUBLIC, 4):
        title = words(f"{name}.title")
        menu.get_by_role("link", name=title, exact=True).click()
        expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
        window.wait()
        text = window.text()
        assert failure not in text, name
        assert words("access.public") in text, name
        assert words("filters.visit_types") not in text, name
