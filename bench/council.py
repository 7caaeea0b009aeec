"""Twenty people, a Coordination Council, each changing a filter every five seconds for a minute."""

import asyncio
import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Measure, Section, Stopwatch, percentile
from bench.websocket import Visit
from npm_data.ui.page_list import PAGES
from tests.browser.server import AppServer

PEOPLE = 20
SECONDS_BETWEEN = 5.0
CHANGES = 12
P95_MILLISECONDS = 400.0


@dataclass(slots=True)
class Served:
    """Seconds of each change that was answered before the person made the next one."""

    seconds: list[float]
    changes: int = 0


def measure_council(database: Path, folder: Path, page: str) -> tuple[Section, ...]:
    """All on the heaviest page; then spread over the pages, as people would be."""
    entries = [entry.name for entry in PAGES if entry.uses_period]
    spread = list(itertools.islice(itertools.cycle(entries), PEOPLE))
    return (
        _measure(database, folder, [page] * PEOPLE, f"all on {page}"),
        _measure(database, folder, spread, "spread over the pages"),
    )


def _measure(database: Path, folder: Path, pages: list[str], where: str) -> Section:
    with AppServer(database, folder / "council.log") as server:
        watch = Stopwatch(server.process.pid)
        served = asyncio.run(_meeting(server.port, pages))
        cpu = watch.cpu_seconds()
    late = served.changes - len(served.seconds)
    times = [1000 * each for each in served.seconds]
    note = f"{len(times)} of {served.changes} served"
    return Section(
        f"{PEOPLE} people, a change every {SECONDS_BETWEEN:g} s for a minute, {where}",
        (
            Measure("changes not served in time", late, "", 0, note=note),
            Measure("p50", percentile(times, 0.50), "ms"),
            Measure("p95", percentile(times, 0.95), "ms", P95_MILLISECONDS),
            Measure("processor a change", cpu / served.changes, "s", note="with the first page"),
        ),
    )


async def _meeting(port: int, pages: list[str]) -> Served:
    """All arrive within one interval, in an order that is the same in each run."""
    served = Served([])
    chance = random.Random(2014)
    arrivals = [chance.uniform(0, SECONDS_BETWEEN) for _ in pages]
    people = [
        _person(port, page, arrival, random.Random(number), served)
        for number, (page, arrival) in enumerate(zip(pages, arrivals, strict=True))
    ]
    await asyncio.gather(*people)
    return served


async def _person(
    port: int, page: str, arrival: float, chance: random.Random, served: Served
) -> None:
    await asyncio.sleep(arrival)
    async with Visit(port, page, "lang=en&period=2016") as visit:
        start = time.perf_counter()
        await visit.run()
        choices = _choices(visit, chance)
        for number in range(1, CHANGES + 1):
            await asyncio.sleep(start + number * SECONDS_BETWEEN - time.perf_counter())
            key, label = next(choices)
            visit.choose(key, label)
            await _change(visit, label, served)


async def _change(visit: Visit, label: str, served: Served) -> None:
    """Waits for the page that says the change; an answer to an earlier one is not taken for it."""
    served.changes += 1
    start = time.perf_counter()
    try:
        async with asyncio.timeout(SECONDS_BETWEEN):
            await visit.ask()
            await visit.listen()
            while not visit.says(label):
                await visit.listen()
    except TimeoutError:
        return
    served.seconds.append(time.perf_counter() - start)


def _choices(visit: Visit, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Another region, then another year, and so on, in an order of the person's own."""
    years = [label for label in visit.labels("period") if label.isdecimal()]
    regions = visit.labels("region")
    pairs = zip(chance.sample(regions, len(regions)), itertools.cycle(chance.sample(years, 9)))
    for region, year in pairs:
        yield "region", region
        yield "period", year
