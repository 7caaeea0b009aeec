"""Limits of a funnel plot: how far chance alone may move the share of a unit of a given size.

Spiegelhalter (2005), Funnel plots for comparing institutional performance, Statistics in Medicine
24:1185-1202, appendix A.1.1: exact binomial limits, interpolated between counts so that they are
smooth. The lower limit is his; the upper one is the lower limit of the failures, turned round. So
on either side a unit is outside exactly when chance alone would bring it there with a probability
of at most 2.5 % or 0.1 %; his formula put in for the upper side would be one count too narrow.
"""

import math
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

_TAIL_95 = 0.025
_TAIL_998 = 0.001
_SMALLEST = 1e-12
"""Parts of the most probable count's probability below which a count plays no part in a limit."""


class Limits(NamedTuple):
    """Shares between 0 and 1, from the lowest to the highest."""

    low_998: float
    low_95: float
    high_95: float
    high_998: float

    def position(self, share: float) -> int:
        """-2, -1: below the limits of 99.8 %, of 95 %; 0: within; 1, 2: above them."""
        below = (share < self.low_95) + (share < self.low_998)
        above = (share > self.high_95) + (share > self.high_998)
        return above - below


@lru_cache(maxsize=4096)
def binomial_limits(trials: int, share: float) -> Limits:
    """The limits of a unit with so many trials, where the share of all is `share`."""
    lower = _lower_counts(trials, share)
    upper = _lower_counts(trials, 1 - share)
    return Limits(
        low_998=lower[0] / trials,
        low_95=lower[1] / trials,
        high_95=1 - upper[1] / trials,
        high_998=1 - upper[0] / trials,
    )


def _lower_counts(trials: int, share: float) -> tuple[float, float]:
    """The interpolated counts below which lie 0.1 % and 2.5 % of the binomial distribution."""
    if share <= 0:
        return 0.0, 0.0
    if share >= 1:
        return trials - (1 - _TAIL_998), trials - (1 - _TAIL_95)
    first, probabilities = _probabilities(trials, share)
    cumulated = list(accumulate(probabilities))
    return (
        _interpolated(_TAIL_998, first, probabilities, cumulated),
        _interpolated(_TAIL_95, first, probabilities, cumulated),
    )


def _interpolated(
    tail: float, first: int, probabilities: list[float], cumulated: list[float]
) -> float:
    """The smallest count whose cumulated probability is above `tail`, less its share above it."""
    place = bisect_right(cumulated, tail)
    above = (cumulated[place] - tail) / probabilities[place]
    return max(first + place - above, 0.0)


def _probabilities(trials: int, share: float) -> tuple[int, list[float]]:
    """The first count that plays a part, and the probabilities from it up to the middle.

    From the most probable count, whose probability comes from the gamma function, each next one
    downwards is the last times k (1 - p) / ((n - k + 1) p).
    """
    middle = min(int((trials + 1) * share), trials)
    odds = (1 - share) / share
    probability = math.exp(
        math.lgamma(trials + 1)
        - math.lgamma(middle + 1)
        - math.lgamma(trials - middle + 1)
        + middle * math.log(share)
        + (trials - middle) * math.log1p(-share)
    )
    least = probability * _SMALLEST
    falling = [probability]
    count = middle
    while count > 0 and probability > least:
        probability *= count * odds / (trials - count + 1)
        falling.append(probability)
        count -= 1
    return count, falling[::-1]
