"""Many people at once, each changing a filter every few seconds, beside as many on a bare page.

The secretariat comes straight to one process; the public through nginx to one process and to two,
each person from an address of their own, because an address may ask for so much only. The people
are in a process by themselves, on the same cores as all they ask.
"""

import asyncio
import itertools
import math
import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

import psutil

from bench.measure import Measure, Section, Stopwatch, percentile, timed
from bench.size import BROWSER_YEARS, SOCKET_YEARS, START, Size
from bench.websocket import WAIT_SECONDS, Visit
from npm_data.i18n import words_for
from npm_data.register.filters import Period, Role
from npm_data.ui.frame.address import PERIOD, REGION, known_codes
from scripts.nginx import in_plain_http, start_nginx, with_processes
from scripts.serve import end, place, seen_at, wait_until_it_answers
from tests.browser.server import ADDRESS, AppServer, free_port, together

FLOOR_APP = Path(__file__).with_name("floor_app.py")
P95_RATIO = 3.0
MEGABYTES = 1.5
"""Of a session."""
MANY = 2_000
"""So many people are asked for machines."""
Choices = Callable[[random.Random], Iterator[tuple[str, str]]]


@dataclass(slots=True)
class Served:
    """Milliseconds of each change that was answered before the person made the next one."""

    milliseconds: list[float] = field(default_factory=list)
    changes: int = 0


@dataclass(frozen=True, slots=True)
class Site:
    """Processes, and the nginx before them, if there is one."""

    port: int
    ports: list[int]
    """Of the processes themselves."""
    servers: list[int]
    nginx: list[int]

    def megabytes(self) -> float:
        return sum(psutil.Process(pid).memory_info().rss for pid in self.servers) / 1e6


@dataclass(slots=True)
class Meeting:
    """What came of it: seconds, and of these the processor's, once all had opened their page."""

    served: Served = field(default_factory=Served)
    seconds: float = 0
    busy: dict[str, float] = field(default_factory=dict)
    """By who took part: seconds of processor time."""
    opened: float = 0
    """Megabytes that the processes took for each window when it had opened its page."""
    grown: float = 0
    """The same at the end, with all that is kept for everybody since."""

    @property
    def answered(self) -> float:
        """A second."""
        return len(self.served.milliseconds) / self.seconds

    @property
    def processor(self) -> float:
        """Seconds of the processes for a change."""
        return self.busy["servers"] / self.served.changes

    @property
    def cores(self) -> str:
        shares = (f"{name} {spent / self.seconds:.2f}" for name, spent in self.busy.items())
        return f"cores busy: {', '.join(shares)}"


@dataclass(frozen=True, slots=True)
class Measured:
    """What all meetings have in common."""

    database: Path
    folder: Path
    size: Size

    def held(self, pages: Sequence[str], processes: int, pause: float) -> Meeting:
        """On the dashboard; without processes, straight to one."""
        with self._site(processes) as site:
            return asyncio.run(_meeting(site, pages, _choices, pause, self.size))

    def held_on_the_floor(self, people: int, processes: int) -> Meeting:
        with self._site(processes, FLOOR_APP) as site:
            pause = self.size.seconds_between
            return asyncio.run(_meeting(site, [""] * people, _years, pause, self.size))

    @contextmanager
    def _site(self, processes: int, *script: Path) -> Iterator[Site]:
        servers = [
            AppServer(self.database, self.folder / f"council_{number}.log", *script)
            for number in range(processes or 1)
        ]
        with together(*servers):
            pids, ports = [each.process.pid for each in servers], [each.port for each in servers]
            if not processes:
                yield Site(ports[0], ports, pids, [])
                return
            port = free_port()
            text = in_plain_http(with_processes(ports), place(ADDRESS, port))
            nginx = start_nginx(self.folder / "nginx", text)
            try:
                wait_until_it_answers(nginx, seen_at(ADDRESS, port))
                worker = psutil.Process(nginx.pid).children()[0]
                yield Site(port, ports, pids, [worker.pid])
            finally:
                end(nginx)


def measure_council(database: Path, folder: Path, heaviest: str, size: Size) -> Iterator[Section]:
    """All on the heaviest page; then spread over the pages, as people would be."""
    measured = Measured(database, folder, size)
    entries = [each for each in size.pages if each.uses_period]
    least, *_ = size.people
    yield _beside(measured, [heaviest] * least, 0, f"the secretariat, all on {heaviest}")
    spread = _spread([each.name for each in entries], least)
    yield _beside(measured, spread, 0, "the secretariat, spread over its pages")
    public = [each.name for each in entries if each.role is Role.PUBLIC]
    for processes in (1, 2):
        for people in size.people:
            yield _beside(measured, _spread(public, people), processes, "the public")
        yield _at_most(measured, _spread(public, size.hurried), processes)


def _spread(pages: Sequence[str], people: int) -> list[str]:
    return list(itertools.islice(itertools.cycle(pages), people))


def _beside(measured: Measured, pages: Sequence[str], processes: int, who: str) -> Section:
    bare = measured.held_on_the_floor(len(pages), processes)
    held = measured.held(pages, processes, measured.size.seconds_between)
    times, late = held.served.milliseconds, held.served.changes - len(held.served.milliseconds)
    asked = f"{held.served.changes / held.seconds:.1f} a second asked, {held.answered:.1f} answered"
    note = f"of {held.served.changes}: {asked}"
    measures = [Measure("changes not served in time", late, budget=0, note=note)]
    if times:
        middle, most = (
            (percentile(times, each), percentile(bare.served.milliseconds, each))
            for each in (0.50, 0.95)
        )
        measures += [
            Measure("p50", middle[0], "ms", None, middle[1]),
            Measure("p95", most[0], "ms", P95_RATIO, most[1], f"bare page {most[1]:.0f} ms"),
        ]
    cpu = Measure("processor of a change", held.processor, "s", None, bare.processor, held.cores)
    memory = Measure(
        "memory of a session",
        held.grown,
        "MB",
        MEGABYTES,
        note=f"{held.opened:.2f} when its page was opened",
    )
    title = f"{len(pages)} people of {who}, {_way(processes)}"
    return Section(f"{title}; the floor: as many on a bare page", (*measures, cpu, memory))


def _way(processes: int) -> str:
    return {0: "straight to one process", 1: "one process behind nginx"}.get(
        processes, f"{processes} processes behind nginx"
    )


def _at_most(measured: Measured, pages: Sequence[str], processes: int) -> Section:
    """How much is answered where each asks again at once, and for how many that is enough."""
    held = measured.held(pages, processes, 0)
    enough = math.floor(held.answered * measured.size.seconds_between)
    measures = (
        Measure("answered a second", held.answered, note=held.cores),
        Measure("people that this is enough for", enough, note="with nothing to spare"),
        Measure(f"such for {MANY:,} people", math.ceil(MANY / max(enough, 1))),
    )
    return Section(f"{len(pages)} people who never wait, {_way(processes)}", measures)


async def _meeting(
    site: Site, pages: Sequence[str], choices: Choices, pause: float, size: Size
) -> Meeting:
    """In an order that is the same in each run; at each process somebody was on each page before,
    and chose another year there.
    """
    meeting = Meeting()
    first = SOCKET_YEARS[0]
    proxied = {"X-Forwarded-For": ADDRESS} if site.nginx else {}
    for port, page in itertools.product(site.ports, dict.fromkeys(pages)):
        async with Visit(port, page, START, headers=proxied) as visit:
            await visit.run()
            await visit.change(PERIOD, first, first)
    before = site.megabytes()
    async with AsyncExitStack() as windows:
        people = [Visit(site.port, page, START, _address(n)) for n, page in enumerate(pages)]
        chances = [random.Random(number) for number in range(len(pages))]
        arrivals = [chance.uniform(0, size.seconds_between) for chance in chances]
        await asyncio.gather(*map(_arrive, itertools.repeat(windows), people, arrivals))
        meeting.opened = max(0.0, site.megabytes() - before) / len(people)
        pids = {"servers": site.servers, "nginx": site.nginx, "people": [os.getpid()]}
        watches = {name: Stopwatch(*each) for name, each in pids.items()}
        start = perf_counter()
        changes = (
            _change(visit, itertools.islice(choices(chance), size.changes), pause, meeting, chance)
            for visit, chance in zip(people, chances, strict=True)
        )
        await asyncio.gather(*changes)
        meeting.seconds = perf_counter() - start
        meeting.busy = {name: each.cpu_seconds() for name, each in watches.items()}
        meeting.grown = max(0.0, site.megabytes() - before) / len(people)
    return meeting


def _address(number: int) -> str:
    """Of this computer, as all are that begin with 127."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


async def _arrive(windows: AsyncExitStack, visit: Visit, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await windows.enter_async_context(visit)
    await visit.run()


async def _change(
    visit: Visit,
    choices: Iterator[tuple[str, str]],
    pause: float,
    meeting: Meeting,
    chance: random.Random,
) -> None:
    next_at = perf_counter() + chance.uniform(0, pause)
    for key, code in choices:
        await asyncio.sleep(max(0.0, next_at - perf_counter()))
        next_at += pause
        await make_change(visit, key, code, meeting.served, pause or WAIT_SECONDS)


async def make_change(visit: Visit, key: str, code: str, served: Served, seconds: float) -> None:
    """A change that is not answered in time is counted; the person makes the next one."""
    served.changes += 1
    try:
        with timed(served.milliseconds):
            await visit.change(key, _label(visit, key, code), code, seconds)
    except TimeoutError:
        return


def _label(visit: Visit, key: str, code: str) -> str:
    """A region bears the name of the period's last day: Astana was Nur-Sultan for some years.

    The period of a window that was not answered in time may be a span of years.
    """
    if key != REGION:
        return code
    year = int(visit.said_of(PERIOD)[0].rpartition("-")[2])
    return words_for("en").region(code, on=Period.of_year(year).to_on)


def _choices(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Another region, then another year, and so on, in an order of the person's own."""
    regions = known_codes(REGION)
    for region, year in zip(chance.sample(regions, len(regions)), _years(chance), strict=False):
        yield REGION, region
        yield year


def _years(chance: random.Random) -> Iterator[tuple[str, str]]:
    """Year after year, for ever."""
    years = (*SOCKET_YEARS, *BROWSER_YEARS)
    return ((PERIOD, year) for year in itertools.cycle(chance.sample(years, len(years))))
