"""Which tests count for coverage, which of them the gate samples, and what is set beforehand."""

import gc
import os
from collections import Counter
from collections.abc import Hashable, Iterator
from pathlib import Path

import pytest

# Read when Polars is imported, and by servers that tests start: where all processors are busy,
# small frames take longer in a pool of threads.
os.environ.setdefault("POLARS_MAX_THREADS", "1")

import npm_data  # noqa: F401  before Polars, which then takes the same engine as in the program
from tests.extent import EVERYWHERE, SEEDED, in_turn, keep_seed
from tests.not_run import pytest_sessionfinish, pytest_terminal_summary  # noqa: F401

HERE = Path(__file__).parent
NOT_COUNTED = (
    "access",
    "charts/test_named_rows.py",
    "charts/test_place_timeline.py",
    "charts/test_regions.py",
    "charts/test_slides.py",
    "cli/test_import.py",
    "database",
    "demo",
    "disclosure",
    "figures/test_every_medium.py",
    "i18n",
    "keeping/test_change.py",
    "keeping/test_damaged.py",
    "keeping/test_faults.py",
    "keeping/test_follow_up.py",
    "keeping/test_killed.py",
    "keeping/test_update.py",
    "load/test_csv_files.py",
    "load/test_hostile_csv_files.py",
    "load/test_hostile_workbooks.py",
    "load/test_mutated_workbooks.py",
    "office_files/test_blank_cells.py",
    "office_files/test_cut_off.py",
    "office_files/test_headings.py",
    "office_files/test_words_for_nothing.py",
    "queries",
    "report/test_annex_files.py",
    "report/test_deck_pdf.py",
    "report/test_hostile_files.py",
    "report/test_release.py",
    "telling",
    "ui",
    "validate/test_marked_workbook.py",
    "validate/test_more_of_a_kind.py",
    "validate/test_mutations.py",
    "validate/test_personal.py",
    "validate/test_rules.py",
)
"""Tests that run much beside what they are about: whole pages, servers, registers by the thousand.

A line that only they run is not tested by them; and to count lines makes them take half as long
again. What is measured is thus what the tests of each module reach by themselves.
"""
EVERYWHERE_ONLY = ("demo/test_likeness.py", "demo/test_published_figures.py")
"""What they ask of the demonstration holds as long as its digest does (`demo/test_register.py`)."""
SAMPLED = (
    "access",
    "browser",
    "charts",
    "cli",
    "keeping",
    "office_files",
    "report",
    "ui",
    "validate/test_personal.py",
)
"""Tests that draw, write a file or a register, or run a page: the gate tries a case in one language
and look.
"""
TAKING_TURNS = ("language", "look")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        if _lies_in(item, NOT_COUNTED):
            item.add_marker("no_cover")
    kept = set(_in_the_gate(in_turn(items, _without_turns)))
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


def _lies_in(item: pytest.Item, places: tuple[str, ...]) -> bool:
    return item.nodeid.removeprefix("tests/").startswith(places)


def _without_turns(item: pytest.Item) -> Hashable | None:
    """The test and what was chosen for it, but for language and look; None where it has neither."""
    spec = getattr(item, "callspec", None)
    if spec is None or not _lies_in(item, SAMPLED) or not {*TAKING_TURNS} & {*spec.params}:
        return None
    chosen = [(name, str(each)) for name, each in spec.params.items() if name not in TAKING_TURNS]
    return item.path, item.originalname, *chosen


def _in_the_gate(items: list[pytest.Item]) -> Iterator[pytest.Item]:
    tried = Counter[Hashable]()
    for item in items:
        test = (item.path, getattr(item, "originalname", item.name))
        tried[test] += 1
        is_left_out = (
            _lies_in(item, EVERYWHERE_ONLY)
            or item.get_closest_marker("everywhere") is not None
            or (item.get_closest_marker("smoke") is not None and tried[test] > 2)
        )
        if EVERYWHERE or not is_left_out:
            yield item


def pytest_report_header() -> str:
    if EVERYWHERE:
        return f"extent: everywhere, drawn from EVERYWHERE={os.environ['EVERYWHERE']}"
    return "extent: the gate's sample; `make everywhere` runs what is deselected here"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """A seed that fails everywhere is kept: see `tests/extent.py`."""
    name, _, case = report.nodeid.rpartition("::")[2].partition("[")
    if EVERYWHERE and report.failed and name in SEEDED:
        keep_seed(name, int(case.rstrip("]")))


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
