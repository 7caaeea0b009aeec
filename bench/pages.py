"""How long the server works on each page, over a real websocket, beside a bare rerun."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path

from bench.measure import Measure, Section, Stopwatch, timed
from bench.websocket import Visit
from npm_data.i18n import words_for
from npm_data.ui.address import PERIOD
from npm_data.ui.page_list import PAGES, PageEntry
from tests.browser.server import AppServer

FLOOR_APP = Path(__file__).with_name("floor_app.py")
FRESH_STARTS = 3
REPEATS = 12
QUERY = "lang=en&period=2016"


def measure_pages(database: Path, folder: Path) -> tuple[Section, str]:
    """The measures, and the name of the page on which a change of a filter takes longest."""
    measures: list[Measure] = []
    changed: dict[str, float] = {}
    with AppServer(database, folder / "pages.log") as server:
        for entry in PAGES:
            floor = asyncio.run(_floor(database, folder, entry, server))
            cold = asyncio.run(_first_runs(database, folder, entry))
            measures.append(Measure(f"{entry.name}, first in a new server", cold, "ms"))
            measures.append(asyncio.run(_unchanged(server, entry, floor)))
            if entry.uses_period:
                other_year, cpu = asyncio.run(_other_years(server, entry, floor))
                measures += [other_year, cpu]
                changed[entry.name] = other_year.value
    title = "Pages: from the request to the script's end, at the server's socket"
    return Section(title, tuple(measures)), max(changed, key=lambda name: changed[name])


async def _unchanged(server: AppServer, entry: PageEntry, floor: float) -> Measure:
    async with Visit(server.port, entry.name, QUERY) as visit:
        await visit.run()
        times = await _times(visit, [visit.run] * REPEATS)
        note = f"{len(visit.elements)} elements"
    name = f"{entry.name}, nothing changed"
    return Measure(name, statistics.median(times), "ms", floor=floor, note=note)


async def _other_years(
    server: AppServer, entry: PageEntry, floor: float
) -> tuple[Measure, Measure]:
    """Each year once, since an answer once given is kept."""
    async with Visit(server.port, entry.name, QUERY) as visit:
        await visit.run()
        if visit.title != words_for("en")(entry.title):
            raise RuntimeError(f"the page {visit.title!r} came, not {entry.name}")
        asked = [str(year) for year in range(2014, 2026) if str(year) not in QUERY]
        watch = Stopwatch(server.process.pid)
        times = await _times(visit, [partial(visit.change, PERIOD, year, year) for year in asked])
        cpu = watch.cpu_seconds() / len(asked)
        note = f"{visit.received_bytes / 1000:,.0f} kB sent"
    return (
        Measure(f"{entry.name}, other year", statistics.median(times), "ms", floor=floor),
        Measure(f"{entry.name}, processor a change", cpu, "s", note=note),
    )


async def _times(visit: Visit, work: list[Callable[[], Awaitable[None]]]) -> list[float]:
    seconds: list[float] = []
    for each in work:
        with timed(seconds):
            await each()
    return [1000 * each for each in seconds]


async def _first_runs(database: Path, folder: Path, entry: PageEntry) -> float:
    """Milliseconds of the first answer of a server that has just started."""
    times: list[float] = []
    for _ in range(FRESH_STARTS):
        with AppServer(database, folder / "cold.log") as server:
            async with Visit(server.port, entry.name, QUERY) as visit:
                times += await _times(visit, [visit.run])
    return statistics.median(times)


async def _floor(database: Path, folder: Path, entry: PageEntry, app: AppServer) -> float:
    """Milliseconds of a rerun with as many empty elements as the page has."""
    async with Visit(app.port, entry.name, QUERY) as visit:
        await visit.run()
        settings = {"FLOOR_ELEMENTS": str(len(visit.elements))}
    with AppServer(database, folder / "floor.log", FLOOR_APP, **settings) as server:
        async with Visit(server.port, "") as visit:
            await visit.run()
            return statistics.median(await _times(visit, [visit.run] * REPEATS))
