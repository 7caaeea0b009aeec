"""What the demonstration register aims at, year by year."""

from bisect import bisect_right
from collections.abc import Mapping, MutableSequence, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

FIRST_VISIT_DAY = date(2014, 4, 1)
DATA_DATE = date(2025, 12, 31)
"""The last day that the demonstration describes."""

RATE_YEAR = 2023
RATE_DAY = date(2024, 11, 8)
"""When the rate of 2023 was presented; its denominator, day and judge are not published."""

SHARE_IMPLEMENTED = 0.40
"""Of those first made in `RATE_YEAR`, by their status as of `RATE_DAY`, whoever gave it.

The denominator is all that were made, as the source's words suggest; those no longer applicable
are so few that `rate_stock`, which leaves them out, rounds to the same per cent.
"""


@dataclass(frozen=True, slots=True)
class YearPlan:
    """Visits by type, distinct places that they reach, and how much is recommended.

    `wordiness` multiplies the usual number of recommendations of a place; `systemic` counts the
    recommendations without a place.
    """

    year: int
    periodic: int
    interim: int
    special: int
    unspecified: int
    places: int
    wordiness: float
    systemic: int


YEARS = (
    YearPlan(2014, 363, 12, 16, 4, 414, 0.80, 0),
    YearPlan(2015, 451, 44, 26, 6, 548, 0.86, 18),
    YearPlan(2016, 570, 70, 34, 6, 704, 0.90, 24),
    YearPlan(2017, 482, 70, 32, 6, 612, 0.94, 26),
    YearPlan(2018, 487, 76, 32, 5, 620, 0.96, 28),
    YearPlan(2019, 486, 76, 33, 5, 622, 0.98, 30),
    YearPlan(2020, 268, 36, 22, 4, 341, 0.92, 22),
    YearPlan(2021, 376, 52, 28, 4, 477, 1.00, 26),
    YearPlan(2022, 470, 72, 33, 5, 601, 1.08, 32),
    YearPlan(2023, 349, 73, 33, 6, 474, 1.35, 36),
    YearPlan(2024, 418, 62, 30, 5, 533, 1.28, 34),
    YearPlan(2025, 420, 66, 30, 4, 538, 1.24, 34),
)

USUAL_SEASON = (50, 80, 90, 100, 100, 90, 80, 40, 100, 110, 100, 45)
"""How likely a visit begins in each month: fewer in January, August and December."""

SEASONS = {
    2014: (0, 0, 0, 60, 90, 90, 80, 45, 110, 120, 110, 60),
    2020: (90, 130, 70, 0, 5, 30, 0, 30, 110, 130, 100, 40),
    2021: (40, 70, 80, 60, 80, 90, 40, 30, 100, 120, 110, 60),
}
"""The years that went otherwise: the first, which begins in April, and those of the pandemic."""

REGION_EFFORT = {
    "KZ-62": 30,
    "KZ-47": 45,
    "KZ-43": 55,
    "KZ-10": 65,
    "KZ-61": 75,
    "KZ-39": 140,
    "KZ-55": 145,
    "KZ-71": 150,
    "KZ-63": 125,
}
"""How much the regional group visits, where 100 is usual: four regions lag. Made up entirely."""

INTERIM_EFFORT = {"penal": 9, "sizo": 9, "ivs": 5, "psychiatric": 6, "social_care": 4}
"""How often a place of a type, once visited, is visited again in between; 2 elsewhere."""

SPECIAL_EFFORT = {
    "penal": 60,
    "sizo": 70,
    "ivs": 8,
    "sizo_security": 12,
    "psychiatric": 12,
    "special_school": 8,
    "social_care": 3,
    "guardhouse": 3,
}
"""How often reports received lead to a special visit; 1 elsewhere, 0 for police premises."""

OUTSIDE_MANDATE = (
    (date(2018, 11, 14), "childrens_home"),
    (date(2019, 2, 12), "infant_home"),
    (date(2019, 10, 22), "social_care"),
    (date(2019, 11, 20), "social_care"),
)
"""Visits made before the mandate covered the type: they count as visits, never as coverage."""


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
