"""The first screen and the page of visits: what leads where, for whom, and with nothing to say."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from npm_data.ui.server.access import Visitor
from tests.registers import register_of, repository_of
from tests.ui.conftest import RunApp, text_of

PUBLIC = Visitor(Role.PUBLIC, "")


def table_of(app: AppTest) -> list[dict[str, str]]:
    """The rows of the table of bodies by heading; links as they are written."""
    return list(app.table[-1].value.to_dict("records"))


def link_in(cell: str) -> tuple[str, str, dict[str, list[str]]]:
    """The text of a cell, the page that it leads to, and what the address says there."""
    text, _, rest = cell.removeprefix("[").partition("](")
    address = urlsplit(rest.removesuffix(")"))
    return text, address.path, parse_qs(address.query)


def test_the_first_screen_says_visits_coverage_and_rate(worked: Path, run_app: RunApp) -> None:
    app = run_app(worked, lang="en", period="2016")
    assert not app.exception
    assert [each.value for each in app.header] == [
        "2016: 6 visits, 5 more than the year before (+500.0\u00a0%)",
        "2016: 4 of 8 places were visited (50.0\u00a0%)",
        "Of the recommendations of 2016, 1 of 3 were implemented after 12 months; the NPM"
        " established 1 of them",
        "The state bodies at a glance",
    ]
    assert not app.metric


def test_each_number_of_a_body_leads_to_the_page_that_says_more(
    worked: Path, run_app: RunApp
) -> None:
    rows = table_of(run_app(worked, lang="en", period="all", region=["KZ-35", "KZ-71"]))
    interior, whole = rows[0], rows[-1]
    assert interior["State body"] == "Ministry of Internal Affairs"
    pages = {
        "Coverage": "coverage",
        "Four-year term past": "places",
        "Recommendations": "recommendations",
        "Replies overdue": "follow_up",
    }
    pages[next(head for head in interior if head.startswith("Implemented"))] = "implementation"
    for heading, page in pages.items():
        for row, ministry in ((interior, ["interior"]), (whole, None)):
            _, path, query = link_in(row[heading])
            assert path == page
            assert query["period"] == ["all"]
            assert sorted(query["region"]) == ["KZ-35", "KZ-71"]
            assert query.get("ministry") == ministry
    assert link_in(interior["Replies overdue"])[2]["reply"] == ["overdue"]
    assert link_in(interior["Four-year term past"])[2]["state"] == ["past-due"]
    nothing = table_of(run_app(worked, lang="en", period="2018", region="KZ-71"))[0]
    assert nothing["Four-year term past"] == "0", "a list of none is not led to"
    assert nothing["Replies overdue"] == "no data"
    everywhere = table_of(run_app(worked, lang="en", period="2016"))[-1]
    assert link_in(everywhere["Coverage"])[0] == "4\u00a0of\u00a08\u00a0(50.0\u00a0%)"
    assert link_in(everywhere["Implemented after 12 months"])[0] == "1\u00a0of\u00a03"


def test_the_public_has_no_column_and_no_link_of_what_it_is_not_told(
    worked: Path, run_app: RunApp, who_looks: Callable[[Visitor], None]
) -> None:
    who_looks(PUBLIC)
    whole = table_of(run_app(worked, lang="en", period="2016"))[-1]
    assert "Four-year term past" not in whole
    assert whole["Replies overdue"].startswith("[") is False
    part = table_of(run_app(worked, lang="en", period="2016", region="KZ-71"))[-1]
    assert list(part) == ["State body", "Coverage"]


def test_visits_are_broken_down_as_is_chosen(worked: Path, run_app: RunApp) -> None:
    app = run_app(worked, "visits", lang="en", period="2016")
    assert "regions in the borders of today" not in text_of(app)
    app.selectbox(key="visits.by").select("region").run()
    assert not app.exception
    assert "regions in the borders of today" in text_of(app).lower()
    findings = [each.value for each in app.header]
    assert findings[0].startswith("Visits compared with 2015: largest rise ")
    assert findings[2] == "Half of the reports were signed within 10 days"


def test_the_public_may_not_choose_types_of_visits_of_a_part(
    worked: Path, run_app: RunApp, who_looks: Callable[[Visitor], None]
) -> None:
    who_looks(PUBLIC)
    app = run_app(worked, "visits", lang="en", period="2016", region="KZ-71")
    assert not app.exception
    assert app.selectbox(key="visits.by").options == [
        "Ministry responsible",
        "Type of place",
        "Region",
    ]


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["overview", "visits"])
def test_an_empty_register_is_said_in_one_sentence_a_figure(
    name: str, language: str, tmp_path: Path, run_app: RunApp
) -> None:
    repository_of(register_of(), tmp_path, date(2018, 6, 30)).close()
    app = run_app(tmp_path / "register.duckdb", name, lang=language, period="2016")
    assert not app.exception
    assert not app.error
    assert not app.header
    said = [each.value for each in app.info]
    assert words_for(language)("visits.none") in said
    assert words_for(language)("deck.register_empty") not in said, "the notice above says so"
