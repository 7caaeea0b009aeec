"""What the register knows of places and of visits to them, and which places are in the mandate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import polars as pl

from npm_data.questions import disclosure
from npm_data.questions.statements import TOTAL, By, Day, Questions
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.register.filters import THE_LAW, Filters, Mandate, Period

PlaceOrder = Literal["chapter", "due", "name", "region"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many rows after so many skipped; all of them unless said otherwise."""

    most: int | None = None
    skipped: int = 0


EVERYTHING = Stretch()


class VisitQuestions(Questions):
    """Visits, coverage and the four-year clock."""

    def visits(self, filters: Filters, by: By = TOTAL) -> pl.DataFrame:
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
        self, spans: Sequence[Period], by: By, visit_types: Sequence[str] | None = None
    ) -> pl.DataFrame:
        """`visits` and `places_visited` of several periods, with the first and last day of each."""
        return self._answer("visits_in_spans", _of_spans(spans, by, visit_types))

    def report_delays(self, filters: Filters, by: By = TOTAL) -> pl.DataFrame:
        """`visits`, `reported`, `median_days` and counts by band of days from visit to report."""
        return self._grouped("report_delays", filters, by)

    def coverage(
        self, filters: Filters, by: By = TOTAL, mandate: Mandate = THE_LAW
    ) -> pl.DataFrame:
        """`places_in_mandate`, `places_visited` and their quotient `coverage` (0 to 1 or null)."""
        return self._grouped("coverage", filters, by, **_types_of(mandate))

    def clock(
        self, filters: Filters, as_of: Day = None, by: By = TOTAL, mandate: Mandate = THE_LAW
    ) -> pl.DataFrame:
        """`places` on a day in four classes that add up, and `never_visited_past_due`."""
        return self._grouped("clock", filters, by, as_of=self._day(as_of), **_types_of(mandate))

    def pace(
        self, filters: Filters, as_of: Day = None, by: By = TOTAL, mandate: Mandate = THE_LAW
    ) -> pl.DataFrame:
        """`places`, `needed_a_year`, `places_visited` in 12 months; `pace` is visited by needed."""
        return self._grouped("pace", filters, by, as_of=self._day(as_of), **_types_of(mandate))


def _types_of(mandate: Mandate) -> dict[str, object]:
    """What a scenario changes of the law's mandate, as statements take it."""
    return {"added": mandate.added or None, "left_out": mandate.left_out or None}


def _of_spans(
    spans: Sequence[Period], by: By, visit_types: Sequence[str] | None
) -> dict[str, object]:
    return {
        "groups": tuple(by),
        "first_days": tuple(each.from_on for each in spans),
        "last_days": tuple(each.to_on for each in spans),
        "visit_types": tuple(visit_types) if visit_types else None,
    }


class MandateQuestions(Questions):
    """The mandate as the law has it; scenarios of it are asked of coverage, clock and pace."""

    def mandate_places(self, filters: Filters) -> pl.DataFrame:
        """`places` at each year's end by `types_from` (null: all), and what came and went in it."""
        return self._filtered("mandate_places", filters)

    def medical_addressees(
        self, filters: Filters, institution_type: str, moved_on: date
    ) -> pl.DataFrame:
        """`recommendations` on health care by addressee; `key` is a year, `before` or `since`."""
        chosen = {"institution_type": institution_type, "moved_on": moved_on}
        return self._filtered("medical_addressees", filters, **chosen)


class PlaceQuestions(Questions):
    """Places, one by one."""

    def place_list(
        self,
        filters: Filters,
        as_of: Day = None,
        *,
        search: str = "",
        states: Sequence[str] = (),
        with_outside: bool = False,
        sort_by: PlaceOrder = "chapter",
        stretch: Stretch = EVERYTHING,
    ) -> pl.DataFrame:
        """The places in the mandate on a day, one a row, with clock state and latest visits.

        `search` is looked for in name, district and ID; of `states` (classes of the clock) none
        means all. Those outside the mandate have no class. Recommendations are open at the data
        date; `matches` counts the rows of all stretches.
        """
        return self._filtered(
            "place_list",
            filters,
            as_of=self._day(as_of),
            known_on=self._known(None),
            search=search,
            states=tuple(states) or None,
            with_outside=with_outside,
            sort_by=sort_by,
            **_stretch(stretch),
        )

    def place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """One row: the place, its clock, its counts and its 12-month rate; none if unknown."""
        return self._of_place("place", institution_id, as_of)

    def visits_of_place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """A row a visit, the latest first, with the recommendations made of the place."""
        return self._of_place("visits_of_place", institution_id, as_of)

    def statements_of_place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """New `recommendations` and `repeats` by day of issue."""
        return self._of_place("statements_of_place", institution_id, as_of)

    def statuses_of_place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """`recommendations` by month and `status` on the month's last day (`read_on`)."""
        return self._of_place("statuses_of_place", institution_id, as_of)

    def recommendations_of_place(self, institution_id: str, as_of: Day = None) -> pl.DataFrame:
        """A row a recommendation (chain), the latest first, with status and `times` said."""
        return self._of_place("recommendations_of_place", institution_id, as_of)

    def planning(
        self,
        filters: Filters,
        as_of: Day = None,
        *,
        was_visited: bool | None = None,
        stretch: Stretch = EVERYTHING,
    ) -> pl.DataFrame:
        """Places past due or due within 12 months, by region from the north, oldest day first.

        `was_visited` tells those with a periodic visit from those without; None means both.
        """
        asked = {"as_of": self._day(as_of), "was_visited": was_visited}
        return self._filtered("planning", filters, **asked, **_stretch(stretch))

    def planning_needs(self, filters: Filters, as_of: Day = None, by: By = TOTAL) -> pl.DataFrame:
        """Periodic visits `needed` in 12 months: those `coming` due and those `past_due`."""
        return self._grouped("planning_needs", filters, by, as_of=self._day(as_of))

    def _of_place(self, name: str, institution_id: str, as_of: Day) -> pl.DataFrame:
        return self._answer(name, {"institution_id": institution_id, "as_of": self._known(as_of)})


def _stretch(stretch: Stretch) -> dict[str, object]:
    """Where in the list the rows lie, and the order of the regions that the list stands in."""
    north_to_south = tuple(unit.code for unit in reference().regions_of(TODAYS_BORDERS))
    return {"most": stretch.most, "skipped": stretch.skipped, "region_order": north_to_south}
