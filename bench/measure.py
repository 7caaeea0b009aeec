"""What a measurement is, and the table they are printed in."""

import math
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psutil
from rich.console import Console
from rich.table import Table


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its unit; `budget` is the most it may be, `floor` the least it could be."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    floor: float | None = None
    note: str = ""

    @property
    def is_within(self) -> bool:
        return self.budget is None or self.value <= self.budget


@dataclass(frozen=True, slots=True)
class Section:
    title: str
    measures: tuple[Measure, ...]


class Stopwatch:
    """Seconds by the clock and of processor time, since it was made."""

    def __init__(self, pid: int | None = None) -> None:
        self._process = psutil.Process(pid)
        self._cpu = self._cpu_now()
        self._clock = time.perf_counter()

    def seconds(self) -> float:
        return time.perf_counter() - self._clock

    def cpu_seconds(self) -> float:
        return self._cpu_now() - self._cpu

    def _cpu_now(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)


@contextmanager
def timed(seconds: list[float]) -> Iterator[None]:
    """Adds the block's time to the list."""
    start = time.perf_counter()
    yield
    seconds.append(time.perf_counter() - start)


def median_milliseconds(work: Sequence[Callable[[], object]]) -> float:
    """The median time of the given calls, each made once."""
    seconds: list[float] = []
    for each in work:
        with timed(seconds):
            each()
    return 1000 * statistics.median(seconds)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * share), 1) - 1]


def print_section(section: Section) -> None:
    table = Table(
        "", "measured", "budget", "to floor", "", title=section.title, title_justify="left"
    )
    for column in table.columns[1:4]:
        column.justify = "right"
    for each in section.measures:
        table.add_row(
            each.name,
            f"{each.value:,.4g} {each.unit}"
            if each.value < 1000
            else f"{each.value:,.0f} {each.unit}",
            "" if each.budget is None else f"{each.budget:g} {each.unit}",
            "" if each.floor is None else f"{each.value / each.floor:.1f} x",
            each.note if each.is_within else f"[bold red]over budget[/] {each.note}",
        )
    Console(width=118).print(table)
