"""How long each query takes that a page asks, with its groupings and for one page of its rows."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain, islice, product
from pathlib import Path

import duckdb
import polars as pl

from bench.measure import Measure, Pair, Section, timed
from bench.size import Size
from npm_data.figures.rates import RATES
from npm_data.questions.places import Stretch
from npm_data.questions.recommendations import Wanted
from npm_data.questions.repository import Repository, open_repository
from npm_data.questions.statements import DIMENSIONS_OF
from npm_data.reference import TODAYS_BORDERS, reference
from npm_data.register.filters import Filters, Period
from npm_data.register.storage.connection import cursor_of, open_connection
from npm_data.ui.paging import ROWS_A_PAGE

QUERY_RATIO = 40.0
"""30 ms where the scan takes 0.75 ms."""
TABLES = {
    "chains": "region",
    "places": "region",
    "place_visits": "region",
    "status_spans": "status",
    "chain_texts": "times_said",
}
"""What queries mainly read, with the column that the floor groups it by."""
TABLE_OF = {
    "visits": "place_visits",
    "coverage": "place_visits",
    "clock": "place_visits",
    "pace": "place_visits",
    "follow_up_list, a search": "chain_texts",
    "place_list, a page": "places",
    "planning, a page": "place_visits",
    "changes": "status_spans",
    "changed_recommendations, a page": "status_spans",
    "place_changes": "places",
    "status_transitions": "status_spans",
}
"""Of a query; where it names none, `chains`."""

Ask = Callable[..., pl.DataFrame]
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
LISTS: dict[str, Callable[[Repository, Filters], pl.DataFrame]] = {
    "implementation_by_definition": lambda asked, filters: asked.implementation_by_definition(
        filters, tuple(RATES.values()), by=("total", "ministry")
    ),
    "claims": lambda asked, filters: asked.claims(filters, by=("total", "ministry")),
    "repeats": lambda asked, filters: asked.repeats(filters, by=("total", "ministry")),
    "longest_chains": lambda asked, filters: asked.longest_chains(filters),
    "follow_up_list, a page": lambda asked, filters: asked.follow_up_list(
        filters, rows_a_page=ROWS_A_PAGE
    ),
    "follow_up_list, a search": lambda asked, filters: asked.follow_up_list(
        filters, Wanted(search="медицинская помощь"), rows_a_page=ROWS_A_PAGE
    ),
    "place_list, a page": lambda asked, filters: asked.place_list(
        filters, filters.period.to_on, stretch=Stretch(ROWS_A_PAGE)
    ),
    "planning, a page": lambda asked, filters: asked.planning(
        filters, filters.period.to_on, stretch=Stretch(ROWS_A_PAGE)
    ),
    "changes": lambda asked, filters: asked.changes(filters, by=("total", "ministry")),
    "changed_recommendations, a page": lambda asked, filters: asked.changed_recommendations(
        filters, "issued", Stretch(ROWS_A_PAGE)
    ),
    "place_changes": lambda asked, filters: asked.place_changes(filters, by=("total", "ministry")),
    "status_transitions": lambda asked, filters: asked.status_transitions(filters),
    "column_completeness": lambda asked, filters: asked.column_completeness(
        filters, by=("total", "year")
    ),
}
"""What only lists, or has groupings of its own."""

PAGE_GROUPINGS = ("total", "region", "ministry", "institution_type", "year")


def different_filters() -> Iterator[Filters]:
    """No two alike, since an answer once given is kept: years by regions."""
    regions = [unit.code for unit in reference().regions_of(TODAYS_BORDERS)]
    for region, year in product(regions, range(2014, 2026)):
        yield Filters(Period.of_year(year), regions=(region,))


def measure_queries(database: Path, size: Size) -> Section:
    repository, bare = open_repository(database), open_connection(database)
    try:
        measures = tuple(
            _measure(f"{name}{what}", ask, _scan(bare, table), size, budget=QUERY_RATIO, note=table)
            for name, what, ask in _questions(repository)
            for table in [TABLE_OF.get(name, "chains")]
        )
    finally:
        repository.close()
        bare.close()
    title = "Queries with different filters, beside a grouped scan of the table that each reads"
    return Section(title, measures)


def measure_queries_beside(many: Path, national: Path, size: Size) -> Section:
    """Of a register of many times national size, beside the same of one."""
    repository, one = open_repository(many), open_repository(national)
    try:
        measures = tuple(
            _measure(f"{name}{what}", ask, ask_one, size)
            for (name, what, ask), (*_, ask_one) in zip(
                _questions(repository), _questions(one), strict=True
            )
        )
    finally:
        repository.close()
        one.close()
    title = f"Queries at {size.times} times national size, beside the same at national size"
    return Section(title, measures)


def _scan(bare: duckdb.DuckDBPyConnection, table: str) -> Callable[[Filters], object]:
    scan = f"select {TABLES[table]}, count(*) from {table} group by all"
    return lambda _: cursor_of(bare).execute(scan).fetchall()


def _questions(repository: Repository) -> Iterator[tuple[str, str, Callable[[Filters], object]]]:
    """In total, and as a page asks."""
    for name, ask in QUERIES.items():
        page = tuple(each for each in PAGE_GROUPINGS if each in DIMENSIONS_OF[name])
        for by, what in ((("total",), "total"), (page, f"{len(page)} groupings")):
            yield name, f", {what}", partial(ask, repository, by=by)
    for name, listed in LISTS.items():
        yield name, "", partial(listed, repository)


def _measure(
    name: str,
    ask: Callable[[Filters], object],
    ask_floor: Callable[[Filters], object],
    size: Size,
    *,
    budget: float | None = None,
    note: str = "",
) -> Measure:
    """Without a filter beyond the period, where most rows pass, and a few narrow ones."""
    periods = [
        Filters(Period(Period.of_year(2014).from_on, Period.of_year(2016 + n % 9).to_on))
        for n in range(9)
    ]
    pair = Pair()
    for filters in islice(chain(periods, different_filters()), size.repeats):
        with timed(pair.times):
            ask(filters)
        with timed(pair.floor):
            ask_floor(filters)
    return pair.measure(name, budget, note)
