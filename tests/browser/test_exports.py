"""The page of files in a browser: a file is made and comes down for its choice."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from npm_data.i18n import words_for
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer

pytestmark = pytest.mark.browser


def test_the_annex_comes_down_for_the_choice(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    words = words_for("kk")
    window = visitor(worked_server)
    window.open("exports", lang="kk", period="2016")
    box = window.page.locator(".st-key-exports-annex_xlsx")
    ready = box.get_by_role("button", name=words("exports.download"))
    expect(ready).to_be_enabled()
    with window.page.expect_download() as coming:
        ready.click()
    assert coming.value.suggested_filename == "annex-kk-2016-01-01-2016-12-31.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(coming.value.path().read_bytes()))
    assert book.worksheets[0]["A1"].value == words("annex.title", period="2016")
