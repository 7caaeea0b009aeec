"""Single places and the planning list against plain Python, and their search."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npm_data.questions.places import Stretch
from npm_data.questions.repository import Repository
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.register.filters import Filters, Period, Role
from tests.extent import drawn
from tests.queries.oracle import Row, add_months
from tests.queries.oracle_places import PlaceOracle
from tests.queries.test_oracle import (
    DATA_DATE,
    TYPES_OF_REFERENCE,
    _filters,
    days,
    filter_rows,
    registers,
)
from tests.registers import SHEETS, frame_of, in_memory, register_of, repository_of, worked_rows

EVER = Filters(Period(date(2013, 1, 1), date(2030, 12, 31)))
random_registers = drawn(4, 150)
ways_to_ask = st.fixed_dictionaries(
    {
        "search": st.sampled_from(["", "", "place", "PLACE no. 1", "p2 place", "sizo", "nowhere"]),
        "states": st.sampled_from(
            [(), (), ("past_due",), ("never_visited_past_due",), ("never_visited", "due_soon")]
        ),
        "with_outside": st.booleans(),
        "sort_by": st.sampled_from(["chapter", "due", "name", "region"]),
    }
)


@contextmanager
def both(rows: dict[str, list[Row]]) -> Iterator[tuple[Repository, PlaceOracle]]:
    full = {sheet: frame_of(sheet, rows[sheet]).drop("record").to_dicts() for sheet in SHEETS}
    oracle = PlaceOracle(**full, types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    oracle.region_order = tuple(unit.code for unit in reference().regions_of(TODAYS_BORDERS))
    oracle.type_order = tuple(each.code for each in reference().institution_types)
    with in_memory(register_of(**rows), DATA_DATE) as repository:
        yield repository, oracle


def same(found: Any, wanted: list[Row]) -> None:
    """The wanted columns of the answer's rows, in their order."""
    rows = found.to_dicts()
    assert len(rows) == len(wanted)
    for row, right in zip(rows, wanted, strict=True):
        assert {name: row[name] for name in right} == pytest.approx(right, abs=1e-9)


@random_registers
@given(
    rows=registers(),
    asked=st.lists(st.tuples(filter_rows(), days, ways_to_ask), min_size=3, max_size=3),
)
def test_the_list_of_places_agrees_with_plain_python(
    rows: dict[str, list[Row]], asked: list[tuple[Row, date, Row]]
) -> None:
    with both(rows) as (repository, oracle):
        for filters, day, way in asked:
            wanted = oracle.place_list(filters, day, way)
            found = repository.place_list(_filters(filters), day, **way)
            same(found, wanted)
            assert set(found["matches"]) == ({len(wanted)} if wanted else set())
            part = repository.place_list(
                _filters(filters), day, **way, stretch=Stretch(most=2, skipped=1)
            )
            same(part, wanted[1:3])


@random_registers
@given(rows=registers(), day=days)
def test_a_single_place_agrees_with_plain_python(rows: dict[str, list[Row]], day: date) -> None:
    with both(rows) as (repository, oracle):
        for identifier, place in oracle.places.items():
            same(repository.place(identifier, day), [oracle.place(place, day)])
            for name in ("visits_of_place", "statements_of_place", "statuses_of_place"):
                same(getattr(repository, name)(identifier, day), getattr(oracle, name)(place, day))
            found = repository.recommendations_of_place(identifier, day)
            assert found["issued_on"].is_sorted(descending=True)
            wanted = oracle.recommendations_of_place(place, day)
            same(found.sort("chain_id"), sorted(wanted, key=lambda row: str(row["chain_id"])))


@random_registers
@given(rows=registers(), asked=st.lists(st.tuples(filter_rows(), days), min_size=3, max_size=3))
def test_the_planning_list_agrees_with_plain_python(
    rows: dict[str, list[Row]], asked: list[tuple[Row, date]]
) -> None:
    with both(rows) as (repository, oracle):
        for filters, day in asked:
            wanted = oracle.planning(filters, day)
            same(repository.planning(_filters(filters), day), wanted)
            part = repository.planning(_filters(filters), day, stretch=Stretch(1, 1))
            same(part, wanted[1:2])
            assert set(part["matches"]) == ({len(wanted)} if len(wanted) > 1 else set())
            for by in ("total", "region", "ministry", "institution_type"):
                found = repository.planning_needs(_filters(filters), day, (by,))
                needs = oracle.planning_needs(filters, day, by)
                if by == "total" and not needs:
                    assert found.drop("dimension", "key").row(0) == (*(0,) * 8, None)
                else:
                    assert found["key"].to_list() == sorted(needs)
                    same(found, [needs[key] for key in sorted(needs)])


def test_a_term_turns_on_its_own_day() -> None:
    """Random days hardly ever fall on it: one, three and four years after the law, and a visit."""
    chosen = dict.fromkeys(("regions", "ministries", "institution_types", "visit_types"), ())
    row: Row = chosen | {"from_on": DATA_DATE, "to_on": DATA_DATE}
    with both(worked_rows()) as (repository, oracle):
        turns = [(date(2014, 1, 1), 48), *((date(2015, 6, 1), months) for months in (12, 36, 48))]
        for turn, off in product([add_months(*turn) for turn in turns], (-1, 0, 1)):
            day = turn + timedelta(days=off)
            way = {"search": "", "states": ("past_due",), "with_outside": False, "sort_by": "due"}
            same(repository.place_list(_filters(row), day, **way), oracle.place_list(row, day, way))
            same(repository.planning(_filters(row), day), oracle.planning(row, day))
            for name, wanted in {
                "planning_needs": [*oracle.planning_needs(row, day, "total").values()],
                "clock": oracle.clock(row, day, "total"),
                "pace": oracle.pace(row, day, "total"),
            }.items():
                same(getattr(repository, name)(_filters(row), day), wanted)


@random_registers
@given(rows=registers(), day=days)
def test_the_places_together_are_the_whole(rows: dict[str, list[Row]], day: date) -> None:
    """One place's counts have the definitions of the rates, the statuses and the clock."""
    with both(rows) as (repository, oracle):
        places = [
            repository.place(identifier, day).row(0, named=True) for identifier in oracle.places
        ]
        by = ("institution_type",)
        status = repository.recommendations(EVER, day, by=by).drop_nulls("key")
        for name, column in (
            ("recommendations", "recommendations"),
            ("done", "implemented"),
            ("verified", "verified"),
            ("no_longer_applicable", "no_longer_applicable"),
        ):
            assert sum(place[name] for place in places) == status[column].sum()
        still_open = status["recommendations"] - status["implemented"]
        assert (
            sum(place["open_recommendations"] for place in places)
            == (still_open - status["no_longer_applicable"]).sum()
        )
        clock = repository.clock(EVER, day).row(0, named=True)
        states = [place["clock_state"] for place in places]
        for state in ("on_time", "due_soon", "overdue", "never_visited"):
            assert states.count(state) == clock[state]
        needs = repository.planning_needs(EVER, day).row(0, named=True)
        assert needs["places"] == clock["places"]
        assert needs["past_due"] == clock["past_due"]
        assert needs["never_visited"] == clock["never_visited"]
        assert sum(place["is_past_due"] or False for place in places) == clock["past_due"]
        assert needs["coming"] - needs["never_visited_coming"] == clock["due_soon"]
        assert needs["needed"] == repository.planning(EVER, day).height


@random_registers
@given(rows=registers(), day=days)
def test_the_last_month_of_the_timeline_is_the_status_of_the_day(
    rows: dict[str, list[Row]], day: date
) -> None:
    with both(rows) as (repository, oracle):
        for identifier in oracle.places:
            months = repository.statuses_of_place(identifier, day)
            place = repository.place(identifier, day).row(0, named=True)
            at_last = months.filter(months["read_on"] == day)
            assert at_last["recommendations"].sum() == place["recommendations"]


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    names = {
        "17-A-2": ("Учреждение № 2, Көкшетау", "Зерендинский район"),
        "17-A-10": ("Учреждение № 10, Кокшетау", None),
        "17-B-1": ("ИВС города Артёмовск", "Ұлытау ауданы"),
        "17-B-2": ("Әулие гауптвахтасы", None),
    }
    register = register_of(
        institutions=[
            {
                "institution_id": identifier,
                "name": name,
                "institution_type": "penal",
                "region": "KZ-11",
                "district": district,
                "opened_on": date(2010, 1, 1),
            }
            for identifier, (name, district) in names.items()
        ]
    )
    repository = repository_of(register, tmp_path_factory.mktemp("named"), DATA_DATE)
    yield repository
    repository.close()


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("кокшетау", ["17-A-2", "17-A-10"]),
        ("КӨКШЕТАУ", ["17-A-2", "17-A-10"]),
        ("учреждение 2", ["17-A-2", "17-B-2"]),
        ("кокш учр", ["17-A-2", "17-A-10"]),
        ("артем", ["17-B-1"]),
        ("Улытау", ["17-B-1"]),
        ("17-b-2", ["17-B-2"]),
        ("17 a", ["17-A-2", "17-A-10", "17-B-2", "17-B-1"]),
        ("реждение", []),
        ("колония № 10, Акмолинская область", ["17-A-10"]),
        ("2 кокшетау учреждения", ["17-A-2"]),
        ("учреждение N 2", ["17-A-2", "17-B-2"]),
        ("учреждение №2", ["17-A-2", "17-B-2"]),
        ("№ 2 қылмыстық-атқару мекемесі, Ақмола", ["17-A-2", "17-B-2"]),
        ("Akmola prison no. 10", ["17-A-10"]),
        ("Алматы колония", []),
        ("%", ["17-B-2", "17-B-1", "17-A-2", "17-A-10"]),
        ("' or 1=1", []),
    ],
)
def test_a_search_finds_words_of_name_type_region_district_and_id_in_any_order_and_form(
    named: Repository, search: str, found: list[str]
) -> None:
    rows = named.place_list(EVER, search=search)
    assert rows["institution_id"].to_list() == found


def test_names_stand_in_kazakh_order_and_by_their_numbers(named: Repository) -> None:
    rows = named.place_list(EVER, sort_by="name")
    assert rows["name"].to_list() == [
        "Әулие гауптвахтасы",
        "ИВС города Артёмовск",
        "Учреждение № 2, Көкшетау",
        "Учреждение № 10, Кокшетау",
    ]


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("ru", ["Приют № 1", "Приют № 2"]),
        ("en", ["Приют № 1", "Приют № 2"]),
        ("kk", ["№ 1 баспана", "Приют № 2"]),
    ],
)
def test_a_place_bears_the_name_of_the_language_and_is_found_by_both(
    tmp_path: Path, language: str, shown: list[str]
) -> None:
    place = {"institution_type": "penal", "region": "KZ-11", "opened_on": date(2010, 1, 1)}
    of_one = {"institution_id": "A", "name": "Приют № 1", "name_kk": "№ 1 баспана"}
    visit = {"visit_id": "V", "institution_id": "A", "started_on": date(2016, 1, 1)}
    said = {"recommendation_id": "R", "visit_id": "V", "institution_id": "A", "text": "text"}
    said |= {"addressee": "interior", "theme": "staff", "issued_on": date(2016, 2, 1)}
    register = register_of(
        institutions=[place | of_one, place | {"institution_id": "B", "name": "Приют № 2"}],
        visits=[visit | {"visit_type": "periodic"}],
        recommendations=[said],
    )
    with in_memory(register, DATA_DATE) as repository:
        asked = repository.seen_by(Role.COUNCIL, language)
        assert asked.place_list(EVER)["name"].to_list() == shown
        assert sorted(asked.planning(EVER, date(2030, 1, 1))["name"]) == sorted(shown)
        for identifier, name in zip("AB", shown, strict=True):
            assert asked.place(identifier)["name"].to_list() == [name]
        for search in ("приют 1", "баспана"):
            assert asked.place_list(EVER, search=search)["name"].to_list() == shown[:1]
        assert asked.follow_up_list(EVER)["place"].to_list() == shown[:1]
        told = asked.story("R").drop_nulls("place")["place"]
        assert set(told) == {shown[0]}


def test_a_place_that_nobody_knows_has_no_row(named: Repository) -> None:
    assert named.place("nowhere").is_empty()
    assert named.statuses_of_place("nowhere").is_empty()


def test_the_planning_list_of_the_worked_example(tmp_path: Path) -> None:
    """30 June 2018. Overdue: P1, visited on 12 May 2014. Due within 12 months: S1 and I1, visited
    on 1 June 2015. Never visited: G1, due on 1 January 2018, and I2, opened on 1 September 2016,
    due in 2020 and so not on the list. P2 is closed, C1 not yet in the mandate; K1 and H1 are due
    later.
    """
    repository = repository_of(register_of(**worked_rows()), tmp_path, date(2018, 6, 30))
    needs = repository.planning_needs(EVER).row(0, named=True)
    listed = repository.planning(EVER)
    repository.close()
    assert needs == {
        "dimension": "total",
        "key": "",
        "places": 7,
        "needed": 4,
        "coming": 2,
        "never_visited_coming": 0,
        "past_due": 2,
        "never_visited_past_due": 1,
        "never_visited_later": 1,
        "never_visited": 2,
        "share_never_visited": 2 / 7,
    }
    assert listed.select("institution_id", "is_past_due", "due_on", "last_periodic_on").rows() == [
        ("P1", True, date(2018, 5, 12), date(2014, 5, 12)),
        ("G1", True, date(2018, 1, 1), None),
        ("I1", False, date(2019, 6, 1), date(2015, 6, 1)),
        ("S1", False, date(2019, 6, 1), date(2015, 6, 1)),
    ]
