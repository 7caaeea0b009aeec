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
from npm_data.model.filters import Period
from npm_data.reference import reference

Ask = Callable[[Sequence[Period], tuple[str, ...], tuple[str, ...] | None], pl.DataFrame]
"""The question `visits_in_spans`, of periods, by groups and of types of visits, whoever asks."""

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
    years = _spans(known, 1)
    found = _of_everybody(ask, years, "visits")
    for kind in disclosure.REACTIVE:
        rows = ask(years, ("ministry",), (kind,))
        for period, code, count in _counts(rows, "visits"):
            found[period][code].reactive[kind] += count
    yield from found.values()


def _of_places(ask: Ask, known: Period) -> Iterator[_Ministries]:
    """Places visited in each year, in the four up to it and in all up to it."""
    lengths = (1, _ROUND_YEARS, known.to_on.year - known.from_on.year + 1)
    periods = list(dict.fromkeys(span for years in lengths for span in _spans(known, years)))
    found = _of_everybody(ask, periods, "places_visited")
    rows = ask(periods, ("ministry",), (PERIODIC,))
    periodic = {(period, code): count for period, code, count in _counts(rows, "places_visited")}
    for period, ministries in found.items():
        for code, each in ministries.items():
            each.reactive["other"] += each.all - periodic.get((period, code), 0)
    yield from found.values()


def _of_everybody(ask: Ask, periods: Sequence[Period], column: str) -> dict[Period, _Ministries]:
    parts: dict[tuple[Period, str], Counter[str]] = {}
    found: dict[Period, _Ministries] = {period: {} for period in periods}
    rows = ask(periods, _BY, None)
    for region, code, period, count in _counts_of_parts(rows, column):
        parts.setdefault((period, code), Counter())[region] += count
    for period, code, count in _counts(rows.filter(pl.col("dimension") == "ministry"), column):
        found[period][code] = _Counted(count, Counter(), parts[period, code])
    return found


def _counts(rows: pl.DataFrame, column: str) -> Iterator[tuple[Period, str, int]]:
    for from_on, to_on, key, count in rows.select("from_on", "to_on", "key", column).iter_rows():
        yield Period(from_on, to_on), key, count


def _counts_of_parts(rows: pl.DataFrame, column: str) -> Iterator[tuple[str, str, Period, int]]:
    """A region or a type of place, its ministry, the period and how many."""
    by_region = rows.filter(pl.col("dimension") == "region_ministry")
    for period, key, count in _counts(by_region, column):
        region, _, code = key.partition("/")
        yield region, code, period, count
    by_type = rows.filter(pl.col("dimension") == "institution_type")
    for period, key, count in _counts(by_type, column):
        yield key, reference().institution_type(key).portfolio, period, count


def _spans(known: Period, years: int) -> list[Period]:
    """For each known year the period of so many years that ends with it."""
    first = known.from_on.year
    return [
        Period(date(max(last - years + 1, first), 1, 1), date(last, 12, 31))
        for last in range(first, known.to_on.year + 1)
    ]
