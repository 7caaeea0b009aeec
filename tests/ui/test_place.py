"""A place's own page: found by its address, its numbers those of the worked example."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.place_timeline import bands
from tests.registers import register_of, repository_of
from tests.ui.conftest import DATA_DATE, RunApp, address_of, text_of

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


def test_a_link_opens_a_place_with_its_clock_counts_and_rate(place: Page) -> None:
    app = place(place="P1")
    assert headers(app)[0] == "Colony 1"
    shown = {metric.label: metric.value for metric in app.metric}
    assert shown["Four-year term"] == "12.05.2018"
    assert shown["Visits"] == "3"
    assert "overdue" in text_of(app)
    assert "the last on 20\u00a0November\u00a02017" in text_of(app)


def test_the_chosen_period_and_filters_do_not_change_a_place(place: Page) -> None:
    one, other = place(place="P1"), place(place="P1", period="2014", region="KZ-71")
    assert headers(one) == headers(other)
    assert [each.value for each in one.metric] == [each.value for each in other.metric]


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("identifier", ["P1", "P2", "S1", "I1", "I2", "K1", "G1", "H1", "C1"])
def test_every_place_stands_in_every_language(place: Page, language: str, identifier: str) -> None:
    app = place(lang=language, place=identifier)
    assert len(headers(app)) == 5
    assert len(app.metric) == 4
    assert words_for(language)("frame.council_only") in text_of(app)


def test_a_closed_place_says_how_long_it_was_in_the_mandate(place: Page) -> None:
    text = text_of(place(place="P2"))
    assert "was in the mandate: 1\u00a0January\u00a02014 – 30\u00a0June\u00a02017" in text
    assert "closed: 1\u00a0July\u00a02017" in text


def test_a_place_of_a_type_that_is_not_in_the_mandate_yet_has_no_clock(place: Page) -> None:
    app = place(place="C1")
    assert app.metric[0].value == "none"
    assert "not in the mandate yet" in text_of(app)
    assert "enters the mandate on 1\u00a0April\u00a02019" in text_of(app)


def test_a_place_without_records_says_so(place: Page) -> None:
    app = place(place="G1")
    assert [metric.value for metric in app.metric][1:] == ["0", "0", "none"]
    assert headers(app)[1:] == [
        "Neither a visit nor a recommendation is recorded for this place",
        "No recommendation was repeated",
        "No recommendation to this place is recorded",
        "No visit to this place is recorded",
    ]


def test_no_place_in_the_address_leads_to_a_search(place: Page) -> None:
    app = place()
    assert headers(app) == []
    assert words_for("en")("place.no_place") in text_of(app)
    app.text_input(key="place.search").set_value("colony").run()
    app.button(key="place.found.P2").click().run()
    assert headers(app)[0] == "Colony 2"
    assert address_of(app)["place"] == ["P2"]
    assert "search" not in address_of(app)


def test_an_unknown_place_is_named_as_text_with_a_way_back(place: Page) -> None:
    app = place(place="*X*[y](http://z)")
    assert headers(app) == []
    assert r"\*X\*\[y\](http:color[\:]//z)" in text_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_has_no_place(place: Page, tmp_path: Path, language: str) -> None:
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    app = place(tmp_path / "register.duckdb", lang=language, place="P1")
    assert headers(app) == []
    assert "P1" in text_of(app)


def months(*rows: tuple[date, date, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema=["month_on", "read_on", "status", "recommendations"], orient="row"
    )


def test_a_band_lasts_as_long_as_it_stays_where_it_is() -> None:
    january, february, march = (date(2016, month, 1) for month in (1, 2, 3))
    drawn = bands(
        months(
            (january, date(2016, 1, 31), "no_information", 2),
            (february, date(2016, 2, 29), "no_information", 2),
            (march, date(2016, 3, 20), "verified", 1),
            (march, date(2016, 3, 20), "no_information", 1),
            (march, date(2016, 3, 20), "no_longer_applicable", 4),
        ),
        date(2016, 1, 11),
    )
    days = 24 * 60 * 60 * 1000
    lengths = [
        (row["status"], row["low"], row["high"], (row["until"] - row["at"]) / days) for row in drawn
    ]
    assert lengths == [
        ("no_information", 0, 2, 21 + 29),
        ("verified", 0, 1, 20),
        ("no_information", 1, 2, 20),
    ]


def test_a_status_that_was_away_begins_a_new_band() -> None:
    days = [date(2016, month, 1) for month in (1, 2, 3)]
    statuses = ["verified", "in_progress", "verified"]
    rows = [(day, day, status, 1) for day, status in zip(days, statuses, strict=True)]
    assert [row["status"] for row in bands(months(*rows), None)] == statuses
