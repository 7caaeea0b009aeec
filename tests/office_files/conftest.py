"""Workbooks are read within the tests' own process: what keeps a reader apart is tried elsewhere.

`tests/load/test_hostile_workbooks.py` and the browser's tests read them in a process of its own,
which takes as long to start as all the rest of an import of a few rows.
"""

from collections.abc import Iterator

import pytest

from npm_data.register.reading import workbook
from npm_data.register.reading.source import USUAL
from tests.packages import read_here


@pytest.fixture(scope="package", autouse=True)
def workbooks_are_read_here() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(workbook.read_workbook, "__defaults__", (USUAL, read_here))
        yield
