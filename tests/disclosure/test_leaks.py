"""Whoever has all figures that the public can have cannot work out what is hidden.

Two worlds: registers that differ in something hidden, and in no figure that the public can have.
And by subtraction: hidden counts are no combination of the counts that are told.
"""

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from npm_data import disclosure
from npm_data.disclosure import PUBLIC
from npm_data.model.roles import Role
from npm_data.reference import reference
from npm_data.repository import Repository
from npm_data.repository.told_types import ToldTypes
from tests.disclosure import worlds
from tests.disclosure.worlds import (
    GROUPED,
    KINDS,
    REGIONS,
    TYPES,
    YEARS,
    Figure,
    Rows,
    everything,
    opened,
    rows_of_a_register,
)
from tests.extent import EVERYWHERE, seeds

World = Callable[[Rows], Rows]
OTHER_WORLDS = (
    worlds.visits_of_other_types,
    worlds.visits_of_other_months,
    worlds.recommendations_of_other_months,
    worlds.recommendations_to_others,
    worlds.places_of_other_names,
)
Mutate = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def figures() -> list[Figure]:
    with opened(rows_of_a_register()) as public:
        assert {"interior", "health"} <= set(public.told_types.of_ministries)
        return everything(public)


def test_all_questions_that_the_public_may_ask_are_asked(figures: list[Figure]) -> None:
    assert {name for name, rule in PUBLIC.items() if rule} == set(GROUPED)
    assert {each.question for each in figures} == set(GROUPED)
    assert {each.row[0] for each in figures} >= {"visit_type", "ministry", "theme", "region"}


@pytest.mark.parametrize(
    "changes", [OTHER_WORLDS, *([each] for each in OTHER_WORLDS if EVERYWHERE)], ids=len
)
def test_a_world_with_other_hidden_figures_tells_the_public_the_same(
    changes: Sequence[World], figures: list[Figure]
) -> None:
    """All that is hidden is another; everywhere also one thing after the other."""
    changed = rows_of_a_register()
    for world in changes:
        before, changed = changed, world(changed)
        assert changed != before
    with opened(changed) as public:
        assert everything(public) == figures


def _allow_visit_types(patch: pytest.MonkeyPatch) -> None:
    check = disclosure._filters_withheld
    patch.setattr(
        disclosure,
        "_filters_withheld",
        lambda rule, asked, known: check(rule, {**asked, "visit_types": None}, known),
    )


def _allow_months(patch: pytest.MonkeyPatch) -> None:
    rule = PUBLIC["visits"]
    assert rule is not None
    patch.setitem(PUBLIC, "visits", replace(rule, also=rule.also | {"month"}))


def _allow(name: str, **changes: Any) -> Mutate:
    def patched(patch: pytest.MonkeyPatch) -> None:
        rule = PUBLIC[name]
        assert rule is not None
        patch.setitem(PUBLIC, name, replace(rule, **changes))

    return patched


def _allow_any_horizon(patch: pytest.MonkeyPatch) -> None:
    check = disclosure._filters_withheld
    patch.setattr(
        disclosure,
        "_filters_withheld",
        lambda rule, asked, known: check(rule, {**asked, "horizons": ()}, known),
    )


def _allow_parts_of_years(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disclosure, "is_whole_years", lambda period: True)


@pytest.mark.smoke
@pytest.mark.parametrize(
    ("world", "mutate", "question"),
    [
        (worlds.visits_of_other_types, _allow_visit_types, "visits"),
        (worlds.visits_of_other_types, _allow("clock", by_place=True), "clock"),
        (worlds.visits_of_other_types, _allow("pace", by_place=True), "pace"),
        (worlds.visits_of_other_months, _allow_months, "visits"),
        (worlds.visits_of_other_months, _allow_parts_of_years, "visits"),
        (worlds.recommendations_of_other_months, _allow("replies", settled_after=0), "replies"),
        (
            worlds.recommendations_of_other_months,
            _allow_any_horizon,
            "time_to_implementation",
        ),
        (
            worlds.recommendations_to_others,
            _allow("recommendations", has_host=True),
            "recommendations",
        ),
    ],
)
def test_the_comparison_of_worlds_finds_a_rule_that_is_missing(
    world: World, mutate: Mutate, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mutate(monkeypatch)
    rows = rows_of_a_register()
    with opened(rows) as one, opened(world(rows)) as other:
        assert everything(one, (question,)) != everything(other, (question,))


Atom = tuple[str, str, int, str]
"""Region, type of place, year and type of visit."""

ATOMS: tuple[Atom, ...] = tuple(itertools.product(REGIONS, TYPES, YEARS, KINDS))
SEED_OF_A_SMALL_MINISTRY = 3
HIDDEN: dict[str, Callable[[Atom], object]] = {
    "region and type of visit": lambda atom: (atom[0], atom[3]),
    "type of place and type of visit": lambda atom: (atom[1], atom[3]),
    "region, type of place and type of visit": lambda atom: (atom[0], atom[1], atom[3]),
    "region, year and type of visit": lambda atom: (atom[0], atom[2], atom[3]),
}


def _counted(figure: Figure) -> set[Atom]:
    """The visits that a figure counts, by what its filters and its group mean."""
    dimension, key = str(figure.row[0]), str(figure.row[1])
    filters = figure.filters

    def is_counted(atom: Atom) -> bool:
        region, kind, year, visit_type = atom
        ministry = TYPES[kind]
        keys = {
            "total": "",
            "region": region,
            "region_2016": _unit("2016", region),
            "region_2018": _unit("2018", region),
            "institution_type": kind,
            "ministry": ministry,
            "region_ministry": f"{region}/{ministry}",
            "year": str(year),
            "visit_type": visit_type,
            "year_visit_type": f"{year}/{visit_type}",
        }
        return (
            filters.period.from_on.year <= year <= filters.period.to_on.year
            and (not filters.regions or region in filters.regions)
            and (not filters.institution_types or kind in filters.institution_types)
            and (not filters.ministries or ministry in filters.ministries)
            and (not filters.visit_types or visit_type in filters.visit_types)
            and keys[dimension] == key
        )

    return {atom for atom in ATOMS if is_counted(atom)}


def _unit(border_set: str, region: str) -> str:
    """The unit of other borders that a region lies in."""
    units = reference().regions_of(border_set)
    return next(each.code for each in units if region in (each.successors or (each.code,)))


def _recovered(figures: list[Figure]) -> Iterator[str]:
    """Hidden counts that are sums and differences of the counts that are told."""
    told = {
        tuple(float(atom in counted) for atom in ATOMS)
        for figure in figures
        if figure.question == "visits"
        for counted in [_counted(figure)]
    }
    matrix = np.array(sorted(told))
    rank = np.linalg.matrix_rank(matrix)
    for name, part_of in HIDDEN.items():
        for part in sorted({part_of(atom) for atom in ATOMS}, key=str):
            hidden = np.array([float(part_of(atom) == part) for atom in ATOMS])
            if np.linalg.matrix_rank(np.vstack([matrix, hidden])) == rank:
                yield f"{name}: {part}"


def test_the_figures_are_the_sums_that_the_next_test_takes_them_for(figures: list[Figure]) -> None:
    rows = rows_of_a_register()
    places = {row["institution_id"]: row for row in rows["institutions"]}
    counts = dict.fromkeys(ATOMS, 0)
    for visit in rows["visits"]:
        place = places[visit["institution_id"]]
        year = visit["started_on"].year
        atom = (place["region"], place["institution_type"], year, visit["visit_type"])
        counts[atom] += 1
    told = [each for each in figures if each.question == "visits"]
    assert len(told) > 400
    for figure in told:
        assert figure.row[2] == sum(counts[atom] for atom in _counted(figure)), figure


def test_no_hidden_count_is_a_difference_of_counts_that_are_told(figures: list[Figure]) -> None:
    assert list(_recovered(figures)) == []


def test_a_filter_by_type_of_visit_would_let_hidden_counts_be_worked_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _allow_visit_types(monkeypatch)
    with opened(rows_of_a_register()) as public:
        found = list(_recovered(everything(public, ("visits",))))
    assert "region and type of visit: ('KZ-11', 'special')" in found


def _special_visits_that_are_sure(rows: Rows, told: ToldTypes) -> list[str]:
    """Parts of the country that must have had an interim or special visit, from what is told.

    The counts of each part, all types together, are public. What is told of the country and of
    some ministries is told of the others together.
    """
    places = {row["institution_id"]: row for row in rows["institutions"]}
    everyone = reference().portfolios
    hidden = tuple(each for each in everyone if each not in told.of_ministries)
    groups = [(each,) for each in told.of_ministries] + [everyone, hidden]
    sure = []
    for ministries, year in itertools.product(groups if told.of_country else [], YEARS):
        visits = [
            (places[row["institution_id"]], row["visit_type"])
            for row in rows["visits"]
            if row["started_on"].year == year
            and TYPES[places[row["institution_id"]]["institution_type"]] in ministries
        ]
        for kind, column in itertools.product(KINDS[1:], ("region", "institution_type")):
            others = sum(each != kind for _, each in visits)
            for part in {place[column] for place, _ in visits}:
                if sum(place[column] == part for place, _ in visits) > others:
                    sure.append(f"{year}, {ministries}: {kind} in {part}")
    return sure


def _thinned(seed: int) -> Rows:
    """A register with few visits, where types can tell much."""
    rows = rows_of_a_register(seed)
    kept = [row for n, row in enumerate(rows["visits"]) if (n * 7 + seed) % 11 < 1 + seed % 5]
    return rows | {"visits": kept, "recommendations": [], "follow_up": []}


@pytest.mark.parametrize("seed", seeds("test_told_types_tell_of_no_part_of_the_country", 12, 200))
def test_told_types_tell_of_no_part_of_the_country(seed: int) -> None:
    rows = _thinned(seed)
    with opened(rows) as public:
        assert _special_visits_that_are_sure(rows, public.told_types) == []


def test_types_of_few_visits_told_in_spite_of_it_would_tell_of_a_part_of_the_country() -> None:
    everybody = ToldTypes(of_country=True, of_ministries=reference().portfolios)
    assert any(_special_visits_that_are_sure(_thinned(seed), everybody) for seed in range(12))


def test_what_is_withheld_of_a_ministry_is_withheld_in_every_form() -> None:
    """The clock by ministry leaves it out, and its types of visits are not told."""
    with opened(_thinned(SEED_OF_A_SMALL_MINISTRY)) as public:
        told = public.told_types
        assert told.of_country
        withheld = next(each for each in ("interior", "health") if each not in told.of_ministries)
        filters = worlds.Filters(worlds.Period.of_year(YEARS[0]))
        by_ministry = public.clock(filters, worlds.DATA_DATE, ("ministry",))
        assert by_ministry.height < 2
        assert withheld not in set(by_ministry["key"])
        of_it = replace(filters, ministries=(withheld,))
        assert not public.may_ask("clock", of_it)
        assert not public.may_ask("visits", of_it, ("year_visit_type",))
        assert public.may_ask("visits", of_it)


def test_the_council_is_told_what_the_public_is_not() -> None:
    with opened(rows_of_a_register()) as public:
        council: Repository = public.seen_by(Role.COUNCIL)
        special = worlds.Filters(worlds.Period.of_year(2014), visit_types=("special",))
        assert council.visits(special, ("region", "month")).height > 0
