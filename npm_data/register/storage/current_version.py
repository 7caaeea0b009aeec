"""The current version, on which the next one is built; reading a register out of its file."""

import contextlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import polars as pl

from npm_data.register.rules.findings import SCHEMA, problem_of
from npm_data.register.schema import SHEETS, Problem, Register, with_records
from npm_data.register.storage.connection import (
    DatabaseError,
    Meta,
    behind_links,
    is_pointer,
    open_connection,
    read_meta,
    sources_of,
)
from npm_data.register.storage.replica import follow, known_numbers, record_of
from npm_data.register.storage.versions import (
    Origin,
    Version,
    kept_file,
    kept_numbers,
    read_history,
)

_HISTORY_SINCE = 3
"""The first format that has a table `history`."""


@dataclass(frozen=True, slots=True)
class CurrentVersion:
    """The present version: its number (0 for none), its fingerprint and the file that holds it.

    With a `fault` the register's own file is missing or cannot be read, and `path` is the newest
    kept version that can; restoring it puts it back in its place.
    """

    version: int
    fingerprint: str
    path: Path
    is_demonstration: bool = False
    format_version: int = 0
    fault: DatabaseError | None = None

    @property
    def basis(self) -> tuple[int, str]:
        return self.version, self.fingerprint


def current_version_at(database: Path, *, renew: Callable[..., None] = follow) -> CurrentVersion:
    """What is there, read from end to end; what is damaged and follows a lake is fetched anew.

    Raises:
        DatabaseError: a file stands there that cannot be read or is no register, and no version of
            a register was kept beside it; or a newer program wrote it.
    """
    database = behind_links(database)
    try:
        return _version_of(database, look_through(database))
    except DatabaseError as error:
        if error.reason == "format_newer":
            raise
        fault = error
    if fault.reason != "missing" and record_of(database):
        with contextlib.suppress(DatabaseError):
            renew(database, anew=True)
            return _version_of(database, look_through(database))
    kept = newest_whole(database)
    if kept:
        return replace(_version_of(*kept), fault=fault)
    if fault.reason == "missing" and not database.exists():
        return CurrentVersion(0, "", database)
    raise fault


def newest_whole(database: Path) -> tuple[Path, Meta] | None:
    """The newest kept file that can be read from end to end."""
    for number in kept_numbers(database):
        file = kept_file(database, number)
        try:
            return file, look_through(file)
        except DatabaseError:
            continue
    return None


def number_after(database: Path, current: CurrentVersion) -> int:
    """Never that of a version that is kept: a restored backup can be older than those."""
    return max([current.version, *known_numbers(database)[:1]]) + 1


def known_history(database: Path, current: CurrentVersion) -> tuple[tuple[Version, ...], bool]:
    """All entries that can be had, the first version first, and whether the table was whole.

    The present file has them; newer ones come from a kept file, when an older register was put in
    the present one's place. Where the table is damaged, they come from the kept files as well.
    """
    if not current.version:
        return (), True
    entries, is_whole = _entries(current.path)
    found = {each.number: each for each in entries}
    for number in kept_numbers(database):
        if number in found and not found[number].is_reconstructed:
            continue
        try:
            earlier, _ = _entries(kept_file(database, number))
        except DatabaseError:
            continue
        for each in earlier:
            if each.number not in found or found[each.number].is_reconstructed:
                found[each.number] = each
    return tuple(found[number] for number in sorted(found)), is_whole


def _version_of(file: Path, meta: Meta) -> CurrentVersion:
    number, is_demonstration = meta.register_version, meta.is_demonstration
    return CurrentVersion(number, meta.fingerprint, file, is_demonstration, meta.format_version)


def _entries(file: Path) -> tuple[tuple[Version, ...], bool]:
    """A file's entries; its own, put together anew, where it has none (format 2) or lost them."""
    with _reading(file) as (connection, meta):
        entries = read_history(connection)
        is_whole = any(each.number == meta.register_version for each in entries)
        if not is_whole:
            entries = (*entries, _reconstructed(connection, meta))
        return entries, is_whole or meta.format_version < _HISTORY_SINCE


@contextmanager
def _reading(file: Path) -> Iterator[tuple[duckdb.DuckDBPyConnection, Meta]]:
    """A register's file of any format, and what it says of itself; what is damaged is said."""
    connection = open_connection(file)
    try:
        yield connection, read_meta(connection, file, any_older=True)
    except duckdb.Error as error:
        raise DatabaseError("unreadable", file) from error
    finally:
        connection.close()


def _reconstructed(connection: duckdb.DuckDBPyConnection, meta: Meta) -> Version:
    counts = connection.execute("select table_name, row_count from row_counts").fetchall()
    return Version(
        number=meta.register_version,
        at=meta.imported_at,
        who="",
        action="demonstration" if meta.is_demonstration else "import",
        mode=None,
        sources=sources_of(connection),
        data_date=meta.data_date,
        fingerprint=meta.fingerprint,
        counts=dict(counts),
        is_reconstructed=True,
    )


def read_register(path: Path) -> tuple[Register, Origin]:
    """The register of a file and where it came from; each row's `record` is its place in the table.

    The rules are not asked again: what was let in is given back as it was.

    Raises:
        DatabaseError: the file is missing, damaged, no register, or of a newer format.
    """
    with _reading(path) as (connection, meta):
        try:
            frames = {name: _rows(connection, name) for name in SHEETS}
            problems = _problems(connection)
            origin = Origin(sources_of(connection), meta.data_date, meta.is_demonstration, problems)
        except (duckdb.CatalogException, duckdb.BinderException) as error:
            raise DatabaseError("format", path) from error
    return Register.cast(frames), origin


def look_through(path: Path) -> Meta:
    """Read all of a register's file once, so that what is damaged anywhere in it is found now.

    DuckDB holds each block against its check sum when it reads it; opening reads but a few. What
    lies in a lake is not read for this: it is too large to copy, or it would have been.

    Raises:
        DatabaseError: the file is missing, damaged, no register, or of a newer format.
    """
    with _reading(path) as (connection, meta):
        if is_pointer(path):
            return meta
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'register'"
        ).fetchall()
        names = (name.replace('"', '""') for (name,) in tables)
        each = (f'select bit_xor(hash(t)) from "{name}" as t' for name in names)
        connection.execute(" union all ".join(each)).fetchall()
        return meta


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> pl.DataFrame:
    query = f"select * exclude (row_number) from {table} order by row_number"
    rows = with_records(table, connection.sql(query).pl(), first_row=1)
    # A file of an older format lacks the columns that came since.
    since = Register.members()[table].schema.columns().keys() - set(rows.columns)
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in sorted(since))


def _problems(connection: duckdb.DuckDBPyConnection) -> tuple[Problem, ...]:
    """The findings that were let pass; format 1 kept none."""
    columns = ", ".join(SCHEMA)
    try:
        rows = connection.execute(f"select {columns} from findings order by 1").fetchall()
    except duckdb.CatalogException:
        return ()
    return tuple(problem_of(dict(zip(SCHEMA, row, strict=True))) for row in rows)
