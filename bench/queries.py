"""How long each of the eight queries takes, with the groupings that a page asks for."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product
from pathlib import Path

import polars as pl

from bench.measure import Measure, Section, median_milliseconds
from npm_data.model.filters import Filters, Period
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.repository import Repository, open_repository
from npm_data.repository.dimensions import DIMENSIONS_OF

QUERY_MILLISECONDS = 30.0
REPEATS = 15

Ask = Callable[[Repository, Filters, tuple[str, ...]], pl.DataFrame]
QUERIES: dict[str, Ask] = {
    "visits": lambda asked, filters, by: asked.visits(filters, by),
    "coverage": lambda asked, filters, by: asked.coverage(filters, by),
    "clock": lambda asked, filters, by: asked.clock(filters, filters.period.to_on, by),
    "pace": lambda asked, filters, by: asked.pace(filters, filters.period.to_on, by),
    "recommendations": lambda asked, filters, by: asked.recommendations(filters, by=by),
    "implementation": lambda asked, filters, by: asked.implementation(filters, by=by),
    "time_to_implementation": lambda asked, filters, by: asked.time_to_implementation(
        filters, by=by
    ),
    "replies": lambda asked, filters, by: asked.replies(filters, by=by),
}
PAGE_GROUPINGS = ("total", "region", "ministry", "institution_type", "year")


def different_filters() -> Iterator[Filters]:
    """No two alike, since an answer once given is kept: years by regions, then by ministries."""
    regions = [unit.code for unit in reference().regions_of(TODAYS_BORDERS)]
    for region, year in product(regions, range(2014, 2026)):
        yield Filters(Period.of_year(year), regions=(region,))


def measure_queries(database: Path) -> Section:
    repository = open_repository(database)
    try:
        measures = [each for name in QUERIES for each in _measures(repository, name)]
    finally:
        repository.close()
    return Section("Queries: median of runs with different filters", tuple(measures))


def _measures(repository: Repository, name: str) -> Iterator[Measure]:
    """Without a filter beyond the period, where most rows pass; in total, and as a page asks."""
    page = tuple(each for each in PAGE_GROUPINGS if each in DIMENSIONS_OF[name])
    for by, what in ((("total",), "total"), (page, f"{len(page)} groupings")):
        periods = [
            Filters(Period(Period.of_year(2014).from_on, Period.of_year(2016 + n % 9).to_on))
            for n in range(9)
        ]
        narrow = list(different_filters())[: REPEATS - len(periods)]
        work = [partial(QUERIES[name], repository, each, by) for each in periods + narrow]
        yield Measure(f"{name}, {what}", median_milliseconds(work), "ms", QUERY_MILLISECONDS)
