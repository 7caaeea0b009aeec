"""The shares that a map, a grid or a matrix can show, in classes that tell regions apart.

A class holds its lower bound, not its upper one; the last holds both. Coverage has its anchor in
the law: a round of four years needs a quarter of the places a year, so its classes meet there in
two hues, and a period of n years has bounds n times as high. Other shares are cut at quarters.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import polars as pl

from npm_data.charts.theme import Palette
from npm_data.i18n import Words

NO_DATA = "no_data"
NO_PLACE = "no_place"
ROUND_YEARS = 4
"""So long a round of periodic visits may take."""
_OF_A_YEAR = (0.10, 0.15, 0.20, 0.25, 0.35)
_SHORT, _ENOUGH = ("orange", (4, 3, 2, 1)), ("blue", (1, 3))
"""Steps of the palette's ramps below what the round needs, the least first, and from there on."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A share in classes.

    Args:
        name: its messages are `charts.measure_<name>`.
        bounds: between the classes.
        inks: the ramp and its step for each class.
        needed: the share that a round needs in the period; none where there is no such anchor.
    """

    name: str
    bounds: tuple[float, ...]
    inks: tuple[tuple[str, int], ...]
    needed: float | None = None

    @property
    def classes(self) -> tuple[str, ...]:
        """Codes from little to much."""
        return tuple(str(number) for number in range(len(self.bounds) + 1))

    def fills(self, inks: Palette) -> list[str]:
        """The colour of each class, of no data, and of no such place."""
        steps = [inks.ramps[ramp][step] for ramp, step in self.inks]
        return [*steps, inks.no_data, inks.background]

    def class_labels(self, words: Words) -> dict[str, str]:
        """What the legend says of each class, and of the two that are none."""
        edges = [0.0, *self.bounds, 1.0]
        decimals = int(any(abs(100 * edge - round(100 * edge)) > 1e-9 for edge in edges))
        said = [words.number(100 * edge, decimals) for edge in edges]
        labels = [
            f"{low}\u00a0%" if low == high else f"{low}\u2013{high}\u00a0%"
            for low, high in pairwise(said)
        ]
        return dict(zip(self.classes, labels, strict=True)) | {
            NO_DATA: words("charts.no_data"),
            NO_PLACE: words("charts.no_place"),
        }

    def title(self, words: Words) -> str:
        """What the legend is about; of coverage also what the round needs."""
        name = words(f"charts.measure_{self.name}")
        if self.needed is None:
            return name
        return words("charts.measure_needed", measure=name, needed=words.percent(self.needed, 0))


@cache
def coverage_over(years: float) -> Measure:
    """Coverage of a period of so many years: each bound so many times as high, at most 100 %."""
    times = min(years, ROUND_YEARS)
    needed = min(1.0, times / ROUND_YEARS)
    bounds = [bound * times for bound in _OF_A_YEAR if bound * times < 1]
    if needed == 1:
        bounds.append(1.0)
    ramp, steps = _SHORT
    below = sum(bound <= needed for bound in bounds)
    over, more = _ENOUGH
    enough = len(bounds) + 1 - below
    inks = [(ramp, step) for step in steps[:below]] + [(over, step) for step in more[-enough:]]
    return Measure("coverage", tuple(bounds), tuple(inks), needed)


_QUARTERS = (0.25, 0.5, 0.75)
NEVER_VISITED = Measure("never_visited", _QUARTERS, tuple(("plum", s) for s in (0, 1, 3, 4)))
PAST_DUE = Measure("past_due", _QUARTERS, tuple(("plum", s) for s in (0, 1, 3, 4)))
_MEASURED = {
    "value": pl.Float64,
    "class": pl.String,
    "value_label": pl.String,
    "count_label": pl.String,
}


def with_measure(words: Words, counts: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """The rows with `value`, `class`, `value_label` and `count_label`, from `part` and `whole`.

    A whole of 0 or null is no such place; a null part is no data. `value_label` is the share ready
    for reading, `count_label` says "k of n".
    """
    cells = [
        _measured(words, measure, part, whole)
        for part, whole in counts.select("part", "whole").iter_rows()
    ]
    return counts.hstack(pl.DataFrame(cells, schema=_MEASURED, orient="row"))


def _measured(
    words: Words, measure: Measure, part: int | None, whole: int | None
) -> tuple[float | None, str, str, str]:
    """Value, class, share and counts of one row."""
    if not whole:
        return None, NO_PLACE, "", words("charts.no_place")
    if part is None:
        return None, NO_DATA, words("charts.no_data"), words("charts.no_data")
    value = part / whole
    counts = words("charts.k_of_n", k=words.number(part), n=words.number(whole))
    # A bound is a product: 0.15 x 2 is a hair above 0.3.
    kind = measure.classes[sum(value >= bound - 1e-9 for bound in measure.bounds)]
    # Rounded, 24.6 % would reach the 25 % that a year needs.
    needed = measure.needed or 0
    seems = value < needed - 1e-9 <= round(value, 2)
    return value, kind, words.percent(value, int(seems)), counts
