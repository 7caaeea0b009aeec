"""What changed between two days: against plain Python, against the other queries, and by hand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from npm_data.questions.places import Stretch
from npm_data.questions.repository import Repository
from npm_data.register.filters import Filters, Period
from tests.extent import drawn
from tests.queries.oracle import STATUSES, Oracle, Row
from tests.queries.oracle_changes import OF_PLACES, OF_RECOMMENDATIONS, ChangeOracle
from tests.queries.test_oracle import (
    DATA_DATE,
    TYPES_OF_REFERENCE,
    days,
    filter_rows,
    registers,
)
from tests.registers import SHEETS, frame_of, in_memory, register_of, repository_of, worked_rows

DIMENSIONS = ("total", "ministry", "region", "institution_type", "record")
CLAIM = {"axis": "implementation", "status": "implemented", "judge": "authority"}
FIND = {"axis": "implementation", "judge": "npm"}
REPLY = {"axis": "reply", "status": "accepted", "judge": "authority"}


@st.composite
def pairs_of_days(draw: st.DrawFn) -> tuple[date, date]:
    """Two days up to the data date, the first the earlier one; often close to each other."""
    before = draw(st.one_of(days, st.just(date(2013, 12, 31)), st.just(date(2019, 3, 31))))
    before = min(before, DATA_DATE - timedelta(days=1))
    after = before + timedelta(days=draw(st.sampled_from([1, 30, 91, 92, 366, 1461, 1600, 5000])))
    return before, min(after, DATA_DATE)


def between(row: Row, before: date, after: date) -> Filters:
    chosen = {name: value for name, value in row.items() if not name.endswith("_on")}
    return Filters(Period(before + timedelta(days=1), after), **chosen)


def by_key(frame: pl.DataFrame, dimension: str) -> dict[str | None, Row]:
    rows = frame.filter(pl.col("dimension") == dimension).drop("dimension").rows(named=True)
    return {row.pop("key"): row for row in rows}


@contextmanager
def both(rows: dict[str, list[Row]]) -> Iterator[tuple[Repository, Oracle]]:
    """The same rows as a database and as the oracle has them."""
    full = {sheet: frame_of(sheet, rows[sheet]).drop("record").to_dicts() for sheet in SHEETS}
    oracle = Oracle(**full, types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    with in_memory(register_of(**rows), DATA_DATE) as repository:
        yield repository, oracle


@drawn(4, 150)
@given(
    rows=registers(),
    asked=st.lists(st.tuples(filter_rows(), pairs_of_days()), min_size=3, max_size=3),
)
def test_all_changes_agree_with_plain_python_on_random_registers(
    rows: dict[str, list[Row]], asked: list[tuple[Row, tuple[date, date]]]
) -> None:
    with both(rows) as (repository, oracle):
        for number, (row, (before, after)) in enumerate(asked):
            filters, expected = between(row, before, after), ChangeOracle(oracle, before, after)
            answers = (
                (repository.changes(filters, DIMENSIONS), expected.changes),
                (repository.place_changes(filters, DIMENSIONS), expected.place_changes),
            )
            for answer, right in answers:
                for by in DIMENSIONS:
                    assert by_key(answer, by) == right(row, by), (by, row, before, after)
            moved = repository.status_transitions(filters).rows()
            assert {(then, now): n for then, now, n in moved} == expected.transitions(row)
            if number == 0:
                _expect_records(repository, filters, expected, row)
            _expect_balance(repository, filters, before, after)


def _expect_records(
    repository: Repository, filters: Filters, expected: ChangeOracle, row: Row
) -> None:
    """The records of each kind are those that it counts, and read on both days as they stand."""
    chains = {chain["recommendation_id"]: chain for chain in expected.oracle.chains}
    for kind in OF_RECOMMENDATIONS:
        listed = repository.changed_recommendations(filters, kind)
        counted = expected.changes(row, "record")
        assert set(listed["chain_id"]) == {name for name, n in counted.items() if n[kind]}
        for record in listed.rows(named=True):
            chain = chains[record["chain_id"]]
            assert record["status_before"] == expected.status(chain, expected.before)
            assert record["status_after"] == expected.status(chain, expected.after)
    for place_kind in OF_PLACES:
        places = repository.changed_places(filters, place_kind)
        counted = expected.place_changes(row, "record")
        found = {name for name, counts in counted.items() if counts[place_kind]}
        assert set(places["institution_id"]) == found


def _expect_balance(repository: Repository, filters: Filters, before: date, after: date) -> None:
    """What the other queries count on both days differs by exactly these changes."""
    ever = Filters(
        Period(date(1990, 1, 1), DATA_DATE),
        filters.regions,
        filters.ministries,
        filters.institution_types,
        filters.visit_types,
    )
    changes = repository.changes(filters).row(0, named=True)
    late = [repository.replies(ever, day)["overdue"].item() for day in (before, after)]
    assert late[1] - late[0] == changes["reply_overdue"] - changes["reply_arrived"]
    moved = repository.status_transitions(filters)
    for column, day in (("status_before", before), ("status_after", after)):
        total = repository.recommendations(ever, day).row(0, named=True)
        claimed = total["implemented"] - total["verified"]
        wanted = {name: total[name] for name in STATUSES if name != "implemented"}
        wanted |= {"verified": total["verified"], "claimed": claimed}
        counted = dict(moved.group_by(column).agg(pl.col("recommendations").sum()).rows())
        counted.pop("not_issued", None)
        assert counted == {name: n for name, n in wanted.items() if n}
    places = repository.place_changes(filters).row(0, named=True)
    there = [repository.clock(ever, day)["places"].item() for day in (before, after)]
    entered = places["opened"] + places["type_entered"]
    assert there[1] - there[0] == entered - places["closed"] - places["type_left"]


# -- by hand ------------------------------------------------------------------------------------

ISSUED = date(2016, 3, 31)
DUE = date(2016, 6, 30)
"""Three months after 31 March, clamped to the month's last day."""


def recommendation(name: str = "R1", issued_on: date = ISSUED, **values: Any) -> Row:
    return {
        "recommendation_id": name,
        "addressee": "health",
        "theme": "staff",
        "issued_on": issued_on,
        "text": "Repair the windows",
    } | values


def event(day: date, name: str = "R1", **values: Any) -> Row:
    return {"recommendation_id": name, "on": day} | values


def asked_between(
    before: date, after: date, tmp_path: Path, **rows: list[Row]
) -> tuple[dict[str, int], dict[str, int]]:
    """The kinds that a small register counts between two days: of recommendations, of places."""
    repository = repository_of(register_of(**rows), tmp_path, DATA_DATE)
    try:
        filters = between({}, before, after)
        counted = repository.changes(filters), repository.place_changes(filters)
        chains, places = (
            {kind: n for kind, n in frame.drop("dimension", "key").row(0, named=True).items() if n}
            for frame in counted
        )
        return chains, places
    finally:
        repository.close()


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (ISSUED - timedelta(1), ISSUED, {"issued": 1}),
        (ISSUED, ISSUED + timedelta(1), {}),
        (DUE - timedelta(1), DUE, {"reply_overdue": 1}),
        (DUE, DUE + timedelta(1), {}),
        (ISSUED - timedelta(1), DUE, {"issued": 1, "reply_overdue": 1}),
        (date(2013, 12, 30), date(2013, 12, 31), {}),
    ],
)
def test_a_change_belongs_to_its_own_day_and_not_to_the_day_before_the_period(
    before: date, after: date, expected: dict[str, int], tmp_path: Path
) -> None:
    found = asked_between(before, after, tmp_path, recommendations=[recommendation()])
    assert found == (expected, {})


def test_a_reply_on_the_due_day_was_never_overdue(tmp_path: Path) -> None:
    rows = {"recommendations": [recommendation()], "follow_up": [event(DUE, **REPLY)]}
    found = asked_between(DUE - timedelta(1), DATA_DATE, tmp_path, **rows)
    assert found[0] == {"replied": 1}


def test_an_overdue_reply_that_comes_is_a_reply_and_an_overdue_one_that_arrived(
    tmp_path: Path,
) -> None:
    late = DUE + timedelta(1)
    rows = {"recommendations": [recommendation()], "follow_up": [event(late, **REPLY)]}
    found = asked_between(DUE, late, tmp_path, **rows)
    assert found[0] == {"replied": 1, "reply_arrived": 1}


def test_a_reply_that_fell_overdue_and_came_in_between_is_only_a_reply(tmp_path: Path) -> None:
    rows = {
        "recommendations": [recommendation()],
        "follow_up": [event(DUE + timedelta(9), **REPLY)],
    }
    found = asked_between(DUE - timedelta(1), DATA_DATE, tmp_path, **rows)
    assert found[0] == {"replied": 1}


def test_of_two_words_on_one_day_the_later_row_and_the_npm_count(tmp_path: Path) -> None:
    day = date(2017, 5, 5)
    rows = {
        "recommendations": [recommendation(), recommendation("R2")],
        "follow_up": [
            event(day, **CLAIM),
            event(day, **FIND, status="not_implemented"),
            event(day, "R2", **CLAIM | {"status": "in_progress"}),
            event(day, "R2", **CLAIM),
        ],
    }
    found = asked_between(day - timedelta(1), day, tmp_path, **rows)
    assert found[0] == {"claimed": 1}


def test_a_claim_that_the_npm_then_confirms_is_verified_and_one_it_denies_is_downgraded(
    tmp_path: Path,
) -> None:
    claimed, seen = date(2017, 1, 10), date(2017, 9, 1)
    rows = {
        "recommendations": [recommendation(), recommendation("R2")],
        "follow_up": [
            event(claimed, **CLAIM),
            event(claimed, "R2", **CLAIM),
            event(seen, **FIND, status="implemented"),
            event(seen, "R2", **FIND, status="partly_implemented"),
        ],
    }
    (tmp_path / "later").mkdir()
    assert asked_between(claimed, seen, tmp_path, **rows)[0] == {"verified": 1, "downgraded": 1}
    # Seen from before the claims, nothing was downgraded: nothing had been implemented.
    found = asked_between(ISSUED, seen, tmp_path / "later", **rows)
    assert found[0] == {"verified": 1, "reply_overdue": 2}


def test_what_is_no_longer_applicable_is_not_downgraded(tmp_path: Path) -> None:
    claimed, gone = date(2017, 1, 10), date(2017, 9, 1)
    rows = {
        "recommendations": [recommendation()],
        "follow_up": [event(claimed, **CLAIM), event(gone, **FIND, status="no_longer_applicable")],
    }
    assert asked_between(claimed, gone, tmp_path, **rows)[0] == {"no_longer_applicable": 1}


def test_a_repeat_is_said_again_under_the_first_ones_addressee_and_not_issued_anew(
    tmp_path: Path,
) -> None:
    rows = [
        recommendation(),
        recommendation("R2", date(2017, 1, 1), repeats="R1", addressee="interior"),
        recommendation("R3", date(2018, 1, 1), repeats="R2", addressee="interior"),
    ]
    repository = repository_of(register_of(recommendations=rows), tmp_path, DATA_DATE)
    try:
        filters = between({}, date(2016, 12, 31), date(2018, 1, 1))
        counted = by_key(repository.changes(filters, ("ministry",)), "ministry")
        assert {name: row["repeated"] for name, row in counted.items()} == {"health": 2}
        assert counted["health"]["issued"] == 0
        listed = repository.changed_recommendations(filters, "repeated").row(0, named=True)
        assert (listed["chain_id"], listed["last_said_on"]) == ("R1", date(2018, 1, 1))
    finally:
        repository.close()


def place(name: str, **values: Any) -> Row:
    return {
        "institution_id": name,
        "name": f"Place {name}",
        "institution_type": "penal",
        "region": "KZ-71",
        "opened_on": date(2001, 1, 1),
    } | values


def test_places_fall_overdue_are_visited_enter_and_leave(tmp_path: Path) -> None:
    first_due = date(2018, 1, 1)
    institutions = [
        place("never"),
        place("late", opened_on=date(2001, 1, 1)),
        place("new", opened_on=first_due),
        place("gone", closed_on=first_due),
        place("child", institution_type="childrens_home"),
    ]
    visit = {"visit_id": "V1", "institution_id": "late", "visit_type": "periodic"}
    visits = [visit | {"started_on": date(2018, 1, 3)}]
    rows = {"institutions": institutions, "visits": visits}
    folders = [tmp_path / name for name in ("a", "b", "c", "d")]
    for folder in folders:
        folder.mkdir()
    a, b, c, d = folders
    day = timedelta(1)
    # On the due day itself nothing is overdue; the day after two are, of those there on both days.
    assert asked_between(first_due - day, first_due, a, **rows)[1] == {"opened": 1, "closed": 1}
    assert asked_between(first_due, first_due + day, b, **rows)[1] == {"visit_overdue": 2}
    assert asked_between(first_due + day, first_due + 2 * day, c, **rows)[1] == {"visited": 1}
    found = asked_between(date(2019, 3, 31), date(2019, 4, 1), d, **rows)[1]
    assert found == {"type_entered": 1}


def test_the_later_day_is_never_after_the_data_date_and_long_lists_come_in_stretches(
    tmp_path: Path,
) -> None:
    rows = [recommendation(f"R{n}", ISSUED + timedelta(n)) for n in range(5)]
    repository = repository_of(register_of(recommendations=rows), tmp_path, date(2016, 4, 3))
    try:
        filters = between({}, ISSUED - timedelta(1), DATA_DATE)
        assert repository.changes(filters)["issued"].item() == 4
        whole = repository.changed_recommendations(filters, "issued")
        assert list(whole["chain_id"]) == ["R3", "R2", "R1", "R0"]
        some = repository.changed_recommendations(filters, "issued", Stretch(2, 1))
        assert list(some["chain_id"]) == ["R2", "R1"]
    finally:
        repository.close()


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    folder = tmp_path_factory.mktemp("worked")
    repository = repository_of(register_of(**worked_rows()), folder, date(2018, 6, 30))
    yield repository
    repository.close()


def kinds_and_records(worked: Repository, before: date, after: date) -> dict[str, set[str]]:
    """The records of each kind that has any."""
    filters = between({}, before, after)
    found = {
        kind: set(worked.changed_recommendations(filters, kind)["chain_id"])
        for kind in OF_RECOMMENDATIONS
    } | {kind: set(worked.changed_places(filters, kind)["institution_id"]) for kind in OF_PLACES}
    return {kind: records for kind, records in found.items() if records}


def test_the_year_2017_of_the_worked_example(worked: Repository) -> None:
    """R01 was denied in 2016 and its repeat verified on 20 November, R07 on 20 October; P2 closed.

    No reply came to R07 (due 20 January), R09 (30 March) and R11 (20 April).
    """
    assert kinds_and_records(worked, date(2016, 12, 31), date(2017, 12, 31)) == {
        "issued": {"R08", "R11"},
        "replied": {"R08"},
        "verified": {"R01", "R07"},
        "no_longer_applicable": {"R05"},
        "reply_overdue": {"R07", "R09", "R11"},
        "closed": {"P2"},
    }


def test_the_first_half_of_2018_of_the_worked_example(worked: Repository) -> None:
    """P1's only periodic visit was on 12 May 2014; G1 has had none since the mandate began."""
    assert kinds_and_records(worked, date(2017, 12, 31), date(2018, 6, 30)) == {
        "issued": {"R10"},
        "replied": {"R10"},
        "claimed": {"R08"},
        "visit_overdue": {"P1", "G1"},
    }


def test_the_year_2016_of_the_worked_example_says_two_things_again(worked: Repository) -> None:
    """R04 repeats R01, which the NPM denied on 3 January, and R06 repeats R02."""
    found = kinds_and_records(worked, date(2015, 12, 31), date(2016, 12, 31))
    assert found["repeated"] == {"R01", "R02"}
    assert found["downgraded"] == {"R01"}
    assert found["issued"] == {"R05", "R07", "R09"}
    assert found["opened"] == {"I2"}


def test_the_statuses_of_2017_pass_into_each_other(worked: Repository) -> None:
    filters = between({}, date(2016, 12, 31), date(2017, 12, 31))
    assert worked.status_transitions(filters).rows() == [
        ("in_progress", "no_longer_applicable", 1),
        ("no_information", "in_progress", 1),
        ("no_information", "no_information", 1),
        ("not_implemented", "verified", 1),
        ("not_issued", "no_information", 2),
        ("partly_implemented", "partly_implemented", 1),
        ("partly_implemented", "verified", 1),
    ]


def test_before_the_first_record_and_without_any_nothing_changed(
    worked: Repository, tmp_path: Path
) -> None:
    assert kinds_and_records(worked, date(2010, 1, 1), date(2013, 12, 31)) == {}
    repository = repository_of(register_of(), tmp_path, DATA_DATE)
    try:
        filters = between({}, date(2016, 1, 1), DATA_DATE)
        assert repository.changes(filters).drop("dimension", "key").row(0) == (0,) * 9
        assert repository.place_changes(filters).drop("dimension", "key").row(0) == (0,) * 6
        assert repository.status_transitions(filters).is_empty()
    finally:
        repository.close()
