"""Whoever has all that the public is told, and reckons: what is sure of the hidden numbers.

An integer programme over every place, year and type of visit. Each number of each answer is one of
its equations, and where types are withheld, what that says is one too. A hidden number that is
positive in every solution is known: a special or interim visit, or a second visit within a year.

The attacker takes each visit for a visit to one place, and knows of each place when it was in the
mandate, which is more than is told.
"""

import itertools
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from npm_data.questions import disclosure
from npm_data.questions.repository import Repository
from npm_data.questions.statements import DIMENSIONS_OF
from npm_data.reference import reference
from npm_data.register.filters import Filters, Period
from tests.extent import EVERYWHERE

KINDS = ("periodic", "interim", "special")
REACTIVE = KINDS[1:]
MOST_VISITS = 4
"""Of one type to one place within a year."""
_HOST = {each.code: each.portfolio for each in reference().institution_types}
_UNITS = {
    (border_set, inner): unit.code
    for border_set in ("2016", "2018")
    for unit in reference().regions_of(border_set)
    for inner in (unit.successors or (unit.code,))
}

Terms = dict[int, float]
"""A sum: how often each of the programme's numbers stands in it."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is known of a place; `closed` is the year in which it was closed."""

    region: str
    kind: str
    closed: int | None

    def keys(self, dimension: str) -> str:
        return {
            "region": self.region,
            "region_2016": _UNITS["2016", self.region],
            "region_2018": _UNITS["2018", self.region],
            "institution_type": self.kind,
            "ministry": _HOST[self.kind],
            "region_ministry": f"{self.region}/{_HOST[self.kind]}",
            "region_type": f"{self.region}/{self.kind}",
        }[dimension]

    def passes(self, filters: Filters) -> bool:
        return (
            (not filters.regions or self.region in filters.regions)
            and (not filters.institution_types or self.kind in filters.institution_types)
            and (not filters.ministries or _HOST[self.kind] in filters.ministries)
        )


class Attacker:
    """The programme: how many visits of each type a place had in a year, and what follows."""

    def __init__(self, places: Sequence[Place], years: Sequence[int]) -> None:
        self.places, self.years = places, tuple(years)
        self._highest: list[float] = []
        self._rows: dict[tuple[tuple[int, float], ...], tuple[float, float]] = {}
        self._any: dict[tuple[int, tuple[int, ...], tuple[str, ...]], int] = {}
        self._visits = {
            (place, year, kind): self._number(MOST_VISITS)
            for place, year, kind in itertools.product(range(len(places)), years, KINDS)
        }
        for (place, year, _), number in self._visits.items():
            closed = places[place].closed
            if closed is not None and year > closed:
                self._highest[number] = 0

    def _number(self, highest: float) -> int:
        self._highest.append(highest)
        return len(self._highest) - 1

    def hold(self, terms: Terms, low: float, high: float) -> None:
        """That a sum lies so; what is held twice is one line."""
        key = tuple(sorted((n, times) for n, times in terms.items() if times))
        before = self._rows.get(key, (-np.inf, np.inf))
        self._rows[key] = (max(low, before[0]), min(high, before[1]))

    def visits(
        self, places: Iterable[int], years: Iterable[int], kinds: Iterable[str] = KINDS
    ) -> Terms:
        asked = itertools.product(places, years, kinds)
        return {self._visits[each]: 1.0 for each in asked}

    def visited(
        self, places: Iterable[int], years: Iterable[int], kinds: tuple[str, ...] = KINDS
    ) -> Terms:
        """How many of the places had such a visit in any of the years."""
        of_years = tuple(each for each in years if each in self.years)
        return {self._had(place, of_years, kinds): 1.0 for place in places} if of_years else {}

    def _had(self, place: int, years: tuple[int, ...], kinds: tuple[str, ...]) -> int:
        """One where the place had such a visit, else nought."""
        key = (place, years, kinds)
        if key not in self._any:
            self._any[key] = had = self._number(1)
            if len(years) > 1:
                found, most = {self._had(place, (year,), kinds): 1.0 for year in years}, 1
            else:
                found, most = self.visits([place], years, kinds), MOST_VISITS
            for number in found:
                self.hold({number: 1, had: -most}, -np.inf, 0)
            self.hold({had: 1} | dict.fromkeys(found, -1.0), -np.inf, 0)
        return self._any[key]

    def least(self, terms: Terms) -> float:
        """The smallest that a sum can be; an error where what was told contradicts itself."""
        objective = np.zeros(len(self._highest))
        for number, times in terms.items():
            objective[number] += times
        matrix = np.zeros((len(self._rows), len(self._highest)))
        for row, key in enumerate(self._rows):
            for number, times in key:
                matrix[row, number] = times
        low, high = (np.array(each) for each in zip(*self._rows.values(), strict=True))
        found = milp(
            objective,
            integrality=np.ones(len(self._highest)),
            bounds=Bounds(0, np.array(self._highest)),
            constraints=LinearConstraint(matrix, low, high),
        )
        assert found.success, found.message
        return round(float(found.fun), 6)

    def greatest(self, terms: Terms) -> float:
        return -self.least({number: -times for number, times in terms.items()})


def reckon(public: Repository, places: Sequence[Place], years: Sequence[int]) -> Attacker:
    """The attacker with all that this register tells the public."""
    attacker = Attacker(places, years)
    for filters in _filters(places, years):
        for question, hold in _MEANING.items():
            for more in _ways(question, years):
                for row in _answer(public, question, filters, more):
                    hold(attacker, filters, more, row)
        _hold_what_is_withheld(attacker, public, filters)
    return attacker


def _filters(places: Sequence[Place], years: Sequence[int]) -> Iterator[Filters]:
    """All spans of years, of the country and of each region; everywhere also of each type.

    Ministries are groups of types, and what is asked of a type by region is asked of a region too.
    """
    regions = sorted({each.region for each in places})
    kinds = sorted({each.kind for each in places})
    for first, last in itertools.combinations_with_replacement(years, 2):
        country = Filters(Period(date(first, 1, 1), date(last, 12, 31)))
        yield country
        yield from (replace(country, regions=(each,)) for each in regions)
        for kind in kinds if EVERYWHERE else ():
            yield replace(country, institution_types=(kind,))
            yield replace(country, ministries=(_HOST[kind],))


def _ways(question: str, years: Sequence[int]) -> list[dict[str, Any]]:
    """The clock and the pace on each day that might be told."""
    days = [{"as_of": date(year, 12, 31)} for year in years]
    return days if question in {"clock", "pace"} else [{}]


def _answer(
    public: Repository, question: str, filters: Filters, more: dict[str, Any]
) -> list[dict[str, Any]]:
    by = tuple(
        each
        for each in DIMENSIONS_OF[question]
        if public.may_ask(question, filters, (each,), **more)
    )
    return getattr(public, question)(filters, by=by, **more).rows(named=True) if by else []


@dataclass(frozen=True, slots=True)
class _Meant:
    """Whose visits a row counts."""

    places: tuple[int, ...]
    years: tuple[int, ...]
    kinds: tuple[str, ...]


def _meant(attacker: Attacker, filters: Filters, row: dict[str, Any]) -> _Meant:
    dimension, key = row["dimension"], row["key"]
    first, last = filters.period.from_on.year, filters.period.to_on.year
    years = tuple(each for each in attacker.years if first <= each <= last)
    kinds = KINDS
    year, _, kind = str(key).partition("/")
    if dimension in {"year", "year_visit_type"}:
        years = tuple(each for each in years if str(each) == year)
    if dimension in {"visit_type", "year_visit_type"}:
        kinds = (kind or year,)
    places = tuple(
        number
        for number, place in enumerate(attacker.places)
        if place.passes(filters) and (dimension in _NOT_OF_PLACES or place.keys(dimension) == key)
    )
    return _Meant(places, years, kinds)


_NOT_OF_PLACES = {"total", "year", "visit_type", "year_visit_type"}


def _hold_visits(
    attacker: Attacker, filters: Filters, _more: dict[str, Any], row: dict[str, Any]
) -> None:
    """Of a group without a row nothing is held: the rows of the others say that there is none."""
    meant = _meant(attacker, filters, row)
    for column, counted in (("visits", attacker.visits), ("places_visited", attacker.visited)):
        if row[column] is not None:
            terms = counted(meant.places, meant.years, meant.kinds)
            attacker.hold(terms, row[column], row[column])


def _hold_delays(
    attacker: Attacker, filters: Filters, _more: dict[str, Any], row: dict[str, Any]
) -> None:
    meant = _meant(attacker, filters, row)
    told = attacker.visits(meant.places, meant.years)
    attacker.hold(told, row["visits"], row["visits"])


def _hold_coverage(
    attacker: Attacker, filters: Filters, _more: dict[str, Any], row: dict[str, Any]
) -> None:
    """Places are visited while they are open, so that all visits are within the mandate."""
    meant = _meant(attacker, filters, row)
    told = row["places_visited"]
    assert told == round((row["coverage"] or 0) * row["places_in_mandate"])
    attacker.hold(attacker.visited(meant.places, meant.years), told, told)


def _hold_clock(
    attacker: Attacker, filters: Filters, more: dict[str, Any], row: dict[str, Any]
) -> None:
    places, up_to = _in_mandate(attacker, filters, more, row)
    third, fourth = (
        attacker.visited(places, range(up_to - years, up_to + 1), KINDS[:1]) for years in (2, 3)
    )
    ever = attacker.visited(places, range(attacker.years[0], up_to + 1), KINDS[:1])
    for terms, count in (
        (third, row["on_time"]),
        (fourth, row["on_time"] + row["due_soon"]),
        (ever, row["places"] - row["never_visited"]),
    ):
        attacker.hold(terms, count, count)


def _hold_pace(
    attacker: Attacker, filters: Filters, more: dict[str, Any], row: dict[str, Any]
) -> None:
    places, up_to = _in_mandate(attacker, filters, more, row)
    visited = attacker.visited(places, [up_to], KINDS[:1])
    attacker.hold(visited, row["places_visited"], row["places_visited"])


def _in_mandate(
    attacker: Attacker, filters: Filters, more: dict[str, Any], row: dict[str, Any]
) -> tuple[list[int], int]:
    """Those that are open at a year's end, and the year."""
    year = more["as_of"].year
    chosen = _meant(attacker, filters, row).places
    closed = [attacker.places[each].closed for each in chosen]
    return [n for n, on in zip(chosen, closed, strict=True) if on is None or on > year], year


Hold = Callable[[Attacker, Filters, dict[str, Any], dict[str, Any]], None]
_MEANING: dict[str, Hold] = {
    "visits": _hold_visits,
    "coverage": _hold_coverage,
    "report_delays": _hold_delays,
    "clock": _hold_clock,
    "pace": _hold_pace,
}
"""Questions about visits, and what their numbers mean."""


def _hold_what_is_withheld(attacker: Attacker, public: Repository, filters: Filters) -> None:
    """That types of a year are withheld, where it does not follow from the places told."""
    year = filters.period.year
    is_of_country = filters == Filters(filters.period)
    if year is None or not is_of_country or public.may_ask("visits", filters, ("visit_type",)):
        return
    by = ("total", *disclosure.PARTS)
    rows = public.visits(filters, by).rows(named=True)
    whole = next(row for row in rows if row["dimension"] == "total")
    most = max((row["places_visited"] for row in rows if row is not whole), default=0)
    counted = (whole["visits"], whole["places_visited"])
    if not whole["visits"] or disclosure.tells_of_a_part(*counted, 0, most):
        return
    fewest = next(n for n in itertools.count() if disclosure.tells_of_a_part(*counted, n, most))
    everywhere = range(len(attacker.places))
    attacker.hold(attacker.visits(everywhere, [year], REACTIVE), fewest, np.inf)


PARTS = ("region", "region_2016", "institution_type", "region_ministry", "region_type")


def parts(places: Sequence[Place]) -> dict[str, list[int]]:
    """All parts of the country, with the numbers of their places; those that are the same once."""
    found: dict[tuple[int, ...], str] = {}
    for dimension in PARTS:
        groups: defaultdict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(places):
            groups[place.keys(dimension)].append(number)
        for key, numbers in groups.items():
            found.setdefault(tuple(numbers), key)
    return {key: list(numbers) for numbers, key in found.items()}


def sure(attacker: Attacker) -> list[str]:
    """What is known of parts of the country: that there was such a visit at all."""
    known = []
    for part, places in parts(attacker.places).items():
        if len(places) == len(attacker.places):
            continue
        if attacker.least(attacker.visits(places, attacker.years, REACTIVE)) > 0:
            known.append(f"special or interim in {part}")
        seconds = attacker.visits(places, attacker.years)
        for year in attacker.years:
            for number in attacker.visited(places, [year]):
                seconds[number] = -1.0
        if attacker.least(seconds) > 0:
            known.append(f"second visits in {part}")
    return known
