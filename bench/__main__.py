"""`python -m bench`: every measurement at national size, beside its floor and its budget.

`python -m bench import many queries terminal pages click council idle` chooses among them; all is
the default. With `--size 10` (or 100) the register is that many times as large, and `many`,
`queries`, `pages` and `click` are measured beside the same of national size. With `--toy` each runs
with next to nothing, so that a test sees it work.
"""

import argparse
import platform
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import psutil
import streamlit

from bench.click import measure_clicks
from bench.council import FLOOR_APP, measure_council
from bench.idle import measure_idle
from bench.measure import Measure, Section, print_section
from bench.pages import measure_pages
from bench.queries import measure_queries, measure_queries_beside
from bench.register import measure_import, measure_many_times, measure_workbook
from bench.size import GROWTH, NATIONAL, TOY, Size
from bench.terminal import measure_terminal
from tests.browser.server import AppServer, together

PARTS = ("import", "many", "queries", "terminal", "pages", "click", "council", "idle")
OF_MANY_TIMES = ("many", "queries", "pages", "click")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    sizes = (1, *GROWTH)
    parser.add_argument("--size", type=int, choices=sizes, default=1, help="times national size")
    parser.add_argument("--toy", action="store_true", help="only whether each part runs")
    asked = parser.parse_args()
    size = replace(TOY if asked.toy else NATIONAL, times=asked.size)
    on_offer = OF_MANY_TIMES if size.growth else PARTS
    unknown = set(asked.parts) - set(on_offer)
    if unknown:
        parser.error(f"no such part: {', '.join(sorted(unknown))}")
    print(machine())
    start = time.monotonic()
    measures: list[Measure] = []
    with TemporaryDirectory() as name:
        for section in measure(asked.parts or on_offer, Path(name), size):
            print_section(section)
            measures += section.measures
    over = sum(not each.is_within for each in measures)
    print(f"Measured in {time.monotonic() - start:.0f} s. Over budget: {over} of {len(measures)}.")


def machine() -> str:
    """What was measured on, and how busy it was already: a busy machine shows longer times."""
    waiting = psutil.getloadavg()[0]
    return (
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, "
        f"Streamlit {streamlit.__version__}, {psutil.cpu_count()} cores, "
        f"load of the minute before: {waiting:.1f}"
    )


def measure(parts: list[str] | tuple[str, ...], folder: Path, size: Size) -> Iterator[Section]:
    imported, database = measure_import(folder, size)
    if "import" in parts:
        yield imported
        yield measure_workbook(folder, size)
    if "many" in parts or size.growth:
        imported, many = measure_many_times(folder, size)
        if "many" in parts:
            yield imported
        if size.growth:
            yield from _beside_national_size(parts, many, database, folder, size)
            return
    if "queries" in parts:
        yield measure_queries(database, size)
    if "terminal" in parts:
        yield measure_terminal(database, size)
    if "idle" in parts:
        with AppServer(database, folder / "idle.log", NPM_PUBLIC="1") as server:
            yield measure_idle(server, size)
    heaviest = "coverage"
    if {"pages", "click"} & set(parts):
        server = AppServer(database, folder / "server.log")
        floor = AppServer(database, folder / "floor.log", FLOOR_APP)
        with together(server, floor):
            if "pages" in parts:
                pages, heaviest = measure_pages(server, floor, size)
                yield pages
            if "click" in parts:
                yield measure_clicks(server, floor, size)
    if "council" in parts:
        yield from measure_council(database, folder, heaviest, size)


def _beside_national_size(
    parts: list[str] | tuple[str, ...], many: Path, national: Path, folder: Path, size: Size
) -> Iterator[Section]:
    if "queries" in parts:
        yield measure_queries_beside(many, national, size)
    if {"pages", "click"}.isdisjoint(parts):
        return
    server, floor = AppServer(many, folder / "many.log"), AppServer(national, folder / "one.log")
    with together(server, floor):
        if "pages" in parts:
            yield measure_pages(server, floor, size)[0]
        if "click" in parts:
            yield measure_clicks(server, floor, size)


if __name__ == "__main__":
    main()
