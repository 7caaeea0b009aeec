"""How long the server works on each page, over a real websocket, beside a bare rerun."""

import asyncio
import statistics
from collections.abc import Awaitable, Callable
from pathlib import Path

from bench.measure import Measure, Section, Stopwatch, timed
from bench.websocket import Visit
from npm_data.i18n import words_for
from npm_data.ui.page_list import PAGES, PageEntry
from tests.browser.server import AppServer

FLOOR_APP = Path(__file__).with_name("floor_app.py")
FRESH_STARTS = 3
REPEATS = 12
QUERY = "lang=en&period=2016"


def measure_pages(database: Path, folder: Path) -> tuple[Section, str]:
    """The measures, and the name of the page on which a change of a filter takes longest."""
    with AppServer(database, folder / "pages.log") as server:
        found = {
            entry.name: asyncio.run(_measures(server, entry, database, folder)) for entry in PAGES
        }
    measures = [each for page in found.values() for each in page]
    changed = {name: page[1].value for name, page in found.items()}
    title = "Pages: from the request to the script's end, at the server's socket"
    return Section(title, tuple(measures)), max(changed, key=lambda name: changed[name])


async def _measures(
    server: AppServer, entry: PageEntry, database: Path, folder: Path
) -> list[Measure]:
    cold = [await _first_run(database, folder, entry) for _ in range(FRESH_STARTS)]
    async with Visit(server.port, entry.name, QUERY) as visit:
        await visit.run()
        count = len(visit.elements)
        title = words_for("en")(entry.title)
        # A page that shows a year's figures has others for each year; all are asked for once.
        years = [label for label in visit.labels("period") if label.isdecimal()][:REPEATS]
        watch = Stopwatch(server.process.pid)
        changed = await _times(visit, [_change(visit, year, title) for year in years])
        cpu = watch.cpu_seconds() / len(years)
        size = visit.received_bytes / 1000
        unchanged = await _times(visit, [visit.run] * REPEATS)
    floor = await _floor(database, folder, count)
    name, note = entry.name, f"{count} elements"
    return [
        Measure(f"{name}, first in a new server", statistics.median(cold), "ms"),
        Measure(f"{name}, other year", statistics.median(changed), "ms", floor=floor, note=note),
        Measure(f"{name}, nothing changed", statistics.median(unchanged), "ms", floor=floor),
        Measure(f"{name}, processor a change", cpu, "s", note=f"{size:,.0f} kB sent"),
    ]


def _change(visit: Visit, label: str, title: str) -> Callable[[], Awaitable[None]]:
    async def change() -> None:
        visit.choose("period", label)
        await visit.run()
        if not visit.says(label) or visit.title != title:
            raise RuntimeError(f"the page {visit.title!r} came, not {title!r} of {label}")

    return change


async def _times(visit: Visit, work: list[Callable[[], Awaitable[None]]]) -> list[float]:
    seconds: list[float] = []
    for each in work:
        with timed(seconds):
            await each()
    return [1000 * each for each in seconds]


async def _first_run(database: Path, folder: Path, entry: PageEntry) -> float:
    with AppServer(database, folder / "cold.log") as server:
        async with Visit(server.port, entry.name, QUERY) as visit:
            return (await _times(visit, [visit.run]))[0]


async def _floor(database: Path, folder: Path, elements: int) -> float:
    """Milliseconds of a rerun with so many empty elements."""
    settings = {"FLOOR_ELEMENTS": str(elements)}
    with AppServer(database, folder / "floor.log", FLOOR_APP, **settings) as server:
        async with Visit(server.port, "") as visit:
            await visit.run()
            return statistics.median(await _times(visit, [visit.run] * REPEATS))
