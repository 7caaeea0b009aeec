"""The answers that the recommendations page rests on, and the rates to choose from."""

from dataclasses import dataclass

import polars as pl

from npm_data.repository import Rate
from npm_data.ui.app import App
from npm_data.ui.switches import switch
from npm_data.ui.units import UNITS

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
