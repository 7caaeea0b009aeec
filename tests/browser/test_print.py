"""A page on paper: the whole page, without what is for the hand only."""

from io import BytesIO

import pypdf
import pytest

from npm_data.i18n import words_for
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("page", "sheets"), [("recommendations", 1), ("methodology", 5)])
def test_a_printed_page_goes_to_its_end(
    visitor: MakeVisitor, demo_server: AppServer, page: str, sheets: int
) -> None:
    window, words = visitor(demo_server, scheme="dark"), words_for("ru")
    window.open(page, lang="ru", period="2016")
    first, *_, last = window.page.get_by_role("heading", level=2).all_inner_texts()
    printed = pypdf.PdfReader(BytesIO(window.page.pdf(format="A4")))
    text = plain("".join(sheet.extract_text() for sheet in printed.pages))
    assert len(printed.pages) >= sheets
    assert plain(first) in plain(printed.pages[0].extract_text()), "a figure stands below the tiles"
    assert plain(last) in text
    assert plain(words("frame.demonstration_short")) in text
    assert plain(words("frame.data_date", date="31")[:9]) in text
    assert plain(words("tour.title")) not in text
    assert plain(words("frame.download_csv")) not in text
    assert not [number for number, sheet in enumerate(printed.pages) if not sheet.extract_text()]


def plain(text: str) -> str:
    """Without blanks: a PDF's text breaks lines where the sheet does."""
    return "".join(text.split())


@pytest.mark.everywhere
def test_no_sheet_is_empty_and_no_empty_box_is_printed(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server, is_changed_for_good=True)
    window.open("exports", lang="kk", period="2016")
    printed = pypdf.PdfReader(BytesIO(window.page.pdf(format="A4")))
    assert all(sheet.extract_text().strip() for sheet in printed.pages)
    window.open("follow_up", lang="kk", period="2016")
    window.page.emulate_media(media="print")
    assert window.page.locator(".st-key-follow_up-filters").is_hidden()
