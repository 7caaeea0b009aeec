"""How much is tried: a sample in the gate, all of it in `make everywhere` (EVERYWHERE=a number).

The gate has six minutes. What can be multiplied without end (languages by looks by periods, random
registers, mutated files, kills) is sampled there, the same sample in each run; each language, each
look and each page is still reached. Everywhere all of it runs, with chance drawn from that number.
What fails there is kept in the files beside this one, and the gate tries it from then on.
"""

import csv
import itertools
import os
import random
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, seed, settings
from hypothesis.database import DirectoryBasedExampleDatabase

EVERYWHERE = "EVERYWHERE" in os.environ
HERE = Path(__file__).parent
KEPT_SEEDS = HERE / "kept_seeds.csv"
KEPT_EXAMPLES = HERE / "kept_examples"
CHANCE = random.Random(os.environ.get("EVERYWHERE"))
SEEDED: set[str] = set()
"""Tests that draw from a seed, by name."""


def times(sampled: int, everywhere: int) -> int:
    return everywhere if EVERYWHERE else sampled


def some(values: Sequence[Any], sampled: int) -> Sequence[Any]:
    """All of them everywhere, the first ones in the gate."""
    return values if EVERYWHERE else values[:sampled]


def spread(*lists: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Every combination everywhere; in the gate one for each value of the longest list.

    The values of the other lists take turns, so that each is reached.
    """
    if EVERYWHERE:
        return list(itertools.product(*lists))
    longest = max(map(len, lists))
    return [tuple(each[number % len(each)] for each in lists) for number in range(longest)]


def in_turn(cases: Sequence[Any], what_stays: Callable[[Any], Hashable | None]) -> list[Any]:
    """Of cases that differ in language and look alone one in the gate: they take turns.

    `what_stays` is the rest of what a case is, or None where it takes no turns.
    """
    if EVERYWHERE:
        return list(cases)
    groups: dict[Hashable, list[Any]] = {}
    for number, case in enumerate(cases):
        stays = what_stays(case)
        groups.setdefault(number if stays is None else stays, []).append(case)
    return [group[turn % len(group)] for turn, group in enumerate(groups.values())]


def seeds(test: str, sampled: int, everywhere: int) -> list[int]:
    """What a test draws from, one seed a run of it: fixed ones, kept ones, and new ones everywhere.

    `test` is the function's name, as `keep_seed` writes it down.
    """
    SEEDED.add(test)
    with KEPT_SEEDS.open(encoding="utf-8", newline="") as file:
        kept = [int(row["seed"]) for row in csv.DictReader(file) if row["test"] == test]
    new = [CHANCE.randrange(10_000, 2**31) for _ in range(everywhere - sampled)]
    return [*range(sampled), *kept, *(new if EVERYWHERE else ())]


def keep_seed(test: str, seed_of_it: int) -> None:
    """A seed that failed everywhere is a case of the gate."""
    if seed_of_it not in seeds(test, 0, 0):
        with KEPT_SEEDS.open("a", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerow((test, seed_of_it))


def drawn(sampled: int, everywhere: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """How many examples hypothesis draws, for a test that is slow to it.

    What fails is written to `kept_examples`, which it tries first in each run. It knows the example
    as long as the test's own lines stand: before they change, write it beside the test.
    """

    def decorate(test: Callable[..., None]) -> Callable[..., None]:
        chosen = settings(
            max_examples=times(sampled, everywhere),
            deadline=None,
            database=DirectoryBasedExampleDatabase(KEPT_EXAMPLES),
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        )(test)
        return chosen if EVERYWHERE else seed(0)(chosen)

    return decorate
