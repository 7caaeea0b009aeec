"""The page on the mandate shows the law, and a scenario beside it, as the other road has them."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from npm_data.reference import reference
from tests.queries.oracle import Row
from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.figures import hold_bands
from tests.telling.reading import Figure, figures_of, plain
from tests.telling.tables import same
from tests.telling.truth import EVER, WHOLE, YEAR, Truth

BY_LAW = tuple(code for code, row in truth.types_of_places().items() if row["from"].year == 2014)
ADDED, LEFT_OUT = "childrens_home", "ivs"
SCENARIO = (*(code for code in BY_LAW if code != LEFT_OUT), ADDED)


class ScenarioTruth(Truth):
    """The register as if IVS were not in the mandate, and children's homes always had been."""

    def clock_class(self, place: Row, day: date) -> tuple[str, bool]:
        state, is_past = super().clock_class(place, day)
        # The first round of a place of an added type begins on the day itself.
        is_first = state == "never_visited" and place["institution_type"] == ADDED
        return state, is_past and not is_first


def scenario() -> Truth:
    known = truth.rows()
    gone = {
        row["institution_id"]
        for row in known["institutions"]
        if row["institution_type"] == LEFT_OUT
    }
    kept = {
        sheet: [row for row in known[sheet] if row["institution_id"] not in gone]
        for sheet in ("institutions", "visits")
    }
    types = truth.types_of_places()
    types = types | {ADDED: types[ADDED] | {"from": date.min}}
    nothing: dict[str, list[Row]] = {"recommendations": [], "follow_up": []}
    return ScenarioTruth(**kept, **nothing, types=types, data_date=truth.DATA_DATE)


def of_mandate(known: Truth) -> Row:
    """All lines of the comparison."""
    clock = known.clock(YEAR.row, YEAR.clock_day, "total")[0]
    reached = known.coverage(YEAR.row, "total")[0]
    pace = known.pace(YEAR.row, YEAR.clock_day, "total")[0]
    return clock | {
        "places_in_mandate": reached["places_in_mandate"],
        "reached": reached["places_visited"],
        "coverage": reached["coverage"],
        "needed": pace["needed_a_year"],
        "recent": pace["places_visited"],
        "pace": pace["pace"],
    }


LINES = {
    "Places in the mandate on the day": "places",
    **tables.CLOCK,
    "of these, past their first term": "never_visited_past_due",
    "Places in the mandate in the period": "places_in_mandate",
    "of these, visited": "reached",
    "Coverage of the period": "coverage",
    "Periodic visits a year that a four-year round needs": "needed",
    "Places with a periodic visit in the 12 months up to the day": "recent",
    "Pace": "pace",
}


def test_a_scenario_stands_beside_the_law_and_not_in_its_place(page: OpenPage) -> None:
    app = page("mandate", "clock", "visits", period="2018", types=list(SCENARIO))
    figures = figures_of(app)
    law, chosen = of_mandate(truth.oracle()), of_mandate(scenario())
    shown = {row["Figure"]: list(row.values())[1:] for row in figures["mandate.comparison"].rows}
    heads = [plain(head) for head in figures["mandate.comparison"].rows[0]]
    assert heads == ["Figure", "By law on 31 December 2018", "Scenario", "Difference"]
    assert list(shown) == list(LINES)
    for name, measure in LINES.items():
        by_law, in_scenario, difference = shown[name]
        is_share = measure == "coverage"
        near = 0.0006 if is_share else 0.006
        assert by_law == pytest.approx(law[measure], abs=near), name
        assert in_scenario == pytest.approx(chosen[measure], abs=near), name
        change = chosen[measure] - law[measure]
        if is_share:
            number = float(str(difference).replace("\u2212", "-").removesuffix(" points"))
            assert number == pytest.approx(100 * change, abs=0.11)
        else:
            assert difference == pytest.approx(change, abs=0.006), name
    # 17 places by law take 17 / 4 = 4.25, so 5 visits a year; 14 take 3.5, so 4.
    assert figures["mandate.comparison"].heading == (
        "With the type “organisation for orphans, children's home” added and the type “temporary"
        " detention facility (IVS)” left out, the mandate shrinks by 3 places (from 17 to 14);"
        " a four-year round needs 1 fewer periodic visit a year"
    )
    names = {"By law on 31 December 2018": "law", "Scenario": "chosen"}
    sides = {"law": law, "chosen": chosen}
    parts = ("Mandate", "Four-year term", "Places")
    hold_bands(figures["mandate.clock"], sides, tables.CLOCK, parts, codes=names)
    assert figures["mandate.clock"].heading == (
        f"Overdue: {chosen['overdue']}; never visited periodically: {chosen['never_visited']};"
        f" places in the mandate: {chosen['places']}"
    )
    hold_visits(figures["mandate.visits"], SCENARIO, law["needed"], chosen["needed"])
    assert figures["mandate.visits"].heading.startswith("2018: 3 periodic visits; ")
    assert " needs 4 periodic visits a year" in figures["mandate.visits"].heading
    first = figures["mandate.visits"].drawn[0]
    assert (first["law_text"], first["scenario_text"]) == (
        "needed by law: 5",
        "needed in the scenario: 4",
    )


def hold_visits(figure: Figure, types: tuple[str, ...], law: float, chosen: float | None) -> None:
    """Visits to places of the chosen types by year, and what a round of either mandate needs."""
    asked = replace(EVER, institution_types=types)
    every = truth.ask("visits", asked, "year")
    periodic = truth.ask("visits", replace(asked, visit_types=("periodic",)), "year")
    law, chosen = -(-law // 1), chosen if chosen is None else -(-chosen // 1)
    none = {"visits": 0}
    known = {
        year: {
            "periodic": periodic.get(str(year), none)["visits"],
            "all": every.get(str(year), none)["visits"],
            "law": law,
            "scenario": chosen,
        }
        for year in range(2014, 2021)
    }
    headings = {
        "Periodic visits": "periodic",
        "All visits": "all",
        "Needed a year by law": "law",
        "Needed a year in the scenario": "scenario",
    }
    same(figure.rows, known, headings, keys=["Year"])
    for row in figure.drawn:
        wanted = known[int(row["label"])]
        assert row["periodic_text"] == str(row["periodic"]) == str(wanted["periodic"])
        assert (row["all"], row["law"], row["scenario"]) == (wanted["all"], law, chosen)


def test_the_law_has_its_places_by_type_and_by_year(page: OpenPage) -> None:
    app = page("mandate", "growth", "visits", "medical_sizo", "medical_penal", period="2018")
    figures = figures_of(app)
    law = of_mandate(truth.oracle())
    assert figures["mandate.comparison"].heading == (
        f"By law the mandate holds {law['places']} places on 31 December 2018; a four-year round"
        " needs 5 periodic visits a year"
    )
    hold_visits(figures["mandate.visits"], BY_LAW, law["needed"], None)
    assert figures["mandate.visits"].drawn[0]["law_text"] == "needed by law: 5"
    hold_growth(figures["mandate.growth"])
    hold_types(figures["mandate.by_ministry"])
    for code, before in (("sizo", "1 of 1"), ("penal", "1 of 3")):
        hold_medical(figures[f"mandate.medical_{code}"], code)
        assert f": {before} before 1 J" in figures[f"mandate.medical_{code}"].heading
        assert figures[f"mandate.medical_{code}"].heading.endswith(", none issued since then")


def hold_growth(figure: Figure) -> None:
    grown = truth.growth()
    groups = {
        "all types": WHOLE,
        "since 2014": date(2014, 1, 1),
        "since 1 April 2019 (inferred)": date(2019, 4, 1),
        "since 1 January 2020 (assumed)": date(2020, 1, 1),
    }
    days = {
        f"{day.day} {'December' if day.month == 12 else 'June'} {day.year}": day for day, _ in grown
    }
    headings = {
        "Places": "places",
        "Came with their type in the year": "types_entered",
        "Opened in the year": "opened",
        "Left with their type in the year": "types_left",
        "Closed in the year": "closed",
    }
    keys = ("Day", "Types in the mandate")
    same(figure.rows, grown, headings, keys=keys, codes=groups | days)
    for row in figure.drawn:
        wanted = grown[row["day"], groups[plain(row["group_name"])]]
        assert (row["places"], row["places_text"]) == (wanted["places"], str(wanted["places"]))
    assert figure.heading == (
        "The mandate grew: 13 places on 31 December 2014, 21 places on 30 June 2020"
    )
    assert "inferred or assumed: 4 ·" in figure.said


def hold_types(figure: Figure) -> None:
    """Open places of each type, in the mandate or not."""
    opened = Counter(
        row["institution_type"]
        for row in truth.rows()["institutions"]
        if row["opened_on"] <= YEAR.to_on
        and not (row["closed_on"] and row["closed_on"] <= YEAR.to_on)
    )
    names = {each.names["en"]: each.code for each in reference().institution_types}
    shown = {names[row["Type of place"].removesuffix(" ○")]: row for row in figure.rows}
    assert set(shown) == set(truth.types_of_places())
    for code, row in shown.items():
        assert row["Open places"] == opened[code]
        assert row["On 31\u00a0December\u00a02018"] == ("yes" if code in BY_LAW else "no")
    assert figure.heading == "14 types of places are in the mandate on 31 December 2018"


def hold_medical(figure: Figure, code: str) -> None:
    chains = truth.oracle().chosen_chains(
        replace(EVER, institution_types=(code,), themes=("health_care",)).row, truth.DATA_DATE
    )
    counted = Counter((chain["issued_on"].year, chain["addressee"]) for chain in chains)
    known = {
        (year, addressee): {"count": counted[year, addressee]}
        for year in sorted({year for year, _ in counted})
        for addressee in ("interior", "health", "others")
    }
    codes = tables.CODES | {"another addressee": "others"}
    keys = ("Year of issue", "Addressee")
    same(figure.rows, known, {"Recommendations": "count"}, keys=keys, codes=codes)
