"""The register of places and the planning list say the worked example's numbers."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui import downloads, planning
from tests.registers import register_of, repository_of
from tests.ui.conftest import DATA_DATE, RunApp, address_of, text_of

Page = Callable[..., AppTest]


@pytest.fixture
def places(worked: Path, run_app: RunApp) -> Page:
    def open_page(database: Path = worked, **query: str) -> AppTest:
        return run_app(database, "places", **{"lang": "en", "period": "2018"} | query)

    return open_page


def headers(app: AppTest) -> list[str]:
    assert not app.exception
    assert not app.error
    return [str(header.value) for header in app.header]


def names(app: AppTest, table: int = 0) -> list[str]:
    """The names of the places in a table, without their links."""
    frame = app.table[table].value
    cells = frame[words_for("en")("places.column_place")]
    return [str(cell).removeprefix("[").partition("]")[0] for cell in cells]


def test_the_headline_is_the_clock_of_the_day(places: Page) -> None:
    shown = {metric.label: metric.value for metric in places().metric}
    assert list(shown.values()) == ["7", "2", "2", "1", "2"]


def test_the_register_stands_in_the_order_of_the_law(places: Page) -> None:
    app = places()
    assert headers(app) == ["Places in the register: 7"]
    assert names(app) == [
        "Colony 1",
        "SIZO 1",
        "IVS 1",
        "IVS 2",
        "KNB SIZO",
        "Guardhouse 1",
        "Psychiatric hospital 1",
    ]
    first = app.table[0].value.iloc[0].tolist()
    assert "place?lang=en&period=2018&place=P1" in first[0]
    assert first[1:5] == ["overdue: 12.05.2018", "12.05.2014", "01.01.2016", "20.11.2017"]


def test_a_search_narrows_the_list_and_stands_in_the_address(places: Page) -> None:
    app = places()
    app.text_input(key="places.search").set_value("ivs").run()
    assert headers(app) == ["Places found: 2 of 7"]
    assert names(app) == ["IVS 1", "IVS 2"]
    assert address_of(app)["search"] == ["ivs"]


def test_nothing_found_is_said(places: Page) -> None:
    app = places(search="nowhere")
    assert headers(app) == ["Places found: 0 of 7"]
    assert words_for("en")("places.nothing_found") in text_of(app)
    assert not app.table


def test_a_class_of_the_clock_is_chosen_in_the_address(places: Page) -> None:
    assert names(places(state="never_visited")) == ["IVS 2", "Guardhouse 1"]
    assert headers(places(state="nonsense")) == ["Places in the register: 7"]


def test_places_outside_the_mandate_come_with_the_reason(places: Page) -> None:
    app = places(outside="1")
    assert headers(app) == ["Places in the register: 9"]
    rows = dict(zip(names(app), app.table[0].value["Four-year term"], strict=True))
    assert rows["Colony 2"] == "closed or no longer in the mandate"
    assert rows["Children's home 1"] == "not in the mandate yet"


def test_the_order_by_due_day_begins_with_the_oldest(places: Page) -> None:
    assert names(places(sort="due"))[:2] == ["Guardhouse 1", "Colony 1"]


def test_a_page_after_the_last_means_the_last(places: Page) -> None:
    app = places(page="99999999999999999999")
    assert len(names(app)) == 7
    assert "page" not in address_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["register", "planning"])
def test_both_views_are_for_the_council_only(places: Page, language: str, view: str) -> None:
    app = places(lang=language, view=view)
    headers(app)
    assert words_for(language)("frame.council_only") in text_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("view", ["register", "planning"])
def test_an_empty_register_is_said(places: Page, tmp_path: Path, language: str, view: str) -> None:
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    app = places(tmp_path / "register.duckdb", lang=language, view=view)
    headers(app)
    assert not app.table
    assert words_for(language)("frame.register_is_empty") in text_of(app)


def test_the_planning_list_keeps_the_never_visited_apart(places: Page) -> None:
    app = places(view="planning")
    assert headers(app) == [
        "Periodic visits needed in the coming 12 months: 4, of these past due: 2",
        "With a periodic visit before: 3",
        "Without any periodic visit: 1",
    ]
    assert names(app, 1) == ["IVS 1", "SIZO 1", "Colony 1"]
    assert names(app, 2) == ["Guardhouse 1"]
    text = text_of(app)
    assert "never visited and due later, not listed: 1" in text
    assert (
        "A four-year round of 7 places takes 2 periodic visits a year. In the 12 months after "
        "30\u00a0June\u00a02018, 4 periodic visits are needed: 2 fall due and 2 are past due, "
        "1 of these for a place never visited. In the 12 months before, 1 place had a periodic "
        "visit."
    ) in text


def test_a_file_of_the_planning_list_is_labelled_like_the_page(
    places: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    contents: dict[str, bytes] = {}

    def keep(label: str, data: Callable[[], bytes], **settings: object) -> None:
        contents[str(settings["key"])] = data()

    monkeypatch.setattr(downloads.st, "download_button", keep)
    headers(places(view="planning"))
    headers(places())
    for key in ("places.planning.csv", "places.register.csv", "places.pace.csv"):
        lines = contents[key].decode("utf-8-sig")
        assert words_for("en")("frame.council_only") in lines
    rows = list(csv.reader(io.StringIO(contents["places.planning.csv"].decode("utf-8-sig"))))
    assert ["For the Coordination Council only: visits may be unannounced"] in rows
    blocks = [row[0] for row in rows if row and row[0] in ("visited before", "no periodic visit")]
    assert blocks == ["visited before"] * 3 + ["no periodic visit"]
    assert contents["places.planning.xlsx"].startswith(b"PK")


def test_a_chosen_type_of_visit_is_said_not_to_matter(places: Page) -> None:
    note = words_for("en")("places.any_visit_type")
    assert note not in text_of(places())
    chosen = {"visit-type": "special"}
    assert note in text_of(places(**chosen))
    assert note in text_of(places(**chosen, view="planning"))


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("ru", 1, "обойти 1 учреждение, нужно 1 периодическое посещение в год"),
        ("ru", 2, "у 2 учреждений наступает срок, у 2 учреждений срок уже истёк"),
        ("ru", 5, "предстоит 5 периодических посещений"),
        ("ru", 21, "предстоит 21 периодическое посещение: у 21 учреждения наступает срок"),
        ("ru", 21, "периодическое посещение проведено в 21 учреждении."),
        ("ru", 2, "периодические посещения проведены в 2 учреждениях."),
        ("kk", 21, "21 мекеменің мерзімі келеді, 21 мекеменің мерзімі өткен"),
        ("en", 0, "0 periodic visits are needed: 0 fall due and 0 are past due"),
        (
            "en",
            1,
            "1 periodic visit is needed: 1 falls due and 1 is past due, 1 of these for a place",
        ),
        ("en", 21, "In the 12 months before, 21 places had a periodic visit."),
    ],
)
def test_the_planning_sentence_bends_its_words_to_the_numbers(
    language: str, count: int, said: str
) -> None:
    numbers = ("needed", "coming", "past_due", "never_visited_past_due")
    row = {"dimension": "total", "places": max(count, 1)} | dict.fromkeys(numbers, count)
    pace = {"dimension": "total", "needed_a_year": float(count), "places_visited": count}
    plan = planning.Planning(pl.DataFrame([row]), pl.DataFrame([pace]))
    app = SimpleNamespace(words=words_for(language), as_of=DATA_DATE)
    assert said in planning.sentence(app, plan)
