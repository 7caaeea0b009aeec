"""The page of files in a browser: a file is prepared and comes down, or is cancelled."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from npm_data.i18n import words_for
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer

pytestmark = pytest.mark.browser


def test_the_annex_is_prepared_and_comes_down_for_the_choice(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    words = words_for("kk")
    window = visitor(worked_server)
    window.open("exports", lang="kk", period="2016")
    box = window.page.locator(".st-key-exports-annex_xlsx")
    box.get_by_role("button", name=words("exports.prepare")).click()
    ready = box.get_by_role("button", name=words("exports.download"))
    expect(ready).to_be_enabled()
    with window.page.expect_download() as coming:
        ready.click()
    assert coming.value.suggested_filename == "annex-kk-2016-01-01-2016-12-31.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(coming.value.path().read_bytes()))
    assert book.worksheets[0]["A1"].value == words("annex.title", period="2016")
    window.page.get_by_text("Русский", exact=True).click()
    expect(ready).to_have_count(0)


@pytest.mark.everywhere
def test_a_file_in_the_making_is_cancelled(visitor: MakeVisitor, demo_server: AppServer) -> None:
    words = words_for("ru")
    window = visitor(demo_server)
    window.open("exports", lang="ru", period="2016")
    box = window.page.locator(".st-key-exports-deck_pptx")
    box.get_by_role("button", name=words("exports.prepare")).click()
    box.get_by_role("button", name=words("exports.cancel")).click()
    expect(box.get_by_text(words("exports.cancelled"))).to_be_visible()
    expect(box.get_by_role("button", name=words("exports.prepare"))).to_be_enabled()
