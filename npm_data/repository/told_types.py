"""Of whom the public is told the types of visits, and with them the four-year clock and the pace.

Told beside all visits of a region or of a type of place, they can say that there was a visit there
that somebody had asked for: where one region has nearly all visits, or all visits are of that kind.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from npm_data import disclosure
from npm_data.model.filters import Filters, Period
from npm_data.reference import reference

Ask = Callable[[Filters, tuple[str, ...]], pl.DataFrame]
"""The question `visits`, whoever asks."""

PERIODIC = "periodic"
_ROUND_YEARS = 4
_BY = ("ministry", "region_ministry", "institution_type")


@dataclass(frozen=True, slots=True)
class ToldTypes:
    """Whether types are told of the whole country, and of which ministries."""

    of_country: bool
    of_ministries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """What of one kind a ministry has: in all, of each reactive kind, and in each of its parts."""

    all: int = 0
    reactive: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "_Counted") -> "_Counted":
        return _Counted(
            self.all + other.all, self.reactive + other.reactive, self.parts + other.parts
        )

    @property
    def tells(self) -> bool:
        most = max(self.parts.values(), default=0)
        return any(
            disclosure.tells_a_place(self.all, count, most) for count in self.reactive.values()
        )


_Ministries = dict[str, _Counted]


def told_types(ask: Ask, known: Period) -> ToldTypes:
    """Looked at in all years and spans of years that can be told, so that it never changes between
    two choices.

    What is told of the country and of all ministries but some is told of these together as well:
    those left out must be enough to hide each other.
    """
    counted = [*_of_visits(ask, known), *_of_places(ask, known)]
    everyone = reference().portfolios
    if _tells(counted, everyone):
        return ToldTypes(of_country=False, of_ministries=())
    hidden = [each for each in everyone if _tells(counted, (each,))]
    others = _by_size(counted, [each for each in everyone if each not in hidden])
    while hidden and _tells(counted, hidden) and others:
        hidden.append(others.pop(0))
    told = tuple(each for each in everyone if each not in hidden)
    return ToldTypes(of_country=True, of_ministries=told)


def _tells(counted: Sequence[_Ministries], ministries: Iterable[str]) -> bool:
    chosen = tuple(ministries)
    return any(_sum(each.get(code, _Counted()) for code in chosen).tells for each in counted)


def _sum(counted: Iterable[_Counted]) -> _Counted:
    whole = _Counted()
    for each in counted:
        whole += each
    return whole


def _by_size(counted: Sequence[_Ministries], ministries: list[str]) -> list[str]:
    """The smallest first: least is lost with them."""
    size = {code: sum(each[code].all for each in counted if code in each) for code in ministries}
    return sorted(ministries, key=lambda code: (size[code], code))


def _of_visits(ask: Ask, known: Period) -> Iterator[_Ministries]:
    """Visits of each year."""
    for period in _spans(known, 1):
        found = _of_everybody(ask, period, "visits")
        for kind in disclosure.REACTIVE:
            rows = ask(Filters(period, visit_types=(kind,)), ("ministry",))
            for code, count in rows.select("key", "visits").iter_rows():
                found[code].reactive[kind] += count
        yield found


def _of_places(ask: Ask, known: Period) -> Iterator[_Ministries]:
    """Places visited in each year, in the four up to it and in all up to it."""
    for years in (1, _ROUND_YEARS, known.to_on.year - known.from_on.year + 1):
        for period in _spans(known, years):
            found = _of_everybody(ask, period, "places_visited")
            rows = ask(Filters(period, visit_types=(PERIODIC,)), ("ministry",))
            periodic = dict(rows.select("key", "places_visited").iter_rows())
            for code, each in found.items():
                each.reactive["other"] += each.all - periodic.get(code, 0)
            yield found


def _of_everybody(ask: Ask, period: Period, column: str) -> _Ministries:
    parts: dict[str, Counter[str]] = {}
    wholes: dict[str, int] = {}
    for dimension, key, count in (
        ask(Filters(period), _BY).select("dimension", "key", column).iter_rows()
    ):
        if dimension == "ministry":
            wholes[key] = count
        elif dimension == "region_ministry":
            region, _, code = key.partition("/")
            parts.setdefault(code, Counter())[region] += count
        else:
            parts.setdefault(reference().institution_type(key).portfolio, Counter())[key] += count
    return {code: _Counted(whole, Counter(), parts[code]) for code, whole in wholes.items()}


def _spans(known: Period, years: int) -> Iterator[Period]:
    for last in range(known.from_on.year, known.to_on.year + 1):
        first = max(last - years + 1, known.from_on.year)
        yield Period(date(first, 1, 1), date(last, 12, 31))
