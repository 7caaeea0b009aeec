"""How good the records are."""

from collections.abc import Sequence
from datetime import date

import polars as pl

from npm_data.model.filters import Filters
from npm_data.repository.questions import TOTAL, Questions, parameters_of

REASONS = ("type_not_yet", "type_no_longer", "not_open", "closed")
"""Why a place is not in the mandate on a day, in the order in which the import warns of them."""


class QualityQuestions(Questions):
    """Completeness of the records, findings of the import, and visits outside the mandate."""

    def completeness(self, filters: Filters, as_of: date | None = None) -> pl.DataFrame:
        """`subject`, `recorded`, `total`: how many records state what a figure needs."""
        return self._answer("completeness", parameters_of(filters) | {"as_of": self._known(as_of)})

    def column_completeness(
        self, filters: Filters, by: Sequence[str] = TOTAL, sheets: Sequence[str] = ()
    ) -> pl.DataFrame:
        """`recorded` of `total` rows for each `sheet` and `column_name` that may be left empty.

        Of some tables of the register or, when none are named, of all.
        """
        return self._grouped("column_completeness", filters, by, sheets=tuple(sheets) or None)

    def outside_mandate(self, filters: Filters) -> pl.DataFrame:
        """A row for each visit and place that was not in the mandate that day, with its `reason`.

        `turned_on` is the day on which that reason begins or ends.
        """
        return self._answer("outside_mandate", parameters_of(filters))

    def outside_mandate_by_year(self, filters: Filters) -> pl.DataFrame:
        """`outside`: visits that `outside_mandate` lists, and of them by reason; the total has no
        `year`. A visit to several places may stand under two reasons.
        """
        visits = pl.col("visit_id")
        counts = [
            visits.n_unique().alias("outside"),
            *(visits.filter(pl.col("reason") == each).n_unique().alias(each) for each in REASONS),
        ]
        listed = self.outside_mandate(filters)
        total = listed.select(pl.lit(None, pl.String).alias("year"), *counts)
        return pl.concat([listed.group_by("year").agg(counts).sort("year"), total])

    def findings_by_rule(self) -> pl.DataFrame:
        """`findings` of the last import by `rule`, `sheet` and `column_name`."""
        return self._answer("findings_by_rule", {})

    def findings(self, rule: str | None = None, most: int | None = None) -> pl.DataFrame:
        """The findings of one rule or all, as `npm_data.register.rules.findings` reads them."""
        return self._answer("findings", {"rule": rule, "most": most})
