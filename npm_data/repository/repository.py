"""The one place where the program asks the database."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import duckdb
import polars as pl

from npm_data.database.connection import Meta, cursor_of, open_connection, read_meta
from npm_data.database.errors import DatabaseError
from npm_data.database.origin import SourceFile
from npm_data.database.statements import statements
from npm_data.model.filters import Filters
from npm_data.repository.dimensions import DIMENSIONS_OF

Rate = Literal["cohort", "stock", "answered"]
TOTAL = ("total",)
HORIZONS = (0, 6, 12, 24, 36, 48)
"""Months at which the time to implementation is read unless others are asked for."""
_KEPT_ANSWERS = 1024
_TYPES: dict[str, type[pl.DataType]] = {
    "varchar": pl.String,
    "bigint": pl.Int64,
    "integer": pl.Int32,
    "double": pl.Float64,
    "date": pl.Date,
}


@dataclass(frozen=True, slots=True)
class DataSet:
    """Which register this is: `first_on` is its first visit's day, `row_counts` by table name."""

    data_date: date
    first_on: date
    register_version: int
    fingerprint: str
    imported_at: datetime
    is_demonstration: bool
    sources: tuple[SourceFile, ...]
    row_counts: dict[str, int]

    @property
    def is_empty(self) -> bool:
        return self.row_counts["institutions"] == 0


class Repository:
    """Answers of one database file; frames are shared between callers and must not be changed.

    Every grouped answer has `dimension` and `key` columns and a row `total` with an empty key. An
    answer once given is kept: the file never changes under a connection.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection, meta: Meta) -> None:
        self._connection = connection
        self._meta = meta
        self._answers: dict[tuple[object, ...], pl.DataFrame] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        self._connection.close()

    @cached_property
    def data_set(self) -> DataSet:
        """What the database records of its register."""
        cursor = cursor_of(self._connection)
        counts = dict(cursor.execute("select table_name, row_count from row_counts").fetchall())
        sources = cursor.execute("select file_name, sha256, bytes from sources").fetchall()
        first = cursor.execute("select min(started_on) from visits").fetchall()[0][0]
        return DataSet(
            data_date=self._meta.data_date,
            first_on=first or self._meta.data_date,
            register_version=self._meta.register_version,
            fingerprint=self._meta.fingerprint,
            imported_at=self._meta.imported_at,
            is_demonstration=self._meta.is_demonstration,
            sources=tuple(SourceFile(*row) for row in sources),
            row_counts=counts,
        )

    def visits(self, filters: Filters, by: Sequence[str] = TOTAL) -> pl.DataFrame:
        """`visits`, `places_visited`: a visit to three places is one visit."""
        return self._grouped("visits", filters, by)

    def report_delays(self, filters: Filters, by: Sequence[str] = TOTAL) -> pl.DataFrame:
        """`visits`, `reported`, `median_days` and counts by band of days from visit to report."""
        return self._grouped("report_delays", filters, by)

    def coverage(self, filters: Filters, by: Sequence[str] = TOTAL) -> pl.DataFrame:
        """`places_in_mandate`, `places_visited` and their quotient `coverage` (0 to 1 or null)."""
        return self._grouped("coverage", filters, by)

    def clock(
        self, filters: Filters, as_of: date | None = None, by: Sequence[str] = TOTAL
    ) -> pl.DataFrame:
        """`places` on a day in four classes that add up, and `never_visited_past_due`."""
        return self._grouped("clock", filters, by, as_of=as_of or self._meta.data_date)

    def pace(
        self, filters: Filters, as_of: date | None = None, by: Sequence[str] = TOTAL
    ) -> pl.DataFrame:
        """`places`, `needed_a_year`, `places_visited` in 12 months; `pace` is visited by needed."""
        return self._grouped("pace", filters, by, as_of=as_of or self._meta.data_date)

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
        """`implemented` of `considered`, `verified` of them, `rate` with Wilson's `low`, `high`."""
        return self._grouped(
            "implementation", filters, by, as_of=self._known(as_of), rate=rate, months=months
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

    def completeness(self, filters: Filters, as_of: date | None = None) -> pl.DataFrame:
        """`subject`, `recorded`, `total`: how many records state what a figure needs."""
        return self._answer("completeness", _parameters(filters) | {"as_of": self._known(as_of)})

    def place_list(self, filters: Filters, as_of: date | None = None) -> pl.DataFrame:
        """The places in the mandate on a day, one a row, with clock state and latest visits."""
        day = as_of or self._meta.data_date
        return self._answer("place_list", _parameters(filters) | {"as_of": day})

    def _known(self, as_of: date | None) -> date:
        """A day for the status of recommendations: the register knows none after its data date."""
        return min(as_of or self._meta.data_date, self._meta.data_date)

    def _grouped(
        self, name: str, filters: Filters, by: Sequence[str], **more: object
    ) -> pl.DataFrame:
        unknown = set(by) - set(DIMENSIONS_OF[name])
        if unknown:
            raise ValueError(f"{name} cannot be grouped by {', '.join(sorted(unknown))}")
        return self._answer(name, _parameters(filters) | {"by": tuple(by)} | more)

    def _answer(self, name: str, parameters: dict[str, object]) -> pl.DataFrame:
        statement = statements()[name]
        values = {each: parameters[each] for each in statement.parameters}
        asked = (name, *values.values())
        with self._lock:
            kept = self._answers.get(asked)
        if kept is not None:
            return kept
        sent = {each: list(v) if isinstance(v, tuple) else v for each, v in values.items()}
        # Rows, not a relation: answers are short, and a relation is planned twice.
        rows = cursor_of(self._connection).execute(statement.sql, sent).fetchall()
        frame = pl.DataFrame(rows, schema=_schema(name), orient="row")
        with self._lock:
            if len(self._answers) >= _KEPT_ANSWERS:
                self._answers.pop(next(iter(self._answers)))
            self._answers[asked] = frame
        return frame


@cache
def _schema(statement_name: str) -> dict[str, pl.DataType]:
    """The columns that the statement's header promises, a test holds them against the answer."""
    columns = statements()[statement_name].columns
    return {name: _TYPES[kind]() for name, kind in columns.items()}


def _parameters(filters: Filters) -> dict[str, object]:
    """An empty choice is null, which the queries read as all."""
    return {
        "from_on": filters.period.from_on,
        "to_on": filters.period.to_on,
        "regions": filters.regions or None,
        "ministries": filters.ministries or None,
        "institution_types": filters.institution_types or None,
        "visit_types": filters.visit_types or None,
        "themes": filters.themes or None,
    }


def open_repository(path: Path) -> Repository:
    """The repository of a database file; a `DatabaseError` says why it cannot be had."""
    connection = open_connection(path)
    try:
        return Repository(connection, read_meta(connection, path))
    except DatabaseError:
        connection.close()
        raise
