"""The counts that the page of changes rests on, by kind of change."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import get_args

import polars as pl

from npm_data.figures.subject import Subject
from npm_data.figures.units import Row
from npm_data.i18n import Words
from npm_data.questions.changes import PlaceChange, RecommendationChange
from npm_data.register.filters import Filters, Period

UNITS = ("ministry", "institution_type", "region")
OF_RECOMMENDATIONS: tuple[RecommendationChange, ...] = get_args(RecommendationChange)
OF_PLACES: tuple[PlaceChange, ...] = get_args(PlaceChange)
KINDS: tuple[str, ...] = (*OF_RECOMMENDATIONS, *OF_PLACES)
SAID = ("issued", "claimed", "verified", "downgraded", "reply_overdue", "visit_overdue")
"""The kinds that the page's finding names, the first one always."""


_OF_ALL = ("claimed", "verified", "downgraded")
"""Kinds that befall old recommendations as well as those just issued."""


@dataclass(frozen=True, slots=True)
class Days:
    """Two days, `before` the earlier one; both are read with all that happened on them."""

    before: date
    after: date

    @property
    def period(self) -> Period:
        """The days that changes can fall on."""
        return Period(self.before + timedelta(days=1), self.after)


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


def days_of(period: Period, data_date: date) -> Days:
    """The days between which all changes of a period lie, as far as the register knows."""
    return Days(period.from_on - timedelta(days=1), min(period.to_on, data_date))


def ask(subject: Subject, days: Days) -> Changes:
    filters = replace(subject.filters, period=days.period)
    by = ("total", *UNITS)
    answers = subject.repository.changes(filters, by), subject.repository.place_changes(filters, by)
    return Changes(days=days, filters=filters, counts=_counted(answers))


def said_of(words: Words, total: Row, kinds: Iterable[str]) -> str:
    """`8 recommendations issued; of all issued by then, 5 newly verified by the NPM; ...`.

    Args:
        words: of the language.
        total: how many things changed, by kind.
        kinds: those to be named, of `SAID` and in its order.
    """
    parts = {kind: words.plural(f"changes.said_{kind}", total[kind]) for kind in kinds}
    of_all = ", ".join(parts[kind] for kind in parts if kind in _OF_ALL)
    said: dict[str, None] = {}
    for kind, part in parts.items():
        said[words("changes.of_all", parts=of_all) if kind in _OF_ALL else part] = None
    return "; ".join(said)


def _counted(answers: Iterable[pl.DataFrame]) -> Counts:
    """Both answers in one, read once: the page looks up some two hundred counts."""
    counts: Counts = {}
    for answer in answers:
        for row in answer.iter_rows(named=True):
            rows = counts.setdefault(row.pop("dimension"), {})
            rows.setdefault(row.pop("key"), {}).update(row)
    return counts
