"""Two roles in a real browser: signing in at a real provider and out again; the public view."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from npm_data.i18n import words_for
from npm_data.model.roles import Role
from npm_data.reference import LANGUAGES
from npm_data.ui.page_list import PAGES
from tests.access.provider import Provider, sign_in_file
from tests.browser.conftest import MakeVisitor
from tests.browser.server import PROJECT, AppServer, run_command

WORDS = words_for("en")
PUBLIC = [each.name for each in PAGES if each.role is Role.PUBLIC]


@pytest.fixture(scope="module")
def register(databases: Path) -> Path:
    database = databases / "signed.duckdb"
    source = PROJECT / "tests" / "examples" / "worked"
    run_command("import", str(source), "--database", str(database), "--data-date", "2018-06-30")
    return database


@pytest.fixture(scope="module")
def server(register: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    folder = tmp_path_factory.mktemp("sign_in")
    with Provider(folder / "provider.log") as provider:
        made = AppServer(register, folder / "server.log")
        made.settings["NPM_SIGN_IN"] = str(sign_in_file(folder, made, provider.url))
        with made:
            yield made


@pytest.fixture(scope="module")
def public_server(register: Path) -> Iterator[AppServer]:
    with AppServer(register, register.with_name("public.log"), NPM_PUBLIC="1") as made:
        yield made
        assert "Traceback" not in made.printed(), made.printed()[-4000:]


def _sign_in(page: Page, sub: str) -> None:
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
    expect(page.get_by_text(WORDS("access.refused_council"))).to_be_visible(timeout=30_000)
    menu = page.locator('[data-testid="stSidebarNav"]')
    expect(menu.get_by_text(WORDS("places.title"), exact=True)).to_have_count(0)

    _sign_in(page, "member")
    expect(menu.get_by_text(WORDS("places.title"), exact=True)).to_be_visible(timeout=30_000)
    expect(page.get_by_text(WORDS("access.role_council"))).to_be_visible()
    page.goto(f"{server.url}/places?lang=en&period=2016")
    expect(page.get_by_text("Colony 1")).not_to_have_count(0, timeout=30_000)

    page.get_by_role("button", name=WORDS("access.sign_out")).first.click()
    page.wait_for_timeout(2_000)
    page.goto(f"{server.url}/places?lang=en&period=2016")
    expect(page.get_by_text(WORDS("access.refused_council"))).to_be_visible(timeout=30_000)
    expect(page.get_by_text("Colony 1")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_public_page_stands_in_every_language(
    visitor: MakeVisitor, public_server: AppServer, language: str
) -> None:
    words = words_for(language)
    window = visitor(public_server)
    for name in PUBLIC:
        window.open(name, lang=language, period="2016")
        text = window.text()
        assert words("frame.error") not in text, name
        if name != "forum":
            assert words("access.public") in text, name
            assert words("filters.visit_types") not in text, name
