"""What windows of the public cost that stand open on somebody's desk: the server's memory."""

import asyncio
import itertools
from contextlib import AsyncExitStack

import psutil

from bench.measure import Measure, Section
from bench.size import START, Size
from bench.websocket import Visit
from npm_data.register.filters import Role
from tests.browser.server import AppServer

MEGABYTES = 300
"""That a hundred more may cost."""


def measure_idle(server: AppServer, size: Size) -> Section:
    grown = asyncio.run(_grown(server, size))
    name = f"{size.idle} idle sessions above one, MB"
    note = f"{grown / size.idle:.2f} MB each"
    title = "Memory of windows of the public that nothing is done in"
    return Section(title, (Measure(name, grown, budget=MEGABYTES, note=note),))


async def _grown(server: AppServer, size: Size) -> float:
    pages = [each.name for each in size.pages if each.role is Role.PUBLIC]
    async with AsyncExitStack() as open_windows:
        before = 0.0
        for page in itertools.islice(itertools.cycle(pages), 1 + size.idle):
            visit = await open_windows.enter_async_context(Visit(server.port, page, START))
            await visit.run()
            before = before or _megabytes(server)
        return max(0.0, _megabytes(server) - before)


def _megabytes(server: AppServer) -> float:
    return psutil.Process(server.process.pid).memory_info().rss / 1e6
