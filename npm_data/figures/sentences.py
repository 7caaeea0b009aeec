"""Findings as sentences: what a figure says, for any numbers, in words that fit each language."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from npm_data.figures.columns import FEWEST_FOR_A_RATE
from npm_data.figures.units import Row, counted
from npm_data.i18n import Words


@dataclass(frozen=True, slots=True)
class Change:
    """A difference in words (`+153 (+29.0 %)`), its direction, and its base (`2015: 527`)."""

    text: str
    direction: Literal["up", "down", "none"]
    base: str


def change_of(words: Words, now: float, before: float, base: str) -> Change:
    """The change of a count; without a per cent when the earlier count is 0."""
    difference = now - before
    direction: Literal["up", "down", "none"] = "none"
    if difference:
        direction = "up" if difference > 0 else "down"
    text = words.signed(difference) if difference else words("frame.no_change")
    if difference and before:
        text += f" ({words.signed_percent(difference / before)})"
    return Change(text, direction, base)


def visits_finding(
    words: Words, period: str, counts: Row, counts_before: Row | None, *, is_year: bool
) -> str:
    """`2016: 680 visits, 153 more than the year before (+29.0 %)`, or the places visited."""
    measure = counted([counts])
    now, before = counts[measure], None if counts_before is None else counts_before[measure]
    if not now and not before:
        return words("overview.visits_none", period=period)
    visits = words.plural(f"count.{measure}", now)
    if before is None:
        return words("overview.visits_alone", period=period, visits=visits)
    against = "year" if is_year else "span"
    if now == before:
        return words(f"overview.visits_same_{against}", period=period, visits=visits)
    share = f" ({words.signed_percent((now - before) / before)})" if before else ""
    direction = "more" if now > before else "fewer"
    return words(
        f"overview.{measure}_{direction}_{against}",
        period=period,
        visits=visits,
        difference=words.number(abs(now - before)),
        share=share,
    )


def clock_finding(words: Words, places: int, past_due: int) -> str:
    """How many places of the mandate are past their four-year term, visited before or never."""
    if not places:
        return words("overview.clock_no_places")
    if not past_due:
        return words("overview.clock_none_past", places=words.number(places))
    return words(
        "overview.clock_past",
        k_of_n=k_of_n(words, past_due, places),
        share=words.percent(past_due / places),
    )


def rate_text(words: Words, implemented: int, considered: int) -> str:
    """A rate of recommendations as it may be said: of fewer than five only the counts."""
    if not considered:
        return words("frame.no_value")
    if considered < FEWEST_FOR_A_RATE:
        return k_of_n(words, implemented, considered)
    return words.percent(implemented / considered)


def share_text(words: Words, part: int, whole: int) -> str:
    """A share of a full count."""
    return words.percent(part / whole) if whole else words("frame.no_value")


_FEW = 20
"""Of fewer the counts themselves are what is said."""
_FRACTIONS = (
    ("tenth", 10.0),
    ("seventh", 100 / 7),
    ("fifth", 20.0),
    ("quarter", 25.0),
    ("third", 100 / 3),
    ("two_fifths", 40.0),
    ("half", 50.0),
    ("three_fifths", 60.0),
    ("two_thirds", 200 / 3),
    ("three_quarters", 75.0),
    ("nine_tenths", 90.0),
)
_ABOUT, _ALMOST = 0.5, 2.0
"""Points from a fraction: nearer than the one it is the fraction, up to the other below almost."""


def spoken(words: Words, part: int, whole: int) -> str | None:
    """A share as it is spoken, its exact per cent to stand beside it: `more than a third`.

    It goes by the share as it is shown. None where counts say it best: of fewer than twenty, of
    none and of all.
    """
    if whole < _FEW or part in (0, whole):
        return None
    shown = round(100 * part / whole, 1)
    for name, fraction in _FRACTIONS:
        if abs(shown - fraction) < _ABOUT:
            return words(f"spoken.{name}_about")
        if fraction - _ALMOST < shown < fraction:
            return words(f"spoken.{name}_almost")
    below = [name for name, fraction in _FRACTIONS if fraction < shown]
    return words(f"spoken.{below[-1]}_over" if below else "spoken.tenth_under")


def spoken_share(words: Words, part: int, whole: int) -> str:
    """`more than half (55.1 %)`; where it is not spoken `k of n`, the share of five or more."""
    said = spoken(words, part, whole) or k_of_n(words, part, whole)
    return said + rate_in_brackets(words, part, whole)


def share_in_brackets(words: Words, part: int, whole: int, *, fewest: int = 1) -> str:
    """` (23.2 %)`, and nothing of fewer than so many."""
    return f" ({words.percent(part / whole)})" if whole >= fewest else ""


def rate_in_brackets(words: Words, part: int, whole: int) -> str:
    """The same for recommendations: fewer than five are counted, never rated."""
    return share_in_brackets(words, part, whole, fewest=FEWEST_FOR_A_RATE)


def times_finding(words: Words, curve: Sequence[Row]) -> str:
    """By when a quarter and half were implemented, read from the months that may be told.

    Of no one month a share: the rate after 12 months is another number, and has its own sentence.
    """
    quarter, half = (_month_of(curve, share) for share in (0.25, 0.5))
    last = words.plural("implementation.months", curve[-1]["month"])
    if quarter is None:
        return words("implementation.times_below", last=last)
    after = words.plural("implementation.months", quarter)
    if half is None:
        return words("implementation.times_quarter", quarter=after, last=last)
    half_after = words.plural("implementation.months", half)
    return words("implementation.times_half", quarter=after, half=half_after)


def _month_of(curve: Sequence[Row], share: float) -> int | None:
    """The first month in which so many are implemented; a sum of parts may miss it by a hair."""
    enough = share - 1e-9
    return next((row["month"] for row in curve if row["cumulative_incidence"] >= enough), None)


def k_of_n(words: Words, k: int, n: int) -> str:
    return words("frame.k_of_n", k=words.number(k), n=words.number(n))


def interval_text(words: Words, low: float, high: float) -> str:
    return words("frame.interval", low=words.percent(low), high=words.percent(high))


def shown_points(now: float, before: float) -> float:
    """18.0 % and 13.7 % are 4.3 points apart, whatever stands behind their last digits."""
    return round(round(100 * now, 1) - round(100 * before, 1), 1)


def points_change(words: Words, now: float, before: float, base: str) -> Change:
    """The change of a share in percentage points: the difference of the two as they are shown."""
    difference = shown_points(now, before)
    if not difference:
        return Change(words("frame.no_change"), "none", base)
    text = words("frame.points", points=words.signed(difference, 1))
    return Change(text, "up" if difference > 0 else "down", base)
