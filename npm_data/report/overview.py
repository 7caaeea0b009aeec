"""What the overview asks the register: the period, the period before it, and all years."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from npm_data.figures.periods import FIRST_DAY
from npm_data.figures.subject import Subject
from npm_data.figures.units import total_of
from npm_data.register.filters import Filters, Period

Row = dict[str, Any]
_ROUND = ("clock", "pace")
ROUND_YEARS = 4
"""So long a round of periodic visits may take."""


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
    clock: Row | None
    pace: Row | None
    """Clock and pace where they are told."""
    reach: Row | None
    """Else the coverage of the four years up to then: who was not visited in them is overdue."""
    years: pl.DataFrame


def ask(subject: Subject) -> Overview:
    repository, filters = subject.repository, subject.filters
    ever = Period(min(FIRST_DAY, subject.data_set.data_date), subject.data_set.data_date)
    day = subject.as_of
    has_clock, has_pace = (repository.may_ask(each, filters, as_of=day) for each in _ROUND)
    return Overview(
        now=_measures(subject, filters),
        before=_measures(subject, subject.filters_before) if subject.filters_before else None,
        clock=total_of(repository.clock(filters, day)) if has_clock else None,
        pace=total_of(repository.pace(filters, day)) if has_pace else None,
        reach=None if has_clock else _reach(subject),
        years=repository.visits(replace(filters, period=ever), ("year",)),
    )


def round_of(subject: Subject) -> Period:
    """The four years of a round, up to the day of the clock."""
    return Period(date(subject.as_of.year - ROUND_YEARS + 1, 1, 1), subject.as_of)


def _reach(subject: Subject) -> Row | None:
    """None where records do not reach over a whole round."""
    filters = replace(subject.filters, period=round_of(subject))
    if filters.period.from_on < subject.data_set.first_on:
        return None
    return total_of(subject.repository.coverage(filters))


def _measures(subject: Subject, filters: Filters) -> Measures:
    repository = subject.repository
    return Measures(
        visits=total_of(repository.visits(filters)),
        coverage=total_of(repository.coverage(filters)),
        recommendations=total_of(repository.recommendations(filters)),
        rate=total_of(repository.implementation(filters)),
    )
