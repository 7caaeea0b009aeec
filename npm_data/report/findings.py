"""Findings as sentences: what a figure says, for any numbers, in words that fit each language."""

from npm_data.charts.rates import FEWEST_FOR_A_RATE
from npm_data.i18n import Words
from npm_data.report.change import Change
from npm_data.report.units import Row, counted


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


def k_of_n(words: Words, k: int, n: int) -> str:
    return words("frame.k_of_n", k=words.number(k), n=words.number(n))


def interval_text(words: Words, low: float, high: float) -> str:
    return words("frame.interval", low=words.percent(low), high=words.percent(high))


def points_change(words: Words, now: float, before: float, base: str) -> Change:
    """The change of a share, in percentage points."""
    difference = round(100 * (now - before), 1)
    if not difference:
        return Change(words("frame.no_change"), "none", base)
    text = words("frame.points", points=words.signed(difference, 1))
    return Change(text, "up" if difference > 0 else "down", base)
