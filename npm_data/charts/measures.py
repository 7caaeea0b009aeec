"""The measures that a map can show, with fixed classes, so that two years can be compared.

A class holds its lower bound, not its upper one; the last holds both. Shares are cut at every 20 %.
Visits for 100 places are cut at 10, 25, 50 and 100: 25 a year is the pace of a round of four years.
"""

from dataclasses import dataclass
from itertools import pairwise

from npm_data.i18n import Words

CLASSES = ("0", "1", "2", "3", "4")
NO_DATA = "no_data"
NO_PLACE = "no_place"
SHARES = (0.2, 0.4, 0.6, 0.8)


@dataclass(frozen=True, slots=True)
class Measure:
    """`bounds` between the five classes; `ramp` names the palette's five steps."""

    name: str
    bounds: tuple[float, float, float, float]
    ramp: str
    is_share: bool = True

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
            NO_PLACE: words("charts.no_place"),
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
