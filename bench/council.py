"""Twenty people, a Coordination Council, each changing a filter every five seconds for a minute."""

import asyncio
import itertools
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bench.measure import Measure, Section, Stopwatch, percentile, timed
from bench.websocket import Visit
from npm_data.i18n import words_for
from npm_data.model.filters import Period
from npm_data.ui.address import PERIOD, REGION, known_codes
from npm_data.ui.page_list import PAGES
from tests.browser.server import AppServer

PEOPLE = 20
SECONDS_BETWEEN = 5.0
CHANGES = 12
P95_MILLISECONDS = 400.0


@dataclass(slots=True)
class Served:
    """Seconds of each change that was answered before the person made the next one."""

    seconds: list[float] = field(default_factory=list)
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
    served = Served()
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
        choices = _choices(chance)
        for number in range(1, CHANGES + 1):
            await asyncio.sleep(start + number * SECONDS_BETWEEN - time.perf_counter())
            key, code = next(choices)
            await make_change(visit, key, code, served, SECONDS_BETWEEN)


async def make_change(visit: Visit, key: str, code: str, served: Served, seconds: float) -> None:
    """A change that is not answered in time is counted; the person makes the next one."""
    served.changes += 1
    try:
        with timed(served.seconds):
            await visit.change(key, _label(visit, key, code), code, seconds)
    except TimeoutError:
        return


def _label(visit: Visit, key: str, code: str) -> str:
    """A region bears the name of the period's last day: Astana was Nur-Sultan for some years."""
    if key != REGION:
        return code
    year = int(visit.said_of(PERIOD)[0])
    return words_for("en").region(code, on=Period.of_year(year).to_on)


def _choices(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Another region, then another year, and so on, in an order of the person's own."""
    regions, years = known_codes(REGION), [str(year) for year in range(2014, 2026)]
    chosen = itertools.cycle(chance.sample(years, 9))
    for region, year in zip(chance.sample(regions, len(regions)), chosen, strict=False):
        yield REGION, region
        yield PERIOD, year
