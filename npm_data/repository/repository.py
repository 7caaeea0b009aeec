"""The one place where the program asks the database."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from npm_data.database.connection import cursor_of, open_connection, read_meta
from npm_data.database.errors import DatabaseError
from npm_data.database.origin import SourceFile
from npm_data.repository.changes import ChangeQuestions
from npm_data.repository.follow_up import FollowUpQuestions
from npm_data.repository.mandate import MandateQuestions
from npm_data.repository.places import PlaceQuestions
from npm_data.repository.quality import QualityQuestions
from npm_data.repository.recommendations import RecommendationQuestions
from npm_data.repository.visits import VisitQuestions


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


def open_repository(path: Path) -> Repository:
    """The repository of a database file; a `DatabaseError` says why it cannot be had."""
    connection = open_connection(path)
    try:
        return Repository(connection, read_meta(connection, path))
    except DatabaseError:
        connection.close()
        raise
