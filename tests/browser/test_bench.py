"""The benchmark works: each part of it as a toy, and people who get no answer in time."""

import asyncio
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bench.council import Served, make_change
from bench.queries import LISTS, QUERIES
from bench.size import START, TOY
from bench.websocket import Visit
from tests.browser.server import PROJECT, AppServer

pytestmark = pytest.mark.browser

COUNTS = (
    "messages",
    "kB received",
    "changes not served in time",
    "above one, MB",
    "its memory",
    "memory of a session",
)
"""What is the same on each machine, and so has no floor."""
AT_MOST = ("answered a second", "people that this is enough for", "such for 2,000 people")
"""What a machine can do, for whoever plans one: it has neither floor nor budget."""
OF_A_CLICK = (
    "cold load",
    "click to last stroke",
    "processor of the server",
    "processor of the browser",
    *COUNTS[:2],
)


@pytest.mark.everywhere
def test_each_part_of_the_benchmark_measures_what_it_says_beside_a_floor() -> None:
    rows = _rows(_measured())
    names = [name for name, *_ in rows]
    assert {"import", "import of a workbook", "query visits", "--help", *LISTS} <= set(names)
    assert {"CSV of 10 times as much", "Parquet of 10 times as much, its memory"} <= set(names)
    assert {f"{query}, total" for query in QUERIES} <= set(names)
    for entry in TOY.pages:
        assert f"{entry.name}, nothing changed" in names
        assert {f"{entry.name}, {each}" for each in OF_A_CLICK} <= set(names)
    assert "coverage, other year" in names
    assert f"{TOY.idle} idle sessions above one, MB" in names
    for name, measured, ratio, budget, note in rows:
        assert float(re.sub(r"[^\d.]", "", measured)) > 0 or name.endswith(COUNTS), name
        if not name.endswith((*COUNTS, *AT_MOST)):
            _is_compared(name, float(ratio.removesuffix(" x")), budget, note)
    meetings = [note for name, *_, note in rows if name == "changes not served in time"]
    late = [int(measured) for name, measured, *_ in rows if name == "changes not served in time"]
    for count, note in zip(late, meetings, strict=True):
        asked = re.fullmatch(r"of (\d+): ([\d.]+) a second asked, ([\d.]+) answered", note)
        assert asked is not None
        assert int(asked[1]) == TOY.people[0] * TOY.changes
        assert float(asked[2]) > 0
        assert (asked[2] == asked[3]) == (count == 0)
    assert len(meetings) == 4
    assert [name for name in names if name in AT_MOST] == [*AT_MOST, *AT_MOST]


@pytest.mark.everywhere
def test_a_register_ten_times_as_large_is_measured_beside_one_of_the_size() -> None:
    rows = _rows(_measured("--size", "10"))
    names = [name for name, *_ in rows]
    assert {"CSV of 10 times as much", "coverage, other year", *LISTS} <= set(names)
    assert {"import", "query visits"}.isdisjoint(names)
    changes = {name: budget for name, _, _, budget, _ in rows if "click to last" in name}
    assert changes == {f"{entry.name}, click to last stroke": "1.25 x" for entry in TOY.pages}
    for name, _, ratio, budget, note in rows:
        if not name.endswith(COUNTS):
            _is_compared(name, float(ratio.removesuffix(" x")), budget, note)


def _measured(*options: str) -> str:
    finished = subprocess.run(
        [sys.executable, "-m", "bench", "--toy", *options],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr[-4000:]
    return finished.stdout


def _rows(printed: str) -> list[list[str]]:
    """The cells of each row of each table."""
    lines = [line for line in printed.splitlines() if line.startswith("│")]
    return [[cell.strip() for cell in line.strip("│").split("│")] for line in lines]


def _is_compared(name: str, ratio: float, budget: str, note: str) -> None:
    assert ratio > 0, name
    if budget:
        most = float(budget.removesuffix(" x"))
        assert note.startswith("OVER") == (ratio > most) or ratio == most, name


def test_a_change_without_an_answer_is_counted_and_the_next_one_is_made(
    demo_server: AppServer,
) -> None:
    served = Served()
    regions: list[list[str]] = []

    async def meeting() -> None:
        async with Visit(demo_server.port, "coverage", START) as visit:
            await visit.run()
            for key, code, seconds in (
                ("period", "2019", 30),
                # Nur-Sultan in 2019, and Astana again in 2023.
                ("region", "KZ-71", 30),
                ("period", "2023", 30),
                ("period", "2024", 30),
                # No year of the list; then answers that are interrupted half way.
                ("period", "1999", 0.5),
                ("region", "KZ-35", 0.01),
                ("period", "2020", 0.02),
                ("region", "KZ-63", 30),
            ):
                await make_change(visit, key, code, served, seconds)
                regions.append(visit.said_of("region"))

    # Playwright's own loop runs in the thread of the tests.
    with ThreadPoolExecutor() as threads:
        threads.submit(asyncio.run, meeting()).result()
    assert (served.changes, len(served.milliseconds)) == (8, 5)
    assert regions[1:4] == [["KZ-71"]] * 3
    assert regions[-1] == ["KZ-63"]
