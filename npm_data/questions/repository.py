"""The one place where the program asks the database: what register it is, and all questions."""

import copy
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from npm_data.questions import disclosure
from npm_data.questions.changes import ChangeQuestions
from npm_data.questions.places import MandateQuestions, PlaceQuestions, VisitQuestions
from npm_data.questions.recommendations import FollowUpQuestions, RecommendationQuestions
from npm_data.questions.statements import TOTAL, By, Day, Kept, Questions
from npm_data.register.filters import Filters, Role
from npm_data.register.storage.connection import (
    DatabaseError,
    Meta,
    SourceFile,
    cursor_of,
    open_connection,
    read_meta,
    sources_of,
)

MOST_MADE = 2_048
"""Figures that are kept, at some 20 kB each."""
DAYS_WITHOUT_A_VISIT = timedelta(days=31)

REASONS = ("type_not_yet", "type_no_longer", "not_open", "closed")
"""Why a place is not in the mandate on a day, in the order in which the import warns of them."""


class QualityQuestions(Questions):
    """Completeness of the records, findings of the import, and visits outside the mandate."""

    def completeness(self, filters: Filters, as_of: Day = None) -> pl.DataFrame:
        """`subject`, `recorded`, `total`: how many records state what a figure needs."""
        return self._filtered("completeness", filters, as_of=self._known(as_of))

    def column_completeness(
        self, filters: Filters, by: By = TOTAL, sheets: Sequence[str] = ()
    ) -> pl.DataFrame:
        """`recorded` of `total` rows for each `sheet` and `column_name` that may be left empty.

        Of some tables of the register or, when none are named, of all.
        """
        return self._grouped("column_completeness", filters, by, sheets=tuple(sheets) or None)

    def outside_mandate(self, filters: Filters) -> pl.DataFrame:
        """A row for each visit and place that was not in the mandate that day, with its `reason`.

        `turned_on` is the day on which that reason begins or ends.
        """
        return self._filtered("outside_mandate", filters)

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


@dataclass(frozen=True, slots=True)
class DataSet:
    """Which register this is: `first_on` is its first visit's day, `row_counts` by table name.

    `compares_from` is the first day of the earliest period that others are compared with: its first
    visit comes within a month, before it the register would be taken for a time without visits.

    For the public `data_date` is the end of a year, `first_on` and `compares_from` the beginning of
    one; when it was imported and from what files is not told, of each table only whether it has
    rows (0 or 1).
    """

    data_date: date
    first_on: date
    compares_from: date
    register_version: int
    fingerprint: str
    imported_at: datetime | None
    is_demonstration: bool
    sources: tuple[SourceFile, ...]
    row_counts: dict[str, int]
    present_version: int | None = None
    """The number of the present version where this one is an earlier one, which is looked at."""
    is_looked_back_on: bool = False
    """Whether the records go on after the data date: then this is what was known on that day."""

    @property
    def is_empty(self) -> bool:
        return self.row_counts["institutions"] == 0


class Repository(
    VisitQuestions,
    PlaceQuestions,
    RecommendationQuestions,
    FollowUpQuestions,
    ChangeQuestions,
    MandateQuestions,
    QualityQuestions,
):
    """Answers of one database file, by subject; each method is the `.sql` file of its name."""

    made: Kept[Any]
    """What was made of the answers; whoever keeps something here says for which role it is."""
    present_version: int | None = None
    """Set by who opens an earlier version, before anything is asked."""
    is_looked_back_on = False

    def __init__(self, connection: duckdb.DuckDBPyConnection, meta: Meta) -> None:
        super().__init__(connection, meta)
        self.made: Kept[Any] = Kept(MOST_MADE)
        self._views: dict[tuple[Role, str], Repository] = {}
        self._lock = threading.Lock()

    def known_on(self, day: date) -> "Repository":
        """The same register with what was known on a day: what came after does not exist.

        The register itself where it knows nothing later, and for whoever is not told all: what
        became of recommendations is told them as of one day, the last.
        """
        if day >= self._meta.data_date or not self.role.may(disclosure.SEES_ALL):
            return self
        view = self._copy()
        view._meta = replace(self._meta, data_date=day)
        view.is_looked_back_on = True
        return view

    def seen_by(self, role: Role, language: str = "ru") -> "Repository":
        """The same register as a role sees it in a language; connection and answers are shared.

        Whoever asks next gets the same view, which knows by then what the register is.
        """
        with self._lock:
            if (role, language) not in self._views:
                view = self._views[role, language] = self._copy()
                view.role = role
                view.language = language
                day = disclosure.known_until(role, self._meta.data_date)
                view._meta = replace(self._meta, data_date=day)
            return self._views[role, language]

    def _copy(self) -> "Repository":
        """With nothing of its own yet, but the same connection and answers."""
        view = copy.copy(self)
        view._views = {}
        view.__dict__.pop("data_set", None)
        return view

    @cached_property
    def data_set(self) -> DataSet:
        """What the database records of its register."""
        cursor = cursor_of(self._connection)
        counts = dict(cursor.execute("select table_name, row_count from row_counts").fetchall())
        first = cursor.execute("select min(started_on) from visits").fetchall()[0][0]
        known = DataSet(
            data_date=self._meta.data_date,
            first_on=first or self._meta.data_date,
            compares_from=(first or self._meta.data_date) - DAYS_WITHOUT_A_VISIT,
            register_version=self._meta.register_version,
            fingerprint=self._meta.fingerprint,
            imported_at=self._meta.imported_at,
            is_demonstration=self._meta.is_demonstration,
            sources=sources_of(cursor),
            row_counts=counts,
            present_version=self.present_version,
            is_looked_back_on=self.is_looked_back_on,
        )
        return known if self.role.may(disclosure.SEES_ALL) else _without_records(known)


def _next_first_of_january(day: date) -> date:
    """The day itself where it is one."""
    first = day.replace(month=1, day=1)
    return first if first == day else first.replace(year=day.year + 1)


def _without_records(known: DataSet) -> DataSet:
    """What the public is told of a register."""
    return replace(
        known,
        first_on=known.first_on.replace(month=1, day=1),
        compares_from=_next_first_of_january(known.compares_from),
        imported_at=None,
        sources=(),
        row_counts={name: min(count, 1) for name, count in known.row_counts.items()},
    )


def open_repository(path: Path) -> Repository:
    """The repository of a database file; a `DatabaseError` says why it cannot be had."""
    connection = open_connection(path)
    try:
        return Repository(connection, read_meta(connection, path))
    except DatabaseError:
        connection.close()
        raise
