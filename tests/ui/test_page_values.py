"""A page's own choices stand in its address, and an address that is called sets them."""

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.ui.frame import state
from tests.ui.conftest import address_of

PAGE = """
from npm_data.charts.theme import Look
from types import SimpleNamespace
import streamlit as st
from npm_data.i18n import words_for
from npm_data.ui import paging
from npm_data.ui.frame.switches import entered_text, is_on, pick, pick_many, switch

class Words:
    # Those of the dashboard, and help texts for the controls of this page.
    def __init__(self, language):
        self.own = words_for(language)

    def __call__(self, message, **values):
        return message if message.startswith("help.p_") else self.own(message, **values)

    def __getattr__(self, name):
        return getattr(self.own, name)


language = st.segmented_control("lang", ["en", "ru"], default="en", key="language")
words = Words(language or "en")
app = SimpleNamespace(words=words, language=language)
names = {"a": "A " + language, "b": "B " + language, "c": "C " + language}
chosen = switch(app, "p.view", "View", names)
picked = pick(app, "p.picked_one", "Pick", names)
many = pick_many(app, "p.types", "Types", names, default=("a", "b"))
text = entered_text(words, "p.search", "Search", "...")
yes = is_on(words, "p.only", "Only")
page = paging.current_page("p.page", (chosen, text), 5)
paging.pager(app, "p.page", page, 100)
st.text(f"{chosen} {picked} {','.join(many)} [{text}] {yes} {page}")
"""


def opened(**query: str | list[str]) -> AppTest:
    app = AppTest.from_string(PAGE)
    for name, value in query.items():
        app.query_params[name.replace("_", "-")] = value
    return app.run()


def said(app: AppTest) -> str:
    assert not app.exception
    return str(app.text[0].value)


def test_defaults_need_no_words_in_the_address() -> None:
    app = opened()
    assert said(app) == "a a a,b [] False 1"
    assert address_of(app) == {}


def test_an_address_sets_all_choices() -> None:
    app = opened(view="b", picked_one="c", types=["c", "a"], search="прогулка", only="1", page="3")
    assert said(app) == "b c a,c [прогулка] True 3"


def test_what_an_address_says_wrongly_is_left_out() -> None:
    app = opened(view="x", picked_one="", types="x", only="maybe", page="-2")
    assert said(app) == "a a  [] False 1"
    assert opened(page="99").text[0].value.endswith(" 5")


def test_a_choice_is_written_and_a_default_taken_out_again() -> None:
    app = opened()
    app.segmented_control(key="p.view").set_value("b")
    app.multiselect(key="p.types").set_value([])
    app.text_input(key="p.search").set_value("  вода ")
    app.toggle(key="p.only").set_value(True).run()
    assert said(app) == "b a  [вода] True 1"
    assert address_of(app) == {"view": ["b"], "types": [""], "search": ["вода"], "only": ["1"]}
    app.segmented_control(key="p.view").set_value("a")
    app.text_input(key="p.search").set_value("")
    app.toggle(key="p.only").set_value(False).run()
    assert address_of(app) == {"types": [""]}


def test_a_change_of_the_choice_leads_back_to_the_first_page() -> None:
    app = opened(page="2")
    app.button(key="p.page.next").click().run()
    assert said(app).endswith(" 3")
    assert address_of(app) == {"page": ["3"]}
    app.text_input(key="p.search").set_value("вода").run()
    assert said(app).endswith(" 1")
    assert address_of(app) == {"search": ["вода"]}
    app.button(key="p.page.last").click().run()
    assert said(app).endswith(" 5")
    assert app.button(key="p.page.next").disabled


def test_choices_outlive_a_change_of_language() -> None:
    app = opened(view="c", types=["b"])
    app.segmented_control(key="language").set_value("ru").run()
    assert said(app) == "c a b [] False 1"


def test_a_page_cannot_take_a_filters_name() -> None:
    assert state.name_of("coverage.clock_unit") == "clock-unit"
    with pytest.raises(ValueError, match="name of a filter"):
        state.name_of("changes.period")
