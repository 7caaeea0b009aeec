"""Chance that gives the same on every machine and every version of Python.

Only `random.Random(...).random()` is promised to stay the same between versions; `choice`, `sample`
and `shuffle` are not, and `sum` of floats is not (3.12 adds more exactly than 3.11). So everything
here is built from single draws, whole weights and plain arithmetic.
"""

from bisect import bisect_right
from collections.abc import Mapping, MutableSequence, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

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
