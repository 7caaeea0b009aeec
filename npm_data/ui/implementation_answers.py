"""What the implementation page's rates rest on: all definitions at once, and which is chosen."""

from dataclasses import dataclass

import polars as pl

from npm_data.figures.rates import RATES, definition_of
from npm_data.figures.units import Row, total_of
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import switch


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates by all of `RATES`, as a whole and by one unit; `chosen` is one of the names."""

    chosen: str
    unit: str
    by_definition: pl.DataFrame
    completeness: pl.DataFrame

    @property
    def answer(self) -> pl.DataFrame:
        """The chosen definition's rows."""
        return self._of(self.chosen)

    @property
    def definition(self) -> str:
        return definition_of(self.chosen)

    def whole(self, name: str) -> Row:
        return total_of(self._of(name))

    def recorded(self) -> dict[str, Row]:
        """`recorded` of `total` by what is recorded."""
        return {row["subject"]: row for row in self.completeness.iter_rows(named=True)}

    def _of(self, name: str) -> pl.DataFrame:
        return self.by_definition.filter(definition=list(RATES).index(name) + 1)


def choose_rate(app: App) -> str:
    """The switch between the definitions; the sentence below it and the number change together."""
    words = app.words
    names = {name: words(f"implementation.rate_{name}") for name in RATES}
    return switch(app, "implementation.rate", words("implementation.rate"), names)


def ask(app: App, chosen: str, unit: str) -> Rates:
    """One question for all definitions, as a whole and by a unit."""
    filters = app.filters
    return Rates(
        chosen=chosen,
        unit=unit,
        by_definition=app.repository.implementation_by_definition(
            filters, tuple(RATES.values()), by=("total", unit)
        ),
        completeness=app.repository.completeness(filters),
    )
