"""The page of changes: its days, its records, in three languages. Its numbers: `tests/figures`."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.figures.changes import BETTER, WORSE, Days
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.pages import changes
from tests.registers import register_of, repository_of, worked_rows
from tests.ui.conftest import DATA_DATE, RunApp, address_of, text_of

YEAR_2017 = {"between": "typed", "earlier": "31.12.2016", "later": "31.12.2017"}


@pytest.fixture
def page(run_app: RunApp, worked: Path) -> RunApp:
    """The page over the worked example; keywords are the address."""

    def run(database: Path = worked, **query: str | list[str]) -> AppTest:
        return run_app(database, "changes", **{"lang": "en", "period": "2016"} | query)

    return run


def finding_of(app: AppTest) -> str:
    return str(app.header[0].value).replace("\u00a0", " ")


# -- days ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data_date", "since"),
    [
        (
            date(2025, 12, 31),
            {
                "year": date(2024, 12, 31),
                "half-year": date(2025, 6, 30),
                "quarter": date(2025, 9, 30),
                "month": date(2025, 11, 30),
            },
        ),
        (
            date(2026, 6, 30),
            {
                "year": date(2025, 6, 30),
                "year-end": date(2025, 12, 31),
                "half-year": date(2025, 12, 31),
                "quarter": date(2026, 3, 31),
                "month": date(2026, 5, 31),
            },
        ),
        (
            date(2020, 2, 29),
            {
                "year": date(2019, 2, 28),
                "half-year": date(2019, 8, 31),
                "quarter": date(2019, 11, 30),
                "year-end": date(2019, 12, 31),
                "month": date(2020, 1, 31),
            },
        ),
        (
            date(2020, 3, 30),
            {
                "year": date(2019, 3, 30),
                "half-year": date(2019, 9, 30),
                "quarter": date(2019, 12, 30),
                "year-end": date(2019, 12, 31),
                "month": date(2020, 2, 29),
            },
        ),
    ],
)
def test_days_that_need_no_typing_end_with_the_records_and_with_months(
    data_date: date, since: dict[str, date]
) -> None:
    presets = changes.presets(data_date)
    assert presets == {code: Days(day, data_date) for code, day in since.items()}
    assert next(iter(presets)) == "year"


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
    assert changes.problem_of(before, after, DATA_DATE) == problem


def test_the_days_stand_in_the_address_and_an_address_sets_them(page: RunApp) -> None:
    app = page(**YEAR_2017)
    assert finding_of(app).startswith(
        "Between 31 December 2016 and 31 December 2017, for the worse"
    )
    assert address_of(app)["earlier"] == ["31.12.2016"]
    app.text_input(key="changes.earlier").set_value("2016-6-30").run()
    assert finding_of(app).startswith("Between 30 June 2016 and 31 December 2017, ")
    assert address_of(app)["earlier"] == ["2016-6-30"]
    app.segmented_control(key="changes.between").set_value("quarter").run()
    assert finding_of(app).startswith("Since 31 March 2018")
    assert address_of(app)["between"] == ["quarter"]
    app.segmented_control(key="changes.between").set_value("year").run()
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
    app = page(between="quarter")
    app.segmented_control(key="changes.between").set_value("typed").run()
    assert app.text_input(key="changes.earlier").value == "31.03.2018"
    assert app.text_input(key="changes.later").value == "30.06.2018"
    assert not app.warning


def test_a_wrong_address_falls_back_to_the_last_year_and_says_why(page: RunApp) -> None:
    app = page(between="typed", earlier="x", later="31.12.2017", kind="nonsense")
    assert not app.exception
    assert not app.error
    assert app.warning
    assert finding_of(app).startswith("Since 30 June 2017")


# -- what is shown ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_records_of_each_kind_that_changed_are_shown_when_asked_for(
    language: str, page: RunApp
) -> None:
    app, words = page(lang=language, **YEAR_2017), words_for(language)
    assert len(app.table) == 1
    kinds = [code for code in app.selectbox(key="changes.kind").options if ": " in code]
    assert len(kinds) == 6
    for kind in ("issued", "verified", "reply_overdue", "closed"):
        app.selectbox(key="changes.kind").select(kind).run()
        assert not app.exception
        assert not app.error
        assert words("frame.council_only").lower() in text_of(app).lower()
        assert words(f"changes.kind_{kind}") in str(app.header[1].value)
    app.selectbox(key="changes.kind").select("statuses").run()
    said = {
        "before": words.date(date(2016, 12, 31)),
        "after": words.date(date(2017, 12, 31)),
        **{"earlier": "6", "same": "2", "new": "2"},
    }
    assert app.header[1].value == words("changes.matrix_title", **said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_register_changes_nothing_and_says_so(
    language: str, page: RunApp, tmp_path: Path
) -> None:
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    app = page(tmp_path / "register.duckdb", lang=language)
    words = words_for(language)
    assert not app.exception
    assert not app.error
    days = words("changes.since", before=words.date(date(2017, 6, 30)))
    assert words("changes.nothing", days=days) in text_of(app)


def test_the_year_2017_of_the_worked_example_is_counted_by_hand(page: RunApp) -> None:
    app = page(**YEAR_2017)
    assert finding_of(app) == (
        "Between 31 December 2016 and 31 December 2017, for the worse: "
        "3 replies newly overdue (of these MIA: 2). "
        "For the better: 2 newly established by the NPM."
    )
    table = app.table[0].value
    counts = dict(zip(table["What changed"], table["Total"], strict=True))
    assert {what: count for what, count in counts.items() if count} == {
        "Recommendations issued": 2,
        "First reply received": 1,
        "Reply newly overdue": 3,
        "Newly established by the NPM as implemented": 2,
        "Newly no longer applicable": 1,
        "Places that left the mandate: closed": 1,
    }
    assert table[["MIA", "MoH", "MES"]].sum().sum() == table["Total"].sum() == 10
    assert list(table["Better or worse"])[:6] == ["worse"] * len(WORSE) + ["better"] * len(BETTER)


def test_filters_hold_for_what_they_can_and_the_page_says_for_what(page: RunApp) -> None:
    app = page(ministry="interior", visit_type="special", **YEAR_2017)
    assert list(app.table[0].value.columns) == ["What changed", "Better or worse", "Total", "MIA"]
    app.session_state["changes.kinds.table"] = True
    assert "places do not depend on it" in text_of(app.run())


def test_each_record_leads_to_its_story_and_to_its_place(page: RunApp) -> None:
    app = page(kind="verified", **YEAR_2017)
    links = [str(each.proto) for each in app.table][1]
    assert "[R07](follow_up?lang=en&period=2016" in links
    assert "&recommendation=R07)" in links
    assert "[IVS 1](place?lang=en&period=2016&place=I1)" in links
    rows = app.table[1].value
    assert list(rows["Status, 31\u00a0December\u00a02016"]) == [
        "partly implemented",
        "not implemented",
    ]
    assert set(rows["Status, 31\u00a0December\u00a02017"]) == {
        "implemented, established by the NPM"
    }


def test_a_systemic_recommendation_has_no_place_to_lead_to(page: RunApp) -> None:
    app = page(kind="reply_overdue", **YEAR_2017)
    rows = app.table[1].value.set_index("Recommendation")
    assert rows.loc["R09", "Place"] == "without a place (systemic)"
    assert rows.loc["R09", "Reply due"].date() == date(2017, 3, 30)
    assert "[without a place" not in str(app.table[1].proto)


def test_a_place_never_visited_is_said_to_have_had_no_periodic_visit(page: RunApp) -> None:
    app = page(between="typed", earlier="31.12.2017", kind="visit_overdue")
    shown = str(app.table[1].proto)
    assert "none yet" in shown
    assert "12\\302\\240May\\302\\2402014" in shown or "12\u00a0May\u00a02014" in shown


def test_signs_of_markdown_in_a_name_or_a_text_are_not_read_as_such(
    page: RunApp, tmp_path: Path
) -> None:
    rows = worked_rows()
    rows["institutions"][5]["name"] = "K*NB [x](y)"
    rows["recommendations"][9]["text"] = "Allow $calls$ | :red[now]"
    repository_of(register_of(**rows), tmp_path, DATA_DATE).close()
    app = page(tmp_path / "register.duckdb", kind="issued")
    shown = str(app.table[1].proto)
    assert r"[K\\*NB \\[x\\](y)](place?" in shown
    assert r"Allow \\$calls\\$ \\| :color[\\:]red\\[now\\]" in shown
