"""The answers that the recommendations page rests on."""

from dataclasses import dataclass

import polars as pl

from npm_data.ui.app import App

UNITS = ("theme", "ministry", "institution_type", "year")
"""What recommendations are counted by, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Recommendations:
    """`statuses` by all units, the default rate as a whole, `replies` by ministry."""

    statuses: pl.DataFrame
    rate: pl.DataFrame
    replies: pl.DataFrame


def ask(app: App) -> Recommendations:
    """One question each; every answer holds the whole and its breakdowns."""
    filters, repository = app.filters, app.repository
    return Recommendations(
        statuses=repository.recommendations(filters, by=("total", *UNITS)),
        rate=repository.implementation(filters),
        replies=repository.replies(filters, by=("total", "ministry")),
    )
