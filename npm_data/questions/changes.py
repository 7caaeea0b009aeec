"""What changed between two days."""

from datetime import timedelta
from typing import Literal

import polars as pl

from npm_data.questions.places import EVERYTHING, Stretch
from npm_data.questions.statements import TOTAL, By, Questions
from npm_data.register.filters import Filters

RecommendationChange = Literal[
    "issued",
    "repeated",
    "replied",
    "reply_overdue",
    "reply_arrived",
    "claimed",
    "verified",
    "downgraded",
    "no_longer_applicable",
]
PlaceChange = Literal["visit_overdue", "visited", "opened", "type_entered", "closed", "type_left"]
RECORD = ("record",)


class ChangeQuestions(Questions):
    """Two days of the register beside each other.

    The period of the filters holds the days of the changes: the earlier day is the one before its
    first, the later day its last, or the data date if that is earlier.
    """

    def changes(
        self,
        filters: Filters,
        by: By = TOTAL,
        kind: RecommendationChange | None = None,
        stretch: Stretch = EVERYTHING,
    ) -> pl.DataFrame:
        """Counts of recommendations by kind of change; of `repeated`, statements that repeat.

        With a `kind`, only recommendations that changed so; their ids are the keys of `record`,
        the latest issued first, and a stretch is one of them.
        """
        asked = {"kind": kind, "most": stretch.most, "skipped": stretch.skipped}
        return self._grouped("changes", filters, by, **asked, **self._days(filters))

    def place_changes(
        self, filters: Filters, by: By = TOTAL, kind: PlaceChange | None = None
    ) -> pl.DataFrame:
        """Counts of places by kind of change, as `changes`; they do not depend on visit types."""
        return self._grouped("place_changes", filters, by, kind=kind, **self._days(filters))

    def status_transitions(self, filters: Filters) -> pl.DataFrame:
        """`recommendations` by `status_before` (`not_issued` too) and `status_after`."""
        return self._filtered("status_transitions", filters, **self._days(filters))

    def changed_recommendations(
        self, filters: Filters, kind: RecommendationChange, stretch: Stretch = EVERYTHING
    ) -> pl.DataFrame:
        """The recommendations that `changes` counts under a kind, the latest issued first."""
        records = self.changes(filters, RECORD, kind, stretch)["key"]
        asked = {"records": tuple(records)} | self._days(filters)
        return self._answer("changed_recommendations", asked)

    def changed_places(
        self, filters: Filters, kind: PlaceChange, stretch: Stretch = EVERYTHING
    ) -> pl.DataFrame:
        """The places that `place_changes` counts under a kind, by type of place and name."""
        records = self.place_changes(filters, RECORD, kind)["key"]
        asked = {"records": tuple(records), "most": stretch.most, "skipped": stretch.skipped}
        return self._answer("changed_places", asked | self._days(filters))

    def _days(self, filters: Filters) -> dict[str, object]:
        return {
            "before_on": filters.period.from_on - timedelta(days=1),
            "after_on": self._known(filters.period.to_on),
        }
