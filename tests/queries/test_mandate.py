"""The mandate and scenarios of it against plain Python, on random registers and by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npm_data.questions.repository import Repository
from npm_data.reference import Reference, reference
from npm_data.register.filters import THE_LAW, Filters, Mandate, Period, types_by_law
from npm_data.register.storage import build
from tests.extent import drawn
from tests.queries.oracle import Oracle, Row, add_months
from tests.queries.test_oracle import (
    DATA_DATE,
    TYPES,
    TYPES_OF_REFERENCE,
    days,
    filter_rows,
    registers,
)
from tests.registers import SHEETS, frame_of, in_memory, register_of, repository_of, worked_rows

RANDOMLY = drawn(4, 150)
BY = ("total", "region", "ministry", "institution_type")
EVER = Filters(Period(date(2014, 1, 1), date(2018, 6, 30)))


class ScenarioOracle(Oracle):
    """The same register under a mandate of chosen types, decided on one day."""

    chosen: frozenset[str]
    decided_on: date

    def change_of(self, place: Row) -> str:
        code = place["institution_type"]
        kind = self.types[code]
        by_law = kind["from"] <= self.decided_on and (
            kind["to"] is None or self.decided_on < kind["to"]
        )
        if by_law == (code in self.chosen):
            return "as the law"
        return "left out" if by_law else "added"

    def is_in_mandate(self, place: Row, day: date) -> bool:
        change = self.change_of(place)
        if change == "as the law":
            return super().is_in_mandate(place, day)
        is_open = place["opened_on"] <= day and (
            place["closed_on"] is None or day < place["closed_on"]
        )
        return change == "added" and is_open

    def is_ever_in_mandate(self, place: Row, from_on: date, to_on: date) -> bool:
        if self.change_of(place) == "as the law":
            return super().is_ever_in_mandate(place, from_on, to_on)
        first = max(from_on, place["opened_on"])
        return first <= to_on and self.is_in_mandate(place, first)

    def clock_class(self, place: Row, day: date) -> tuple[str, bool]:
        name, is_past_due = super().clock_class(place, day)
        if name == "never_visited" and self.change_of(place) == "added":
            return name, add_months(day, 48) < day
        return name, is_past_due


def _rows(rows: dict[str, list[Row]]) -> dict[str, list[Row]]:
    return {sheet: frame_of(sheet, rows[sheet]).drop("record").to_dicts() for sheet in SHEETS}


@contextmanager
def _opened(rows: dict[str, list[Row]]) -> Iterator[Repository]:
    with in_memory(register_of(**rows), DATA_DATE) as repository:
        yield repository


def _filters(row: Row) -> Filters:
    lists = {name: value for name, value in row.items() if not name.endswith("_on")}
    return Filters(period=Period(row["from_on"], row["to_on"]), **lists)


def _answers(repository: Repository, row: Row, day: date, mandate: Mandate) -> dict[str, list[Row]]:
    """Coverage, clock and pace as the oracle gives them: by (question, dimension)."""
    chosen = _filters(row)
    frames = {
        "coverage": repository.coverage(chosen, BY, mandate),
        "clock": repository.clock(chosen, day, BY, mandate),
        "pace": repository.pace(chosen, day, BY, mandate),
    }
    answers: dict[str, list[Row]] = {f"{name} {by}": [] for name in frames for by in BY}
    for name, frame in frames.items():
        for found in frame.rows(named=True):
            by, key = found.pop("dimension"), found.pop("key")
            if name == "clock":
                past_due = found["overdue"] + found["never_visited_past_due"]
                share = past_due / found["places"] if found["places"] else None
                assert (found.pop("past_due"), found.pop("share_past_due")) == (past_due, share)
            answers[f"{name} {by}"].append(found if by == "total" else {by: key} | found)
    return answers


@RANDOMLY
@given(
    rows=registers(),
    asked=st.lists(
        st.tuples(filter_rows(), days, st.sets(st.sampled_from([*TYPES, "sizo"]))),
        min_size=3,
        max_size=3,
    ),
)
def test_a_scenario_agrees_with_plain_python_on_random_registers(
    rows: dict[str, list[Row]], asked: list[tuple[Row, date, set[str]]]
) -> None:
    oracle = ScenarioOracle(**_rows(rows), types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    with _opened(rows) as repository:
        for row, day, types in asked:
            oracle.chosen, oracle.decided_on = frozenset(types), day
            mandate = Mandate.of(types, day)
            answers = _answers(repository, row, day, mandate)
            for by in BY:
                for name, expected in (
                    ("coverage", oracle.coverage(row, by)),
                    ("clock", oracle.clock(row, day, by)),
                    ("pace", oracle.pace(row, day, by)),
                ):
                    found = answers[f"{name} {by}"]
                    assert len(found) == len(expected), (name, by, row, day, types)
                    for one, right in zip(found, expected, strict=True):
                        assert one == pytest.approx(right, abs=1e-9), (name, by, row, day, types)


@drawn(4, 100)
@given(rows=registers(), row=filter_rows(), day=days)
def test_the_types_of_the_law_give_the_figures_of_the_law(
    rows: dict[str, list[Row]], row: Row, day: date
) -> None:
    with _opened(rows) as repository:
        by_law = Mandate.of(types_by_law(day), day)
        assert _answers(repository, row, day, by_law) == _answers(repository, row, day, THE_LAW)


def _moves(oracle: Oracle, places: list[Row], day: date) -> Row:
    """What changed in the mandate in a year up to the day, told day by day."""
    counts = dict.fromkeys(("types_entered", "opened", "types_left", "closed"), 0)
    for place in places:
        each = date(day.year, 1, 1)
        while each <= day:
            was, is_now = (
                oracle.is_in_mandate(place, asked) for asked in (each - timedelta(days=1), each)
            )
            if is_now and not was:
                counts["opened" if place["opened_on"] == each else "types_entered"] += 1
            if was and not is_now:
                counts["closed" if place["closed_on"] == each else "types_left"] += 1
            each += timedelta(days=1)
    return counts


def _mandate_places(oracle: Oracle, filters: Row) -> list[Row]:
    rows = []
    for year in range(2014, DATA_DATE.year + 1):
        day = min(date(year, 12, 31), DATA_DATE)
        begun: dict[date | None, list[Row]] = {}
        for place in oracle.places.values():
            since = oracle.types[place["institution_type"]]["from"]
            passes = (not filters["regions"] or place["region"] in filters["regions"]) and (
                not filters["ministries"] or oracle.ministry_of(place) in filters["ministries"]
            )
            if passes and oracle.is_ever_in_mandate(place, date(2014, 1, 1), day):
                begun.setdefault(since, []).append(place)
                begun.setdefault(None, []).append(place)
        for types_from in sorted(begun, key=lambda since: since or date.min):
            places = begun[types_from]
            there = sum(oracle.is_in_mandate(place, day) for place in places)
            row = {"day": day, "types_from": types_from, "places": there}
            rows.append(row | _moves(oracle, places, day))
    return rows


@drawn(4, 100)
@given(rows=registers(), row=filter_rows())
def test_the_places_of_each_year_end_agree_with_plain_python(
    rows: dict[str, list[Row]], row: Row
) -> None:
    oracle = Oracle(**_rows(rows), types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    with _opened(rows) as repository:
        found = repository.mandate_places(_filters(row)).rows(named=True)
    assert found == _mandate_places(oracle, row)


def test_a_place_comes_and_goes_in_the_year_of_its_own_first_and_last_days() -> None:
    turns = [date(2016, 12, 31), date(2017, 1, 1), date(2017, 12, 31), date(2018, 1, 1)]
    spans = [(date(2001, 1, 1), day) for day in turns] + [(day, None) for day in turns]
    rows: dict[str, list[Row]] = {sheet: [] for sheet in SHEETS}
    rows["institutions"] = [
        {"institution_id": f"P{number}", "name": "A place", "institution_type": "penal"}
        | {"region": "KZ-71", "opened_on": opened, "closed_on": closed}
        for number, (opened, closed) in enumerate(spans)
    ]
    oracle = Oracle(**_rows(rows), types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    with _opened(rows) as repository:
        found = repository.mandate_places(EVER).rows(named=True)
    assert found == _mandate_places(oracle, {"regions": (), "ministries": ()})
    moved = {row["day"].year: row for row in found if row["types_from"] is None}
    assert [moved[year]["opened"] for year in range(2015, 2019)] == [0, 1, 2, 1]
    assert [moved[year]["closed"] for year in range(2015, 2019)] == [0, 1, 2, 1]


def _medical(oracle: Oracle, regions: tuple[str, ...], kind: str, moved_on: date) -> list[Row]:
    said: dict[str, list[str]] = {}
    for chain in oracle.chains:
        place = chain["place"]
        if place and chain["theme"] == "health_care" and place["institution_type"] == kind:
            if regions and place["region"] not in regions:
                continue
            side = "before" if chain["issued_on"] < moved_on else "since"
            for key in (str(chain["issued_on"].year), side):
                said.setdefault(key, []).append(chain["addressee"])
    return [
        {
            "key": key,
            "recommendations": len(said[key]),
            "to_interior": said[key].count("interior"),
            "to_health": said[key].count("health"),
            "to_others": sum(each not in ("interior", "health") for each in said[key]),
        }
        for key in sorted(said)
    ]


@drawn(4, 100)
@given(rows=registers(), row=filter_rows(), moved_on=days)
def test_addressees_of_medical_care_agree_with_plain_python(
    rows: dict[str, list[Row]], row: Row, moved_on: date
) -> None:
    for each in rows["recommendations"]:
        each["theme"] = {"staff": "health_care"}.get(each["theme"], each["theme"])
    oracle = Oracle(**_rows(rows), types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    with _opened(rows) as repository:
        for kind in ("penal", "ivs"):
            found = repository.medical_addressees(_filters(row), kind, moved_on)
            expected = _medical(oracle, row["regions"], kind, moved_on)
            assert found.rows(named=True) == expected


def test_the_worked_example_with_childrens_homes_added(tmp_path: Path) -> None:
    """At the end of 2016 the law has 8 of the 9 places; C1, a children's home, is the ninth.

    V07 came to C1 on the last day of the year: it counts, and its next visit is due in four years.
    """
    repository = repository_of(register_of(**worked_rows()), tmp_path, date(2018, 6, 30))
    day = date(2016, 12, 31)
    year = replace(EVER, period=Period.of_year(2016))
    mandate = Mandate.of((*types_by_law(day), "childrens_home"), day)
    law = repository.pace(year, day).row(0, named=True)
    scenario = repository.pace(year, day, mandate=mandate).row(0, named=True)
    assert (law["places"], law["needed_a_year"]) == (8, 2.0)
    assert (scenario["places"], scenario["needed_a_year"]) == (9, 2.25)
    assert repository.coverage(year).row(0)[2:4] == (8, 4)
    assert repository.coverage(year, mandate=mandate).row(0)[2:4] == (9, 5)
    before = repository.clock(year, day).row(0, named=True)
    clock = repository.clock(year, day, mandate=mandate).row(0, named=True)
    assert (before["on_time"], clock["on_time"]) == (4, 5)
    assert before["never_visited"] == clock["never_visited"] == 4
    repository.close()


def test_no_types_make_an_empty_mandate_without_shares(tmp_path: Path) -> None:
    repository = repository_of(register_of(**worked_rows()), tmp_path, date(2018, 6, 30))
    nothing = Mandate.of((), date(2018, 6, 30))
    coverage = repository.coverage(EVER, mandate=nothing).row(0, named=True)
    assert (coverage["places_in_mandate"], coverage["coverage"]) == (0, None)
    assert repository.clock(EVER, mandate=nothing).row(0, named=True)["places"] == 0
    assert repository.pace(EVER, mandate=nothing).row(0, named=True)["pace"] is None
    repository.close()


def test_a_type_that_leaves_the_mandate_takes_its_places_along(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_ivs() -> Reference:
        types = tuple(
            replace(each, mandate_to=date(2017, 3, 1)) if each.code == "ivs" else each
            for each in reference().institution_types
        )
        return replace(reference(), institution_types=types)

    monkeypatch.setattr(build, "reference", without_ivs)
    rows = [
        {"institution_id": "I1", "institution_type": "ivs", "opened_on": date(2001, 1, 1)},
        # Closed before its type leaves, so it closed.
        {"institution_id": "I2", "institution_type": "ivs", "opened_on": date(2001, 1, 1)}
        | {"closed_on": date(2017, 2, 1)},
        {"institution_id": "P1", "institution_type": "penal", "opened_on": date(2015, 6, 1)},
    ]
    named = [{"name": "A place", "region": "KZ-71"} | row for row in rows]
    repository = repository_of(register_of(institutions=named), tmp_path, date(2018, 6, 30))
    answer = repository.mandate_places(EVER).rows(named=True)
    totals = {row["day"].year: row for row in answer if row["types_from"] is None}
    repository.close()
    assert [row["places"] for row in totals.values()] == [2, 3, 3, 1, 1]
    assert totals[2014]["types_entered"] == 2
    assert totals[2015]["opened"] == 1
    assert (totals[2017]["closed"], totals[2017]["types_left"]) == (1, 1)
    assert max(totals) == 2018
    assert totals[2018]["day"] == date(2018, 6, 30)
