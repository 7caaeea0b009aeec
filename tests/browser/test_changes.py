"""The page of changes in a browser: its days are chosen and typed, its records are opened."""

import pytest
from playwright.sync_api import Locator, expect

from npm_data.i18n import words_for
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import Visitor
from tests.extent import some

pytestmark = pytest.mark.browser

YEAR_2017 = {"between": "typed", "earlier": "31.12.2016", "later": "31.12.2017"}


def finding(window: Visitor) -> Locator:
    return window.page.get_by_role("heading", level=2).first


def type_day(window: Visitor, label: str, text: str) -> None:
    field = window.page.get_by_label(label, exact=True)
    field.fill(text)
    field.press("Enter")


@pytest.mark.everywhere
def test_a_preset_is_one_click_and_stands_in_the_address(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("changes", lang="ru", period="2016")
    expect(finding(window)).to_contain_text("С 30\u00a0июня\u00a02017\u00a0г.")
    window.page.get_by_text("31.12.2017 · полгода", exact=True).click()
    expect(finding(window)).to_contain_text("С 31\u00a0декабря\u00a02017\u00a0г.")
    window.wait()
    assert "between=half-year" in window.page.url
    window.page.get_by_text("Қазақша", exact=True).click()
    expect(finding(window)).to_contain_text("2017\u00a0жылғы 31\u00a0желтоқсан күнінен бері")


@pytest.mark.everywhere
def test_both_typed_days_are_whole_on_a_tablet(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server, size=(820, 1180))
    window.open("changes", lang="ru", **YEAR_2017)
    assert window.cut_words() == []


@pytest.mark.everywhere
def test_wrong_days_are_said_and_the_picture_stays_until_they_are_right(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    words = words_for("kk")
    window = visitor(worked_server)
    window.open("changes", lang="kk", period="2016", between="typed", earlier="31.12.2016")
    shown = finding(window).inner_text()
    # What is said to a screen reader has the same text, a moment later.
    warning = window.page.get_by_test_id("stAlertContentWarning")
    type_day(window, words("changes.earlier"), "31.13.2016")
    expect(warning).to_contain_text(words("changes.days_incomplete"))
    type_day(window, words("changes.earlier"), "30.6.2018")
    expect(warning).to_contain_text(words("changes.days_inverted"))
    assert finding(window).inner_text() == shown
    type_day(window, words("changes.earlier"), "31.12.2017")
    expect(finding(window)).to_contain_text("2017\u00a0жылғы 31\u00a0желтоқсан күнінен бері")
    window.wait()
    assert window.page.locator('[data-testid="stAlert"]').count() == 0


@pytest.mark.everywhere
@pytest.mark.parametrize(
    ("kind", "names"),
    some([("reply_overdue", {"R07", "R09", "R11"}), ("closed", {"Colony 2"})], 1),
)
def test_the_file_of_the_records_holds_them_all_and_says_what_they_are(
    kind: str, names: set[str], visitor: MakeVisitor, worked_server: AppServer
) -> None:
    words = words_for("en")
    window = visitor(worked_server)
    window.open("changes", lang="en", period="2016", kind=kind, **YEAR_2017)
    window.page.get_by_text(words("frame.files_and_meaning"), exact=True).last.click()
    window.wait()
    with window.page.expect_download() as download:
        window.page.get_by_role("button", name=words("frame.download_csv")).last.click()
    lines = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    head, rows = lines[: lines.index("")], lines[lines.index("") + 2 :]
    assert head[0].endswith(
        f', 31\u00a0December\u00a02016 – 31\u00a0December\u00a02017: {len(names)}"'
    )
    assert "Changes after 31\u00a0December\u00a02016 and up to 31\u00a0December\u00a02017" in head
    assert words("frame.council_only") in head
    assert {row.split(",")[0] for row in rows} == names


@pytest.mark.everywhere
def test_a_record_opens_its_story_and_its_place(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("changes", lang="en", period="2016", kind="verified", **YEAR_2017)
    table = window.page.locator('[data-testid="stTable"]').last
    addresses = {
        name: table.get_by_role("link", name=name).get_attribute("href")
        for name in ("R07", "IVS 1")
    }
    for name, page in (("R07", "follow_up"), ("IVS 1", "place")):
        address = str(addresses[name])
        assert address.startswith(f"{page}?lang=en&period=2016")
        window.go(address)
        assert name in window.text()
