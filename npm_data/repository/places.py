"""What the register knows of single places, and which of them are to be visited next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

import polars as pl

from npm_data.model.filters import Filters
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.repository.questions import TOTAL, Questions, parameters_of

PlaceOrder = Literal["chapter", "due", "name", "region"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many rows after so many skipped; all of them unless said otherwise."""

    most: int | None = None
    skipped: int = 0


EVERYTHING = Stretch()


class PlaceQuestions(Questions):
    """Places, one by one."""

    def place_list(
        self,
        filters: Filters,
        as_of: date | None = None,
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
        return self._answer(
            "place_list",
            parameters_of(filters)
            | _stretch(stretch)
            | {
                "as_of": as_of or self._meta.data_date,
                "known_on": self._known(None),
                "search": search,
                "states": tuple(states) or None,
                "with_outside": with_outside,
                "sort_by": sort_by,
            },
        )

    def place(self, institution_id: str, as_of: date | None = None) -> pl.DataFrame:
        """One row: the place, its clock, its counts and its 12-month rate; none if unknown."""
        return self._of_place("place", institution_id, as_of)

    def visits_of_place(self, institution_id: str, as_of: date | None = None) -> pl.DataFrame:
        """A row a visit, the latest first, with the recommendations made of the place."""
        return self._of_place("visits_of_place", institution_id, as_of)

    def statements_of_place(self, institution_id: str, as_of: date | None = None) -> pl.DataFrame:
        """New `recommendations` and `repeats` by day of issue."""
        return self._of_place("statements_of_place", institution_id, as_of)

    def statuses_of_place(self, institution_id: str, as_of: date | None = None) -> pl.DataFrame:
        """`recommendations` by month and `status` on the month's last day (`read_on`)."""
        return self._of_place("statuses_of_place", institution_id, as_of)

    def recommendations_of_place(
        self, institution_id: str, as_of: date | None = None
    ) -> pl.DataFrame:
        """A row a recommendation (chain), the latest first, with status and `times` said."""
        return self._of_place("recommendations_of_place", institution_id, as_of)

    def planning(
        self,
        filters: Filters,
        as_of: date | None = None,
        *,
        was_visited: bool | None = None,
        stretch: Stretch = EVERYTHING,
    ) -> pl.DataFrame:
        """Places past due or due within 12 months, by region from the north, oldest day first.

        `was_visited` tells those with a periodic visit from those without; None means both.
        """
        return self._answer(
            "planning",
            parameters_of(filters)
            | _stretch(stretch)
            | {"as_of": as_of or self._meta.data_date, "was_visited": was_visited},
        )

    def planning_needs(
        self, filters: Filters, as_of: date | None = None, by: Sequence[str] = TOTAL
    ) -> pl.DataFrame:
        """Periodic visits `needed` in 12 months: those `coming` due and those `past_due`."""
        return self._grouped("planning_needs", filters, by, as_of=as_of or self._meta.data_date)

    def _of_place(self, name: str, institution_id: str, as_of: date | None) -> pl.DataFrame:
        return self._answer(name, {"institution_id": institution_id, "as_of": self._known(as_of)})


def _stretch(stretch: Stretch) -> dict[str, object]:
    """Where in the list the rows lie, and the order of the regions that the list stands in."""
    return {
        "most": stretch.most,
        "skipped": stretch.skipped,
        "region_order": _north_to_south(),
    }


@cache
def _north_to_south() -> tuple[str, ...]:
    return tuple(unit.code for unit in reference().regions_of(TODAYS_BORDERS))
