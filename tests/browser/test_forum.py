"""Forum mode as a presenter uses it: by keys, by a link, in three languages, on any screen."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, expect

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import ZOOMED, Visitor

pytestmark = pytest.mark.browser

HALL = (1920, 1080)
SLIDES = 9
SIZES = [(1280, 720), HALL, (1024, 768)]
MISFITS = """(dialog) => {
  const unit = Math.min(innerWidth / 1920, innerHeight / 1080);
  const boxes = '.stage, .deck, .slide:not([hidden]), .slide:not([hidden]) .body, footer, nav';
  const line = dialog.querySelector('footer').getBoundingClientRect().height / unit;
  const wide = [...dialog.querySelectorAll(boxes)].filter((box) =>
    box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1);
  const found = wide.map((box) => `${box.className || box.tagName} does not fit`);
  if (line > 20 * 1.3 + 12) found.push(`the footer has more than a line: ${line}`);
  const title = dialog.querySelector('.slide:not([hidden]):not(.of-words) h1');
  const lines = title && title.getBoundingClientRect().height / parseFloat(
    getComputedStyle(title).lineHeight);
  if (lines > 2.1) found.push(`a sentence of ${lines} lines`);
  const walker = document.createTreeWalker(dialog, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const [text, element] = [walker.currentNode.textContent, walker.currentNode.parentElement];
    if (!text.trim() || !element.getClientRects().length || element.closest('.live')) continue;
    const matrix = element.ownerSVGElement && element.getScreenCTM();
    const drawn = matrix ? Math.hypot(matrix.a, matrix.b) : 1;
    const size = parseFloat(getComputedStyle(element).fontSize) * drawn / unit;
    const least = element.closest('footer') ? 20 : element.closest('nav') ? 24 : 28;
    if (size < least - 0.1) found.push(`${text.slice(0, 40)}: ${size.toFixed(1)} px`);
  }
  return found;
}"""
"""What must be scrolled to be seen, a third line of a sentence, a second of the footer, and letters
below 28 px of a screen of 1920 x 1080; those of the footer have 20, of the buttons 24."""


def open_forum(window: Visitor, language: str = "en", **query: str) -> Locator:
    window.open("forum", lang=language, period="2016", back="coverage", **query)
    return window.page.locator("dialog.forum")


def press(window: Visitor, *keys: str) -> None:
    for key in keys:
        window.page.keyboard.press(key)


def strike(window: Visitor, key: str, code: str) -> None:
    """A key of another layout: it writes `key` where an English one has `code`."""
    window.page.evaluate(
        """([key, code]) => {
          let at = document.activeElement;
          while (at.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
          const shiftKey = key === '?';
          at.dispatchEvent(new KeyboardEvent(
            'keydown', {key, code, shiftKey, bubbles: true, composed: true, cancelable: true}));
        }""",
        [key, code],
    )


def expect_slide(window: Visitor, number: int) -> None:
    expect(window.page.locator("dialog.forum .number")).to_have_text(f"{number} / {SLIDES}")
    expect(window.page.locator(".slide:visible")).to_have_count(1)


def test_keys_and_a_presenters_clicker_move_and_the_address_follows(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    open_forum(window)
    expect_slide(window, 1)
    for keys, number in (
        (["ArrowRight", "PageDown", " "], 4),
        (["PageUp", "ArrowLeft"], 2),
        (["End", "ArrowRight"], SLIDES),
        (["Home", "ArrowLeft"], 1),
        (["3"], 3),
        (["Enter", "9"], 9),
        (["Enter", "0", "4"], 4),
        (["End"], SLIDES),
    ):
        press(window, *keys)
        expect_slide(window, number)
    assert re.search(r"[?&]slide=sources\b", window.page.url)
    window.page.locator("dialog.forum .deck").click(position={"x": 60, "y": 300})
    expect_slide(window, SLIDES - 1)
    press(window, "Home")
    expect_slide(window, 1)
    walk_the_overview(window)


def walk_the_overview(window: Visitor) -> None:
    """By arrows, and left by Escape."""
    press(window, "o", "ArrowRight", "ArrowDown", "Enter")
    expect_slide(window, 5)
    press(window, "o")
    overview = window.page.locator(".panel.overview")
    expect(overview.locator("[aria-current]")).to_be_focused()
    assert "Register version: 1 (" in overview.inner_text()
    press(window, "Escape")
    expect(overview).to_have_count(0)
    expect_slide(window, 5)


def test_letters_and_digits_go_by_their_place_in_kazakh_and_russian_layouts(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server)
    dialog = open_forum(window, "kk")
    strike(window, "щ", "KeyO")
    expect(dialog.locator(".overview")).to_be_visible()
    press(window, "Escape")
    expect(dialog.locator(".panel.overview")).to_have_count(0)
    with window.page.expect_popup() as notes:
        strike(window, "т", "KeyN")
    notes.value.close()
    for code in ("Digit7", "Slash"):  # a question mark in Russian, and in Kazakh
        strike(window, "?", code)
        expect(dialog.locator(".panel.help")).to_be_visible()
        press(window, "Escape")
    for key, code in (("и", "KeyB"), ("ю", "Period")):
        strike(window, key, code)
        expect(window.page.locator(".night")).to_be_visible()
        press(window, "PageDown")
    for key, code, number in (("ә", "Digit2", 2), (".", "Digit7", 7), ("і", "Digit3", 3)):
        strike(window, key, code)
        expect_slide(window, number)
        press(window, "Enter")  # the number ends; otherwise the next digit belongs to it
    strike(window, "д", "KeyL")
    expect(dialog).to_have_attribute("lang", "ru")


def test_the_black_screen_and_the_pause_are_one_key(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    words = words_for("en")
    window = visitor(demo_server, is_changed_for_good=True)
    open_forum(window)
    night, pill = window.page.locator(".night"), window.page.locator(".pill")
    for key in ("b", "."):
        press(window, key)
        expect(night).to_be_visible()
        press(window, "PageDown")
        expect(night).to_be_hidden()
    expect_slide(window, 1)
    window.page.clock.install()
    press(window, "a")
    expect(pill).to_have_text(words("forum.auto_next", seconds="20"))
    window.page.clock.run_for(21_000)
    expect_slide(window, 2)
    press(window, "a")
    expect(pill).to_contain_text(words("forum.auto_paused"))
    window.page.clock.run_for(60_000)
    expect_slide(window, 2)
    pill.click()
    expect(pill).to_have_text(words("forum.auto_next", seconds="20"))
    pill.click()
    expect(pill).to_contain_text(words("forum.auto_paused"))


@pytest.mark.everywhere
def test_the_hall_sees_no_buttons_until_the_pointer_or_the_focus_asks_for_them(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server, is_changed_for_good=True)
    dialog = open_forum(window)
    buttons = dialog.locator("nav")
    window.page.clock.install()
    window.page.mouse.move(400, 400)
    expect(buttons).to_have_css("opacity", "1")
    window.page.clock.run_for(5_000)
    expect(buttons).to_have_css("opacity", "0")
    press(window, "PageDown")
    expect_slide(window, 2)
    expect(buttons).to_have_css("opacity", "0")
    press(window, "Tab")
    expect(buttons.locator("button:focus")).to_have_count(1)
    expect(buttons).to_have_css("opacity", "1")


@pytest.mark.everywhere
def test_no_line_of_a_finding_ends_with_a_number_whose_word_begins_the_next(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server, size=HALL)
    dialog = open_forum(window, "kk", slide="carried_out")
    sentence = dialog.locator(".sentence:visible").evaluate("(each) => each.textContent")
    assert re.search(r"12\u00a0ай", sentence)
    assert not re.search(r"\d [^\W\d_]", sentence)


@pytest.mark.everywhere
def test_another_language_keeps_the_slide(visitor: MakeVisitor, demo_server: AppServer) -> None:
    window = visitor(demo_server)
    dialog = open_forum(window, slide="four_year_round")
    for language, way in (("kk", "l"), ("ru", "Русский"), ("en", "l")):
        if way == "l":
            press(window, way)
        else:
            dialog.get_by_role("button", name=way).click()
        expect(dialog).to_have_attribute("lang", language)
        expect_slide(window, 5)
        expect(dialog.locator(".chapter:visible")).to_contain_text(
            words_for(language)("deck.chapter_four_year_round")
        )
        assert f"lang={language}" in window.page.url
    assert "slide=four_year_round" in window.page.url
    press(window, "l", "Escape")
    expect(dialog).to_have_count(0)
    title = words_for("kk")("coverage.title")
    expect(window.page.get_by_role("heading", name=title, level=1)).to_be_visible()


@pytest.mark.everywhere
def test_a_link_opens_its_slide_and_says_what_it_cannot_keep(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    words = words_for("ru")
    window = visitor(demo_server)
    dialog = open_forum(window, "ru", slide="what_we_recommended")
    expect_slide(window, 6)
    expect(dialog.locator(".notice")).to_be_empty()
    dialog = open_forum(window, "ru", slide="no_such_slide", version="7-0123456789ab")
    expect_slide(window, 1)
    expect(dialog.locator(".notice")).to_contain_text(words("forum.other_version", version="7"))
    expect(dialog.locator(".notice")).to_contain_text(words("forum.unknown_slide"))
    press(window, "PageDown")
    expect(dialog.locator(".notice")).to_be_empty()


@pytest.mark.parametrize(
    ("size", "language"),
    [*((size, language) for size in SIZES for language in LANGUAGES), ((3840, 2160), "ru")],
    ids=str,
)
def test_every_slide_fits_and_reads_from_the_tenth_row(
    size: tuple[int, int], language: str, visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server, size=size, scheme="dark" if language == "kk" else "light")
    dialog = open_forum(window, language)
    for number in range(1, SLIDES + 1):
        expect_slide(window, number)
        assert dialog.evaluate(MISFITS) == [], number
        press(window, "PageDown")


def test_another_resolution_and_the_systems_own_colours_are_taken_in_place(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    window = visitor(demo_server, size=HALL, is_changed_for_good=True)
    dialog = open_forum(window, slide="where_we_went")
    for size in SIZES:
        window.resize(size)
        expect_slide(window, 3)
        assert dialog.evaluate(MISFITS) == [], size
    window.page.emulate_media(forced_colors="active")
    for _ in range(3, SLIDES):
        if dialog.locator(".slide:visible svg").count():
            styles = "(svg) => [getComputedStyle(svg).forcedColorAdjust,"
            styles += " getComputedStyle(svg).backgroundColor]"
            told = dialog.locator(".slide:visible svg").evaluate(styles)
            assert told == ["none", "rgb(255, 255, 255)"]
        press(window, "PageDown")


def test_the_presenter_has_notes_and_the_time_in_a_second_window(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    words = words_for("en")
    window = visitor(demo_server, is_changed_for_good=True)
    dialog = open_forum(window, slide="where_we_went")
    with window.page.expect_popup() as opened:
        press(window, "n")
    notes = opened.value
    body = notes.locator("body")
    expect(body).to_contain_text(words("definition.coverage_short"))
    expect(body).to_contain_text("Register version: 1 (")
    expect(notes.get_by_role("timer")).to_have_text(re.compile(r"Elapsed: 0:0\d"))
    sentence = dialog.locator(".sentence:visible").inner_text()
    expect(body.locator("h1")).to_have_text(sentence)
    # A clicker speaks to the window that is in front.
    notes.keyboard.press("PageDown")
    expect_slide(window, 4)
    expect(body.locator("h1")).not_to_have_text(sentence)
    following = dialog.locator(".sentence").nth(4).text_content() or ""
    expect(body).to_contain_text(f"{words('forum.notes_next')}: {following}")
    press(window, "l")
    expect(body.locator("h1")).to_have_text(dialog.locator(".sentence:visible").inner_text())
    with notes.expect_event("close"):
        press(window, "Escape")
    expect(dialog).to_have_count(0)


def test_whoever_loses_the_server_keeps_the_whole_deck_in_every_language(
    visitor: MakeVisitor, demo_register: Path, tmp_path: Path
) -> None:
    with AppServer(demo_register, tmp_path / "lost.log") as server:
        window = visitor(server, is_changed_for_good=True)
        dialog = open_forum(window, slide="headline")
        expect_slide(window, 2)
        window.wait()
    window.page.wait_for_timeout(1_500)
    for language in ("kk", "ru", "en"):
        press(window, "l")
        expect(dialog).to_have_attribute("lang", language)
        press(window, "Home")
        for number in range(1, SLIDES + 1):
            expect_slide(window, number)
            has_picture = dialog.locator(".slide:visible svg").count() == 1
            assert has_picture is (number not in (1, SLIDES))
            press(window, "PageDown")
    press(window, "o")
    expect(dialog.locator(".panel.overview")).to_be_visible()
    # Whatever the page below says of the lost server lies behind the slides.
    at = "document.elementFromPoint(innerWidth / 2, innerHeight / 2)"
    assert window.page.evaluate(f"Boolean({at}.shadowRoot ?? {at}.closest('dialog.forum'))")
    window.complaints.clear()


def test_the_keyboard_alone_goes_from_the_overview_through_all_slides_and_back(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    words = words_for("kk")
    window = visitor(demo_server)
    window.open("overview", lang="kk", period="2016", ministry="health")
    link = window.page.get_by_role("link", name=words("forum.title"))
    link.focus()
    press(window, "Enter")
    expect(window.page.locator("dialog.forum")).to_be_visible()
    total = int(window.page.locator("dialog.forum .number").inner_text().split("/")[1])
    seen = []
    for _ in range(total):
        seen.append(window.page.locator(".sentence:visible").inner_text())
        assert words("deck.mark") in window.page.locator("footer").inner_text()
        press(window, "PageDown")
    assert len(set(seen)) == total
    press(window, "Escape")
    expect(window.page.locator("dialog.forum")).to_have_count(0)
    title = window.page.get_by_role("heading", name=words("overview.title"), level=1)
    expect(title).to_be_visible()
    window.wait()
    assert "period=2016" in window.page.url
    assert "ministry=health" in window.page.url


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_on_a_phone_and_at_400_per_cent_no_title_is_cut(
    visitor: MakeVisitor, demo_server: AppServer, language: str
) -> None:
    """The title of words is the largest: it kept a hall's size there."""
    window = visitor(demo_server, size=ZOOMED)
    dialog = open_forum(window, language)
    for _ in range(SLIDES):
        title = dialog.locator(".slide:visible h1")
        assert title.evaluate("(box) => box.scrollWidth <= box.clientWidth"), title.inner_text()
        press(window, "ArrowRight")
