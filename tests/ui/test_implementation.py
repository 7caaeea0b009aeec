"""The implementation page: its answer, one view at a time, and what each role is told."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from npm_data.ui.pages.implementation import UNITS, VIEWS
from npm_data.ui.server.access import Visitor
from tests.registers import register_of, repository_of
from tests.ui.conftest import RunApp, text_of

OpenPage = Callable[..., AppTest]


@pytest.fixture
def opened(worked: Path, run_app: RunApp) -> OpenPage:
    def page(register: Path = worked, **query: str) -> AppTest:
        return run_app(register, "implementation", **{"lang": "en", "period": "all"} | query)

    return page


def headers(app: AppTest) -> list[str]:
    return [str(header.value) for header in app.header]


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_stands_with_few_records_and_with_more(
    opened: OpenPage, language: str, view: str
) -> None:
    for period, unit in zip(("2014", "2016", "2018", "all", "all"), UNITS, strict=True):
        app = opened(lang=language, view=view, period=period, unit=unit)
        assert not app.exception
        assert not app.error
        assert len(app.header) + len(app.info) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_is_said_and_draws_nothing(
    opened: OpenPage, language: str, tmp_path: Path
) -> None:
    repository_of(register_of(), tmp_path, date(2018, 6, 30)).close()
    app = opened(tmp_path / "register.duckdb", lang=language)
    assert not app.exception
    assert not app.error
    assert not app.header
    assert words_for(language)("implementation.none") in text_of(app)


def test_the_answer_stands_with_its_definition_one_click_away(opened: OpenPage) -> None:
    app = opened()
    assert (
        "Of the recommendations of 1\u00a0January\u00a02014 \u2013 30\u00a0June\u00a02018,"
        " 37.5\u00a0% were implemented after 12 months (3 of 8); the NPM established 1 of them"
    ) in headers(app)
    said = text_of(app)
    assert "Likely range, 95\u00a0%: 13.7\u00a0% to 69.4\u00a0%" in said
    assert "[What is this?](methodology?lang=en&period=all#rate-cohort)" in said
    assert words_for("en")("definition.rate_cohort_short") in said


def test_a_span_of_years_of_one_body_says_k_of_n(opened: OpenPage) -> None:
    """What the interior ministry carried out of 2015 and 2016 together."""
    app = opened(
        **{"period": "custom", "from": "2015-01-01", "to": "2016-12-31", "ministry": "interior"}
    )
    (rate,) = [each for each in headers(app) if "after 12 months" in each]
    assert rate.startswith("Of the recommendations of 2015\u20132016, ")
    assert " of " in rate.partition(",")[2]


def test_a_period_too_young_has_the_rate_of_the_latest_year(opened: OpenPage) -> None:
    app = opened(period="2018")
    assert headers(app)[0].startswith("Of the recommendations of 2016, ")
    assert "not 12 months old yet: 1 of 1; all can be judged from " in text_of(app)


def test_only_the_open_view_is_asked_for(opened: OpenPage) -> None:
    app = opened(view="claims")
    assert any(each.startswith("First check of 2 claims") for each in headers(app))
    assert not [each for each in headers(app) if "quarter" in each or "repeated" in each]
    app.segmented_control(key="implementation.view").select("times").run()
    said = "It took 12 months until a quarter were implemented; after 16 months half were not"
    assert said in headers(app)
    assert not [each for each in headers(app) if "claims" in each and "First check" in each]


def test_one_unit_holds_for_every_view(opened: OpenPage) -> None:
    app = opened(view="units")
    app.segmented_control(key="implementation.unit").select("theme").run()
    app.segmented_control(key="implementation.view").select("repeats").run()
    assert app.segmented_control(key="implementation.unit").value == "theme"


def test_the_most_often_repeated_lead_to_their_stories(opened: OpenPage) -> None:
    app = opened(view="repeats")
    assert "Most often repeated: issued up to 2 times" in headers(app)
    longest = next(each.value for each in app.table if "Times" in each.value)
    assert longest["Times"].to_list() == ["2", "2"]
    days = [[day.replace("\u00a0", " ") for day in longest.iloc[:, at]] for at in (2, 3)]
    assert days == [["20 May 2014", "10 June 2015"], ["15 January 2016", "20 October 2016"]]
    assert "follow_up?lang=en&period=all&recommendation=R01" in longest["Theme"].to_list()[0]


def test_the_public_is_shown_what_it_is_told(
    opened: OpenPage, who_looks: Callable[[Visitor], None]
) -> None:
    """Neither times nor single recommendations, which the Council has of the same choice."""
    words = words_for("en")

    def seen() -> tuple[list[str], list[str]]:
        app = opened(period="2014", view="repeats", unit="theme")
        assert not app.exception
        return list(app.segmented_control(key="implementation.view").options), headers(app)

    views, said = seen()
    assert words("implementation.view_times") in views
    assert any(each.startswith("Most often repeated") for each in said)
    who_looks(Visitor(Role.PUBLIC, "", "public"))
    views, said = seen()
    assert [words(f"implementation.view_{view}") for view in VIEWS][1:] == views
    assert not [each for each in said if each.startswith("Most often repeated")]


@pytest.mark.parametrize("page", ["implementation", "recommendations"])
def test_of_one_region_the_public_has_types_of_places_instead_of_bodies(
    page: str, worked: Path, run_app: RunApp, who_looks: Callable[[Visitor], None]
) -> None:
    who_looks(Visitor(Role.PUBLIC, "", "public"))
    app = run_app(worked, page, lang="en", period="2016", region="KZ-71")
    assert not app.exception
    assert not app.error
    told = [
        unit for each in app.segmented_control if "unit" in str(each.key) for unit in each.options
    ]
    assert words_for("en")("recommendations.unit_ministry") not in told
    assert "Ministry" not in text_of(app)


def test_the_methodology_page_has_the_value_of_each_definition(
    worked: Path, run_app: RunApp
) -> None:
    app = run_app(worked, "methodology", lang="en", period="all")
    said = "Depending on the definition, 37.5\u00a0% to 42.9\u00a0% count as implemented"
    assert [each for each in headers(app) if each.startswith(said)]
