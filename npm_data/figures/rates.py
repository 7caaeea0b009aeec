"""The five definitions of the rate of implementation, and a rate as a row of a table or picture."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from npm_data.figures.columns import Kind
from npm_data.figures.sentences import interval_text, k_of_n
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, is_few
from npm_data.i18n import Words
from npm_data.questions.recommendations import Rate

RATES: dict[str, tuple[Rate, int]] = {
    "cohort_12": ("cohort", 12),
    "cohort_24": ("cohort", 24),
    "cohort_48": ("cohort", 48),
    "stock": ("stock", 12),
    "answered": ("answered", 12),
}
"""The definitions to choose from; the first is the default rate."""

RATE_TYPES = dict.fromkeys(("rate", "low", "high", "whole"), pl.Float64)
COLUMNS: dict[str, tuple[str, Kind]] = {
    "implemented": ("implementation.column_implemented", "number"),
    "considered": ("implementation.column_considered", "number"),
    "rate": ("implementation.column_rate", "percent"),
    "low": ("implementation.column_low", "percent"),
    "high": ("implementation.column_high", "percent"),
}
"""Columns of every table of rates after the unit's name: message and kind."""


def definition_of(name: str) -> str:
    """The name of `npm_data.figures.definitions` that says what a rate is."""
    return f"rate_{RATES[name][0]}"


def rate_row(words: Words, label: str, name: str, order: int, counts: Row) -> Row:
    """A row of `rate_dots`; of fewer than five only the counts, without rate and interval."""
    few = is_few(counts)
    text = k_of_n(words, counts["implemented"], counts["considered"])
    return {
        "label": label,
        "name": name,
        "counts_text": text if few else f"{text}, {words.percent(counts['rate'])}",
        "order": order,
        "implemented": counts["implemented"],
        "considered": counts["considered"],
        "rate": None if few else counts["rate"],
        "low": None if few else counts["low"],
        "high": None if few else counts["high"],
        "whole": None,
    }


def rate_finding(subject: Subject, name: str, rate: Row) -> str:
    """The rate as a sentence; where nothing is old enough, from which day on something is."""
    words = subject.words
    months = words.plural("implementation.months", RATES[name][1])
    if not rate["considered"]:
        day = ready_on(subject, name)
        if day is None:
            return words("implementation.finding_none")
        return words("implementation.finding_too_young", months=months, date=words.date(day))
    share = ""
    if not is_few(rate):
        interval = interval_text(words, rate["low"], rate["high"])
        share = f" ({words.percent(rate['rate'])}; {interval})"
    return words.plural(
        f"implementation.finding_{RATES[name][0]}",
        rate["considered"],
        implemented=words.number(rate["implemented"]),
        months=months,
        share=share,
    )


def ready_on(subject: Subject, name: str) -> date | None:
    """The day from which a cohort rate has something to count; asked only where it has nothing."""
    rate, months = RATES[name]
    if rate != "cohort" or not subject.repository.may_ask("next_cohort", subject.filters):
        return None
    day: date | None = subject.repository.next_cohort(subject.filters, months=months)[
        "ready_on"
    ].item()
    return day


def rate_span(words: Words, shares: Sequence[float]) -> tuple[str, str] | None:
    """The lowest and the highest as they are read; None where there are not two to compare."""
    if len(shares) < 2:
        return None
    return words.percent(min(shares)), words.percent(max(shares))
