"""Small countries with all that lets hidden numbers be reckoned, and an attacker who reckons.

Several visits to a place in a year, places closed since, regions without a visit, parts of one
place. What other answers, slides and tables say does not come from what is hidden: `test_leaks.py`.
"""

import itertools
import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta

import polars as pl
import pytest

from npm_data.questions import disclosure
from npm_data.questions.disclosure import PUBLIC, Rule
from tests.disclosure.attacker import KINDS, REACTIVE, Attacker, Place, parts, reckon, sure
from tests.disclosure.worlds import Rows, opened
from tests.extent import seeds, some

REGIONS = ("KZ-11", "KZ-61", "KZ-79", "KZ-15")
"""The second and third were one region in 2016; nobody goes to the last."""
TYPES = ("ivs", "sizo", "psychiatric", "guardhouse")
YEARS = (2015, 2016, 2017)
ALWAYS = (Place("KZ-11", "ivs", None), Place("KZ-10", "psychiatric", None))
"""Visited each year: where all visits of a year are of one part, the country's are its own."""
Mutate = Callable[[pytest.MonkeyPatch], None]
Visits = dict[int, tuple[str, ...]]
"""Types of the visits to a place, by year."""


def _rows(country: Sequence[tuple[Place, Visits]], chance: random.Random) -> Rows:
    rows: Rows = {"institutions": [], "visits": []}
    for number, (place, visits) in enumerate(country):
        rows["institutions"].append(
            {
                "institution_id": f"P{number}",
                "name": f"P{number}",
                "institution_type": place.kind,
                "region": place.region,
                "opened_on": date(2001, 1, 1),
                "closed_on": None if place.closed is None else date(place.closed, 12, 1),
            }
        )
        for year, kind in ((year, kind) for year, kinds in visits.items() for kind in kinds):
            rows["visits"].append(
                {
                    "visit_id": f"V{len(rows['visits'])}",
                    "institution_id": f"P{number}",
                    "started_on": date(year, 1, 1) + timedelta(chance.randrange(300)),
                    "visit_type": kind,
                }
            )
    return rows


def _by_chance(chance: random.Random) -> Iterator[tuple[Place, Visits]]:
    for place in ALWAYS:
        yield place, dict.fromkeys(YEARS, ("periodic",))
    for region, kind in itertools.product(REGIONS, TYPES):
        for _ in range(chance.choice((0, 1, 1, 2))):
            closed = chance.choice((None, None, None, None, *YEARS))
            yield Place(region, kind, closed), _visits(region, closed or YEARS[-1], chance)


def _visits(region: str, last: int, chance: random.Random) -> Visits:
    """Often several in a year, and one in three of another type than periodic."""
    return {
        year: tuple(
            chance.choice(("periodic", "periodic", "periodic", *KINDS))
            for _ in range(chance.choice((1, 1, 1, 2, 3)))
        )
        for year in YEARS
        if region != REGIONS[-1] and year <= last and chance.random() < 0.5
    }


def _country(seed: int) -> tuple[list[Place], Rows]:
    chance = random.Random(seed)
    country = list(_by_chance(chance))
    return [place for place, _ in country], _rows(country, chance)


def _attack(places: Sequence[Place], rows: Rows, years: Sequence[int]) -> Attacker:
    with opened(rows, date(years[-1], 12, 31)) as public:
        return reckon(public, places, years)


@pytest.mark.parametrize("seed", seeds("test_nothing_is_sure_of_a_part_of_the_country", 3, 60))
def test_nothing_is_sure_of_a_part_of_the_country(seed: int) -> None:
    assert sure(_attack(*_country(seed), YEARS)) == []


def test_any_part_that_was_visited_can_have_had_a_special_or_an_interim_visit() -> None:
    """Nothing is pinned from above either, in a year in which there were such visits at all."""
    places, rows = _country(SEED_WITH_TYPES_TOLD)
    attacker = _attack(places, rows, YEARS)
    counts = Counter((row["started_on"].year, row["visit_type"]) for row in rows["visits"])
    visited = {(row["institution_id"], row["started_on"].year) for row in rows["visits"]}
    for part, numbers in some([*parts(places).items()], 6):
        for year, kind in itertools.product(YEARS, REACTIVE):
            most = attacker.greatest(attacker.visits(numbers, [year], [kind]))
            is_possible = any((f"P{n}", year) in visited for n in numbers) and counts[year, kind]
            assert bool(most) == bool(is_possible), (part, year, kind)


SEED_WITH_TYPES_TOLD = 4
IN_A_YEAR = (2017,)
HERE, THERE = ALWAYS
ELSEWHERE = [Place("KZ-61", kind, None) for kind in ("ivs", "ivs", "sizo", "sizo")]
A_BARRACK = Place("KZ-11", "guardhouse", None)
PERIODIC, INTERIM, SPECIAL = ((kind,) for kind in KINDS)


def _in_one_year(*visits: tuple[Place, tuple[str, ...]]) -> list[tuple[Place, Visits]]:
    return [(place, {IN_A_YEAR[0]: kinds}) for place, kinds in visits]


VISITED_THREE_TIMES = _in_one_year(
    (HERE, PERIODIC), (THERE, PERIODIC), (A_BARRACK, ("periodic", "special", "special"))
)
MORE_PLACES_THAN_PERIODIC_VISITS = _in_one_year(
    *((place, PERIODIC) for place in (HERE, THERE, *ELSEWHERE[:3])),
    *((place, INTERIM) for place in (ELSEWHERE[0], ELSEWHERE[2], A_BARRACK)),
    *((place, SPECIAL) for place in (ELSEWHERE[1], ELSEWHERE[3], HERE)),
)
"""Five periodic visits cannot be one each of six places; eight that are not special can."""
PLACES_WITH_MANY_PERIODIC_VISITS = _in_one_year(
    (HERE, PERIODIC * 7),
    (THERE, PERIODIC),
    (A_BARRACK, SPECIAL),
    *zip(ELSEWHERE, (PERIODIC, SPECIAL, SPECIAL, INTERIM), strict=True),
)
A_PLACE_CLOSED_SINCE = _in_one_year(
    (HERE, PERIODIC), (THERE, PERIODIC), (Place("KZ-61", "sizo", IN_A_YEAR[0]), SPECIAL)
)
NOT_DUE_SOON = [
    *((place, dict.fromkeys(range(2014, 2018), PERIODIC)) for place in (HERE, THERE)),
    (ELSEWHERE[0], {2014: SPECIAL}),
]


def _tell_visits_of_parts(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disclosure, "_without_how_often", lambda rows, is_of_country: rows)


def _hold_special_ones_alone_to_the_test(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disclosure, "REACTIVE", SPECIAL)


def _tell_places_by_type(patch: pytest.MonkeyPatch) -> None:
    without = disclosure._without_how_often
    of_types = pl.col("dimension").is_in(disclosure.VISIT_TYPES)

    def patched(rows: pl.DataFrame, *, is_of_country: bool) -> pl.DataFrame:
        told = without(rows, is_of_country=is_of_country)
        places = pl.when(of_types).then(rows["places_visited"]).otherwise("places_visited")
        return told.with_columns(places_visited=places)

    patch.setattr(disclosure, "_without_how_often", patched)


def _tell(question: str) -> Mutate:
    rule = Rule(by_place=False, has_host=True)
    return lambda patch: patch.setitem(PUBLIC, question, rule)


@pytest.mark.parametrize(
    ("country", "mutate", "leak"),
    [
        (VISITED_THREE_TIMES, _tell_visits_of_parts, "second visits in guardhouse"),
        (
            MORE_PLACES_THAN_PERIODIC_VISITS,
            _hold_special_ones_alone_to_the_test,
            "special or interim in KZ-61",
        ),
        (PLACES_WITH_MANY_PERIODIC_VISITS, _tell_places_by_type, "special or interim in KZ-61"),
        (A_PLACE_CLOSED_SINCE, _tell("pace"), "special or interim in KZ-61"),
        (NOT_DUE_SOON, _tell("clock"), "special or interim in KZ-61"),
    ],
    ids=["visits", "types together", "places by type", "closed places", "classes of the clock"],
)
def test_a_rule_that_is_missing_lets_the_attacker_be_sure(
    country: list[tuple[Place, Visits]],
    mutate: Mutate,
    leak: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    places = [place for place, _ in country]
    years = sorted({year for _, visits in country for year in visits})
    rows = _rows(country, random.Random(1))
    assert sure(_attack(places, rows, years)) == []
    mutate(monkeypatch)
    assert leak in sure(_attack(places, rows, years))
