"""A scenario of the mandate in a browser: types are chosen, the sentence and the address follow."""

import re

import pytest
from playwright.sync_api import Locator, expect

from npm_data.i18n import Words, words_for
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.browser


def sentence(window: Visitor) -> Locator:
    """The heading of the scenario, below that of the mandate's growth."""
    return window.page.get_by_role("heading", level=2).nth(1)


def add(window: Visitor, words: Words, code: str) -> None:
    """Choose a type from the list, by the name a person reads."""
    name = words.institution_type(code)
    window.page.get_by_label(words("mandate.types"), exact=True).first.click()
    window.page.keyboard.type(name[:12])
    window.page.get_by_role("option", name=name, exact=True).click()
    window.page.keyboard.press("Escape")


@pytest.mark.everywhere
def test_a_type_is_added_read_out_kept_over_languages_and_sent_as_a_link(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    words = words_for("en")
    window = visitor(worked_server)
    window.open("mandate", lang="en", period="2016", view="scenario")
    expect(sentence(window)).to_contain_text("By law the mandate holds 8 places")
    add(window, words, "childrens_home")
    expect(sentence(window)).to_contain_text("grows by 1 place (from 8 to 9)")
    expect(sentence(window)).to_contain_text("takes 1 periodic visit a year for 1 place")
    window.wait()
    assert "types=childrens_home" in window.page.url
    window.page.get_by_text("Русский", exact=True).click()
    expect(sentence(window)).to_contain_text("Если добавить вид «детский дом», мандат расширится")
    window.page.get_by_text("Қазақша", exact=True).click()
    expect(sentence(window)).to_contain_text("Мандатқа «балалар үйі» түрі қосылса")
    window.wait()
    address = window.page.url
    other = visitor(worked_server)
    other.page.goto(address)
    expect(sentence(other)).to_contain_text("Мандатқа «балалар үйі» түрі қосылса")
    assert not window.complaints + other.complaints


@pytest.mark.everywhere
def test_a_mandate_at_hand_is_taken_by_a_button_drawn_beside_the_law_and_taken_back(
    visitor: MakeVisitor, demo_server: AppServer
) -> None:
    words = words_for("kk")
    window = visitor(demo_server)
    window.open("mandate", lang="kk", period="2024", view="scenario")
    law = sentence(window).inner_text()
    picture = window.page.locator('[data-testid="stVegaLiteChart"] svg').nth(1)
    expect(picture).to_contain_text("қажет: 820")
    expect(picture).not_to_contain_text("қажет: 777")
    window.page.get_by_role("button", name=words("mandate.preset_with_children")).click()
    expect(picture).to_contain_text("қажет: 777")
    expect(picture).not_to_contain_text("қажет: 820")
    window.page.get_by_role("button", name=words("mandate.preset_of_2014")).click()
    expect(sentence(window)).to_contain_text(re.compile(r"\d мекемеге қысқарады"))
    window.wait()
    assert "types=penal" in window.page.url
    window.page.get_by_role("button", name=words("mandate.preset_of_today")).click()
    expect(sentence(window)).to_have_text(law)
    window.wait()
    assert "types=" not in window.page.url
