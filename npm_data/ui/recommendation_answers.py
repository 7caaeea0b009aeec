"""The answers that the recommendations page rests on."""

from dataclasses import dataclass

import polars as pl

from npm_data.ui.frame.app import App

UNITS = ("theme", "ministry", "institution_type", "year")
"""What recommendations are counted by, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Recommendations:
    """`statuses` by the `units` that are told of the choice, the default rate as a whole.

    `replies`, if told, are by `band_unit`: the ministry or, where that is not told, the type of
    place.
    """

    units: tuple[str, ...]
    band_unit: str
    statuses: pl.DataFrame
    rate: pl.DataFrame
    replies: pl.DataFrame | None


def ask(app: App) -> Recommendations:
    """One question each; every answer holds the whole and its breakdowns."""
    filters, repository = app.filters, app.repository
    units = tuple(each for each in UNITS if repository.may_ask("recommendations", filters, (each,)))
    band_unit = "ministry" if "ministry" in units else "institution_type"
    has_replies = repository.may_ask("replies", filters, (band_unit,))
    return Recommendations(
        units=units,
        band_unit=band_unit,
        statuses=repository.recommendations(filters, by=("total", *units)),
        rate=repository.implementation(filters),
        replies=repository.replies(filters, by=("total", band_unit)) if has_replies else None,
    )
