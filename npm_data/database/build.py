"""Build a database beside the old one, check it, and swap it in with one rename."""

import contextlib
import errno
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import polars as pl
from filelock import FileLock, Timeout

from npm_data.database import tables
from npm_data.database.connection import (
    FORMAT_VERSION,
    open_connection,
    read_meta,
    read_register_version,
)
from npm_data.database.errors import DatabaseBusyError, DatabaseError
from npm_data.database.origin import Origin
from npm_data.model.register import Register
from npm_data.validate.kept import kept_frame

Progress = Callable[[str, float], None]
"""Told the step (`tables`, `derived`, `check`, `swap`) and the share done, 0 to 1."""

SECONDS_TO_WAIT = 30.0
STORAGE_VERSION = "v1.5.0"
"""The oldest DuckDB that must be able to read the file, whichever one wrote it."""


def write_database(
    register: Register,
    path: Path,
    origin: Origin,
    on_progress: Progress | None = None,
    seconds_to_wait: float = SECONDS_TO_WAIT,
) -> int:
    """Put a register into the DuckDB file at `path`, replacing what stood there; gives its version.

    All or nothing: the old file stays whole until the new one, complete and checked, takes its
    name. Another import at work is waited for.

    Raises:
        DatabaseBusyError: the other import did not end within `seconds_to_wait`.
        DatabaseError: the file there is not a register, or the new one cannot be written.
    """
    tell = on_progress or (lambda step, share: None)
    with _the_only_import(path, seconds_to_wait):
        version = _version_after(path)
        _remove_leftovers(path)
        building = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        try:
            _build(building, register, origin, version, tell)
            tell("check", 0.9)
            _check(building, register, origin)
            tell("swap", 0.98)
            _swap(building, path)
        except OSError as error:
            raise DatabaseError(_reason(error), path) from error
        except duckdb.IOException as error:
            raise DatabaseError("unwritable", path) from error
        finally:
            building.unlink(missing_ok=True)
            building.with_name(building.name + ".wal").unlink(missing_ok=True)
    tell("swap", 1.0)
    return version


@contextlib.contextmanager
def _the_only_import(path: Path, seconds_to_wait: float) -> Iterator[None]:
    """Hold the lock file beside the database, so that two imports follow each other."""
    lock = FileLock(f"{path}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=seconds_to_wait)
    except Timeout:
        raise DatabaseBusyError(path) from None
    except OSError as error:
        raise DatabaseError(_reason(error), path) from error
    try:
        yield
    finally:
        lock.release()


def _version_after(path: Path) -> int:
    """One more than the version of the register at `path`; 1 where there is none.

    A file that is not a register is never overwritten: somebody may have named the wrong one. A
    register in another version's format is: importing it anew is the way to bring it up to date.
    """
    if not path.exists():
        return 1
    connection = open_connection(path)
    try:
        return read_register_version(connection, path) + 1
    finally:
        connection.close()


def _remove_leftovers(path: Path) -> None:
    """What an import that was killed left behind; none is at work while the lock is held."""
    for leftover in path.parent.glob(f".{path.name}.*.new*"):
        leftover.unlink(missing_ok=True)


def _build(path: Path, register: Register, origin: Origin, version: int, tell: Progress) -> None:
    connection = duckdb.connect(path, config={"storage_compatibility_version": STORAGE_VERSION})
    try:
        counts: dict[str, int] = {}
        for done, (name, frame) in enumerate(tables.register_frames(register)):
            tell("tables", 0.1 * done)
            tables.create_table(connection, name, frame)
            counts[name] = frame.height
        tell("derived", 0.5)
        tables.create_reference_tables(connection)
        tables.create_derived_tables(connection)
        tables.create_table(connection, "findings", kept_frame(origin.problems))
        _write_meta(connection, origin, version, counts)
        connection.execute("checkpoint")
    finally:
        connection.close()


def _write_meta(
    connection: duckdb.DuckDBPyConnection, origin: Origin, version: int, counts: dict[str, int]
) -> None:
    meta = {
        "format_version": FORMAT_VERSION,
        "register_version": version,
        "fingerprint": origin.fingerprint,
        "data_date": origin.data_date,
        "imported_at": datetime.now(UTC).replace(microsecond=0, tzinfo=None),
        "is_demonstration": origin.is_demonstration,
    }
    sources = [(each.name, each.sha256, each.size) for each in origin.sources]
    source_schema = {"file_name": pl.String, "sha256": pl.String, "bytes": pl.Int64}
    tables.create_table(connection, "meta", pl.DataFrame([meta]))
    tables.create_table(
        connection, "sources", pl.DataFrame(sources, schema=source_schema, orient="row")
    )
    tables.create_table(
        connection,
        "row_counts",
        pl.DataFrame({"table_name": list(counts), "row_count": list(counts.values())}),
    )


def _check(path: Path, register: Register, origin: Origin) -> None:
    """Open what was written as a reader would, and count: a damaged file is not swapped in."""
    connection = open_connection(path)
    try:
        read_meta(connection, path)
        counts = {name: frame.height for name, frame in tables.register_frames(register)}
        for name, count in (counts | {"findings": len(origin.problems)}).items():
            found = connection.execute(f"select count(*) from {name}").fetchall()[0][0]
            if found != count:
                raise DatabaseError("damaged", path)
        lost = """
            select (select count(*) from visits) - (select count(*) from place_visits),
                (select count(*) from recommendations) - (select count(*) from statements),
                (select count(*) from follow_up) - (select count(*) from chain_events)
        """
        if any(connection.execute(lost).fetchall()[0]):
            raise DatabaseError("damaged", path)
    finally:
        connection.close()


def _swap(building: Path, path: Path) -> None:
    """Bring the bytes to the disk before the name: a power cut leaves the old or the new file."""
    with building.open("rb") as file:
        os.fsync(file.fileno())
    building.replace(path)
    if os.name == "posix":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _reason(error: OSError) -> str:
    return "disk_full" if error.errno == errno.ENOSPC else "unwritable"
