"""The `.sql` files of `queries/`, and how they are put to the database and their answers kept.

Each has a header that says what it answers from what.
"""

import re
import threading
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import duckdb
import polars as pl

from npm_data.questions import disclosure
from npm_data.reference import PROJECT
from npm_data.register.filters import Filters, Role
from npm_data.register.storage.connection import Meta, cursor_of

Day = date | None
By = Sequence[str]
"""What an answer is grouped by: dimensions."""

FOLDER = PROJECT / "queries"
_HEADER_LINE = re.compile(r"^-- (purpose|grain|parameters|columns): (.+)$")
TOTAL = ("total",)
MOST_KEPT = 800_000
"""Rows of all answers that are kept, in some 60 MB: enough for what the public asks of each year
and region.
"""
_WEIGHT = 80
"""An answer takes as much memory as so many rows, however few it has."""
_LONGEST_KEPT = 5_000
"""Rows. A longer answer (all records for a file) is not kept: it is asked for once."""
_TYPES: dict[str, type[pl.DataType]] = {
    "varchar": pl.String,
    "bigint": pl.Int64,
    "integer": pl.Int32,
    "double": pl.Float64,
    "date": pl.Date,
    "boolean": pl.Boolean,
}

_PLACE = ("total", "region", "region_2016", "region_2018", "ministry", "institution_type")
_PLACE_PAIR = (*_PLACE, "region_ministry")
_VISIT = (*_PLACE_PAIR, "year", "month", "visit_type", "year_visit_type")
_CHAIN = (*_VISIT, "theme", "addressee_level")

DIMENSIONS_OF: dict[str, tuple[str, ...]] = {
    "visits": _VISIT,
    "report_delays": _VISIT,
    "coverage": (*_PLACE_PAIR, "year"),
    "clock": _PLACE_PAIR,
    "pace": _PLACE_PAIR,
    "planning_needs": _PLACE,
    "recommendations": _CHAIN,
    "implementation": _CHAIN,
    "time_to_implementation": _CHAIN,
    "replies": _CHAIN,
    "claims": _CHAIN,
    "repeats": _CHAIN,
    "changes": (*_PLACE, "record"),
    "place_changes": (*_PLACE, "record"),
    "column_completeness": ("total", "region", "year"),
}

TOGETHER = ("total", "region", "ministry", "institution_type")
"""What the pages group by most. To plan a question takes most of its time, so that all of these
take hardly longer than one of them, and one answer serves several figures and pages.
"""
_EACH_BY_ITSELF = frozenset({"time_to_implementation"})
"""Takes as long for each group again."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One file: `parameters` and `columns` map names to DuckDB types as the header states them."""

    name: str
    subject: str
    purpose: str
    grain: str
    parameters: dict[str, str]
    columns: dict[str, str]
    sql: str


def _typed_names(text: str) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in text.split(",") if part.strip())
    return {name: type_name for name, _, type_name in parts}


def read_statement(path: Path) -> Statement:
    """One `.sql` file with its header; a `ValueError` when purpose or grain are missing."""
    sql = path.read_text(encoding="utf-8")
    header: dict[str, str] = {}
    for line in sql.splitlines():
        found = _HEADER_LINE.match(line)
        if not found:
            break
        header[found[1]] = found[2]
    if not {"purpose", "grain"} <= header.keys():
        raise ValueError(f"{path.name} has no header with purpose and grain")
    return Statement(
        name=path.stem,
        subject=path.parent.name,
        purpose=header["purpose"],
        grain=header["grain"],
        parameters=_typed_names(header.get("parameters", "")),
        columns=_typed_names(header.get("columns", "")),
        sql=sql,
    )


@cache
def statements() -> dict[str, Statement]:
    """All files of `queries/` by their stem, which is unique."""
    paths = sorted(FOLDER.glob("*/*.sql"))
    return {path.stem: read_statement(path) for path in paths}


Thing = TypeVar("Thing")


class Kept(Generic[Thing]):
    """Things by what was asked for, for all who ask; when they weigh more than `most` together,
    those go that nobody asked for longest.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._weighs = 0
        self._things: dict[Hashable, tuple[Thing, int]] = {}
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._things)

    def found(self, asked: Hashable) -> Thing | None:
        with self._lock:
            kept = self._things.pop(asked, None)
            if kept is None:
                return None
            self._things[asked] = kept
            return kept[0]

    def keep(self, asked: Hashable, thing: Thing, weight: int = 1) -> None:
        with self._lock:
            # Two threads may have made the same at the same time.
            _, before = self._things.pop(asked, (None, 0))
            self._things[asked] = thing, weight
            self._weighs += weight - before
            while self._weighs > self._most:
                _, gone = self._things.pop(next(iter(self._things)))
                self._weighs -= gone


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
        self._answers: Kept[pl.DataFrame] = Kept(MOST_KEPT)

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

    def _day(self, as_of: Day) -> date:
        """A day for the clocks of places: they run on after the data date."""
        return as_of or self._meta.data_date

    def _known(self, as_of: Day) -> date:
        """A day for the status of recommendations: the register knows none after its data date."""
        return min(self._day(as_of), self._meta.data_date)

    def _grouped(
        self, name: str, filters: Filters, by: Sequence[str], **more: object
    ) -> pl.DataFrame:
        """The answer with `dimension` and `key` columns; a row `total` has an empty key."""
        unknown = set(by) - set(DIMENSIONS_OF[name])
        if unknown:
            raise ValueError(f"{name} cannot be grouped by {', '.join(sorted(unknown))}")
        return self._filtered(name, filters, by=tuple(by), **more)

    def _filtered(self, name: str, filters: Filters, **more: object) -> pl.DataFrame:
        return self._answer(name, parameters_of(filters) | more)

    def _answer(self, name: str, parameters: dict[str, object]) -> pl.DataFrame:
        """The rows of a statement, if the role is told them."""
        reason = self._reason_to_withhold(name, parameters)
        if reason:
            raise disclosure.WithheldError(name, reason)
        rows = self._rows(name, parameters)
        return disclosure.visible_to(self.role, name, parameters, rows, self._meta.data_date)

    def _rows(self, name: str, parameters: dict[str, object]) -> pl.DataFrame:
        """The rows for whoever asks; of the parameters it takes those that its header names."""
        statement = statements()[name]
        given = parameters | {"language": self.language}
        values = {each: given[each] for each in statement.parameters}
        asked = (name, *values.values())
        kept = self._answers.found(asked)
        if kept is not None:
            return kept
        by = given.get("by")
        if isinstance(by, tuple) and (more := asked_together(name, by)) != by:
            frame = self._rows(name, parameters | {"by": more})
            frame = frame.filter(pl.col("dimension").is_in(by))
        else:
            frame = self._asked(statement, values)
        if frame.height <= _LONGEST_KEPT:
            self._answers.keep(asked, frame, _WEIGHT + frame.height)
        return frame

    def _asked(self, statement: Statement, values: dict[str, object]) -> pl.DataFrame:
        """The rows as the database has them."""
        sent = {each: list(v) if isinstance(v, tuple) else v for each, v in values.items()}
        # Rows, not a relation: answers are short, and a relation is planned twice.
        rows = cursor_of(self._connection).execute(statement.sql, sent).fetchall()
        return pl.DataFrame(rows, schema=_schema(statement.name), orient="row")


def asked_together(name: str, by: tuple[str, ...]) -> tuple[str, ...]:
    """The groups that a question is put with which is asked for some: these, or more of them."""
    if name in _EACH_BY_ITSELF or not set(by) <= set(TOGETHER):
        return by
    return tuple(each for each in TOGETHER if each in DIMENSIONS_OF[name])


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
