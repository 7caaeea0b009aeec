"""The counts that the page of changes rests on, by kind of change."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import get_args

import polars as pl

from npm_data.model.filters import Filters
from npm_data.report.units import Row
from npm_data.repository.changes import PlaceChange, RecommendationChange
from npm_data.ui.app import App
from npm_data.ui.changes_days import Days

UNITS = ("ministry", "institution_type", "region")
OF_RECOMMENDATIONS: tuple[RecommendationChange, ...] = get_args(RecommendationChange)
OF_PLACES: tuple[PlaceChange, ...] = get_args(PlaceChange)
KINDS: tuple[str, ...] = (*OF_RECOMMENDATIONS, *OF_PLACES)
SAID = ("issued", "claimed", "verified", "downgraded", "reply_overdue", "visit_overdue")
"""The kinds that the page's finding names, the first one always."""


Counts = dict[str, dict[str | None, Row]]
"""By dimension and key: how many things changed, by kind."""


@dataclass(frozen=True, slots=True)
class Changes:
    """The answers between two days; `filters` have the days of the changes as their period."""

    days: Days
    filters: Filters
    counts: Counts

    @property
    def total(self) -> Row:
        """How many things changed, by kind."""
        return self.counts["total"][""]

    @property
    def is_nothing(self) -> bool:
        return not any(self.total.values())

    def by(self, unit: str, kind: str) -> dict[str | None, int]:
        """How many things changed so, by the codes of a unit; None is what has no place."""
        rows = self.counts.get(unit, {}).items()
        return {code: row[kind] for code, row in rows if row.get(kind)}


def ask(app: App, days: Days) -> Changes:
    filters = replace(app.filters, period=days.period)
    by = ("total", *UNITS)
    answers = app.repository.changes(filters, by), app.repository.place_changes(filters, by)
    return Changes(days=days, filters=filters, counts=_counted(answers))


def _counted(answers: Iterable[pl.DataFrame]) -> Counts:
    """Both answers in one, read once: the page looks up some two hundred counts."""
    counts: Counts = {}
    for answer in answers:
        for row in answer.iter_rows(named=True):
            rows = counts.setdefault(row.pop("dimension"), {})
            rows.setdefault(row.pop("key"), {}).update(row)
    return counts
