"""Every number of the annex is the one that the other road gives, for three choices."""

from dataclasses import dataclass, replace
from typing import Any

import pytest

from npm_data.figures.subject import Report
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository
from npm_data.report.annex import annex_xlsx
from tests.telling import tables, truth
from tests.telling.reading import Sheet, sheets_of
from tests.telling.tables import same
from tests.telling.truth import BEFORE, EVER, PART, RATES, WHOLE, YEAR, Answer, Choice

CHOICES = {"a year": YEAR, "all years": EVER, "a part": PART}
UNITS = {"ministry": "ministry", "type of place": "institution_type", "region": "region"}
FIRST = {"ministry": "Ministry (host)", "institution_type": "Institution type", "region": "Region"}
ADDRESSED = {
    "ministry": "Addressee",
    "theme": "Theme",
    "addressee_level": "Level of the addressee",
    "institution_type": "Type of place",
}
VISITS = {"Visits": "visits", "Places visited": "places_visited"}
COMPARED = VISITS | {"Period before": "before", "Change": "change"}
COVERAGE = {
    "Places in the mandate": "places_in_mandate",
    "Of these visited": "places_visited",
    "Coverage": "coverage",
}
CLOCK = {
    "Places in the mandate": "places",
    **tables.CLOCK,
    "Never visited and past due": "never_visited_past_due",
    "Past due in all": "past_due",
    "Share past due": "share",
}
PACE = {
    "Places in the mandate": "places",
    "A year for a four-year round": "needed_a_year",
    "Visited in the last 12 months": "places_visited",
    "Pace": "pace",
}
COUNTS = {"Recommendations": "recommendations", "Answered": "answered"}
GONE = {"no longer applicable": "no_longer_applicable"}
STATUSES = {"Recommendations": "recommendations", **tables.STATUS, **GONE}
CLAIMS = {"Claimed as implemented": "claims", **tables.CLAIM, **GONE}
REPLIES = {"Replies due": "due", **tables.REPLY, "Share in time": "share"}
REPEATS = {
    "Recommendations": "recommendations",
    **tables.SAID,
    "Statements in all": "statements",
}
TIMES = {"Recommendations": "at_risk_0"} | {
    heading: f"{measure}_{months}"
    for months in (12, 24, 48)
    for heading, measure in (
        (f"Implemented within {months} months", "share"),
        (f"Observed at {months} months", "at_risk"),
    )
}
CHAPTER = {
    **VISITS,
    "Places in the mandate": "places_in_mandate",
    "Coverage": "coverage",
    "Past due in all": "past_due",
    "Recommendations": "recommendations",
    **tables.RATE,
}
CHAPTERS = {
    "Penal institutions": ("penal",),
    "Pre-trial detention centres": ("sizo",),
    "IVS and other MIA places": ("ivs",),
    "National security bodies": (),
    "Defence": (),
    "Health care": ("psychiatric",),
    "Places for minors": ("special_school", "childrens_home"),
    "Social services": ("social_care",),
}
SUBJECTS = {
    "Visits: the type of the visit": "visit_type",
    "Visits: the day of the signed report": "report_day",
    "Recommendations: the place": "place",
    "Recommendations: the level of the addressee": "addressee_level",
    "Recommendations: a reply": "reply",
    "Recommendations: any word of the authority": "answer",
}
FILLED = {
    "Recorded": "recorded",
    "Records": "total",
    "Share of records that state it": "share",
}
COLUMNS = {
    ("Places", "District"): ("institutions", "district"),
    ("Places", "Closed on"): ("institutions", "closed_on"),
    ("Visits", "Ended on"): ("visits", "ended_on"),
    ("Visits", "Visit type"): ("visits", "visit_type"),
    ("Visits", "Report signed on"): ("visits", "reported_on"),
    ("Recommendations", "Visit ID"): ("recommendations", "visit_id"),
    ("Recommendations", "Place ID"): ("recommendations", "institution_id"),
    ("Recommendations", "Level of the addressee"): ("recommendations", "addressee_level"),
    ("Recommendations", "Repeats"): ("recommendations", "repeats"),
    ("Follow-up", "Note"): ("follow_up", "note"),
}


@dataclass
class Annex:
    """The sheets of one choice by heading."""

    choice: Choice
    before: Choice | None
    sheets: dict[str, Sheet]


@pytest.fixture(scope="module", params=CHOICES)
def annex(request: pytest.FixtureRequest, repository: Repository) -> Annex:
    choice = CHOICES[request.param]
    made = annex_xlsx(Report(words_for("en"), choice.filters, repository))
    return Annex(choice, BEFORE if choice is YEAR else None, sheets_of(made))


def hold(
    annex: Annex,
    heading: str,
    known: Answer,
    headings: dict[str, str],
    *keys: str,
    codes: dict[object, Any] = tables.CODES,
) -> None:
    """A sheet is what is known, cell by cell."""
    same(annex.sheets[heading].rows, known, headings, keys=keys, codes=codes)


def test_visits_stand_by_unit_beside_the_period_before(annex: Annex) -> None:
    headings = VISITS if annex.before is None else COMPARED
    for name, unit in UNITS.items():
        known = truth.visits(annex.choice, annex.before, unit)
        hold(annex, f"Visits by {name}", known, headings, FIRST[unit])
    known = truth.with_whole("visits", annex.choice, "visit_type")
    hold(annex, "Visits by visit type", known, VISITS, "Visit type")


def test_visits_stand_by_year_and_type(annex: Annex) -> None:
    known = {int(year): row for year, row in truth.visits_by_year(annex.choice).items()}
    headings = {"Visits": "visits"} | {each: each for each in truth.VISIT_TYPES}
    hold(annex, "Visits by year", known, headings, "Year")


def test_a_chapter_has_the_numbers_of_its_types_and_of_all_of_them(annex: Annex) -> None:
    for heading, types in CHAPTERS.items():
        if not types:
            assert annex.sheets[heading].rows == []
            continue
        known = chapter(annex.choice, types)
        hold(annex, heading, known, CHAPTER, "Institution type")


def chapter(choice: Choice, types: tuple[str, ...]) -> Answer:
    """By type and as a whole; the default rate is that of 12 months."""
    known = {}
    for key, codes in (*((code, (code,)) for code in types), (WHOLE, types)):
        asked = replace(choice, institution_types=codes)
        row = truth.of("visits", asked) | truth.of("recommendations", asked)
        reached = truth.of("coverage", asked)
        row |= {name: reached[name] for name in ("places_in_mandate", "coverage")}
        row |= truth.rate("cohort_12", asked)[WHOLE] | {
            "past_due": truth.clock(asked)[WHOLE]["past_due"] if _has_places(asked) else 0
        }
        if any(row[name] for name in ("visits", "places_in_mandate", "recommendations")):
            known[key] = row
    return known


def _has_places(choice: Choice) -> bool:
    return bool(truth.of("clock", choice)["places"])


def test_recommendations_stand_by_unit_with_those_answered(annex: Annex) -> None:
    for name, unit in (
        ("By addressee", "ministry"),
        ("By theme", "theme"),
        ("By level of the addressee", "addressee_level"),
        ("By type of place", "institution_type"),
    ):
        known = truth.with_whole("recommendations", annex.choice, unit)
        hold(annex, name, known, COUNTS, ADDRESSED[unit])


def test_statuses_stand_by_addressee_and_theme(annex: Annex) -> None:
    for name, unit in (("addressee", "ministry"), ("theme", "theme")):
        known = truth.statuses(annex.choice, unit)
        hold(annex, f"Status by {name}", known, STATUSES, ADDRESSED[unit])


def definition(name: object) -> str:
    """Which rate a row is of, whatever words it goes by."""
    said = str(name)
    for months in ("12", "24", "48"):
        if f"{months} months" in said:
            return f"cohort_{months}"
    return "answered" if "answered" in said else "stock"


def test_all_five_definitions_stand_beside_each_other(annex: Annex) -> None:
    shown = annex.sheets["Rate by five definitions"].rows
    codes = {row["Definition"]: definition(row["Definition"]) for row in shown}
    known = {name: truth.rate(name, annex.choice)[WHOLE] for name in RATES}
    hold(annex, "Rate by five definitions", known, tables.RATE, "Definition", codes=codes)


def test_rates_stand_by_addressee_by_each_definition(annex: Annex) -> None:
    shown = annex.sheets["Rate by addressee"].rows
    codes = tables.CODES | {row["Definition"]: definition(row["Definition"]) for row in shown}
    known = {
        (key, name): row
        for name in RATES
        for key, row in truth.rate(name, annex.choice, "ministry").items()
        if key != WHOLE
    }
    keys = ("Addressee", "Definition")
    hold(annex, "Rate by addressee", known, tables.RATE, *keys, codes=codes)


def test_the_default_rate_stands_by_theme_and_type(annex: Annex) -> None:
    for name, unit in (("theme", "theme"), ("type of place", "institution_type")):
        known = truth.rate("cohort_12", annex.choice, unit)
        hold(annex, f"Rate by {name}", known, tables.RATE, ADDRESSED[unit])


def test_claims_replies_and_repeats_stand_by_addressee(annex: Annex) -> None:
    known = truth.with_whole("claims", annex.choice, "ministry")
    hold(annex, "Claims and what was found", known, CLAIMS, "Addressee")
    hold(
        annex,
        "Replies by addressee",
        truth.replies(annex.choice, "ministry"),
        REPLIES,
        "Addressee",
    )
    known = truth.with_whole("repeats", annex.choice, "ministry")
    hold(annex, "Repeats by addressee", known, REPEATS, "Addressee")


def test_the_times_are_read_at_a_year_two_and_four(annex: Annex) -> None:
    known = truth.times(annex.choice, "ministry", (0, 12, 24, 48))
    hold(annex, "Time to implementation", known, TIMES, "Addressee")


def test_how_full_the_records_are_is_counted(annex: Annex) -> None:
    known = truth.completeness(annex.choice)
    hold(annex, "What figures need", known, FILLED, "What is recorded", codes=dict(SUBJECTS))
    filled = truth.columns_filled(annex.choice)
    known = {names: filled[COLUMNS[names]] for names in COLUMNS if filled[COLUMNS[names]]["total"]}
    shown = [
        {head: value for head, value in row.items() if head != "What an empty cell means"}
        for row in annex.sheets["Columns of the register"].rows
    ]
    headings = FILLED | {"Not recorded": "missing"}
    same(shown, known, headings, keys=["Table", "Column"], codes={})


def test_visits_outside_the_mandate_stand_with_their_reason(annex: Annex) -> None:
    # V16 on the day that I6 closed, V19 to C1 before its type was in the mandate, both in 2018.
    wanted = {"Year": 2018, "Outside the mandate": 2}
    wanted |= {"type not in the mandate yet": 1, "place closed already": 1}
    assert annex.sheets["Visits outside the mandate"].rows == (
        [] if annex.choice is PART else [wanted]
    )
    assert [row["visit_id"] for row in truth.outside(YEAR)] == ["V16", "V19"]


def test_each_sheet_says_what_was_chosen_and_up_to_which_day(annex: Annex) -> None:
    period = "2018" if annex.choice is YEAR else "1 January 2014 – 30 June 2020"
    chosen = "all ministries and regions"
    if annex.choice is PART:
        chosen = "Ministry of Internal Affairs · 3 regions"
    ever = ("Visits by year",)
    day = "31 December 2018" if annex.choice is YEAR else "30 June 2020"
    for heading, sheet in annex.sheets.items():
        assert "Records up to 30 June 2020" in sheet.lines
        if heading.startswith("Published"):
            continue
        said = chosen if heading in ever else f"{period} · {chosen}"
        assert f"Choice: {said}" in sheet.lines
        if heading.startswith(("Four-year clock", "Pace", "Without a periodic")):
            assert f"terms as of {day}" in sheet.lines
        if heading.startswith("Visits by") and annex.before and "year" not in heading:
            is_compared = "Period before" in sheet.rows[0]
            assert any("2017" in line for line in sheet.lines) is is_compared


def test_no_table_of_numbers_is_left_unread(annex: Annex) -> None:
    read = {
        *(f"{what} by {name}" for what in ("Visits", "Coverage") for name in UNITS),
        *(f"Four-year term by {name}" for name in ("ministry", "type", "region")),
        *("Visits by visit type", "Visits by year", "Pace by ministry", "Without a periodic visit"),
        *CHAPTERS,
        *("By addressee", "By theme", "By level of the addressee", "By type of place"),
        *("Status by addressee", "Status by theme", "Rate by five definitions"),
        *("Rate by addressee", "Rate by theme", "Rate by type of place", "Time to implementation"),
        *("Claims and what was found", "Replies by addressee", "Repeats by addressee"),
        *("Changes by kind", "Changes of status", "What figures need", "Columns of the register"),
        "Visits outside the mandate",
    }
    assert set(annex.sheets) == {*read, "Published figures on visits"}
