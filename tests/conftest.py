"""Which tests count for coverage."""

from pathlib import Path

import pytest

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
