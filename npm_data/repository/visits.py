"""What the register knows of visits and of the places that they reached."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from npm_data.model.filters import Filters
from npm_data.model.mandate import THE_LAW, Mandate
from npm_data.repository.questions import TOTAL, Questions


class VisitQuestions(Questions):
    """Visits, coverage and the four-year clock."""

    def visits(self, filters: Filters, by: Sequence[str] = TOTAL) -> pl.DataFrame:
        """`visits`, `places_visited`: a visit to three places is one visit."""
        return self._grouped("visits", filters, by)

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
