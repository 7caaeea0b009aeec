"""What the mandate page asks the register: the law and a scenario of it, by the same questions."""

from dataclasses import dataclass, replace
from datetime import date

from npm_data.figures.periods import FIRST_DAY
from npm_data.figures.units import Row, rows_of, total_of
from npm_data.reference import reference
from npm_data.register.filters import THE_LAW, Mandate, Period, basis_of
from npm_data.ui.app import App

CLOCK_BY = ("total", "institution_type")
"""The page asks the clock in one way only, so that an answer once given serves all its parts."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The total rows of one mandate: coverage of the period, clock and pace on the day."""

    coverage: Row
    clock: Row
    pace: Row


@dataclass(frozen=True, slots=True)
class Scenario:
    """The law and the chosen mandate beside each other, on the day of the clock."""

    day: date
    mandate: Mandate
    law: Figures
    chosen: Figures
    unsure_places: int
    """Those that the law has since a day that is inferred or assumed."""
    visits: dict[int, tuple[int, int]]
    """Periodic and all visits to places of the chosen types, by year from the first visit on."""

    @property
    def change_of_places(self) -> int:
        after: int = self.chosen.clock["places"]
        before: int = self.law.clock["places"]
        return after - before

    @property
    def change_of_need(self) -> float:
        """Periodic visits a year that a round needs more, or fewer: a quarter of the places."""
        after: float = self.chosen.pace["needed_a_year"]
        before: float = self.law.pace["needed_a_year"]
        return after - before

    @property
    def last_year(self) -> int | None:
        """The last calendar year that has ended by the day; none before there are records."""
        has_ended = (self.day.month, self.day.day) == (12, 31)
        year = self.day.year if has_ended else self.day.year - 1
        return year if year in self.visits else None


def ask(app: App, types: tuple[str, ...]) -> Scenario:
    mandate = Mandate.of(types, app.as_of)
    law = _figures(app, THE_LAW)
    return Scenario(
        day=app.as_of,
        mandate=mandate,
        law=law,
        chosen=law if mandate.is_the_law else _figures(app, mandate),
        unsure_places=_unsure_places(app),
        visits=_visits(app, types) if types and app.data_set.row_counts["visits"] else {},
    )


def _visits(app: App, types: tuple[str, ...]) -> dict[int, tuple[int, int]]:
    """Whatever the period. A round of few types must not be held against visits to all others."""
    known = app.data_set
    ever = Period(min(FIRST_DAY, known.first_on), known.data_date)
    filters = replace(app.filters, period=ever, institution_types=types)
    answer = app.repository.visits(filters, ("year", "year_visit_type"))
    counted = dict(answer.select("key", "visits").iter_rows())
    years = range(known.first_on.year, known.data_date.year + 1)
    return {year: (counted.get(f"{year}/periodic", 0), counted.get(str(year), 0)) for year in years}


def _unsure_places(app: App) -> int:
    by_type = app.repository.clock(app.filters, app.as_of, CLOCK_BY)
    unsure = {each.code for each in reference().institution_types if basis_of(each) != "law"}
    places = rows_of(by_type, "institution_type")
    return sum(row["places"] for code, row in places.items() if code in unsure)


def _figures(app: App, mandate: Mandate) -> Figures:
    """Before the first record nothing is known of visits, which is not the same as none."""
    repository, filters, day = app.repository, app.filters, app.as_of
    coverage = total_of(repository.coverage(filters, mandate=mandate))
    pace = total_of(repository.pace(filters, day, mandate=mandate))
    if filters.period.to_on < app.data_set.first_on:
        coverage |= {"places_visited": None, "coverage": None}
        pace |= {"places_visited": None, "pace": None}
    clock = total_of(repository.clock(filters, day, CLOCK_BY, mandate))
    return Figures(coverage=coverage, clock=clock, pace=pace)
