"""The one place where the program asks the database."""

import copy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from npm_data import disclosure
from npm_data.database.connection import cursor_of, open_connection, read_meta
from npm_data.database.errors import DatabaseError
from npm_data.database.origin import SourceFile
from npm_data.model.roles import Role
from npm_data.repository.changes import ChangeQuestions
from npm_data.repository.follow_up import FollowUpQuestions
from npm_data.repository.mandate import MandateQuestions
from npm_data.repository.places import PlaceQuestions
from npm_data.repository.quality import QualityQuestions
from npm_data.repository.recommendations import RecommendationQuestions
from npm_data.repository.visits import VisitQuestions

DAYS_WITHOUT_A_VISIT = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class DataSet:
    """Which register this is: `first_on` is its first visit's day, `row_counts` by table name.

    `compares_from` is the first day of the earliest period that others are compared with: its first
    visit comes within a month, before it the register would be taken for a time without visits.

    For the public `data_date` is the end of a year, `first_on` and
    `compares_from` the beginning of one; when it
    was imported and from what files is not told, of each table only whether it has rows (0 or 1).
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

    present_version: int | None = None
    """Set by who opens an earlier version, before anything is asked."""

    def seen_by(self, role: Role, language: str = "ru") -> "Repository":
        """The same register as a role sees it in a language; connection and answers are shared."""
        view = copy.copy(self)
        view.__dict__.pop("data_set", None)
        view.role = role
        view.language = language
        day = disclosure.known_until(role, self._meta.data_date)
        view._meta = replace(self._meta, data_date=day)
        return view

    @cached_property
    def data_set(self) -> DataSet:
        """What the database records of its register."""
        cursor = cursor_of(self._connection)
        counts = dict(cursor.execute("select table_name, row_count from row_counts").fetchall())
        sources = cursor.execute("select file_name, sha256, bytes from sources").fetchall()
        first = cursor.execute("select min(started_on) from visits").fetchall()[0][0]
        known = DataSet(
            data_date=self._meta.data_date,
            first_on=first or self._meta.data_date,
            compares_from=(first or self._meta.data_date) - DAYS_WITHOUT_A_VISIT,
            register_version=self._meta.register_version,
            fingerprint=self._meta.fingerprint,
            imported_at=self._meta.imported_at,
            is_demonstration=self._meta.is_demonstration,
            sources=tuple(SourceFile(*row) for row in sources),
            row_counts=counts,
            present_version=self.present_version,
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
