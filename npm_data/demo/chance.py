"""Chance that gives the same on every machine and every version of Python.

Only `random.Random(...).random()` is promised to stay the same between versions; `choice`, `sample`
and `shuffle` are not, and `sum` of floats is not (3.12 adds more exactly than 3.11). So everything
here is built from single draws, whole weights and plain arithmetic.
"""

from bisect import bisect_right
from collections.abc import Mapping, MutableSequence, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

from npm_data.demo.plan import DATA_DATE, FIRST_VISIT_DAY, SEASONS, USUAL_SEASON

T = TypeVar("T")


class Weighted(Generic[T]):
    """Options with whole weights, ready to be drawn from many times."""

    def __init__(self, weights: Mapping[T, int]) -> None:
        self.options = tuple(option for option, weight in weights.items() if weight > 0)
        self.bounds = tuple(accumulate(weights[option] for option in self.options))

    def at(self, share: float) -> T:
        """The option that lies at a share (0 <= share < 1) of the total weight."""
        return self.options[bisect_right(self.bounds, int(share * self.bounds[-1]))]


class Chance:
    """One stream of draws; its name keeps it apart from the streams of other parts."""

    def __init__(self, seed: int, name: str) -> None:
        self.share = Random(f"{name}/{seed}").random

    def happens(self, probability: float) -> bool:
        return self.share() < probability

    def whole(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self.share() * (high - low + 1))

    def one_of(self, options: Sequence[T]) -> T:
        return options[int(self.share() * len(options))]

    def draw(self, weighted: Weighted[T]) -> T:
        return weighted.at(self.share())

    def rounded(self, value: float) -> int:
        """A whole number whose mean is `value`."""
        return int(value + self.share())

    def day_between(self, first: date, last: date) -> date:
        return first + timedelta(days=self.whole(0, (last - first).days))

    def shuffle(self, items: MutableSequence[T]) -> None:
        """Fisher and Yates, in place."""
        for last in range(len(items) - 1, 0, -1):
            other = self.whole(0, last)
            items[last], items[other] = items[other], items[last]


HOLIDAYS = frozenset(
    {(1, 1), (1, 2), (1, 7), (3, 8), (3, 21), (3, 22), (3, 23), (5, 1), (5, 7), (5, 9)}
    | {(7, 6), (8, 30), (12, 16)}
)
"""Month and day of the holidays with a fixed date."""


def is_working(day: date) -> bool:
    return day.weekday() < 5 and (day.month, day.day) not in HOLIDAYS


def working_day(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def working_days_after(day: date, days: int) -> date:
    """The working day that lies so many working days after `day`."""
    for _ in range(days):
        day = working_day(day + timedelta(days=1))
    return day


@cache
def visit_days(year: int) -> Weighted[date]:
    """The working days of a year, weighted by season, early enough to end within the data."""
    first = max(date(year, 1, 1), FIRST_VISIT_DAY)
    last = min(date(year, 12, 31), DATA_DATE - timedelta(days=5))
    season = SEASONS.get(year, USUAL_SEASON)
    days = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return Weighted({day: season[day.month - 1] for day in days if is_working(day)})
