"""The page of changes: its days, its finding, its records, in three languages."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.report.changes import KINDS, SAID, UNITS, Days
from npm_data.ui import changes_days
from tests.registers import register_of, repository_of, worked_rows
from tests.ui.conftest import DATA_DATE, RunApp, address_of, text_of

BEFORE_ALL = {"between": "typed", "earlier": "31.12.2013", "later": "1.1.2015"}
YEAR_2017 = {"between": "typed", "earlier": "31.12.2016", "later": "31.12.2017"}


@pytest.fixture
def page(run_app: RunApp, worked: Path) -> RunApp:
    """The page over the worked example; keywords are the address."""

    def run(database: Path = worked, **query: str | list[str]) -> AppTest:
        return run_app(database, "changes", **{"lang": "en", "period": "2016"} | query)

    return run


def finding_of(app: AppTest) -> str:
    return str(app.header[0].value)


def counts_of(app: AppTest) -> dict[str, int]:
    """The column of totals in the first table, by what changed."""
    table = app.table[0].value
    return dict(zip(table["What changed"], table["Total"], strict=True))


# -- days ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preset", "data_date", "before", "after"),
    [
        ("last-quarter", date(2018, 5, 31), date(2018, 2, 28), date(2018, 5, 31)),
        ("last-year", date(2020, 2, 29), date(2019, 2, 28), date(2020, 2, 29)),
        ("calendar-quarter", date(2018, 6, 30), date(2018, 3, 31), date(2018, 6, 30)),
        ("calendar-quarter", date(2018, 6, 29), date(2017, 12, 31), date(2018, 3, 31)),
        ("calendar-quarter", date(2018, 1, 1), date(2017, 9, 30), date(2017, 12, 31)),
        ("calendar-year", date(2018, 12, 31), date(2017, 12, 31), date(2018, 12, 31)),
        ("calendar-year", date(2018, 12, 30), date(2016, 12, 31), date(2017, 12, 31)),
        ("sitting", date(2018, 8, 31), date(2018, 2, 28), date(2018, 8, 31)),
    ],
)
def test_a_preset_is_two_days_that_end_with_the_records_or_a_whole_quarter_or_year(
    preset: str, data_date: date, before: date, after: date
) -> None:
    assert changes_days.days_of(preset, data_date) == Days(before, after)


@pytest.mark.parametrize(
    ("before", "after", "problem"),
    [
        (None, date(2017, 1, 1), "changes.days_incomplete"),
        (date(2017, 1, 1), None, "changes.days_incomplete"),
        (date(2017, 1, 1), date(2017, 1, 1), "changes.days_inverted"),
        (date(2017, 1, 2), date(2017, 1, 1), "changes.days_inverted"),
        (date(2017, 1, 1), date(2018, 7, 1), "changes.days_outside"),
        (date(2018, 7, 1), date(2018, 6, 30), "changes.days_outside"),
        (date(2013, 12, 30), date(2017, 1, 1), "changes.days_outside"),
        (date(2013, 12, 31), date(2018, 6, 30), None),
        (date(2018, 6, 29), date(2018, 6, 30), None),
    ],
)
def test_what_is_wrong_with_two_days_is_said(
    before: date | None, after: date | None, problem: str | None
) -> None:
    assert changes_days.problem_of(before, after, DATA_DATE) == problem


def test_the_days_stand_in_the_address_and_an_address_sets_them(page: RunApp) -> None:
    app = page(**YEAR_2017)
    assert finding_of(app).startswith(
        "Between 31\u00a0December\u00a02016 and 31\u00a0December\u00a02017: 2 recom"
    )
    assert address_of(app)["earlier"] == ["31.12.2016"]
    app.text_input(key="changes.earlier").set_value("2016-6-30").run()
    assert finding_of(app).startswith(
        "Between 30\u00a0June\u00a02016 and 31\u00a0December\u00a02017: 4 recommend"
    )
    assert address_of(app)["earlier"] == ["2016-6-30"]
    app.selectbox(key="changes.between").select("last-quarter").run()
    assert finding_of(app).startswith(
        "Between 30\u00a0March\u00a02018 and 30\u00a0June\u00a02018: "
    )
    assert "between" not in address_of(app)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("yesterday", "changes.days_incomplete"),
        ("", "changes.days_incomplete"),
        ("31.12.2017", "changes.days_inverted"),
        ("1.1.1999", "changes.days_outside"),
    ],
)
def test_a_wrong_day_is_said_and_the_last_good_ones_stay(
    typed: str, problem: str, page: RunApp
) -> None:
    app = page(**YEAR_2017)
    shown = finding_of(app)
    app.text_input(key="changes.earlier").set_value(typed).run()
    assert [str(each.value) for each in app.warning] == [words_for("en")(problem)]
    assert finding_of(app) == shown
    app.text_input(key="changes.earlier").set_value("31.12.2015").run()
    assert not app.warning
    assert finding_of(app) != shown


def test_two_other_days_begin_with_those_shown_before(page: RunApp) -> None:
    app = page(between="last-year")
    app.selectbox(key="changes.between").select("typed").run()
    assert app.text_input(key="changes.earlier").value == "30.06.2017"
    assert app.text_input(key="changes.later").value == "30.06.2018"
    assert not app.warning


def test_until_the_sitting_is_typed_half_a_year_is_shown_and_it_says_so(page: RunApp) -> None:
    app = page(between="sitting")
    assert "changes after 30\u00a0December\u00a02017 are shown" in text_of(app)
    app.text_input(key="changes.sitting").set_value("1.3.2018").run()
    assert finding_of(app).startswith("Between 1\u00a0March\u00a02018 and 30\u00a0June\u00a02018: ")
    assert address_of(app)["sitting"] == ["1.3.2018"]
    app.text_input(key="changes.sitting").set_value("1.3.2028").run()
    assert [str(each.value) for each in app.warning] == [words_for("en")("changes.days_outside")]
    assert finding_of(app).startswith("Between 1\u00a0March\u00a02018 and 30\u00a0June\u00a02018: ")


def test_a_wrong_address_falls_back_to_the_last_quarter_and_says_why(page: RunApp) -> None:
    app = page(between="typed", earlier="x", later="31.12.2017", kind="nonsense", by="theme")
    assert not app.exception
    assert not app.error
    assert app.warning
    assert finding_of(app).startswith(
        "Between 30\u00a0March\u00a02018 and 30\u00a0June\u00a02018: "
    )


# -- what is shown ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_for_every_kind_in_every_language(language: str, page: RunApp) -> None:
    app, words = page(lang=language, view="records", **YEAR_2017), words_for(language)
    for kind in KINDS:
        app.selectbox(key="changes.kind").select(kind).run()
        assert not app.exception
        assert not app.error
        assert words("frame.council_only") in text_of(app)
        assert words(f"changes.kind_{kind}") in str(app.header[1].value)
    for unit in UNITS:
        app = page(lang=language, by=unit, **YEAR_2017)
        assert not app.error
        assert str(app.header[1].value).startswith(words("changes.kind_issued"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_statuses_of_both_days_stand_below_when_they_are_asked_for(
    language: str, page: RunApp
) -> None:
    words, days = words_for(language), {"before": date(2016, 12, 31), "after": date(2017, 12, 31)}
    said = {name: words.date(day) for name, day in days.items()}
    app = page(lang=language, view="statuses", **YEAR_2017)
    assert not app.error
    counts = {"earlier": "6", "same": "2", "new": "2"}
    assert app.header[1].value == words("changes.matrix_title", **said, **counts)
    app = page(lang=language, view="statuses", **BEFORE_ALL)
    said["before"], said["after"] = words.date(date(2013, 12, 31)), words.date(date(2015, 1, 1))
    assert app.header[1].value == words("changes.matrix_new", **said, new="1")
    app.text_input(key="changes.later").set_value("1.1.2014").run()
    said["after"] = words.date(date(2014, 1, 1))
    assert app.header[1].value == words("changes.matrix_none", **said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_changes_nothing_and_says_so(
    language: str, page: RunApp, tmp_path: Path
) -> None:
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    app = page(tmp_path / "register.duckdb", lang=language)
    words = words_for(language)
    assert not app.exception
    assert not app.error
    days = {"before": words.date(date(2018, 3, 30)), "after": words.date(DATA_DATE)}
    assert finding_of(app) == words("changes.nothing", **days)
    assert words("changes.none_of_the_kind") in text_of(app)


def test_the_year_2017_of_the_worked_example_is_counted_by_hand(page: RunApp) -> None:
    app = page(**YEAR_2017)
    assert finding_of(app) == (
        "Between 31\u00a0December\u00a02016 and 31\u00a0December\u00a02017: "
        "2 recommendations issued; of all issued by then, 2 newly verified by the NPM; "
        "3 replies newly overdue"
    )
    counts = {what: count for what, count in counts_of(app).items() if count}
    assert counts == {
        "Recommendations issued": 2,
        "First reply received": 1,
        "Reply newly overdue": 3,
        "Newly verified by the NPM as implemented": 2,
        "Newly no longer applicable": 1,
        "Places that left the mandate: closed": 1,
    }
    table = app.table[0].value
    assert table[["MIA", "MoH", "MES"]].sum().sum() == table["Total"].sum() == 10


def test_the_sentence_names_what_happened_and_always_the_new_recommendations(
    page: RunApp,
) -> None:
    app = page(between="typed", earlier="1.1.2018", later="2.1.2018")
    assert finding_of(app) == (
        "Between 1\u00a0January\u00a02018 and 2\u00a0January\u00a02018: 0 recommendations issued; "
        "2 places newly overdue for a periodic visit"
    )
    app.text_input(key="changes.later").set_value("1.2.2018").run()
    app.text_input(key="changes.earlier").set_value("2.1.2018").run()
    assert finding_of(app).endswith(" nothing changed for this choice")


def test_filters_hold_for_what_they_can_and_the_page_says_for_what(page: RunApp) -> None:
    app = page(ministry="interior", visit_type="special", **YEAR_2017)
    assert list(app.table[0].value.columns) == ["What changed", "Total", "MIA"]
    assert counts_of(app)["Places that left the mandate: closed"] == 1
    assert counts_of(app)["Reply newly overdue"] == 0
    assert "places do not depend on it" in text_of(app)


def test_each_record_leads_to_its_story_and_to_its_place(page: RunApp) -> None:
    app = page(view="records", kind="verified", **YEAR_2017)
    rows = app.table[1].value
    first = rows["Recommendation"].iloc[0]
    assert first.startswith("[R07](follow_up?lang=en&period=2016")
    assert first.endswith("&recommendation=R07)")
    assert rows["Place"].iloc[0] == "[IVS 1](place?lang=en&period=2016&place=I1)"
    assert list(rows["Status, 31\u00a0December\u00a02016"]) == [
        "partly implemented",
        "not implemented",
    ]
    assert set(rows["Status, 31\u00a0December\u00a02017"]) == {
        "implemented, established by the NPM"
    }


def test_a_systemic_recommendation_has_no_place_to_lead_to(page: RunApp) -> None:
    rows = page(view="records", kind="reply_overdue", **YEAR_2017)
    rows = rows.table[1].value.set_index("Recommendation")
    systemic = next(name for name in rows.index if name.startswith("[R09]"))
    assert rows.loc[systemic, "Place"] == "without a place (systemic)"
    assert rows.loc[systemic, "Reply due"] == "30\u00a0March\u00a02017"


def test_a_place_never_visited_is_said_to_have_had_no_periodic_visit(page: RunApp) -> None:
    app = page(between="typed", earlier="31.12.2017", view="records", kind="visit_overdue")
    rows = app.table[1].value
    assert list(rows["Place"].str.slice(0, 13)) == ["[Colony 1](pl", "[Guardhouse 1"]
    assert list(rows["Last periodic visit"]) == ["12\u00a0May\u00a02014", "none yet"]


def test_signs_of_markdown_in_a_name_or_a_text_are_not_read_as_such(
    page: RunApp, tmp_path: Path
) -> None:
    rows = worked_rows()
    rows["institutions"][5]["name"] = "K*NB [x](y)"
    rows["recommendations"][9]["text"] = "Allow $calls$ | :red[now]"
    repository_of(register_of(**rows), tmp_path, DATA_DATE).close()
    app = page(tmp_path / "register.duckdb", between="last-year", view="records")
    shown = app.table[1].value
    assert shown["Place"].iloc[0].startswith(r"[K\*NB \[x\](y)](place?")
    assert shown["Text"].iloc[0] == r"Allow \$calls\$ \| :color[\:]red\[now\]"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 5, 11, 21, 1000])
def test_every_part_of_the_finding_can_be_said_of_any_number(language: str, count: int) -> None:
    words = words_for(language)
    for kind in SAID:
        assert words.number(count) in words.plural(f"changes.said_{kind}", count)
