"""Which tests count for coverage, and what is set before any of them runs."""

import gc
from pathlib import Path

import pytest

import npm_data  # noqa: F401  before Polars, which then takes the same engine as in the program

HERE = Path(__file__).parent
NOT_COUNTED = (
    "access",
    "demo",
    "disclosure",
    "i18n",
    "load/test_mutated_workbooks.py",
    "ui",
    "validate/test_mutations.py",
)
"""Tests that run much beside what they are about: whole pages, servers, registers by the thousand.

A line that only they run is not tested by them; and to count lines makes them take half as long
again. What is measured is thus what the tests of each module reach by themselves.
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if any(item.path.is_relative_to(HERE / each) for each in NOT_COUNTED):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """A million objects of the libraries are looked through at each full collection: once is
    enough.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


def pytest_unconfigure() -> None:
    """Otherwise DuckDB would complain of what nobody took away."""
    gc.unfreeze()
