"""The mandate page: its growth first, and below it types, another mandate, and medical care."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from npm_data.ui.pages.mandate import TYPES, presets
from npm_data.ui.server.access import Visitor
from tests.registers import register_of, repository_of, worked_rows
from tests.ui.conftest import DATA_DATE, RunApp, address_of, text_of

OF_2014 = list(presets(date(2014, 12, 31))["of_2014"])
CHILDRENS_HOME = [*OF_2014, "childrens_home"]

Page = Callable[..., AppTest]


@pytest.fixture
def page(worked: Path, run_app: RunApp) -> Page:
    def open_page(register: Path = worked, **query: str | list[str]) -> AppTest:
        app = run_app(register, "mandate", **({"lang": "en", "period": "2016"} | query))
        assert not app.exception
        assert not app.error
        return app

    return open_page


def _headers(app: AppTest) -> list[str]:
    return [header.value for header in app.header]


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["types", "scenario", "medical"])
def test_growth_stands_first_and_one_view_below_it(language: str, view: str, page: Page) -> None:
    app = page(lang=language, view=view)
    visits = words_for(language).plural("mandate.count_periodic", 2)
    assert visits in _headers(app)[0]
    assert len(app.header) <= 2
    assert (TYPES in {each.key for each in app.multiselect}) is (view == "scenario")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_is_said(language: str, page: Page, tmp_path: Path) -> None:
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    words = words_for(language)
    for view in ("types", "scenario", "medical"):
        said = text_of(page(tmp_path / "register.duckdb", lang=language, view=view))
        assert words("coverage.no_places") in said
    assert words("mandate.medical_none") in said


def test_an_added_type_is_told_beside_the_law(page: Page) -> None:
    app = page(view="scenario", types=CHILDRENS_HOME)
    assert _headers(app)[1] == (
        "With the type “organisation for orphans, children's home” added, the mandate grows by "
        "1 place (from 8 to 9); a four-year round takes 1 periodic visit a year for 1 place"
    )
    app = page(view="scenario", types=[""])
    assert app.multiselect(key=TYPES).value == []
    assert "14 types of place left out" in text_of(app)


def test_the_choice_stands_in_the_address_and_the_law_needs_no_words(page: Page) -> None:
    app = page(view="scenario")
    assert "types" not in address_of(app)
    app.multiselect(key=TYPES).select("childrens_home").run()
    assert address_of(app)["types"] == CHILDRENS_HOME
    app.multiselect(key=TYPES).unselect("childrens_home").run()
    assert "types" not in address_of(app)


def test_who_chose_nothing_goes_along_with_the_law_of_another_period(
    page: Page, tmp_path: Path
) -> None:
    repository_of(register_of(**worked_rows()), tmp_path, date(2021, 6, 30)).close()
    app = page(tmp_path / "register.duckdb", view="scenario")
    assert len(app.multiselect(key=TYPES).value) == 14
    app.session_state["period"] = "2020"
    app.run()
    assert len(app.multiselect(key=TYPES).value) == 18
    assert "By law the mandate holds" in _headers(app)[1]
    app.multiselect(key=TYPES).unselect("penal").run()
    app.session_state["period"] = "2016"
    app.run()
    assert "penal" not in app.multiselect(key=TYPES).value
    assert len(app.multiselect(key=TYPES).value) == 17


def test_three_mandates_are_at_hand(page: Page) -> None:
    on_offer = presets(date(2024, 12, 31))
    assert {name: len(types) for name, types in on_offer.items()} == {
        "of_2014": 14,
        "with_children": 17,
        "of_today": 18,
    }
    app = page(view="scenario")
    assert app.button(key="mandate.preset_of_2014").disabled
    app.button(key="mandate.preset_with_children").click().run()
    assert len(app.multiselect(key=TYPES).value) == 17
    assert app.button(key="mandate.preset_with_children").disabled
    assert "infant home” added" in _headers(app)[1]


@pytest.mark.parametrize("chosen", [{"institution_type": "penal"}, {"visit_type": "special"}])
def test_filters_of_types_do_not_apply_and_the_page_says_so(
    chosen: dict[str, str], page: Page
) -> None:
    said = words_for("en")("mandate.types_are_chosen_here")
    app, free = page(**chosen), page()
    assert said in text_of(app)
    assert said not in text_of(free)
    assert _headers(app) == _headers(free)


def test_the_public_sees_growth_alone(page: Page, who_looks: Callable[[Visitor], None]) -> None:
    who_looks(Visitor(Role.PUBLIC, "", "public"))
    app = page()
    assert len(app.header) == 1
    assert "mandate.view" not in {each.key for each in app.get("button_group")}
