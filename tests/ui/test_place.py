"""A place's own page: found by its address, its sentences those of the worked example."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from tests.registers import register_of, repository_of
from tests.ui.conftest import DATA_DATE, RunApp, text_of

Page = Callable[..., AppTest]


@pytest.fixture
def place(worked: Path, run_app: RunApp) -> Page:
    def open_page(database: Path = worked, **query: str) -> AppTest:
        return run_app(database, "place", **{"lang": "en", "period": "2016"} | query)

    return open_page


def headers(app: AppTest) -> list[str]:
    assert not app.exception
    assert not app.error
    return [str(header.value) for header in app.header]


def test_three_sentences_say_what_a_place_was_told_and_when_it_is_due(place: Page) -> None:
    app = place(place="P1")
    assert headers(app)[0] == "Colony 1"
    said = text_of(app).replace("\u00a0", " ")
    assert "**Recommendations: 1; done 1 (the NPM established 1), open 0, repeated 1.**" in said
    assert "the last on 20 November 2017 (special); the last periodic visit on 12 May 2014" in said
    assert "**The next periodic visit was due by 12 May 2018: past due.**" in said


def test_the_chosen_period_and_filters_do_not_change_a_place(place: Page) -> None:
    one, other = place(place="P1"), place(place="P1", period="2014", region="KZ-71")
    assert headers(one) == headers(other)
    sentences = [
        [each for each in text_of(app).split("\n") if "**" in each] for app in (one, other)
    ]
    assert sentences[0] == sentences[1] != []


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identifier", ["P1", "P2", "S1", "I1", "I2", "K1", "G1", "H1", "C1"])
def test_every_place_stands_in_every_language(place: Page, language: str, identifier: str) -> None:
    app = place(lang=language, place=identifier)
    assert headers(app)
    assert words_for(language)("frame.council_only") in text_of(app)


def test_its_lists_are_asked_for_one_at_a_time(place: Page) -> None:
    app = place(place="P1")
    said = app.table[0].value.drop(columns="Recommendation").to_dict("records")
    assert said == [
        {
            "First issued": "20.05.2014",
            "Status": "implemented, established by the NPM",
            "Since": "20.11.2017",
            "Times": "2",
            "Last issued": "15.01.2016",
            "Addressee": "MIA",
            "Theme": "Material conditions",
        }
    ]
    repeated = place(place="P1", list="repeated").table[0].value
    assert repeated["Times"].tolist() == ["2"]
    visits = place(place="P1", list="visits").table[0].value
    # Day, type, day of the report; new, repeated, places.
    assert [row.tolist() for _, row in visits.iterrows()] == [
        ["20.11.2017", "special", "01.12.2017", "0", "0", "1"],
        ["01.01.2016", "interim", "15.01.2016", "0", "1", "1"],
        ["12.05.2014", "periodic", "20.05.2014", "1", "0", "1"],
    ]


def test_a_closed_place_says_how_long_it_was_in_the_mandate(place: Page) -> None:
    text = text_of(place(place="P2"))
    assert "Was in the mandate: 1\u00a0January\u00a02014 – 30\u00a0June\u00a02017" in text
    assert "closed: 1\u00a0July\u00a02017" in text


def test_a_place_of_a_type_that_is_not_in_the_mandate_yet_has_no_term(place: Page) -> None:
    text = text_of(place(place="C1"))
    assert "Enters the mandate on 1\u00a0April\u00a02019" in text
    assert "due by" not in text


@pytest.mark.parametrize("chosen", ["recommendations", "repeated", "visits"])
def test_a_place_without_records_says_so(place: Page, chosen: str) -> None:
    app = place(place="G1", list=chosen)
    assert headers(app) == ["Guardhouse 1"]
    text = text_of(app)
    for message in ("place.recommendations_none", "place.visits_none", "place.timeline_none"):
        assert words_for("en")(message) in text
    assert not app.table


@pytest.mark.parametrize("asked", [{}, {"place": "*X*[y](http://z)"}])
def test_without_a_known_place_there_is_the_way_to_the_list(
    place: Page, asked: dict[str, str]
) -> None:
    app = place(**asked)
    assert headers(app) == []
    (said,) = [str(each.value) for each in app.warning]
    assert said == (
        words_for("en")("place.unknown", place=r"\*X\*\[y\](http:color[\:]//z)")
        if asked
        else words_for("en")("place.no_place")
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_has_no_place(place: Page, tmp_path: Path, language: str) -> None:
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    app = place(tmp_path / "register.duckdb", lang=language, place="P1")
    assert headers(app) == []
    assert "P1" in text_of(app)
