"""What somebody wrote into a register is read as it was written, on every page: nothing of it runs,
loads, links or looks like anything but text.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, expect

from npm_data.register.reading import read_files
from npm_data.register.storage import change
from npm_data.ui.frame.page_list import PAGES
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import Visitor
from tests.extent import EVERYWHERE, some
from tests.hostile import (
    ATTEMPTS,
    LINES,
    OTHER_SHEET,
    WHO,
    WORKBOOK,
    attempts_from,
    hostile_rows,
    hostile_workbook,
    parsed,
)

pytestmark = pytest.mark.browser

DATA_DATE = date(2018, 6, 30)
DAYS = {"between": "typed", "earlier": "01.01.2014", "later": "30.06.2018"}
TEXT = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, (node) =>
    node.parentElement.closest('script, style, noscript') ? 2 : 1);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode.textContent);
  return texts.join('');
}"""
SAID = """() => [...document.querySelectorAll('*')].flatMap((element) =>
  ['aria-label', 'title', 'alt'].map((name) => element.getAttribute(name) ?? '')).join(' ')"""
MADE = """(words) => [...document.querySelectorAll('body *')]
  .filter((element) => words.includes(element.textContent.trim())
    || /example|javascript:/.test(
      (element.getAttribute('href') ?? '') + (element.getAttribute('src') ?? '')))
  .map((element) => element.outerHTML.slice(0, 200))"""
"""Elements that hold nothing but the word of an attempt, or lead to where one points."""
ALL: dict[str, str] = {}
ROWS = ".st-key-history-row-2, .st-key-follow_up-rows [data-testid=stExpander]"
"""What is opened where it stands: a version, and stories of the list."""
MOST_OPENED = 3
WITH_TEXTS = ("quality", "history", "methodology")
"""Pages that say what somebody wrote, beside those that are asked for more."""
SEEN_NAME = WORKBOOK.replace("\u202e", "")
FIELD = '[data-testid="stFileUploaderDropzoneInput"]'


@pytest.fixture(scope="module")
def server(databases: Path) -> Iterator[AppServer]:
    """Two versions, from a file with a hostile name, by somebody with another."""
    database = databases / "hostile.duckdb"
    for turn in (0, 1):
        rows = hostile_rows()
        rows["institutions"][0]["name"] = attempts_from(turn)
        source = read_files([(WORKBOOK, hostile_workbook(rows))])
        prepared = change.prepare(
            source, database, mode="replace", language="en", data_date=DATA_DATE, today=DATA_DATE
        )
        change.apply(prepared, database, who=WHO)
    with AppServer(database, database.with_suffix(".log")) as running:
        yield running
        assert "Traceback" not in running.printed(), running.printed()[-4000:]


@pytest.fixture
def window(visitor: MakeVisitor, server: AppServer) -> Visitor:
    window = visitor(server)
    window.page.on("dialog", lambda dialog: window.complaints.append(dialog.message))
    return window


def told(window: Visitor) -> str:
    """All that stands on the page, once it has been held against what was written."""
    page = window.page
    text = " ".join(str(page.evaluate(TEXT)).split())
    assert page.evaluate("window.npmhit ?? null") is None
    assert not page.evaluate(MADE, list(ATTEMPTS)), page.url
    assert page.locator('.katex, [data-testid="stApp"] img[alt="Streamlit logo"]').count() == 0
    assert not parsed(text), page.url
    assert not parsed(str(page.evaluate(SAID))), page.url
    assert ":color[" not in text, page.url
    return text


def opened(window: Visitor, rows: Locator) -> None:
    for number in range(min(rows.count(), MOST_OPENED)):
        row = rows.nth(number)
        row.locator("summary").click()
        row.locator('[data-testid="stMarkdown"], [data-testid="stTable"]').first.wait_for()
    window.wait()


def flat(text: str) -> str:
    return " ".join(text.split())


def test_no_page_takes_a_text_for_anything_else(window: Visitor) -> None:
    rows = hostile_rows()
    place = rows["institutions"][0]
    pages = [entry.name for entry in PAGES] if EVERYWHERE else WITH_TEXTS
    asked = {name: [ALL] for name in pages} | {
        "place": some([{"place": str(place["institution_id"])}, {"search": "npmtag"}], 1),
        "places": some([ALL, {"view": "planning"}], 1),
        "quality": [{"view": "outside"}],
        "changes": [{"kind": kind} | DAYS for kind in some(("issued", "closed"), 1)],
        "follow_up": [{"recommendation": str(rows["recommendations"][0]["recommendation_id"])}],
    }
    text_of: dict[str, str] = {}
    for page, addresses in asked.items():
        for address in addresses:
            window.open(page, lang="en", period="all", **address)
            opened(window, window.page.locator(ROWS))
            text_of[page] = text_of.get(page, "") + told(window)
    name = attempts_from(1)
    for page in ("place", "places", "follow_up", "changes"):
        assert name in text_of[page], page
    for page in ("place", "follow_up"):
        assert flat(LINES) in text_of[page]
    assert flat(str(place["district"])) in text_of["place"]
    assert flat(str(rows["follow_up"][1]["note"])) in text_of["follow_up"]
    assert flat(str(rows["visits"][8]["visit_id"])) in text_of["quality"]
    assert SEEN_NAME in text_of["history"]
    assert SEEN_NAME in text_of["methodology"]
    assert WHO in text_of["history"]


def test_findings_and_difference_say_what_was_written(window: Visitor) -> None:
    rows = hostile_rows()
    rows["visits"][0]["institution_id"] = attempts_from(0, 3)
    window.open("intake", lang="en", period="all")
    for turn in (0, 1):
        if turn:
            window.page.locator('[data-testid="stFileChipDeleteBtn"] button').first.click()
            window.wait()
            rows = hostile_rows()
            rows["institutions"][0]["name"] = attempts_from(2)
        payload = FilePayload(
            name=WORKBOOK, mimeType="application/zip", buffer=hostile_workbook(rows)
        )
        window.page.set_input_files(FIELD, [payload])
        window.wait()
        window.page.locator(".st-key-intake-check button:visible").click()
        expect(window.page.locator(".st-key-intake-findings-rows")).to_be_visible()
        text = told(window)
        assert OTHER_SHEET in text
        assert (attempts_from(0, 3) in text) == (not turn)
    preview = window.page.locator(".st-key-intake-preview")
    # It comes after the findings, and its rows after its heading.
    expect(preview.get_by_test_id("stExpander").first).to_be_visible()
    window.wait()
    opened(window, preview.get_by_test_id("stExpander"))
    text = told(window)
    assert attempts_from(1) in text
    assert attempts_from(2) in text
