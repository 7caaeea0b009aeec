"""How a named question is put to the database, and its answer kept."""

import threading
from collections.abc import Sequence
from datetime import date
from functools import cache

import duckdb
import polars as pl

from npm_data import disclosure
from npm_data.database.connection import Meta, cursor_of
from npm_data.database.statements import statements
from npm_data.model.filters import Filters
from npm_data.model.roles import Role
from npm_data.repository.dimensions import DIMENSIONS_OF

TOTAL = ("total",)
_KEPT_ANSWERS = 1024
_MOST_KEPT_ROWS = 5_000
"""A longer answer (all records for a file) is not kept: it is asked for once."""
_TYPES: dict[str, type[pl.DataType]] = {
    "varchar": pl.String,
    "bigint": pl.Int64,
    "integer": pl.Int32,
    "double": pl.Float64,
    "date": pl.Date,
    "boolean": pl.Boolean,
}


class Questions:
    """One database file, asked by named statements; frames are shared and must not be changed.

    An answer once given is kept: the file never changes under a connection. What `role` is not
    told raises `disclosure.WithheldError`, kept or not. Places bear their names in `language`.
    """

    role = Role.SECRETARIAT
    language = "ru"

    def __init__(self, connection: duckdb.DuckDBPyConnection, meta: Meta) -> None:
        self._connection = connection
        self._meta = meta
        self._answers: dict[tuple[object, ...], pl.DataFrame] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        self._connection.close()

    def may_ask(
        self, name: str, filters: Filters, by: Sequence[str] = TOTAL, **more: object
    ) -> bool:
        """Whether the role is told the answer of a question with these filters and groups."""
        asked = parameters_of(filters) | {"by": tuple(by)} | more
        return self._reason_to_withhold(name, asked) is None

    def _reason_to_withhold(self, name: str, asked: dict[str, object]) -> str | None:
        return disclosure.withheld_for(self.role, name, asked, self._meta.data_date)

    def _known(self, as_of: date | None) -> date:
        """A day for the status of recommendations: the register knows none after its data date."""
        return min(as_of or self._meta.data_date, self._meta.data_date)

    def _grouped(
        self, name: str, filters: Filters, by: Sequence[str], **more: object
    ) -> pl.DataFrame:
        """The answer with `dimension` and `key` columns; a row `total` has an empty key."""
        unknown = set(by) - set(DIMENSIONS_OF[name])
        if unknown:
            raise ValueError(f"{name} cannot be grouped by {', '.join(sorted(unknown))}")
        return self._answer(name, parameters_of(filters) | {"by": tuple(by)} | more)

    def _answer(self, name: str, parameters: dict[str, object]) -> pl.DataFrame:
        """The rows of a statement, if the role is told them."""
        reason = self._reason_to_withhold(name, parameters)
        if reason:
            raise disclosure.WithheldError(name, reason)
        rows = self._rows(name, parameters)
        return disclosure.told(self.role, name, parameters, rows, self._meta.data_date)

    def _rows(self, name: str, parameters: dict[str, object]) -> pl.DataFrame:
        """The rows for whoever asks; of the parameters it takes those that its header names."""
        statement = statements()[name]
        given = parameters | {"language": self.language}
        values = {each: given[each] for each in statement.parameters}
        asked = (name, *values.values())
        with self._lock:
            kept = self._answers.get(asked)
        if kept is not None:
            return kept
        sent = {each: list(v) if isinstance(v, tuple) else v for each, v in values.items()}
        # Rows, not a relation: answers are short, and a relation is planned twice.
        rows = cursor_of(self._connection).execute(statement.sql, sent).fetchall()
        frame = pl.DataFrame(rows, schema=_schema(name), orient="row")
        if frame.height <= _MOST_KEPT_ROWS:
            self._keep(asked, frame)
        return frame

    def _keep(self, asked: tuple[object, ...], frame: pl.DataFrame) -> None:
        with self._lock:
            if len(self._answers) >= _KEPT_ANSWERS:
                self._answers.pop(next(iter(self._answers)))
            self._answers[asked] = frame


@cache
def _schema(statement_name: str) -> dict[str, pl.DataType]:
    """The columns that the statement's header promises, a test holds them against the answer."""
    columns = statements()[statement_name].columns
    return {name: _TYPES[kind]() for name, kind in columns.items()}


def parameters_of(filters: Filters) -> dict[str, object]:
    """The filters as statements take them; an empty choice is null, which they read as all."""
    return {
        "from_on": filters.period.from_on,
        "to_on": filters.period.to_on,
        "regions": filters.regions or None,
        "ministries": filters.ministries or None,
        "institution_types": filters.institution_types or None,
        "visit_types": filters.visit_types or None,
        "themes": filters.themes or None,
    }
