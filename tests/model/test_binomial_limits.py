"""The limits of a funnel plot, held against scipy's binomial distribution."""

import pytest

from npm_data.figures.chance import Limits, binomial_limits
from tests.references import reference_rows


def test_the_lower_limits_are_spiegelhalters() -> None:
    for row in reference_rows("funnel_limits"):
        limits = binomial_limits(row["trials"], row["share"])
        assert limits.low_95 == pytest.approx(row["low_95"], abs=1e-9), row
        assert limits.low_998 == pytest.approx(row["low_998"], abs=1e-9), row


def test_the_upper_limits_are_the_lower_ones_of_the_failures() -> None:
    for row in reference_rows("funnel_limits"):
        limits = binomial_limits(row["trials"], 1 - row["share"])
        assert limits.high_95 == pytest.approx(1 - row["low_95"], abs=1e-9), row
        assert limits.high_998 == pytest.approx(1 - row["low_998"], abs=1e-9), row
        assert 0 <= limits.low_998 <= limits.low_95 <= limits.high_95 <= limits.high_998 <= 1


def test_a_unit_is_outside_exactly_when_chance_alone_hardly_brings_it_there() -> None:
    """Counts all over the range, and those next to the limits, where the answer turns."""
    for row in reference_rows("positions"):
        limits = binomial_limits(row["trials"], row["share"])
        assert limits.position(row["count"] / row["trials"]) == row["position"], (row, limits)


def test_where_all_or_none_are_implemented_one_that_differs_is_outside() -> None:
    assert binomial_limits(10, 0.0).position(0.0) == 0
    assert binomial_limits(10, 0.0).position(0.1) == 2
    assert binomial_limits(10, 1.0).position(1.0) == 0
    assert binomial_limits(10, 1.0).position(0.9) == -2


def test_a_position_says_the_side_and_how_far() -> None:
    limits = Limits(0.1, 0.2, 0.6, 0.7)
    assert [limits.position(share) for share in (0.05, 0.15, 0.4, 0.65, 0.75)] == [-2, -1, 0, 1, 2]
    assert limits.position(0.2) == limits.position(0.6) == 0
