"""What the register knows of recommendations as a whole."""

from collections.abc import Sequence
from datetime import date
from typing import Literal

import polars as pl

from npm_data.questions.statements import TOTAL, Questions, parameters_of
from npm_data.register.filters import Filters

Rate = Literal["cohort", "stock", "answered"]
HORIZONS = (0, 6, 12, 24, 36, 48)
"""Months at which the time to implementation is read unless others are asked for."""


class RecommendationQuestions(Questions):
    """Recommendations: statuses, rates, times and replies."""

    def recommendations(
        self, filters: Filters, as_of: date | None = None, by: Sequence[str] = TOTAL
    ) -> pl.DataFrame:
        """`recommendations` (chains), of them by status, `verified` and `answered`."""
        return self._grouped("recommendations", filters, by, as_of=self._known(as_of))

    def implementation(
        self,
        filters: Filters,
        as_of: date | None = None,
        rate: Rate = "cohort",
        months: int = 12,
        by: Sequence[str] = TOTAL,
    ) -> pl.DataFrame:
        """`implemented` of `considered`, `verified` of them, `rate` with Wilson's `low`, `high`.

        `too_young` are issued in the period and not so many months old on the day.
        """
        return self.implementation_by_definition(filters, ((rate, months),), as_of, by).drop(
            "definition"
        )

    def implementation_by_definition(
        self,
        filters: Filters,
        rates: Sequence[tuple[Rate, int]],
        as_of: date | None = None,
        by: Sequence[str] = TOTAL,
    ) -> pl.DataFrame:
        """The same by several definitions at once; `definition` is the place in `rates`, from 1."""
        return self._grouped(
            "implementation",
            filters,
            by,
            as_of=self._known(as_of),
            rates=tuple(rate for rate, _ in rates),
            months=tuple(months for _, months in rates),
        )

    def time_to_implementation(
        self,
        filters: Filters,
        as_of: date | None = None,
        by: Sequence[str] = TOTAL,
        months: Sequence[int] = HORIZONS,
    ) -> pl.DataFrame:
        """`month`, `at_risk` and `cumulative_incidence` (Aalen-Johansen), a row for each month."""
        return self._grouped(
            "time_to_implementation",
            filters,
            by,
            as_of=self._known(as_of),
            horizons=tuple(months),
        )

    def replies(
        self, filters: Filters, as_of: date | None = None, by: Sequence[str] = TOTAL
    ) -> pl.DataFrame:
        """`due` replies: `in_time`, `late`, `overdue`."""
        return self._grouped("replies", filters, by, as_of=self._known(as_of))

    def claims(
        self, filters: Filters, as_of: date | None = None, by: Sequence[str] = TOTAL
    ) -> pl.DataFrame:
        """`claims` of authorities: `confirmed`, `downgraded`, `not_yet_looked_at` by the NPM."""
        return self._grouped("claims", filters, by, as_of=self._known(as_of))

    def repeats(
        self, filters: Filters, as_of: date | None = None, by: Sequence[str] = TOTAL
    ) -> pl.DataFrame:
        """`recommendations` said `once`, `twice`, ...; `statements` counts all that was said."""
        return self._grouped("repeats", filters, by, as_of=self._known(as_of))

    def longest_chains(
        self, filters: Filters, as_of: date | None = None, most: int = 20
    ) -> pl.DataFrame:
        """The recommendations said most often, at least twice, with first and last day and status.

        Of equally long ones the earlier issued stands first.
        """
        return self._answer(
            "longest_chains",
            parameters_of(filters) | {"as_of": self._known(as_of), "most": most},
        )
