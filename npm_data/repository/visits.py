"""What the register knows of visits and of the places that they reached."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from npm_data import disclosure
from npm_data.model.filters import Filters, Period
from npm_data.model.mandate import THE_LAW, Mandate
from npm_data.repository.questions import TOTAL, Questions


class VisitQuestions(Questions):
    """Visits, coverage and the four-year clock."""

    def visits(self, filters: Filters, by: Sequence[str] = TOTAL) -> pl.DataFrame:
        """`visits`, `places_visited`: a visit to three places is one visit."""
        return self._grouped("visits", filters, by)

    def _reason_to_withhold(self, name: str, asked: dict[str, object]) -> str | None:
        reason = super()._reason_to_withhold(name, asked)
        if reason or not disclosure.asks_for_types(self.role, name, asked):
            return reason
        return "points at a place" if self._types_tell_of_a_part(asked) else None

    def _types_tell_of_a_part(self, asked: dict[str, object]) -> bool:
        """Whether those of any year of the period do; each year stands for itself."""
        years = self._rows("visits", asked | {"by": ("year",)})["key"].to_list()
        spans = [Period.of_year(int(year)) for year in years]
        everybody = self._rows(
            "visits_in_spans", _of_spans(spans, ("total", *disclosure.PARTS), None)
        )
        reactive = self._rows("visits_in_spans", _of_spans(spans, TOTAL, disclosure.REACTIVE))
        is_total = pl.col("dimension") == "total"
        largest = everybody.filter(~is_total).group_by("from_on").agg(most="places_visited")
        whole = (
            everybody.filter(is_total)
            .join(reactive.select("from_on", reactive="visits"), on="from_on", how="left")
            .join(largest.with_columns(pl.col("most").list.max()), on="from_on", how="left")
            .select("visits", "places_visited", pl.col("reactive", "most").fill_null(0))
        )
        return any(disclosure.tells_of_a_part(*year) for year in whole.iter_rows())

    def visits_in_spans(
        self, spans: Sequence[Period], by: Sequence[str], visit_types: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """`visits` and `places_visited` of several periods, with the first and last day of each."""
        return self._answer("visits_in_spans", _of_spans(spans, by, visit_types))

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
