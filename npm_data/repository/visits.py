"""What the register knows of visits and of the places that they reached."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from npm_data import disclosure
from npm_data.model.filters import Filters, Period
from npm_data.model.mandate import THE_LAW, Mandate
from npm_data.model.roles import Role
from npm_data.repository.questions import TOTAL, Questions
from npm_data.repository.told_types import ToldTypes, told_types

FIRST_YEAR = 2014
"""The mechanism's first year of visits."""


class VisitQuestions(Questions):
    """Visits, coverage and the four-year clock."""

    def visits(self, filters: Filters, by: Sequence[str] = TOTAL) -> pl.DataFrame:
        """`visits`, `places_visited`: a visit to three places is one visit."""
        return self._grouped("visits", filters, by)

    def _reason_to_withhold(self, name: str, asked: dict[str, object]) -> str | None:
        reason = super()._reason_to_withhold(name, asked)
        if reason or not disclosure.tells_types(self.role, name, asked):
            return reason
        told, ministries = self.told_types, asked["ministries"]
        chosen = ministries if isinstance(ministries, tuple) else ()
        is_told = told.of_country and set(chosen) <= set(told.of_ministries)
        return None if is_told else "points at a place"

    def _told(self, name: str, rows: pl.DataFrame) -> pl.DataFrame:
        told = super()._told(name, rows)
        if name not in disclosure.PERIODIC or self.role.may(disclosure.SEES_ALL):
            return told
        is_hidden = (pl.col("dimension") == "ministry") & ~pl.col("key").is_in(
            self.told_types.of_ministries
        )
        return told.filter(~is_hidden)

    @property
    def told_types(self) -> ToldTypes:
        """Of whom the public is told the types of visits; worked out once for a register."""
        if not self._told_types:
            last = disclosure.known_until(Role.PUBLIC, self._meta.data_date)
            known = Period(date(min(FIRST_YEAR, last.year), 1, 1), last)
            self._told_types.append(told_types(self._visits_for_anybody, known))
        return self._told_types[0]

    def visits_in_spans(
        self, spans: Sequence[Period], by: Sequence[str], visit_types: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """`visits` and `places_visited` of several periods, with the first and last day of each."""
        return self._answer("visits_in_spans", _of_spans(spans, by, visit_types))

    def _visits_for_anybody(
        self, spans: Sequence[Period], by: Sequence[str], visit_types: Sequence[str] | None
    ) -> pl.DataFrame:
        return self._rows("visits_in_spans", _of_spans(spans, by, visit_types))

    def report_delays(self, filters: Filters, by: Sequence[str] = TOTAL) -> pl.DataFrame:
        """`visits`, `reported`, `median_days` and counts by band of days from visit to report."""
        return self._grouped("report_delays", filters, by)

    def coverage(
        self, filters: Filters, by: Sequence[str] = TOTAL, mandate: Mandate = THE_LAW
    ) -> pl.DataFrame:
        """`places_in_mandate`, `places_visited` and their quotient `coverage` (0 to 1 or null)."""
        return self._grouped("coverage", filters, by, **_types_of(mandate))

    def clock(
        self,
        filters: Filters,
        as_of: date | None = None,
        by: Sequence[str] = TOTAL,
        mandate: Mandate = THE_LAW,
    ) -> pl.DataFrame:
        """`places` on a day in four classes that add up, and `never_visited_past_due`."""
        day = as_of or self._meta.data_date
        return self._grouped("clock", filters, by, as_of=day, **_types_of(mandate))

    def pace(
        self,
        filters: Filters,
        as_of: date | None = None,
        by: Sequence[str] = TOTAL,
        mandate: Mandate = THE_LAW,
    ) -> pl.DataFrame:
        """`places`, `needed_a_year`, `places_visited` in 12 months; `pace` is visited by needed."""
        day = as_of or self._meta.data_date
        return self._grouped("pace", filters, by, as_of=day, **_types_of(mandate))


def _types_of(mandate: Mandate) -> dict[str, object]:
    """What a scenario changes of the law's mandate, as statements take it."""
    return {"added": mandate.added or None, "left_out": mandate.left_out or None}


def _of_spans(
    spans: Sequence[Period], by: Sequence[str], visit_types: Sequence[str] | None
) -> dict[str, object]:
    return {
        "groups": tuple(by),
        "first_days": tuple(each.from_on for each in spans),
        "last_days": tuple(each.to_on for each in spans),
        "visit_types": tuple(visit_types) if visit_types else None,
    }
