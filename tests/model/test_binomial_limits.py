"""The limits of a funnel plot, held against scipy's binomial distribution."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binom

from npm_data.model.binomial_limits import Limits, binomial_limits

TRIALS = (1, 2, 5, 6, 10, 37, 100, 1_000, 12_345, 37_000)
SHARES = (0.0, 1e-6, 0.001, 0.02, 0.1, 1 / 3, 0.5, 0.6, 0.9, 0.999, 1.0)
EVERY_SIZE = pytest.mark.parametrize("trials", TRIALS)
EVERY_SHARE = pytest.mark.parametrize("share", SHARES)


def spiegelhalter(tail: float, trials: int, share: float) -> float:
    """His formula as it is printed: (r - alpha) / n, not below 0."""
    count = int(binom.ppf(tail, trials, share))
    while binom.cdf(count, trials, share) <= tail:
        count += 1
    up_to, before = binom.cdf(count, trials, share), binom.cdf(count - 1, trials, share)
    alpha = (up_to - tail) / (up_to - before)
    return max((count - alpha) / trials, 0.0)


@EVERY_SIZE
@EVERY_SHARE
def test_the_lower_limits_are_spiegelhalters(trials: int, share: float) -> None:
    limits = binomial_limits(trials, share)
    assert limits.low_95 == pytest.approx(spiegelhalter(0.025, trials, share), abs=1e-9)
    assert limits.low_998 == pytest.approx(spiegelhalter(0.001, trials, share), abs=1e-9)


@EVERY_SIZE
@EVERY_SHARE
def test_the_upper_limits_are_the_lower_ones_of_the_failures(trials: int, share: float) -> None:
    limits, turned = binomial_limits(trials, share), binomial_limits(trials, 1 - share)
    assert limits.high_95 == pytest.approx(1 - turned.low_95, abs=1e-9)
    assert limits.high_998 == pytest.approx(1 - turned.low_998, abs=1e-9)
    assert 0 <= limits.low_998 <= limits.low_95 <= limits.high_95 <= limits.high_998 <= 1


def outside(count: int, trials: int, share: float) -> int:
    """From the exact tails alone: what chance brings with at most 2.5 % or 0.1 % on that side."""
    below = binom.cdf(count, trials, share)
    above = binom.sf(count - 1, trials, share)
    return sum(above < tail for tail in (0.025, 0.001)) - sum(
        below < tail for tail in (0.025, 0.001)
    )


@settings(max_examples=400, deadline=None, derandomize=True)
@given(
    trials=st.integers(1, 3_000),
    share=st.floats(0.001, 0.999),
    place=st.floats(0, 1),
)
def test_a_unit_is_outside_exactly_when_chance_alone_hardly_brings_it_there(
    trials: int, share: float, place: float
) -> None:
    """Counts all over the range, and those next to the limits, where the answer turns."""
    limits = binomial_limits(trials, share)
    near = [math.floor(limit * trials) for limit in limits]
    for count in {round(place * trials), *near, *(each + 1 for each in near)}:
        if 0 <= count <= trials:
            found = limits.position(count / trials)
            assert found == outside(count, trials, share), (count, limits)


def test_where_all_or_none_are_implemented_one_that_differs_is_outside() -> None:
    assert binomial_limits(10, 0.0).position(0.0) == 0
    assert binomial_limits(10, 0.0).position(0.1) == 2
    assert binomial_limits(10, 1.0).position(1.0) == 0
    assert binomial_limits(10, 1.0).position(0.9) == -2


def test_a_position_says_the_side_and_how_far() -> None:
    limits = Limits(0.1, 0.2, 0.6, 0.7)
    assert [limits.position(share) for share in (0.05, 0.15, 0.4, 0.65, 0.75)] == [-2, -1, 0, 1, 2]
    assert limits.position(0.2) == limits.position(0.6) == 0
