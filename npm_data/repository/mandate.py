"""Which places are in the mandate, and who answers for what in them."""

from datetime import date

import polars as pl

from npm_data.model.filters import Filters
from npm_data.repository.questions import Questions, parameters_of


class MandateQuestions(Questions):
    """The mandate as the law has it; scenarios of it are asked of coverage, clock and pace."""

    def mandate_places(self, filters: Filters) -> pl.DataFrame:
        """`places` at each year's end by `types_from` (null: all), and what came and went in it."""
        return self._answer("mandate_places", parameters_of(filters))

    def medical_addressees(
        self, filters: Filters, institution_type: str, moved_on: date
    ) -> pl.DataFrame:
        """`recommendations` on health care by addressee; `key` is a year, `before` or `since`."""
        chosen = {"institution_type": institution_type, "moved_on": moved_on}
        return self._answer("medical_addressees", parameters_of(filters) | chosen)
