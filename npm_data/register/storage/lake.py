"""A register that several machines share: DuckDB's own lake, where a snapshot is a version.

Its catalog is PostgreSQL, SQLite or a DuckDB file, its data lie in a folder or in S3. What is done
with it is here: publish a register's file as a snapshot, fetch a snapshot into a file, ask which
there are. What of it lies on this machine is `replica`.

The extensions come with the packages of `requirements-lake.txt`; none is downloaded.
"""

import contextlib
import importlib.util
import json
import os
import re
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

import duckdb

from npm_data.register.storage.connection import (
    FORMAT_VERSION,
    LAKE,
    STORAGE_VERSION,
    DatabaseError,
    KeepingError,
    create_macros,
    read_meta,
)
from npm_data.register.storage.versions import MOST_KEPT

SECONDS_TO_CONNECT = "5"
"""For a PostgreSQL that does not answer, where the address or PGCONNECT_TIMEOUT names no others."""
SECONDS_OF_AN_ANSWER = 60
"""For the catalog to answer one question; the storage has a third of it, twice."""
SECONDS_TO_WAIT = 5.0
"""For a catalog that is a file, which one process has open at a time."""
_PASSWORD = re.compile(r"\s*password\s*=\s*('[^']*'|\S+)|(?<=:)[^:@/\s]*(?=@)", re.IGNORECASE)
_SET_ASIDE = "interval 1 day"
"""So long the files of an expired snapshot stay: somebody may be reading them."""


class Snapshot(NamedTuple):
    """A version in the lake, by the number of its snapshot and what it holds."""

    snapshot: int
    fingerprint: str
    format_version: int


class Heard(NamedTuple):
    """What a lake says of itself: its versions by their numbers, and its last snapshot."""

    versions: dict[int, Snapshot]
    snapshot: int


class _RefusedError(Exception):
    """Another version is in the lake than the one that this was to follow."""


@dataclass(frozen=True, slots=True)
class Lake:
    """`address` is `ducklake:` and the catalog; `data` a folder or `s3://bucket/prefix`.

    `data` is needed for a new lake; the catalog knows that of its own. Keys of S3 come from
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and AWS_ENDPOINT_URL, the password of
    PostgreSQL from where libpq looks for it. All methods raise a `DatabaseError`: `lake_gone`,
    `lake_refused` (a word or key is wrong, or may not), `lake_extensions` (not installed for this
    DuckDB), `lake_no_data` (a new one, and no folder for its data), `lake_other_data` (it has its
    data elsewhere), `disk_full`.
    """

    address: str
    data: str | None = None

    def ask(self) -> Heard:
        """Which versions can be had, and the number of the last snapshot; nothing of no lake.

        What is in the lake by another hand than ours is no version. Of two snapshots with one
        number (of a lake that was set back) the later counts.
        """
        try:
            with self._open("read_only") as connection:
                return Heard(_versions(connection), _current(connection))
        except DatabaseError as error:
            if error.reason != "missing":
                raise
            return Heard({}, 0)

    def publish(self, file: Path, basis: tuple[int, str], expected: int | None = None) -> int:
        """Make a register's file one snapshot, in one transaction; gives the snapshot's number.

        With `basis` (number and fingerprint, (0, "") for none) it is refused when another version
        is the newest by then; so with `expected`, the number that the snapshot must have.

        Raises:
            KeepingError: `changed_meanwhile`.
        """
        with self._open() as connection:
            connection.execute(f"attach {_quoted(str(file))} as file (read_only)")
            told = connection.execute(
                "select register_version, fingerprint, format_version from file.meta"
            ).fetchall()[0]
            try:
                return _commit(connection, told, basis, expected)
            except _RefusedError:
                raise KeepingError("changed_meanwhile") from None
            except duckdb.Error as error:
                fault = error
                with contextlib.suppress(duckdb.Error):
                    connection.execute("rollback")
        # A commit that failed can have been done: the answer alone did not come.
        versions = self.ask().versions
        if _newest(versions) == told[:2]:
            return versions[told[0]].snapshot
        if isinstance(fault, duckdb.TransactionException) and _newest(versions) != basis:
            raise KeepingError("changed_meanwhile") from fault
        raise _fault(fault, Path(self.shown)) from fault

    def fetch(self, snapshot: int, target: Path) -> None:
        """Write a snapshot as a register's file of its own, and count its rows.

        Raises:
            KeepingError: `version_gone`.
            DatabaseError: also `damaged`, `format` and `format_newer`.
        """
        with self._open(f"read_only, snapshot_version {snapshot}") as connection:
            connection.execute(
                f"attach {_quoted(str(target))} as file (storage_version '{STORAGE_VERSION}')"
            )
            connection.execute("use file")
            for name in _tables(connection, "lake"):
                connection.execute(f"create table {name} as from lake.{name}")
                counted = (
                    f"select (select count(*) from {name}) = (select count(*) from lake.{name})"
                )
                if connection.execute(counted).fetchall() != [(True,)]:
                    raise DatabaseError("damaged", target)
            if read_meta(connection, target, any_older=True).format_version == FORMAT_VERSION:
                create_macros(connection)
            connection.execute("checkpoint file")

    def expire(self) -> None:
        """Let go of the versions before the last `MOST_KEPT`, and of files without a snapshot, such
        as those of a publisher that was killed.
        """
        with self._open() as connection:
            versions = _versions(connection)
            kept = {versions[number].snapshot for number in sorted(versions)[-(MOST_KEPT + 1) :]}
            rows = connection.execute("select snapshot_id from lake.snapshots()").fetchall()
            old = [number for (number,) in rows if number not in kept and number < min(kept)]
            if old:
                connection.execute("call ducklake_expire_snapshots('lake', versions => ?)", [old])
            # A file without a snapshot may be one that another machine is about to commit. How old
            # it is, the storage says; so it says also what time it is, which our clock need not.
            (written,) = connection.execute(
                "select epoch_us(max(last_modified)) from read_blob(?)", [_data(connection) + "**"]
            ).fetchall()[0]
            for clean, now in (
                ("ducklake_cleanup_old_files", "now()"),
                ("ducklake_delete_orphaned_files", f"least(now(), make_timestamptz({written}))"),
            ):
                connection.execute(f"call {clean}('lake', older_than => {now} - {_SET_ASIDE})")

    def read_directly(self, connection: duckdb.DuckDBPyConnection, snapshot: int) -> None:
        """Make a snapshot the database `register` of a connection: views of the lake's tables."""
        _load(connection, self._extensions(), self._secret())
        self._attach(connection, f"read_only, snapshot_version {snapshot}")
        connection.execute("attach ':memory:' as register")
        connection.execute("use register")
        for name in _tables(connection, "lake"):
            connection.execute(f"create view {name} as from lake.{name}")
        if connection.execute("select format_version from meta").fetchall() == [(FORMAT_VERSION,)]:
            create_macros(connection)
        connection.execute("set allowed_directories = ?", [[_data(connection)]])

    @contextlib.contextmanager
    def _open(self, options: str = "") -> Iterator[duckdb.DuckDBPyConnection]:
        """A connection with the lake attached; one piece of work of this process at a time."""
        with _alone(Path(self.shown)):
            connection = _engine(self._extensions(), self._secret())
            try:
                self._attach(connection, options)
                yield connection
                connection.execute("use memory")
                connection.execute("detach database if exists file")
                connection.execute("detach lake")
            except BaseException as error:
                # What was begun in it is not known: the next piece of work gets another one.
                _engine.cache_clear()
                # Left to the end of the connection, a transaction whose PostgreSQL is gone would
                # end the whole process.
                with contextlib.suppress(duckdb.Error):
                    connection.execute("rollback")
                connection.close()
                if isinstance(error, duckdb.Error):
                    raise _fault(error, Path(self.shown)) from error
                raise

    def _attach(self, connection: duckdb.DuckDBPyConnection, options: str) -> None:
        # A catalog has its data where it has them; whoever only reads need not know where.
        data = f"data_path {_quoted(self.data)}" if self.data and not options else ""
        given = ", ".join(filter(None, (options, data)))
        attach = f"attach {_quoted(self.address)} as lake ({given or 'read_write'})"
        until = time.monotonic() + SECONDS_TO_WAIT
        while True:
            try:
                connection.execute(attach)
                return
            except duckdb.Error as error:
                if _LOCKED not in str(error) or time.monotonic() > until:
                    raise
            time.sleep(0.1)

    @property
    def _is_in_s3(self) -> bool:
        """Its catalog may know more than we were told: keys are there for something."""
        keys = {"AWS_ENDPOINT_URL", "AWS_ACCESS_KEY_ID"}.intersection(os.environ)
        return (self.data or "").startswith("s3://") or bool(keys)

    def _extensions(self) -> tuple[str, ...]:
        kind = self.address.removeprefix(LAKE).partition(":")[0]
        catalog = {"postgres": ["postgres_scanner"], "sqlite": ["sqlite_scanner"]}.get(kind, [])
        return ("ducklake", *catalog, *(["httpfs"] if self._is_in_s3 else []))

    def _secret(self) -> str:
        """The statement that makes S3's keys known, if they are needed."""
        return _secret(os.environ) if self._is_in_s3 else ""

    @property
    def shown(self) -> str:
        """The address, without a password that somebody put into it."""
        return _PASSWORD.sub("", self.address)


_ONE_AT_A_TIME = threading.Lock()


@contextlib.contextmanager
def _alone(shown: Path) -> Iterator[None]:
    """A PostgreSQL that takes a question and never answers keeps whoever asked, and nobody else."""
    if not _ONE_AT_A_TIME.acquire(timeout=SECONDS_OF_AN_ANSWER):
        raise DatabaseError("lake_gone", shown)
    try:
        yield
    finally:
        _ONE_AT_A_TIME.release()


@lru_cache(maxsize=1)
def _engine(extensions: tuple[str, ...], secret: str) -> duckdb.DuckDBPyConnection:
    """A DuckDB of this process that has them loaded: each costs a tenth of a second to check."""
    connection = duckdb.connect()
    _load(connection, extensions, secret)
    return connection


def _load(connection: duckdb.DuckDBPyConnection, extensions: tuple[str, ...], secret: str) -> None:
    os.environ.setdefault("PGCONNECT_TIMEOUT", SECONDS_TO_CONNECT)
    for name in extensions:
        connection.execute(f"load {_quoted(str(_extension(name)))}")
    settings = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "enable_progress_bar": False,
        # A snapshot is read once.
        "enable_external_file_cache": False,
        "ducklake_max_retry_count": 0,
        "ducklake_default_data_inlining_row_limit": 0,
    }
    if "postgres_scanner" in extensions:
        settings["pg_statement_timeout_millis"] = SECONDS_OF_AN_ANSWER * 1000
    if secret:
        settings |= {"http_timeout": SECONDS_OF_AN_ANSWER // 3, "http_retries": 1}
        connection.execute(secret)
    for name, value in settings.items():
        connection.execute(f"set {name} = {value}")


def _commit(
    connection: duckdb.DuckDBPyConnection,
    told: tuple[int, str, int],
    basis: tuple[int, str],
    expected: int | None,
) -> int:
    connection.execute("begin")
    before = _current(connection)
    if _newest(_versions(connection)) != basis or expected not in (None, before + 1):
        raise _RefusedError
    for name in _tables(connection, "file"):
        connection.execute(f"create or replace table lake.{name} as from file.{name}")
    said = ["", f"version {told[0]}", json.dumps(told)]
    connection.execute("call lake.set_commit_message(?, ?, extra_info => ?)", said)
    connection.execute("commit")
    committed: int = connection.execute("from lake.last_committed_snapshot()").fetchall()[0][0]
    return committed


def _versions(connection: duckdb.DuckDBPyConnection) -> dict[int, Snapshot]:
    rows = connection.execute(
        "select snapshot_id, commit_extra_info from lake.snapshots()"
        " where commit_extra_info is not null order by snapshot_id"
    ).fetchall()
    found: dict[int, Snapshot] = {}
    for snapshot, told in rows:
        with contextlib.suppress(ValueError, TypeError):
            number, fingerprint, format_version = json.loads(told)
            found.pop(int(number), None)
            found[int(number)] = Snapshot(snapshot, str(fingerprint), int(format_version))
    return found


def newest_of(versions: Mapping[int, Snapshot]) -> int:
    """The number of the version of the latest snapshot; 0 where there is none."""
    return max(versions, key=lambda number: versions[number].snapshot, default=0)


def _newest(versions: Mapping[int, Snapshot]) -> tuple[int, str]:
    number = newest_of(versions)
    return number, versions[number].fingerprint if number else ""


def _data(connection: duckdb.DuckDBPyConnection) -> str:
    """Where the lake's data lie, as its catalog says."""
    asked = "select value from lake.options() where option_name = 'data_path'"
    path: str = connection.execute(asked).fetchall()[0][0]
    return path


def _current(connection: duckdb.DuckDBPyConnection) -> int:
    number: int = connection.execute("from lake.current_snapshot()").fetchall()[0][0]
    return number


def _tables(connection: duckdb.DuckDBPyConnection, database: str) -> list[str]:
    """Names as they stand in a statement."""
    rows = connection.execute(
        "select table_name from duckdb_tables() where database_name = ? order by 1", [database]
    ).fetchall()
    return ['"' + name.replace('"', '""') + '"' for (name,) in rows]


def _extension(name: str) -> Path:
    """The file of an extension for this very DuckDB, out of its package."""
    found = importlib.util.find_spec(f"duckdb_extension_{name}")
    for folder in (found and found.submodule_search_locations) or ():
        ending = f"extensions/v{duckdb.__version__}/{name}.duckdb_extension"
        if (Path(folder) / ending).is_file():
            return Path(folder) / ending
    raise DatabaseError("lake_extensions", Path(f"{name} {duckdb.__version__}"))


def _secret(environment: Mapping[str, str]) -> str:
    """For this connection alone, and in no file."""
    endpoint = urlsplit(environment.get("AWS_ENDPOINT_URL", ""))
    options = {
        "key_id": environment.get("AWS_ACCESS_KEY_ID"),
        "secret": environment.get("AWS_SECRET_ACCESS_KEY"),
        "region": environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION"),
        "session_token": environment.get("AWS_SESSION_TOKEN"),
        "endpoint": endpoint.netloc,
    }
    given = [f"{name} {_quoted(value)}" for name, value in options.items() if value]
    if endpoint.netloc:
        # Whoever keeps a storage of their own has its buckets in the path, not in the host's name.
        given += ["url_style 'path'", f"use_ssl {str(endpoint.scheme == 'https').lower()}"]
    return f"create secret ({', '.join(['type s3', *given])})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


_LOCKED = "Could not set lock on file"
_REASONS = {
    _LOCKED: "busy",
    "database is locked": "busy",
    "does not exist - and creating a new DuckLake": "missing",
    "database does not exist": "missing",
    "unable to open database file": "missing",
    "data_path is not set": "lake_no_data",
    "does not match existing data path": "lake_other_data",
    "No space left": "disk_full",
    "authentication failed": "lake_refused",
    "no password supplied": "lake_refused",
    "permission denied for": "lake_refused",
    "read-only transaction": "lake_refused",
    "HTTP 403": "lake_refused",
}
"""DuckDB tells these apart by their words alone; anything else is a lake that does not answer."""


def _fault(error: duckdb.Error, path: Path) -> DatabaseError | KeepingError:
    said = str(error)
    if "No snapshot found" in said:
        return KeepingError("version_gone")
    reasons = (reason for words, reason in _REASONS.items() if words in said)
    return DatabaseError(next(reasons, "lake_gone"), path)
