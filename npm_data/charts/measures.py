"""The measures that a map can show, with fixed classes, so that two years can be compared.

A class holds its lower bound, not its upper one; the last holds both. Shares are cut at every 20 %.
Visits for 100 places are cut at 10, 25, 50 and 100: 25 a year is the pace of a round of four years.
"""

from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from npm_data.i18n import Words

CLASSES = ("0", "1", "2", "3", "4")
NO_DATA = "no_data"
NO_PLACE = "no_place"
SHARES = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class Measure:
    """`bounds` between the five classes; `ramp` names the palette's five steps.

    `nothing` is the message of a row in which there is nothing to measure.
    """

    name: str
    bounds: tuple[float, float, float, float]
    ramp: str
    is_share: bool = True
    nothing: str = "charts.no_place"

    def class_labels(self, words: Words) -> dict[str, str]:
        """What the legend says of each class, and of the two that are none."""
        if self.is_share:
            bounds = [words.number(100 * bound) for bound in (0, *self.bounds, 1)]
            pairs = pairwise(bounds)
            labels = [f"{low}\u2013{high}\u00a0%" for low, high in pairs]
        else:
            numbers = [words.number(bound) for bound in (0, *self.bounds)]
            pairs = pairwise(numbers)
            labels = [f"{low}\u2013{high}" for low, high in pairs]
            labels.append(words("charts.and_more", number=numbers[-1]))
        return dict(zip(CLASSES, labels, strict=True)) | {
            NO_DATA: words("charts.no_data"),
            NO_PLACE: words(self.nothing),
        }

    def label(self, words: Words, value: float) -> str:
        return words.percent(value, 0) if self.is_share else words.number(value)


MEASURES = {
    measure.name: measure
    for measure in (
        Measure("coverage", SHARES, "blue"),
        Measure("never_visited", SHARES, "plum"),
        Measure("overdue", SHARES, "orange"),
        Measure("visits_per_100", (10, 25, 50, 100), "teal", is_share=False),
    )
}


COMPLETENESS = Measure("completeness", SHARES, "blue", nothing="charts.no_record")
"""How many records state something: no map's, but cut into the same classes."""


def measure_named(name: str) -> Measure:
    return COMPLETENESS if name == COMPLETENESS.name else MEASURES[name]


def with_measure(words: Words, counts: pl.DataFrame, measure: str) -> pl.DataFrame:
    """The rows with `value`, `class`, `value_label` and `count_label`, from `part` and `whole`.

    The measure is part / whole, or that times 100 for `visits_per_100`. A whole of 0 or null is no
    such place; a null part is no data. `value_label` is the figure ready for reading, `count_label`
    says "k of n".
    """
    asked = measure_named(measure)
    times = 1 if asked.is_share else 100
    pairs = list(counts.select("part", "whole").iter_rows())
    values = [None if part is None or not whole else times * part / whole for part, whole in pairs]
    cells = [
        (value, *_labels(words, asked, value, part, whole))
        for value, (part, whole) in zip(values, pairs, strict=True)
    ]
    measured = pl.DataFrame(cells, schema=_MEASURED, orient="row")
    return counts.hstack(measured)


_MEASURED = {
    "value": pl.Float64,
    "class": pl.String,
    "value_label": pl.String,
    "count_label": pl.String,
}


def _labels(
    words: Words, measure: Measure, value: float | None, part: int | None, whole: int | None
) -> tuple[str, str, str]:
    """Class, value and counts of one row."""
    if not whole:
        return NO_PLACE, "", words(measure.nothing)
    if value is None or part is None:
        return NO_DATA, words("charts.no_data"), words("charts.no_data")
    counts = words("charts.k_of_n", k=words.number(part), n=words.number(whole))
    kind = CLASSES[sum(value >= bound for bound in measure.bounds)]
    return kind, measure.label(words, value), counts
