"""Open the database to read: one connection a file, a cursor a query, no way out to other files."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from npm_data.database.errors import DatabaseError

FORMAT_VERSION = 1
"""Of the tables: raised when their columns change, so that an older program says so."""


@dataclass(frozen=True, slots=True)
class Meta:
    """What the database says of itself; `imported_at` is UTC."""

    format_version: int
    register_version: int
    fingerprint: str
    data_date: date
    imported_at: datetime
    is_demonstration: bool


def open_connection(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection, locked: SQL on it sees no file and cannot change a setting.

    Raises:
        DatabaseError: reason `missing` or `unreadable`.
    """
    if not path.is_file():
        raise DatabaseError("missing", path)
    try:
        return duckdb.connect(
            path,
            read_only=True,
            config={"enable_external_access": "false", "lock_configuration": "true"},
        )
    except duckdb.Error as error:
        raise DatabaseError("unreadable", path) from error


def read_meta(connection: duckdb.DuckDBPyConnection, path: Path) -> Meta:
    """The database's own record; a `DatabaseError` when it is no register or of another format."""
    try:
        row = connection.execute(
            "select format_version, register_version, fingerprint, data_date, imported_at,"
            " is_demonstration from meta"
        ).fetchall()[0]
    except (duckdb.Error, IndexError) as error:
        raise DatabaseError("foreign", path) from error
    meta = Meta(*row)
    if meta.format_version != FORMAT_VERSION:
        raise DatabaseError("format", path)
    return meta
