"""What a measurement is, and the table they are printed in."""

import math
import statistics
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import psutil
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Measure:
    """A value, and the floor: the least that could be done, measured beside it.

    `budget` is how many times the floor the value may be at most; of a count, which has no floor
    because it is the same on each machine, it is the most that the value itself may be.
    """

    name: str
    value: float
    unit: str = ""
    budget: float | None = None
    floor: float | None = None
    note: str = ""

    @property
    def times_the_floor(self) -> float | None:
        return None if self.floor is None else self.value / self.floor

    @property
    def is_within(self) -> bool:
        compared = self.value if self.times_the_floor is None else self.times_the_floor
        return self.budget is None or compared <= self.budget


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    measures: tuple[Measure, ...]


class Stopwatch:
    """Seconds of processor time that processes have taken since it was made."""

    def __init__(self, *pids: int) -> None:
        self._before = _cpu_seconds(pids)

    def cpu_seconds(self) -> float:
        now = _cpu_seconds(self._before)
        return sum(seconds - self._before[pid] for pid, seconds in now.items())


def _cpu_seconds(pids: Iterable[int]) -> dict[int, float]:
    """Of those processes that are there.

    Linux tells it to the microsecond by a clock of the process (clock_getcpuclockid); psutil
    in steps of 10 ms, which is longer than a change of the bare page takes.
    """
    found: dict[int, float] = {}
    for pid in pids:
        with suppress(OSError, psutil.NoSuchProcess):
            if sys.platform == "linux":
                found[pid] = time.clock_gettime(~pid << 3 | 2)
            else:
                found[pid] = sum(psutil.Process(pid).cpu_times()[:2])
    return found


@contextmanager
def timed(milliseconds: list[float]) -> Iterator[None]:
    """Adds the block's time to the list."""
    start = time.perf_counter()
    yield
    milliseconds.append(1000 * (time.perf_counter() - start))


@dataclass(frozen=True, slots=True)
class Pair:
    """Milliseconds of a thing and of its floor, taken by turns: a busy minute meets both."""

    times: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)

    def measure(self, name: str, budget: float | None = None, note: str = "") -> Measure:
        value, floor = statistics.median(self.times), statistics.median(self.floor)
        return Measure(name, value, "ms", budget, floor, note)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share), 1) - 1]


def print_section(section: Section) -> None:
    table = Table(
        "", "measured", "to floor", "budget", "", title=section.title, title_justify="left"
    )
    for column in table.columns[1:4]:
        column.justify = "right"
    for each in section.measures:
        times = "" if each.floor is None else " x"
        table.add_row(
            each.name,
            f"{_number(each.value)} {each.unit}".rstrip(),
            "" if each.times_the_floor is None else f"{each.times_the_floor:.1f} x",
            "" if each.budget is None else f"{each.budget:g}{times}",
            each.note if each.is_within else f"[bold red]OVER[/] {each.note}",
        )
    Console(width=118).print(table)


def _number(value: float) -> str:
    return f"{value:,.4g}" if value < 1000 else f"{value:,.0f}"
