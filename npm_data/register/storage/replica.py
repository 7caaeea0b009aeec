"""The file on this machine of a register that lies in a lake: made from a snapshot, and renewed.

Pages and commands read this file as they read any register's; asking the lake is done beside them,
by `follow`, so that a lake that is gone takes nothing from what can be read. Beside the file lies
its record, `register.lake`: which lake it follows and what is known of it.

A register too large to copy is read where it lies: the file is then a few words that name the
snapshot, and `open_connection` makes a database of it.
"""

import contextlib
import hashlib
import json
import logging
import os
import secrets
import threading
import time
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Self

import duckdb

from npm_data.reference import PROJECT
from npm_data.register.storage.connection import (
    FORMAT_VERSION,
    LAKE,
    POINTER,
    DatabaseError,
    KeepingError,
    Meta,
    fault_of,
    is_pointer,
    open_connection,
    read_meta,
)
from npm_data.register.storage.lake import Lake, Snapshot, newest_of
from npm_data.register.storage.versions import (
    MOST_KEPT,
    kept_file,
    kept_numbers,
    remove_leftovers,
    swap,
    the_only_writer,
)

SECONDS_BETWEEN = 5.0
"""How often a lake is asked whether it has a newer version."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a lake: its versions and last snapshot as of `heard_at` (UTC), when it
    answered last.

    `fault` is why it could not be asked or followed since; empty where it could.
    """

    address: str
    data: str | None = None
    is_direct: bool = False
    versions: dict[int, Snapshot] = field(default_factory=dict)
    snapshot: int = 0
    heard_at: datetime | None = None
    fault: str = ""

    @property
    def lake(self) -> Lake:
        return Lake(self.address, self.data)

    def seconds_unheard(self, now: datetime | None = None) -> float | None:
        """Since the lake answered last; None where it never did."""
        if self.heard_at is None:
            return None
        now = now or datetime.now(UTC)
        return max(0.0, (now - self.heard_at).total_seconds())

    @classmethod
    def read(cls, text: str) -> Self:
        told = json.loads(text)
        return cls(
            **told
            | {
                "versions": {int(each): Snapshot(*of) for each, of in told["versions"].items()},
                "heard_at": told["heard_at"] and datetime.fromisoformat(told["heard_at"]),
            }
        )

    def written(self) -> str:
        heard_at = self.heard_at and self.heard_at.isoformat()
        return json.dumps(asdict(self) | {"heard_at": heard_at})


def database_at(named: str) -> Path:
    """The file behind a name: of `ducklake:...` the replica here, of any other the file itself.

    NPM_REPLICA names the replica, NPM_LAKE_DATA where a new lake puts its data; NPM_LAKE_DIRECT=1
    reads the lake without a copy.

    Raises:
        DatabaseError: `lake_password`: it would stand in the record; libpq has files for it.
            `lake_other_file`: what stands there is not a replica of this lake.
    """
    if not named.startswith(LAKE):
        return Path(named)
    return _replica_of(
        named,
        os.environ.get("NPM_REPLICA"),
        os.environ.get("NPM_LAKE_DATA"),
        os.environ.get("NPM_LAKE_DIRECT") == "1",
    )


@cache
def _replica_of(address: str, file: str | None, data: str | None, is_direct: bool) -> Path:
    if Lake(address).shown != address:
        raise DatabaseError("lake_password", Path(Lake(address).shown))
    digest = hashlib.sha256(address.encode()).hexdigest()[:8]
    path = Path(file) if file else PROJECT / "data" / f"lake-{digest}.duckdb"
    known = record_of(path)
    # A record that cannot be read is one nevertheless: what lies beside it was made from a lake.
    if path.exists() and (known.address != address if known else not _record_file(path).exists()):
        raise DatabaseError("lake_other_file", path)
    known = known or Record(address)
    named = replace(known, address=address, data=data or known.data, is_direct=is_direct)
    if named != record_of(path):
        note(path, named)
    _NAMED[path] = Record(address, named.data, is_direct)
    return path


_NAMED: dict[Path, Record] = {}
"""What this process was told of replicas: a record that is lost meanwhile is begun anew."""


def record_of(database: Path) -> Record | None:
    """The record beside a file; None where it is a register of its own."""
    try:
        return Record.read(_record_file(database).read_text("utf-8"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return _NAMED.get(database)


def _record_file(database: Path) -> Path:
    return database.with_name(database.name.removesuffix(".duckdb") + ".lake")


def note(database: Path, record: Record) -> None:
    """A record that cannot be written grows old, and that is what it says."""
    file = _record_file(database)
    passing = file.with_name(f".{file.name}.{secrets.token_hex(4)}.new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        passing.write_text(record.written(), "utf-8")
        passing.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            passing.unlink(missing_ok=True)


def known_numbers(database: Path) -> list[int]:
    """The versions that can be had, of the lake or of the folder beside the file, newest first."""
    record = record_of(database)
    return sorted(record.versions, reverse=True) if record else kept_numbers(database)


def follow(database: Path, *, anew: bool = False) -> None:
    """Ask the lake, and bring the file to its newest version, whole or not at all.

    With `anew` the file is made again also where it seems to be that version. While an import is at
    work on this machine nothing is done: that ends with the newest version itself.

    Raises:
        DatabaseError: the lake could not be asked or followed; the file is as it was.
    """
    if record_of(database) is None and not _record_file(database).exists():
        return
    try:
        with the_only_writer(database, 0.0):
            renew(database, anew=anew)
    except DatabaseError as error:
        if error.reason != "busy":
            raise


def renew(database: Path, *, anew: bool = False) -> None:
    """As `follow`, by whoever is the only writer already."""
    record = record_of(database)
    if record is None:
        if _record_file(database).exists():
            # Taken for a register of its own, it would get versions that no other machine has.
            raise DatabaseError("unreadable", _record_file(database))
        return
    try:
        versions, snapshot = record.lake.ask()
        if record.versions and not versions:
            # Another catalog answers in its place, or a disk is not mounted.
            raise DatabaseError("lake_gone", Path(record.lake.shown))
        now = datetime.now(UTC)
        record = replace(record, versions=versions, snapshot=snapshot, heard_at=now, fault="")
        number = newest_of(versions)
        is_other = _meta(database) != (number, versions[number].fingerprint) if number else False
        if number and (anew or is_other or is_pointer(database) != record.is_direct):
            remove_leftovers(database)
            _bring(record, number, database)
        for old in kept_numbers(database):
            if old not in versions and number:
                kept_file(database, old).unlink(missing_ok=True)
    except (DatabaseError, KeepingError) as error:
        # A snapshot that goes while it is fetched: the next question finds a newer one.
        reason = error.reason if isinstance(error, DatabaseError) else "lake_gone"
        note(database, replace(record, fault=reason))
        path = error.path if isinstance(error, DatabaseError) else Path(record.lake.shown)
        raise DatabaseError(reason, path) from error
    note(database, record)


def kept_version(database: Path, record: Record, number: int) -> Path | None:
    """The file of a version, fetched from the lake where it is not here; None where it is gone.

    Raises:
        DatabaseError: it could not be fetched.
    """
    snapshot, file = record.versions.get(number), kept_file(database, number)
    if snapshot is None:
        return None
    if _meta(file) != (number, snapshot.fingerprint):
        try:
            _bring(record, number, file)
        except KeepingError:
            return None
    return file


def settle(building: Path, database: Path, record: Record, number: int) -> None:
    """Put what was just published in the file's place, and let go of what is too old."""
    if record.is_direct:
        _point(building, record, record.versions[number].snapshot)
    swap(building, database)
    note(database, record)
    if len(record.versions) > MOST_KEPT + 1:
        with contextlib.suppress(DatabaseError):
            record.lake.expire()


def _bring(record: Record, number: int, target: Path) -> None:
    snapshot = record.versions[number]
    if snapshot.format_version > FORMAT_VERSION:
        raise DatabaseError("format_newer", target)
    target.parent.mkdir(parents=True, exist_ok=True)
    building = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
    try:
        if record.is_direct:
            _point(building, record, snapshot.snapshot)
        else:
            record.lake.fetch(snapshot.snapshot, building)
        if _meta(building) != (number, snapshot.fingerprint):
            raise DatabaseError("damaged", target)
        swap(building, target)
    except OSError as error:
        raise DatabaseError(fault_of(error), target) from error
    finally:
        for left in (building, building.with_name(building.name + ".wal")):
            with contextlib.suppress(OSError):
                left.unlink(missing_ok=True)


def _meta(file: Path) -> tuple[int, str] | None:
    """Which version a file holds; None where that cannot be read."""
    try:
        connection = open_connection(file)
    except DatabaseError:
        return None
    try:
        meta: Meta = read_meta(connection, file, any_older=True)
    except DatabaseError:
        return None
    finally:
        connection.close()
    return meta.register_version, meta.fingerprint


def _point(file: Path, record: Record, snapshot: int) -> None:
    told = {POINTER: record.address, "data": record.data, "snapshot": snapshot}
    file.write_text(json.dumps(told), "utf-8")


def open_directly(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Make the snapshot that a file points at the database `register` of a connection."""
    told = json.loads(file.read_text("utf-8"))
    Lake(told[POINTER], told["data"]).read_directly(connection, told["snapshot"])


@cache
def follow_always(database: Path) -> None:
    """Follow a lake from now on, in a thread of this process; with another file nothing is done."""
    if record_of(database) is not None:
        threading.Thread(target=_keep_following, args=(database,), daemon=True).start()


def _keep_following(database: Path) -> None:
    failed_for = ""
    while True:
        try:
            follow(database)
            failed_for = ""
        except DatabaseError as error:
            if error.reason != failed_for:
                _LOG.warning("The lake cannot be followed", extra={"reason": error.reason})
            failed_for = error.reason
        except Exception as error:
            _LOG.exception("Following the lake failed", exc_info=error)
        time.sleep(SECONDS_BETWEEN)
