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

from npm_data.database import tables, versions
from npm_data.database.connection import FORMAT_VERSION, open_connection, read_meta
from npm_data.database.errors import ChangedMeanwhileError, DatabaseBusyError, DatabaseError
from npm_data.database.fingerprint import fingerprint_of
from npm_data.database.history import Change, Version, history_frame
from npm_data.database.links import behind_links
from npm_data.database.origin import Origin
from npm_data.database.standing import Standing, known_history, number_after, standing_at
from npm_data.model.register import Register
from npm_data.register.rules.findings import kept_frame

Progress = Callable[[str, float], None]
"""Told the step (`tables`, `derived`, `check`, `keep`, `swap`) and the share done, 0 to 1."""

SECONDS_TO_WAIT = 30.0
AN_IMPORT = Change()
STORAGE_VERSION = "v1.5.0"
"""The oldest DuckDB that must be able to read the file, whichever one wrote it."""


def write_database(
    register: Register,
    path: Path,
    origin: Origin,
    on_progress: Progress | None = None,
    *,
    seconds_to_wait: float = SECONDS_TO_WAIT,
    change: Change = AN_IMPORT,
) -> int:
    """Put a register into the DuckDB file at `path`, replacing what stood there; gives its version.

    All or nothing: the old file stays whole until the new one, complete and checked, takes its
    name, and is kept among the versions. Another import at work is waited for. What is said of the
    new version in the history is `change`.

    Raises:
        DatabaseBusyError: the other import did not end within `seconds_to_wait`.
        ChangedMeanwhileError: another version stands there than the change's basis.
        DatabaseError: the file there is not a register, or the new one cannot be written.
    """
    tell = on_progress or (lambda step, share: None)
    path = behind_links(path)
    with _the_only_import(path, seconds_to_wait):
        standing = standing_at(path)
        if standing.fault and standing.fault.reason == "no_permission":
            # Whole, perhaps, and somebody's: it is not ours to put aside.
            raise standing.fault
        if change.basis not in (None, standing.basis):
            raise ChangedMeanwhileError(path)
        number = number_after(path, standing)
        _remove_leftovers(path)
        building = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
        try:
            entry = _entry(register, origin, change, number, standing)
            past, _ = known_history(path, standing)
            _build(building, register, origin, (*past, entry), tell)
            tell("check", 0.9)
            _check(building, register, origin)
            tell("keep", 0.95)
            staged = _keep(path, standing, building, number)
            tell("swap", 0.98)
            _swap(building, path)
            with contextlib.suppress(OSError):
                # The version is there; a copy that is missing is made by the next import.
                versions.settle_copy(staged, path, number)
        except OSError as error:
            raise DatabaseError(_reason(error), path) from error
        except duckdb.Error as error:
            raise DatabaseError(_reason_of_duckdb(error), path) from error
        finally:
            building.unlink(missing_ok=True)
            building.with_name(building.name + ".wal").unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                versions.remove_leftovers(path)
    tell("swap", 1.0)
    return number


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


def _remove_leftovers(path: Path) -> None:
    """What an import that was killed left behind; none is at work while the lock is held."""
    with contextlib.suppress(OSError):
        for leftover in path.parent.glob(f".{path.name}.*.new*"):
            leftover.unlink(missing_ok=True)
        versions.remove_leftovers(path)


def _entry(
    register: Register, origin: Origin, change: Change, number: int, standing: Standing
) -> Version:
    frames = list(tables.register_frames(register))
    return Version(
        number=number,
        at=datetime.now(UTC).replace(microsecond=0, tzinfo=None),
        who=change.who,
        action=change.action or ("demonstration" if origin.is_demonstration else "import"),
        mode=change.mode,
        sources=origin.sources if change.sources is None else change.sources,
        data_date=origin.data_date,
        fingerprint=fingerprint_of(frames, origin.data_date),
        counts={name: frame.height for name, frame in frames},
        difference=change.difference,
        base_number=standing.number,
        restored_from=change.restored_from,
    )


def _build(
    path: Path,
    register: Register,
    origin: Origin,
    history: tuple[Version, ...],
    tell: Progress,
) -> None:
    connection = duckdb.connect(path, config={"storage_compatibility_version": STORAGE_VERSION})
    try:
        fill_database(connection, register, origin, history, tell)
        connection.execute("checkpoint")
    finally:
        connection.close()


def fill_database(
    connection: duckdb.DuckDBPyConnection,
    register: Register,
    origin: Origin,
    history: tuple[Version, ...],
    tell: Progress,
) -> None:
    """All tables of a version, in an empty database; `history` ends with that version's entry."""
    for done, (name, frame) in enumerate(tables.register_frames(register)):
        tell("tables", 0.1 * done)
        tables.create_table(connection, name, frame)
    tell("derived", 0.5)
    tables.create_reference_tables(connection)
    tables.create_derived_tables(connection)
    tables.create_table(connection, "findings", kept_frame(origin.problems))
    tables.create_table(connection, "history", history_frame(history))
    _write_meta(connection, origin, history[-1])


def _write_meta(connection: duckdb.DuckDBPyConnection, origin: Origin, entry: Version) -> None:
    meta = {
        "format_version": FORMAT_VERSION,
        "register_version": entry.number,
        "fingerprint": entry.fingerprint,
        "data_date": entry.data_date,
        "imported_at": entry.at,
        "is_demonstration": origin.is_demonstration,
    }
    sources = [(each.name, each.sha256, each.size) for each in origin.sources]
    source_schema = {"file_name": pl.String, "sha256": pl.String, "bytes": pl.Int64}
    tables.create_table(connection, "meta", pl.DataFrame([meta]))
    tables.create_table(
        connection, "sources", pl.DataFrame(sources, schema=source_schema, orient="row")
    )
    counts = {"table_name": list(entry.counts), "row_count": list(entry.counts.values())}
    tables.create_table(connection, "row_counts", pl.DataFrame(counts))


def _check(path: Path, register: Register, origin: Origin) -> None:
    """Read what was written as a reader would, and count: a damaged file is not swapped in."""
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


def _keep(path: Path, standing: Standing, building: Path, number: int) -> Path:
    """Keep what stands there, and stage a copy of what will; nothing is lost by the rename."""
    with versions.keeping(path):
        if standing.fault is None and standing.file is not None:
            versions.keep_present(path, standing.number)
        elif path.exists():
            versions.set_aside(path, number)
        return versions.stage_copy(building, path, number)


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
    return "disk_full" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "unwritable"


def _reason_of_duckdb(error: duckdb.Error) -> str:
    """DuckDB tells a full disk by its words alone."""
    return "disk_full" if "No space left" in str(error) else "unwritable"
