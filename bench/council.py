"""People in one room, a Coordination Council, each changing a filter every few seconds."""

import asyncio
import itertools
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from bench.click import CPU_RATIO
from bench.measure import Measure, Section, Stopwatch, percentile, timed
from bench.size import BROWSER_YEARS, SOCKET_YEARS, START, Size
from bench.websocket import Visit
from npm_data.i18n import words_for
from npm_data.register.filters import Period
from npm_data.ui.frame.address import PERIOD, REGION, known_codes
from tests.browser.server import AppServer

P95_RATIO = 3.0
"""Of a change of one person alone on the bare page."""
ALONE = 6
"""So often one person chooses each year on the bare page."""


@dataclass(slots=True)
class Served:
    """Milliseconds of each change that was answered before the person made the next one."""

    milliseconds: list[float] = field(default_factory=list)
    changes: int = 0


def measure_council(
    server: AppServer, floor: AppServer, heaviest: str, size: Size
) -> tuple[Section, ...]:
    """All on the heaviest page; then spread over the pages, as people would be."""
    entries = [each.name for each in size.pages if each.uses_period]
    spread = list(itertools.islice(itertools.cycle(entries), size.people))
    return (
        _measure(server, floor, [heaviest] * size.people, f"all on {heaviest}", size),
        _measure(server, floor, spread, "spread over the pages", size),
    )


def _measure(
    server: AppServer, floor: AppServer, pages: list[str], where: str, size: Size
) -> Section:
    alone, bare_cpu = _alone(floor, size)
    watch = Stopwatch(server.process.pid)
    served = asyncio.run(_meeting(server.port, pages, size))
    cpu = watch.cpu_seconds() / served.changes
    times = served.milliseconds
    late = served.changes - len(times)
    note = f"{len(times)} of {served.changes} served"
    measures = [Measure("changes not served in time", late, budget=0, note=note)]
    if times:
        measures += [
            Measure("p50", percentile(times, 0.50), "ms", floor=alone),
            Measure("p95", percentile(times, 0.95), "ms", P95_RATIO, alone),
        ]
    note = "with the first page"
    measures.append(Measure("processor of a change", cpu, "s", CPU_RATIO, bare_cpu, note))
    title = f"{size.people} people, a change every {size.seconds_between:g} s, {where}"
    return Section(f"{title}; the floor: one alone on a bare page", tuple(measures))


def _alone(floor: AppServer, size: Size) -> tuple[float, float]:
    """What a change of one person on a bare page takes: the median of milliseconds, and seconds of
    processor time.
    """
    watch = Stopwatch(floor.process.pid)
    times = asyncio.run(_changes_alone(floor.port, SOCKET_YEARS[: size.years] * ALONE))
    return statistics.median(times), watch.cpu_seconds() / len(times)


async def _changes_alone(port: int, years: tuple[str, ...]) -> list[float]:
    milliseconds: list[float] = []
    async with Visit(port, "", START) as visit:
        await visit.run()
        for year in years:
            with timed(milliseconds):
                await visit.change(PERIOD, year, year)
    return milliseconds


async def _meeting(port: int, pages: list[str], size: Size) -> Served:
    """All arrive within one interval, in an order that is the same in each run."""
    served = Served()
    chance = random.Random(2014)
    arrivals = [chance.uniform(0, size.seconds_between) for _ in pages]
    people = [
        _person(Visit(port, page, START), arrival, random.Random(number), served, size)
        for number, (page, arrival) in enumerate(zip(pages, arrivals, strict=True))
    ]
    await asyncio.gather(*people)
    return served


async def _person(
    visit: Visit, arrival: float, chance: random.Random, served: Served, size: Size
) -> None:
    await asyncio.sleep(arrival)
    async with visit:
        start = time.perf_counter()
        await visit.run()
        choices = itertools.islice(_choices(chance), size.changes)
        for number, (key, code) in enumerate(choices, start=1):
            await asyncio.sleep(start + number * size.seconds_between - time.perf_counter())
            await make_change(visit, key, code, served, size.seconds_between)


async def make_change(visit: Visit, key: str, code: str, served: Served, seconds: float) -> None:
    """A change that is not answered in time is counted; the person makes the next one."""
    served.changes += 1
    try:
        with timed(served.milliseconds):
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
    regions = known_codes(REGION)
    years = (*SOCKET_YEARS, *BROWSER_YEARS)
    chosen = itertools.cycle(chance.sample(years, len(years)))
    for region, year in zip(chance.sample(regions, len(regions)), chosen, strict=False):
        yield REGION, region
        yield PERIOD, year
