"""Open the database to read: one connection a file, a cursor a query, no way out to other files."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import duckdb

from npm_data.database.errors import DatabaseError

FORMAT_VERSION = 2
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

    The file is attached to a database of its own in memory. Opened by its path, DuckDB would hand
    out again what it has open under that path, and a register just swapped in would not be seen.

    Raises:
        DatabaseError: reason `missing` or `unreadable`.
    """
    if not path.is_file():
        raise DatabaseError("missing", path)
    # An answer takes milliseconds: a second thread would cost more than it saves.
    connection = duckdb.connect(config={"threads": 1})
    try:
        quoted = str(path).replace("'", "''")
        connection.execute(f"attach '{quoted}' as register (read_only)")
        connection.execute("use register")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise DatabaseError("unreadable", path) from error
    return connection


def cursor_of(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A cursor for one query of one thread, on a connection that threads share."""
    cursor = connection.cursor()
    cursor.execute("use register")
    return cursor


def read_register_version(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """The number of the import, in whichever format; a `DatabaseError` when it is no register."""
    try:
        version: int = connection.execute("select register_version from meta").fetchall()[0][0]
    except (duckdb.Error, IndexError) as error:
        raise DatabaseError("foreign", path) from error
    return version


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
