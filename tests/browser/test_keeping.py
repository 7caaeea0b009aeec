"""The register kept in the app, as the secretariat does it: import, history, follow-up."""

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import FilePayload, expect

from npm_data.i18n import words_for
from tests.browser.axe import findings
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer, together
from tests.browser.visitor import PHONE, Visitor
from tests.ui.keeping import renamed_and_one_more, upload, with_errors, without_the_last

pytestmark = pytest.mark.browser

SAID = "document.querySelector('.npm-said')?.textContent ?? ''"
FIELD = '[data-testid="stFileUploaderDropzoneInput"]'
Files = list[tuple[str, bytes, str]]


@pytest.fixture(scope="module")
def server(own_register: Path) -> Iterator[AppServer]:
    """A register of the secretariat's own, which these tests change one after the other."""
    running = AppServer(own_register, own_register.with_suffix(".log"))
    with together(running):
        yield running


def click(window: Visitor, key: str) -> None:
    window.page.locator(f".st-key-{key} button:visible").click()


def choose(window: Visitor, files: Files) -> None:
    """Take away what was chosen before, choose these and have them checked."""
    chips = window.page.locator('[data-testid="stFileChipDeleteBtn"] button')
    while chips.count():
        chips.first.click()
        window.wait()
    payloads = [FilePayload(name=name, mimeType=kind, buffer=body) for name, body, kind in files]
    window.page.set_input_files(FIELD, payloads)
    expect(window.page.locator(".st-key-intake-check button:visible")).to_be_enabled()
    window.wait()
    click(window, "intake-check")


def test_files_are_mended_previewed_applied_seen_by_others_and_taken_back(
    visitor: MakeVisitor, server: AppServer
) -> None:
    words = words_for("ru")
    window, other = visitor(server), visitor(server)
    other.open("overview", lang="kk", period="2016")
    window.open("intake", lang="ru", period="2016")
    choose(window, upload(visits=with_errors))
    expect(window.page.locator(".st-key-intake-findings-rows")).to_contain_text("X99")
    window.wait()
    assert window.page.locator(".st-key-intake-preview").count() == 0
    assert findings(window.page) == []
    with window.page.expect_download() as coming:
        click(window, "intake-marked")
    book = openpyxl.load_workbook(io.BytesIO(coming.value.path().read_bytes()))
    assert book.sheetnames[0] == words("import.findings_title")

    choose(window, upload(institutions=renamed_and_one_more))
    preview = window.page.locator(".st-key-intake-preview")
    expect(preview).to_contain_text(words.plural("difference.new", 1))
    window.wait()
    preview.locator("summary").last.click()
    expect(preview).to_contain_text("A new name")
    window.wait()
    assert findings(window.page) == []
    click(window, "intake-apply")
    expect(window.page.get_by_test_id("stAlert")).to_contain_text(
        words("intake.applied", version="2")
    )

    other.page.get_by_role("link", name=words_for("kk")("coverage.title")).first.click()
    newer = words_for("kk")("history.newer", version="2")
    expect(other.page.locator(".st-key-said-newer_version")).to_contain_text(newer)
    other.wait()
    other.page.wait_for_function(f"text => ({SAID}).includes(text)", arg=newer)

    window.open("history", lang="ru", period="2016")
    window.page.locator(".st-key-history-row-1 summary").click()
    click(window, "history-look-1")
    banner = window.page.locator(".st-key-looking_back")
    expect(banner).to_be_visible()
    window.page.get_by_role("link", name=words("places.title"), exact=True).click()
    expect(window.page.get_by_role("heading", name=words("places.title"), level=1)).to_be_visible()
    window.wait()
    expect(banner).to_be_visible()
    assert "version=1" in window.page.url
    assert "A new name" not in window.text()
    click(window, "looking_back-come_back")
    expect(banner).to_have_count(0)
    window.wait()
    assert "A new name" in window.text()

    window.open("history", lang="ru", period="2016")
    window.page.locator(".st-key-history-row-1 summary").click()
    click(window, "history-restore-1")
    dialog = window.page.get_by_role("dialog")
    expect(dialog).to_contain_text(words.plural("difference.missing", 1))
    click(window, "history-restore_now")
    restored = words("history.was_restored", version="1", present="3")
    expect(window.page.get_by_test_id("stAlert")).to_contain_text(restored)


def test_a_replacement_that_drops_much_wants_a_yes_of_its_own(
    visitor: MakeVisitor, server: AppServer
) -> None:
    words = words_for("kk")
    window = visitor(server, size=PHONE, scheme="dark")
    window.open("intake", lang="kk", period="2016")
    window.page.get_by_text(words("intake.mode_replace"), exact=True).click()
    window.wait()
    choose(window, upload(follow_up=without_the_last(5)))
    click(window, "intake-apply")
    dialog = window.page.get_by_role("dialog")
    expect(dialog).to_contain_text("26,3")
    sure = window.page.locator(".st-key-intake-apply_anyway button:visible")
    expect(sure).to_be_disabled()
    dialog.get_by_text(words("intake.is_sure_drops")).click()
    expect(sure).to_be_enabled()
    window.wait()
    assert findings(window.page) == []
    # axe does not see it above a page that is dimmed: white letters on the dark theme's pale blue.
    assert sure.evaluate("(button) => getComputedStyle(button).color") == "rgb(14, 17, 23)"
    assert window.widest_content() <= PHONE[0]
    click(window, "intake-do_not")
    expect(dialog).to_have_count(0)
    click(window, "intake-apply")
    expect(dialog.get_by_role("checkbox")).not_to_be_checked()
    expect(sure).to_be_disabled()
    dialog.get_by_text(words("intake.is_sure_drops")).click()
    click(window, "intake-apply_anyway")
    expect(window.page.locator(".st-key-intake-done")).to_be_visible()


def test_what_the_field_for_files_says_is_in_the_language(
    visitor: MakeVisitor, server: AppServer, tmp_path: Path
) -> None:
    words = words_for("kk")
    window = visitor(server)
    window.open("intake", lang="kk", period="2016")
    field = window.page.locator('[data-testid="stFileUploader"]')
    expect(field).to_contain_text(words("intake.upload_button"))
    expect(field).to_contain_text(words("intake.upload_most", size="50"))
    other, big = tmp_path / "error.pdf", tmp_path / "big.csv"
    other.write_text("x", "utf-8")
    big.write_bytes(b"a" * (51 * 2**20))
    window.page.set_input_files(FIELD, [other, big])
    expect(field).to_contain_text(words("intake.upload_other"))
    expect(field).to_contain_text(words("intake.upload_too_large", size="50"))
    expect(field).to_contain_text("error.pdf")
    assert field.get_by_role("alert").first.is_visible()
    window.page.get_by_text("Русский", exact=True).click()
    expect(field).to_contain_text(words_for("ru")("intake.upload_other"))


def test_a_follow_up_is_entered_by_keyboard_below_its_story(
    visitor: MakeVisitor, server: AppServer
) -> None:
    words = words_for("ru")
    window = visitor(server)
    window.open("follow_up", lang="ru", period="all", recommendation="R09")
    opener = window.page.locator(".st-key-entry-open-called-R09 button:visible")
    opener.focus()
    window.page.keyboard.press("Enter")
    form = window.page.get_by_test_id("stForm")
    form.wait_for()
    window.wait()
    assert findings(window.page) == []
    status = form.get_by_role("combobox")
    status.click()
    window.page.keyboard.type(words.code("implementation_status", "not_implemented"))
    window.page.keyboard.press("Enter")
    form.get_by_label(words("entry.day"), exact=True).fill("20.05.2018")
    form.get_by_text(words.code("judge", "npm"), exact=True).click()
    form.get_by_label(words("entry.note"), exact=True).fill("Работы не начаты")
    form.get_by_role("button", name=words("entry.store")).first.click()
    story = window.page.locator(".st-key-story-called")
    expect(story).to_contain_text("Работы не начаты")
    expect(story.get_by_test_id("stAlert")).to_be_visible()
