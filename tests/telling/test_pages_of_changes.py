"""The pages on the mandate, on changes, on one place and on the records show the other road's."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from npm_data.reference import reference
from tests.queries.oracle import Row
from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.figures import hold_bands, hold_counts, k_of_n
from tests.telling.reading import Figure, Tile, figures_of, plain, tiles_of
from tests.telling.tables import long_day, same
from tests.telling.truth import AFTER, EVER, WHOLE, YEAR, Answer, Choice, Truth

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


BETWEEN = {"between": "typed", "earlier": "31.12.2017", "later": "31.12.2018"}
ADDRESSES = {YEAR: BETWEEN, AFTER: {"between": "calendar-year"}}
"""The days before and at the end of a year, as the page is asked for them."""

MINISTRIES = {"MIA", "KNB", "MoD", "MoH", "MES", "MLSPP"}


def hold_overview(figure: Figure, choice: Choice) -> None:
    """Every kind of change in total and by ministry, and the finding that names them."""
    total = truth.kinds_of_change(choice)[WHOLE]
    by_ministry = truth.kinds_of_change(choice, "ministry")
    known = {
        kind: {"total": total[kind]}
        | {
            str(tables.CODES[name]): by_ministry.get(tables.CODES[name], {}).get(kind, 0)
            for name in MINISTRIES
        }
        for kind in tables.KINDS.values()
    }
    headings = {"Total": "total"} | {name: str(tables.CODES[name]) for name in MINISTRIES}
    same(figure.rows, known, headings, keys=["What changed"], codes=dict(tables.KINDS))
    counts = {
        f"{total['issued']} recommendation": total["issued"],
        f"{total['claimed']} newly claimed as implemented": total["claimed"],
        f"{total['verified']} newly verified by the NPM": total["verified"],
        f"{total['downgraded']} downgraded": total["downgraded"],
        f"{total['reply_overdue']} repl": total["reply_overdue"],
        f"{total['visit_overdue']} places newly overdue": total["visit_overdue"],
    }
    before, year = choice.from_on.year - 1, choice.from_on.year
    days, _, said = figure.heading.partition(": ")
    assert days == f"Between 31 December {before} and 31 December {year}"
    parts = said.replace("of all issued by then, ", "").replace(", ", "; ").split("; ")
    named = [words for words, count in counts.items() if count]
    assert len(parts) == len(named)
    assert all(part.startswith(words) for part, words in zip(parts, named, strict=True))


@pytest.mark.parametrize(
    ("choice", "kind", "unit", "heads"),
    [
        (YEAR, "issued", "ministry", ("Ministry", "Total")),
        (AFTER, "visit_overdue", "region", ("Region", "Total")),
        (YEAR, "replied", "institution_type", ("Type of place", "Total")),
    ],
)
def test_one_kind_of_change_stands_by_unit(
    choice: Choice, kind: str, unit: str, heads: tuple[str, str], page: OpenPage
) -> None:
    figures = figures_of(page("changes", "units", kind=kind, by=unit, **ADDRESSES[choice]))
    hold_overview(figures["changes.overview"], choice)
    changed = truth.kinds_of_change(choice, unit)
    known = {key: {"count": row[kind]} for key, row in changed.items() if row.get(kind)}
    codes = tables.CODES | {"no single place": None}
    hold_counts(figures["changes.units"], known, "count", heads, codes=codes)
    total = truth.kinds_of_change(choice)[WHOLE][kind]
    assert figures["changes.units"].heading.endswith(f": {total}")


def test_statuses_of_two_days_stand_in_a_matrix(page: OpenPage) -> None:
    figure = figures_of(page("changes", "matrix", view="statuses", **BETWEEN))["changes.matrix"]
    moved = truth.moved(YEAR)
    short = {
        "implemented, verified": "verified",
        "implemented, claimed": "claimed",
    } | {
        name: code
        for name, code in tables.STATUSES_OF_A_DAY.items()
        if not name.startswith("implemented")
    }
    known: Answer = {}
    for then in short.values():
        row = {now: moved[then, now] for now in short.values() if now != "not_issued"}
        known[then] = row | {"total": sum(row.values())}
    known["Total"] = {
        name: sum(row[name] for row in known.values()) for name in known["not_issued"]
    }
    headings = {name: code for name, code in short.items() if code != "not_issued"}
    headings |= {"Total": "total"}
    (first,) = (head for head in figure.rows[0] if "December" in head)
    assert plain(first) == "Status, 31 December 2017"
    same(figure.rows, known, headings, keys=[first], codes=dict(short))
    for row in figure.drawn:
        assert row["count_text"] == str(moved[row["label"], row["column"]])
        assert row["counts_text"] == str(known[row["label"]]["total"])
    new = known["not_issued"]["total"]
    unmoved = sum(count for (then, now), count in moved.items() if then == now)
    assert figure.heading == (
        f"Recommendations on 31 December 2017: {moved.total() - new}; of the same status on"
        f" 31 December 2018: {unmoved}; issued since: {new}"
    )


def test_the_records_behind_a_kind_of_change_are_listed(page: OpenPage) -> None:
    shown = figures_of(page("changes", view="records", kind="downgraded", **BETWEEN))
    (row,) = shown["changes.records"].rows
    said = {plain(head): plain(value) for head, value in row.items()}
    # R04, implemented by its authority, was found partly implemented on 7 July 2018.
    assert said["Recommendation"].startswith("[R04]")
    assert said["Status, 31 December 2017"] == "implemented, as the authority claims"
    assert said["Status, 31 December 2018"] == "partly implemented"


def test_a_place_has_its_clock_its_visits_and_its_recommendations(page: OpenPage) -> None:
    app = page("place", "timeline", place="P1")
    tiles, figures = tiles_of(app), figures_of(app)
    known = truth.oracle()
    place, day = known.places["P1"], truth.DATA_DATE
    row = known.place(place, day)
    assert tiles["Four-year term"] == Tile("20.01.2018", "", "overdue")
    assert tiles["Visits"] == Tile(str(row["visits"]), "", "the last on 8 August 2018")
    open_ones = f"open: {row['open_recommendations']}"
    assert tiles["Recommendations"] == Tile(str(row["recommendations"]), "", open_ones)
    (rate,) = (tile for label, tile in tiles.items() if "12 months" in label)
    assert rate.value == k_of_n(row, "implemented", "considered") == "2 of 3"
    assert figures["place.timeline"].heading == (
        f"{row['visits']} visits; recommendations: {row['recommendations']}, of these {open_ones}"
    )
    said = {each["chain_id"]: each for each in known.recommendations_of_place(place, day)}
    shown = {
        plain(each["Recommendation"]).rpartition("=")[2].rstrip(")"): each
        for each in figures["place.recommendations"].rows
    }
    assert set(shown) == set(said) == {"R01", "R14", "R33"}
    for chain_id, wanted in said.items():
        cells = shown[chain_id]
        assert cells["First said"] == f"{wanted['issued_on']:%d.%m.%Y}"
        assert tables.CODES[cells["Addressee"]] == wanted["ministry"]
        assert tables.CODES[cells["Theme"]] == wanted["theme"]
        assert tables.STATUS[cells["Status"]] == wanted["status"]
        assert cells["Times"] == wanted["times"]
    visited = [
        {
            "Day": f"{each['started_on']:%d.%m.%Y}",
            "Type of visit": each["visit_type"],
            "New recommendations": each["recommendations"],
            "Repeated": each["repeats"],
            "Places on this visit": each["places"],
        }
        for each in known.visits_of_place(place, day)
    ]
    (listed,) = (each for key, each in figures.items() if key.startswith("Visits: "))
    for each in listed.rows:
        each.pop("Report signed")
    assert listed.rows == visited
    hold_timeline(figures["place.timeline"].rows, place)


def hold_timeline(rows: list[Row], place: Row) -> None:
    """Visits, what was said, and each status on the days on which its number changed."""
    known, day = truth.oracle(), truth.DATA_DATE
    wanted: list[tuple[str, str, int | None]] = [
        (long_day(each["started_on"]), f"visit: {each['visit_type']}", None)
        for each in known.visits_of_place(place, day)
    ]
    for each in known.statements_of_place(place, day):
        said = long_day(each["issued_on"])
        wanted += [
            (said, what, each[count])
            for what, count in (
                ("recommendations made", "recommendations"),
                ("earlier recommendations repeated", "repeats"),
            )
            if each[count]
        ]
    by_day: dict[date, dict[str, int]] = {}
    for each in known.statuses_of_place(place, day):
        by_day.setdefault(each["read_on"], {})[each["status"]] = each["recommendations"]
    before: dict[str, int] = {}
    for read_on, counts in by_day.items():
        wanted += [
            (long_day(read_on), f"status: {name}", counts.get(status, 0))
            for name, status in tables.STATUS.items()
            if counts.get(status, 0) != before.get(status, 0)
        ]
        before = counts
    wanted.append((long_day(known.due_on(place, day)), "a periodic visit is due", None))
    shown = [(row["Day"], row["What"], row["Number"]) for row in rows]
    assert sorted(shown, key=str) == sorted(wanted, key=str)


FILLED = {
    "visits": {
        "Visit type": "visit_type",
        "Ended on": "ended_on",
        "Report signed on": "reported_on",
    },
    "recommendations": {
        "Level of the addressee": "addressee_level",
        "Visit ID": "visit_id",
        "Place ID": "institution_id",
        "Repeats": "repeats",
    },
    "institutions": {"District": "district", "Closed on": "closed_on"},
    "follow_up": {"Note": "note"},
}
SHEETS = {
    "visits": "Visits",
    "recommendations": "Recommendations",
    "institutions": "Places",
    "follow_up": "Follow-up",
}


@pytest.mark.parametrize("cells", ["gaps", "optional"])
def test_how_full_the_columns_are_is_counted(cells: str, page: OpenPage) -> None:
    figures = figures_of(page("quality", "columns", "by_year", period="2018", cells=cells))
    filled = truth.columns_filled(YEAR)
    names = {
        f"{title} ({SHEETS[sheet]})": (sheet, column)
        for sheet, titles in FILLED.items()
        for title, column in titles.items()
    }
    shown: list[dict[str, Any]] = [
        {head: value for head, value in row.items() if head != "What an empty cell means"}
        for row in figures["quality.columns"].rows
    ]
    known = {names[row["Column"]]: filled[names[row["Column"]]] for row in shown}
    assert len(known) == 5
    headings = {
        "Recorded": "recorded",
        "Not recorded": "missing",
        "Records": "total",
        "Share of records that state it": "share",
    }
    same(shown, known, headings, keys=["Column"], codes=names)
    for row in figures["quality.columns"].drawn:
        wanted = known[names[row["name"]]]
        assert row["counts_text"].startswith(k_of_n(wanted, "recorded", "total"))
    whole = {row["Column"] for row in figures["quality.by_year"].rows}
    columns = {
        title: (sheet, column) for sheet, of in FILLED.items() for title, column in of.items()
    }
    of_2018 = {
        columns[row["Column"]]: (row["Recorded"] or 0, row["Records"] or 0)
        for row in figures["quality.by_year"].rows
        if row["Year"] == 2018
    }
    assert len(whole) == 5
    for (sheet, column), counts in of_2018.items():
        if sheet != "institutions":
            row = filled[sheet, column]
            assert counts == (row["recorded"], row["total"])
    if cells == "gaps":
        hold_outside(figures)


def hold_outside(figures: dict[str, Figure]) -> None:
    outside = truth.outside(YEAR)
    visits = truth.of("visits", YEAR)["visits"]
    assert figures["quality.outside"].rows == [
        {
            "Year": 2018,
            "Visits": visits,
            "Outside the mandate": len(outside),
            "type not in the mandate yet": 1,
            "place closed already": 1,
        }
    ]
    assert figures["quality.outside"].heading.endswith(f": {len(outside)} of {visits}")
    listed = {row["Visit ID"]: row for row in figures["quality.outside_list"].rows}
    assert {name: row["Reason"] for name, row in listed.items()} == {
        "V16": "place closed already",
        "V19": "type not in the mandate yet",
    }
    assert listed["V19"]["The day that decides"] == "1 April 2019"
    hold_published(figures["quality.published"])


def hold_published(figure: Figure) -> None:
    """What the register has of what was published, with the difference."""
    counted = {row["Period"]: row for row in figure.rows if row["Figure"] == "Preventive visits"}
    by_year = truth.visits_by_year(EVER)
    visits = {int(year): row["visits"] for year, row in by_year.items()}
    assert counted[2016]["Register"] == visits[2016]
    assert counted[2016]["Difference"] == visits[2016] - 680
    assert counted[2017]["Register"] == visits[2017]
    assert counted[2017]["Difference"] == "−493 (not reached)"
    (places,) = (row for row in figure.rows if row["Figure"] == "Places in the mandate")
    in_2016 = truth.Choice(date(2016, 1, 1), date(2016, 12, 31))
    assert places["Register"] == truth.of("coverage", in_2016)["places_in_mandate"]
