"""How long the server works on each page, over a real websocket, beside a bare page."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from bench.measure import Measure, Pair, Section, timed
from bench.size import SOCKET_YEARS, START, Size
from bench.websocket import Visit
from npm_data.i18n import words_for
from npm_data.ui.frame.address import PERIOD
from npm_data.ui.frame.page_list import PageEntry
from tests.browser.server import AppServer

Ask = Callable[[], Awaitable[None]]


def measure_pages(server: AppServer, floor: AppServer, size: Size) -> tuple[Section, str]:
    """The measures, and the name of the page on which a change of a filter takes longest."""
    measures: list[Measure] = []
    changed: dict[str, float] = {}
    for entry in size.pages:
        measures += asyncio.run(_measures(server, floor, entry, size))
        if entry.uses_period:
            changed[entry.name] = measures[-1].value
    beside = "the same at national size" if size.growth else "a bare page"
    title = f"Pages: from the request to the script's end at the server's socket, beside {beside}"
    return Section(title, tuple(measures)), max(changed, key=lambda name: changed[name])


async def _measures(
    server: AppServer, floor: AppServer, entry: PageEntry, size: Size
) -> list[Measure]:
    first, again, changed = Pair(), Pair(), Pair()
    path = entry.name if size.growth else ""
    async with (
        Visit(server.port, entry.name, START) as visit,
        Visit(floor.port, path, START) as bare,
    ):
        await _by_turns(first, visit.run, bare.run)
        if visit.title != words_for("en")(entry.title):
            raise RuntimeError(f"the page {visit.title!r} came, not {entry.name}")
        for _ in range(size.repeats):
            await _by_turns(again, visit.run, bare.run)
        measures = [
            first.measure(f"{entry.name}, opened by the first person"),
            again.measure(f"{entry.name}, nothing changed", note=f"{len(visit.elements)} elements"),
        ]
        if entry.uses_period:
            for year in SOCKET_YEARS[: size.years]:
                change, bare_change = (
                    partial(each.change, PERIOD, year, year) for each in (visit, bare)
                )
                await _by_turns(changed, change, bare_change)
            note = f"{visit.messages} messages, {visit.received_bytes / 1000:,.0f} kB"
            measures.append(changed.measure(f"{entry.name}, other year", note=note))
    return measures


async def _by_turns(pair: Pair, ask: Ask, ask_bare: Ask) -> None:
    with timed(pair.times):
        await ask()
    with timed(pair.floor):
        await ask_bare()
