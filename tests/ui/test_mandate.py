"""The mandate page: types, growth, scenarios and medical care, with records and without."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, reference
from npm_data.register.filters import types_by_law
from npm_data.ui.mandate_choice import KEY, presets
from npm_data.ui.mandate_types import SOURCES
from tests.registers import register_of, repository_of, worked_rows
from tests.ui.conftest import RunApp, address_of, text_of

OF_2014 = list(types_by_law(date(2014, 12, 31)))
CHILDRENS_HOME = [*OF_2014, "childrens_home"]
Page = Callable[..., AppTest]


@pytest.fixture
def page(run_app: RunApp, worked: Path) -> Page:
    """The page over the worked example; keywords are the address."""

    def run(database: Path = worked, **query: str | list[str]) -> AppTest:
        return run_app(database, "mandate", **{"lang": "en", "period": "2016"} | query)

    return run


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    repository_of(register_of(), folder, date(2018, 6, 30)).close()
    return folder / "register.duckdb"


def _headers(app: AppTest) -> list[str]:
    return [str(header.value) for header in app.header]


def _sentence(app: AppTest) -> str:
    """The heading below that of the scenario."""
    headers = _headers(app)
    return headers[headers.index("Scenario") + 1]


def _comparison(app: AppTest) -> dict[str, tuple[float, float, float]]:
    """By line: the law, the scenario and the difference."""
    return {name: (law, chosen, change) for name, law, chosen, change in app.table[0].value.values}


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("types", [[], [""], CHILDRENS_HOME, ["social_care"], OF_2014[:3]], ids=len)
def test_the_page_stands_for_any_choice_in_every_language(
    language: str, types: list[str], page: Page
) -> None:
    app = page(lang=language, **({"types": types} if types else {}))
    assert not app.exception
    assert not app.error
    assert len(app.header) == 9


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_is_said(language: str, page: Page, empty: Path) -> None:
    app = page(empty, lang=language)
    words = words_for(language)
    assert not app.exception
    assert not app.error
    said = text_of(app)
    assert words("coverage.no_places") in said
    assert words("mandate.no_places") in said
    assert words("mandate.medical_none") in said


def test_the_law_of_2016_has_eight_of_the_nine_places(page: Page) -> None:
    app = page()
    assert _sentence(app) == (
        "By law the mandate holds 8 places on 31\u00a0December\u00a02016; a four-year round needs "
        "2 periodic visits a year"
    )
    lines = _comparison(app)
    assert lines["Places in the mandate on the day"] == (8, 8, 0)
    assert lines["Coverage of the period"] == (0.5, 0.5, 0)


def test_an_added_type_is_told_and_stands_beside_the_law(page: Page) -> None:
    app = page(types=CHILDRENS_HOME)
    assert _sentence(app) == (
        "With the type “organisation for orphans, children's home” added, the mandate grows by "
        "1 place (from 8 to 9); a four-year round needs 1 more periodic visit a year"
    )
    lines = _comparison(app)
    assert lines["Places in the mandate on the day"] == (8, 9, 1)
    assert lines["Periodic visits a year that a four-year round needs"] == (2, 2.25, 0.25)
    assert "added: organisation for orphans, children's home" in text_of(app).lower()


def test_no_types_leave_an_empty_mandate(page: Page) -> None:
    app = page(types=[""])
    assert app.multiselect(key=KEY).value == []
    assert "14 types of places left out" in _sentence(app)
    assert "No place is in this mandate" in _headers(app)
    assert _comparison(app)["Places in the mandate on the day"] == (8, 0, -8)


def test_of_a_part_of_the_register_the_sentence_says_so(page: Page) -> None:
    app = page(ministry="interior")
    assert _sentence(app).startswith("Ministry of Internal Affairs: by law the mandate holds 5 ")


def test_the_choice_stands_in_the_address_and_the_law_needs_no_words(page: Page) -> None:
    app = page()
    assert "types" not in address_of(app)
    app.multiselect(key=KEY).select("childrens_home").run()
    assert address_of(app)["types"] == CHILDRENS_HOME
    app.multiselect(key=KEY).unselect("childrens_home").run()
    assert "types" not in address_of(app)


def test_who_chose_nothing_goes_along_with_the_law_of_another_period(
    page: Page, tmp_path: Path
) -> None:
    repository_of(register_of(**worked_rows()), tmp_path, date(2021, 6, 30)).close()
    app = page(tmp_path / "register.duckdb")
    assert len(app.multiselect(key=KEY).value) == 14
    app.session_state["period"] = "2020"
    app.run()
    assert len(app.multiselect(key=KEY).value) == 18
    assert "By law the mandate holds" in _sentence(app)
    app.multiselect(key=KEY).unselect("penal").run()
    app.session_state["period"] = "2016"
    app.run()
    assert "penal" not in app.multiselect(key=KEY).value
    assert len(app.multiselect(key=KEY).value) == 17


def test_three_mandates_are_at_hand(page: Page) -> None:
    on_offer = presets(date(2024, 12, 31))
    assert {name: len(types) for name, types in on_offer.items()} == {
        "of_2014": 14,
        "with_children": 17,
        "of_today": 18,
    }
    app = page()
    assert app.button(key="mandate.preset_of_2014").disabled
    app.button(key="mandate.preset_with_children").click().run()
    assert len(app.multiselect(key=KEY).value) == 17
    assert app.button(key="mandate.preset_with_children").disabled
    assert "infant home” added" in _sentence(app)


@pytest.mark.parametrize("chosen", [{"institution_type": "penal"}, {"visit_type": "special"}])
def test_filters_of_types_do_not_apply_and_the_page_says_so(
    chosen: dict[str, str], page: Page
) -> None:
    app = page(**chosen)
    assert words_for("en")("mandate.types_are_chosen_here") in text_of(app)
    assert _comparison(app)["Places in the mandate on the day"] == (8, 8, 0)
    assert words_for("en")("mandate.types_are_chosen_here") not in text_of(page())


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_inferred_or_assumed_is_marked_in_every_language(language: str, page: Page) -> None:
    words = words_for(language)
    table = page(lang=language).table[1].value
    by_name = {str(row[1]).removesuffix(" ○"): row for row in table.values}
    for each in reference().institution_types:
        row = by_name[words.institution_type(each.code)]
        if each.is_mandate_assumed:
            kind = SOURCES[each.mandate_source]
            assert kind in ("inferred", "assumed")
            assert row[3] == words(f"mandate.source_{kind}")
            assert "(" in row[2]
        assert str(row[1]).endswith(" ○") is not each.is_confirmed[language]


def test_each_source_of_the_reference_data_has_words() -> None:
    assert {each.mandate_source for each in reference().institution_types} == set(SOURCES)


def test_open_places_are_counted_in_the_mandate_or_not(page: Page) -> None:
    table = page().table[1].value
    row = next(each for each in table.values if str(each[1]).startswith("organisation for orphans"))
    assert list(row[4:]) == ["no", 1]


def test_before_the_first_record_visits_are_not_known_rather_than_none(
    page: Page, tmp_path: Path
) -> None:
    rows = worked_rows()
    rows["visits"] = [row for row in rows["visits"] if row["started_on"].year >= 2016]
    kept = {row["visit_id"] for row in rows["visits"]}
    rows["recommendations"] = [r for r in rows["recommendations"] if r["visit_id"] in kept]
    known = {row["recommendation_id"] for row in rows["recommendations"]}
    for row in rows["recommendations"]:
        row["repeats"] = row["repeats"] if row["repeats"] in known else None
    rows["follow_up"] = [row for row in rows["follow_up"] if row["recommendation_id"] in known]
    repository_of(register_of(**rows), tmp_path, date(2018, 6, 30)).close()
    lines = _comparison(page(tmp_path / "register.duckdb", period="2015"))
    assert lines["of these, visited"][0] != lines["of these, visited"][0]
    assert lines["Coverage of the period"][0] != lines["Coverage of the period"][0]
    assert lines["Places in the mandate in the period"][0] == 7


def test_medical_care_is_counted_before_and_since_its_move(page: Page, tmp_path: Path) -> None:
    def said(
        number: int, day: date, addressee: str, theme: str = "health_care"
    ) -> dict[str, object]:
        return {
            "recommendation_id": f"R{number}",
            "institution_id": "S1",
            "addressee": addressee,
            "theme": theme,
            "issued_on": day,
            "text": "A doctor is needed",
        }

    places = [
        {"institution_id": "S1", "name": "SIZO 1", "institution_type": "sizo", "region": "KZ-71"}
        | {"opened_on": date(2005, 3, 1)}
    ]
    recommendations = [
        said(1, date(2022, 6, 30), "interior"),
        said(2, date(2022, 7, 1), "health"),
        said(3, date(2023, 2, 1), "health"),
        said(4, date(2023, 2, 1), "interior"),
        said(5, date(2023, 2, 1), "health", "staff"),
    ]
    register = register_of(institutions=places, recommendations=recommendations)
    repository_of(register, tmp_path, date(2023, 12, 31)).close()
    app = page(tmp_path / "register.duckdb", period="2023")
    assert any(
        header.endswith(": 0 of 1 before 1\u00a0July\u00a02022, 2 of 3 since then")
        for header in _headers(app)
    )
    assert "No recommendation on health care was issued for such places" in text_of(app)


def test_the_round_of_a_mandate_is_held_against_visits_to_its_own_places(page: Page) -> None:
    """In 2016, V04 went to a colony and V07 to a children's home, which the law did not have."""

    def finding(**query: str | list[str]) -> str:
        return next(each for each in _headers(page(**query)) if each.startswith("2016: "))

    need = "a four-year round of this mandate needs"
    assert finding() == f"2016: 1 periodic visit; {need} 2 periodic visits a year"
    assert finding(types=CHILDRENS_HOME) == (
        f"2016: 2 periodic visits; {need} 3 periodic visits a year"
    )
    assert finding(types=["penal"]) == f"2016: 1 periodic visit; {need} 1 periodic visit a year"
    assert finding(types=["ivs"]) == f"2016: 0 periodic visits; {need} 1 periodic visit a year"
