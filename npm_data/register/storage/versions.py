"""The versions of a register: what is said of each, and the files of those before the present one.

The history is a table inside the register's file, so that neither can be without the other: each
new file carries the entries of the one that it replaces, and one more, its own. The files lie
beside the register: `register.versions/<number>.duckdb`. Each holds its own content whole. Also the
present version has a copy there, with bytes of its own: what happens to the register's file does
not happen to it.
"""

import contextlib
import errno
import filecmp
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal, NamedTuple

import duckdb
import polars as pl
from filelock import FileLock, Timeout

from npm_data.register.schema import Problem
from npm_data.register.storage.connection import DatabaseError, SourceFile, behind_links, fault_of

Action = Literal["import", "follow_up", "restore", "demonstration", "upgrade"]
Mode = Literal["update", "replace"]

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "number": pl.Int64,
    "at": pl.Datetime("us"),
    "who": pl.String,
    "action": pl.String,
    "mode": pl.String,
    "sources": pl.String,
    "data_date": pl.Date,
    "fingerprint": pl.String,
    "counts": pl.String,
    "difference": pl.String,
    "base_number": pl.Int64,
    "restored_from": pl.Int64,
    "is_reconstructed": pl.Boolean,
    "snapshot": pl.Int64,
}
"""The columns of the table `history`; sources, counts and difference are JSON."""


class RowsChanged(NamedTuple):
    """How many rows of a table are new, changed, or no longer there."""

    new: int
    changed: int
    missing: int


@dataclass(frozen=True, slots=True)
class Origin:
    """The files of an import, the last day that they describe, and whether they are real.

    `problems` are what the import found and let pass: warnings.
    """

    sources: tuple[SourceFile, ...]
    data_date: date
    is_demonstration: bool = False
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """One entry: a version of the register, and what made it. `at` is UTC, as the clock said.

    `counts` are rows by table; `difference` is against `base_number`, None where not known.
    `is_reconstructed`: put together from the register itself, because no entry was to be had, so
    that `who` is not known. `is_kept`: its file is still there. `clock_went_back`: its time is
    before that of the version before it; versions are in the order of their numbers. `snapshot` is
    its number in the lake that it was published in.
    """

    number: int
    at: datetime
    who: str
    action: Action
    mode: Mode | None
    sources: tuple[SourceFile, ...]
    data_date: date
    fingerprint: str
    counts: Mapping[str, int]
    difference: Mapping[str, RowsChanged] | None = None
    base_number: int = 0
    restored_from: int | None = None
    is_reconstructed: bool = False
    snapshot: int | None = None
    is_kept: bool = False
    clock_went_back: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a new version's entry says beside what its origin says.

    `sources` are the files of this change alone; None means those of the origin. With `basis`
    (number and fingerprint of a version) nothing is written when another one stands there by then.
    """

    who: str = ""
    action: Action | None = None
    mode: Mode | None = None
    sources: tuple[SourceFile, ...] | None = None
    difference: Mapping[str, RowsChanged] | None = None
    restored_from: int | None = None
    basis: tuple[int, str] | None = None


def history_frame(entries: Iterable[Version]) -> pl.DataFrame:
    """Entries as rows of `SCHEMA`, the first version first."""
    rows = [
        {name: getattr(each, name) for name in SCHEMA}
        | {
            "sources": json.dumps([[file.name, file.sha256, file.size] for file in each.sources]),
            "counts": json.dumps(dict(each.counts)),
            "difference": None if each.difference is None else json.dumps(dict(each.difference)),
        }
        for each in sorted(entries, key=lambda entry: entry.number)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def read_history(connection: duckdb.DuckDBPyConnection) -> tuple[Version, ...]:
    """The entries of an open database, the first version first; none that cannot be read."""
    try:
        answer = connection.execute("from history order by number")
        # A file written before there were lakes has no column for their snapshots.
        there = [column[0] for column in answer.description or ()]
        known = [dict(zip(there, row, strict=True)) for row in answer.fetchall()]
        return tuple(
            _entry({"snapshot": None} | {name: row[name] for name in SCHEMA if name in row})
            for row in known
        )
    except (duckdb.Error, ValueError, TypeError, KeyError):
        return ()


def _entry(row: dict[str, Any]) -> Version:
    difference = json.loads(row["difference"]) if row["difference"] is not None else None
    if not isinstance(row["number"], int) or not isinstance(row["at"], datetime):
        raise ValueError("an entry has no number or no time")
    return Version(
        **row
        | {
            "sources": tuple(SourceFile(*each) for each in json.loads(row["sources"])),
            "counts": json.loads(row["counts"]),
            "difference": difference
            and {name: RowsChanged(*counts) for name, counts in difference.items()},
        }
    )


MOST_KEPT = 20
"""Earlier versions whose files are kept, beside that of the present one."""

_ENDING = ".duckdb"
_DAMAGED = "damaged-"
_KEPT = re.compile(r"([1-9][0-9]{0,14})\.duckdb")
"""The names that a register gives its versions; whatever else lies in the folder is not its own."""


def versions_folder(database: Path) -> Path:
    """`register.versions` for `register.duckdb`, beside the file itself and not a link to it."""
    file = behind_links(database)
    return file.with_name(file.name.removesuffix(_ENDING) + ".versions")


def kept_file(database: Path, number: int) -> Path:
    """Where the file of a version is, if it is still kept."""
    return versions_folder(database) / f"{number}{_ENDING}"


def kept_numbers(database: Path) -> list[int]:
    """The versions whose files are there, the newest first."""
    try:
        names = [each.name for each in versions_folder(database).iterdir()]
    except OSError:
        return []
    found = (_KEPT.fullmatch(name) for name in names)
    return sorted((int(each[1]) for each in found if each), reverse=True)


@contextlib.contextmanager
def the_only_writer(path: Path, seconds_to_wait: float) -> Iterator[None]:
    """Hold the lock file beside the database, so that two imports follow each other.

    Raises:
        DatabaseError: `busy`, after `seconds_to_wait`; or the folder cannot be written in.
    """
    lock = FileLock(f"{path}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire(timeout=seconds_to_wait)
    except Timeout:
        raise DatabaseError("busy", path) from None
    except OSError as error:
        raise DatabaseError(fault_of(error), path) from error
    try:
        yield
    finally:
        lock.release()


def swap(building: Path, path: Path) -> None:
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


@contextlib.contextmanager
def keeping(database: Path) -> Iterator[None]:
    """What cannot be written in the versions' folder is said as such; a full disk is a full disk.

    Raises:
        DatabaseError: reason `versions_unwritable`, with the folder as its path.
    """
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise
        raise DatabaseError("versions_unwritable", versions_folder(database)) from error


def keep_present(database: Path, number: int) -> None:
    """See that the present version's file is kept; a name is enough, since it will be replaced."""
    target = kept_file(database, number)
    if target.is_file() and filecmp.cmp(database, target, shallow=False):
        return
    _under_two_names(database, target)


def set_aside(database: Path, number: int) -> None:
    """Keep what stands in the register's place and cannot be read, until the next such file."""
    folder = versions_folder(database)
    for earlier in folder.glob(f"{_DAMAGED}*"):
        earlier.unlink(missing_ok=True)
    _under_two_names(database, folder / f"{_DAMAGED}{number}{_ENDING}")


def stage_copy(building: Path, database: Path, number: int) -> Path:
    """Copy the coming version into the folder; it gets its name when it is the present one."""
    target = kept_file(database, number)
    target.parent.mkdir(exist_ok=True)
    staged = target.with_name(f".{target.name}.new")
    shutil.copyfile(building, staged)
    return staged


def settle_copy(staged: Path, database: Path, number: int) -> None:
    """Give the copy its name; the versions before the last `MOST_KEPT` go."""
    staged.replace(kept_file(database, number))
    for old in kept_numbers(database):
        if old < number - MOST_KEPT:
            kept_file(database, old).unlink(missing_ok=True)


def remove_leftovers(database: Path) -> None:
    """What was left by an import that was killed; none is at work while the lock is held."""
    with contextlib.suppress(OSError):
        beside = database.parent.glob(f".{database.name}.*.new*")
        for leftover in (*beside, *versions_folder(database).glob(".*.new")):
            if leftover.is_dir():
                shutil.rmtree(leftover)
            else:
                leftover.unlink(missing_ok=True)


def _under_two_names(file: Path, target: Path) -> None:
    """A second name for the same bytes, or a copy where the disk knows no second names."""
    target.parent.mkdir(exist_ok=True)
    passing = target.with_name(f".{target.name}.new")
    passing.unlink(missing_ok=True)
    try:
        os.link(file, passing)
    except OSError:
        shutil.copyfile(file, passing)
    passing.replace(target)
    # Of two names for the same bytes a rename leaves both.
    passing.unlink(missing_ok=True)
