"""What the coverage page asks the register, and its four measures as counts by any grouping."""

from dataclasses import dataclass, replace

import polars as pl

from npm_data.charts.measures import MEASURES
from npm_data.questions.disclosure import SEES_ALL
from npm_data.reference import BORDER_SETS, TODAYS_BORDERS
from npm_data.register.filters import Filters
from npm_data.report.subject import Subject
from npm_data.report.units import Row, borders_on, rows_of, total_of

VIEWS = ("map", "tiles")
OF_THE_PERIOD = "period"
BORDERS = (OF_THE_PERIOD, *BORDER_SETS)

_PARTS = {
    "coverage": ("places_visited", "places_in_mandate"),
    "never_visited": ("never_visited", "places"),
    "overdue": ("overdue", "places"),
    "visits_per_100": ("visits", "places_in_mandate"),
}
DEFINITION_OF = {
    "coverage": "coverage",
    "never_visited": "clock",
    "overdue": "clock",
    "visits_per_100": "visits_per_100",
}


@dataclass(frozen=True, slots=True)
class Answers:
    """One question each about coverage, the four-year clock and visits, in all groupings."""

    coverage: pl.DataFrame
    clock: pl.DataFrame | None
    """Where it is told."""
    visits: pl.DataFrame | None
    """Asked only when the measure needs it."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The page's answers: `here` for the filter, `everywhere` for the same without its regions."""

    measure: str
    border_set: str
    is_known: bool
    here: Answers
    everywhere: Answers

    @property
    def region_dimension(self) -> str:
        return _dimension_of(self.border_set)


def ask(subject: Subject, measure: str, borders: str) -> Coverage:
    """The map needs all regions, to be clicked; without chosen ones both answers are the same."""
    border_set = borders_on(subject.filters.period.to_on) if borders == OF_THE_PERIOD else borders
    here = _ask(subject, measure, border_set, subject.filters.regions)
    everywhere = _ask(subject, measure, border_set, ()) if subject.filters.regions else here
    return Coverage(
        measure=measure,
        border_set=border_set,
        is_known=subject.filters.period.to_on >= subject.data_set.first_on,
        here=here,
        everywhere=everywhere,
    )


def _ask(subject: Subject, measure: str, border_set: str, regions: tuple[str, ...]) -> Answers:
    filters = replace(subject.filters, regions=regions)
    by: tuple[str, ...] = ("total", "ministry", "institution_type", "region", "region_ministry")
    if border_set != TODAYS_BORDERS:
        by = (*by, _dimension_of(border_set))
    repository = subject.repository
    needs_visits = measure == "visits_per_100"
    return Answers(
        coverage=repository.coverage(filters, by),
        clock=_clock(subject, filters, by),
        visits=repository.visits(filters, by) if needs_visits else None,
    )


def _clock(subject: Subject, filters: Filters, by: tuple[str, ...]) -> pl.DataFrame | None:
    repository, day = subject.repository, subject.as_of
    is_told = repository.may_ask("clock", filters, by, as_of=day)
    return repository.clock(filters, day, by) if is_told else None


def measures_told(subject: Subject) -> tuple[str, ...]:
    """The measures that may be asked of regions and types of places: the public's is coverage."""
    role = subject.repository.role
    return tuple(each for each in MEASURES if role.may(SEES_ALL) or each == "coverage")


def _dimension_of(border_set: str) -> str:
    return "region" if border_set == TODAYS_BORDERS else f"region_{border_set}"


def counts(coverage: Coverage, answers: Answers, dimension: str) -> dict[str | None, Row]:
    """`part` and `whole` of the page's measure by key; a null part where nothing is recorded."""
    part, whole = _PARTS[coverage.measure]
    asked = answers.clock if whole == "places" else answers.coverage
    wholes = {} if asked is None else rows_of(asked, dimension)
    parts = wholes if answers.visits is None else rows_of(answers.visits, dimension)
    return {
        key: {
            "part": (parts[key][part] if key in parts else 0) if coverage.is_known else None,
            "whole": row[whole],
        }
        for key, row in wholes.items()
    }


def total(coverage: Coverage, answers: Answers) -> Row:
    """`part`, `whole` and `value` (null without data) of the whole filter."""
    row = next(iter(counts(coverage, answers, "total").values()), {"part": None, "whole": 0})
    return row | {"value": value_of(coverage.measure, row)}


def value_of(measure: str, row: Row) -> float | None:
    if row["part"] is None or not row["whole"]:
        return None
    times = 1 if MEASURES[measure].is_share else 100
    return float(times * row["part"] / row["whole"])


def is_striking(measure: str, value: float) -> bool:
    """What the findings count: little coverage, much that was not visited in its time."""
    bounds = MEASURES[measure].bounds
    if measure == "coverage":
        return value < bounds[0]
    if measure == "visits_per_100":
        return value < bounds[1]
    return value >= bounds[1]


def clock_total(answers: Answers) -> Row | None:
    return None if answers.clock is None else total_of(answers.clock)
