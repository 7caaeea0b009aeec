"""The answers that the recommendations page rests on, and how a rate reads."""

from dataclasses import dataclass

import polars as pl

from npm_data.charts.rates import FEWEST_FOR_A_RATE
from npm_data.i18n import Words
from npm_data.repository import Rate
from npm_data.ui.app import App
from npm_data.ui.switches import switch
from npm_data.ui.units import UNITS, Row

RATES: dict[str, tuple[Rate, int]] = {
    "cohort_12": ("cohort", 12),
    "cohort_24": ("cohort", 24),
    "cohort_48": ("cohort", 48),
    "stock": ("stock", 12),
    "answered": ("answered", 12),
}
"""The rates to choose from; the first is the default rate."""
LONGEST_MONTHS = 48


@dataclass(frozen=True, slots=True)
class Recommendations:
    """The answers that the page rests on, and the rate that was chosen (a name of `RATES`)."""

    chosen: str
    statuses: pl.DataFrame
    rates: pl.DataFrame
    replies: pl.DataFrame
    times: pl.DataFrame
    completeness: pl.DataFrame

    @property
    def definition(self) -> str:
        return f"rate_{RATES[self.chosen][0]}"


def choose_rate(app: App) -> str:
    """The switch between the rates; the sentence below it and the number change together."""
    words = app.words
    names = {name: words(f"recommendations.rate_{name}") for name in RATES}
    return switch(app, "recommendations.rate", words("recommendations.rate"), names)


def ask(app: App, chosen: str) -> Recommendations:
    """One question each; every answer holds the whole and all its breakdowns."""
    filters, repository = app.filters, app.repository
    rate, months = RATES[chosen]
    return Recommendations(
        chosen=chosen,
        statuses=repository.recommendations(filters, by=("total", "ministry")),
        rates=repository.implementation(filters, rate=rate, months=months, by=("total", *UNITS)),
        replies=repository.replies(filters, by=("total", "ministry")),
        times=repository.time_to_implementation(filters, months=range(LONGEST_MONTHS + 1)),
        completeness=repository.completeness(filters),
    )


def is_few(row: Row) -> bool:
    return bool(row["considered"] < FEWEST_FOR_A_RATE)


def rate_text(words: Words, row: Row) -> str:
    """The rate; of fewer than five the counts, of none that there are no data."""
    if not row["considered"]:
        return words("frame.no_value")
    if is_few(row):
        return of_text(words, row["implemented"], row["considered"])
    return words.percent(row["rate"])


def share_text(words: Words, part: int, whole: int) -> str:
    if not whole:
        return words("frame.no_value")
    if whole < FEWEST_FOR_A_RATE:
        return of_text(words, part, whole)
    return words.percent(part / whole)


def of_text(words: Words, part: int, whole: int) -> str:
    return words("recommendations.of", part=words.number(part), whole=words.number(whole))
