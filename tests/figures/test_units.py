"""Which units a sentence names by their share."""

import polars as pl

from npm_data.figures.units import ranked

COUNTS = {"a": (3, 4), "b": (6, 10), "c": (5, 20), "d": (9, 30), "e": (15, 60)}


def units(*codes: str) -> pl.DataFrame:
    """With the whole below them, which is no unit."""
    rows = [(code, k / n, n) for code in codes for k, n in [COUNTS[code]]]
    return pl.DataFrame([*rows, ("total", 0.0, 999)], schema=["code", "share", "n"], orient="row")


def named(*codes: str, more_than: int = 1) -> tuple[str, str, int] | None:
    found = ranked(units(*codes), "share", "n", more_than=more_than)
    if found is None:
        return None
    lowest, highest = ("".join(row["code"] for row in rows) for rows in found[:2])
    return lowest, highest, found.fewest


def test_the_larger_units_are_named_and_smaller_ones_only_where_there_are_too_few() -> None:
    assert named("a", "b", "c", "d") == ("cd", "dc", 20)
    assert named("a", "b", "c") == ("cb", "bc", 5)
    assert named("a", "b", "c", "d", more_than=2) == ("cdb", "bdc", 5)


def test_of_equal_shares_the_first_stands_first_and_of_equals_alone_none_is_named() -> None:
    assert named("e", "d", "c") == ("ecd", "dec", 20)
    assert named("c", "e") is None


def test_one_unit_or_none_is_no_comparison() -> None:
    assert named("a", "b") is None
    assert named("d") is None
    assert ranked(pl.DataFrame(), "share", "n") is None
