"""What the overview asks the register: the period, the period before it, and all years."""

from dataclasses import dataclass, replace
from typing import Any

import polars as pl

from npm_data.model.filters import Filters, Period
from npm_data.report.periods import FIRST_DAY
from npm_data.report.units import total_of
from npm_data.ui.app import App

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measures:
    """The total rows of one period, by column."""

    visits: Row
    coverage: Row
    recommendations: Row
    rate: Row


@dataclass(frozen=True, slots=True)
class Overview:
    """The answers that the page rests on; `before` is empty when no record reaches so far back."""

    now: Measures
    before: Measures | None
    clock: Row
    pace: Row
    years: pl.DataFrame


def ask(app: App) -> Overview:
    repository, filters = app.repository, app.filters
    ever = Period(min(FIRST_DAY, app.data_set.data_date), app.data_set.data_date)
    return Overview(
        now=_measures(app, filters),
        before=_measures(app, app.filters_before) if app.filters_before else None,
        clock=total_of(repository.clock(filters, app.as_of)),
        pace=total_of(repository.pace(filters, app.as_of)),
        years=repository.visits(replace(filters, period=ever), ("year",)),
    )


def _measures(app: App, filters: Filters) -> Measures:
    repository = app.repository
    return Measures(
        visits=total_of(repository.visits(filters)),
        coverage=total_of(repository.coverage(filters)),
        recommendations=total_of(repository.recommendations(filters)),
        rate=total_of(repository.implementation(filters)),
    )
