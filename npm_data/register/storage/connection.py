"""Open the database to read: one connection a file, a cursor a query, no way out to other files.

What can go wrong with the file is a code, that the interface turns into a sentence.
"""

import errno
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Self

import duckdb

from npm_data.reference import PROJECT

FORMAT_VERSION = 5
"""Of the tables: raised when their columns change, so that an older program says so."""
STORAGE_VERSION = "v1.5.0"
"""The oldest DuckDB that must be able to read the file, whichever one wrote it."""
LAKE = "ducklake:"
"""How the address of a register begins that several machines share."""
POINTER = "ducklake"
"""The first word of a file that names a snapshot of a lake, which is read where it lies."""
_POINTER_BEGINS = f'{{"{POINTER}"'.encode()


class DatabaseError(Exception):
    """A fault of the file at `path`; `reason` is a message of the catalogue `database`.

    Reasons: `missing`, `unreadable`, `no_permission`, `foreign` (not a register), `format` (of an
    older version of the program), `format_newer` (of a newer one), `busy` (another import is
    running), `unwritable`, `disk_full`, `damaged` (the check after building failed),
    `old_and_unwritable` (of an older version, and cannot be brought up to date where it lies),
    `versions_unwritable` (the version that stands there could not be kept), `link_leads_nowhere`;
    and those of a lake (`npm_data.register.storage.lake`): `lake_gone`, `lake_refused`,
    `lake_extensions`, `lake_no_data`, `lake_other_data`, `lake_other_file`, `lake_password`.
    """

    def __init__(self, reason: str, path: Path) -> None:
        super().__init__(f"{reason}: {path}")
        self.reason = reason
        self.path = path


class KeepingError(Exception):
    """A change of the register is refused; `reason` is a message of the catalogue `keeping`.

    Reasons: `not_confirmed` (a change that must be confirmed was not), `changed_meanwhile`
    (another version has come since the difference was shown), `has_errors`, `version_gone`,
    `no_register` (there is none yet to add to).
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One imported file; `sha256` is the hexadecimal digest of its bytes, `size` counts bytes."""

    name: str
    sha256: str
    size: int

    @classmethod
    def of(cls, name: str, content: bytes) -> Self:
        return cls(name, hashlib.sha256(content).hexdigest(), len(content))


@dataclass(frozen=True, slots=True)
class Meta:
    """What the database says of itself; `imported_at` is UTC."""

    format_version: int
    register_version: int
    fingerprint: str
    data_date: date
    imported_at: datetime
    is_demonstration: bool


def behind_links(path: Path) -> Path:
    """The file that a link leads to at last; any other path as it is.

    Raises:
        DatabaseError: `link_leads_nowhere`, where the file is missing or links go in a circle.
    """
    if not path.is_symlink():
        return path
    try:
        return path.resolve(strict=True)
    except (OSError, RuntimeError):
        # Python before 3.13 has a RuntimeError for a circle.
        raise DatabaseError("link_leads_nowhere", path) from None


def open_connection(path: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection, locked: SQL on it sees no file and cannot change a setting.

    The file is attached to a database of its own in memory. Opened by its path, DuckDB would hand
    out again what it has open under that path, and a register just swapped in would not be seen.

    Raises:
        DatabaseError: reason `missing`, `no_permission` or `unreadable`.
    """
    if not path.is_file():
        raise DatabaseError("missing", path)
    # An answer takes milliseconds: a second thread would cost more than it saves.
    connection = duckdb.connect(config={"threads": 1})
    try:
        if is_pointer(path):
            from npm_data.register.storage.replica import open_directly

            open_directly(connection, path)
        else:
            quoted = str(path).replace("'", "''")
            connection.execute(f"attach '{quoted}' as register (read_only)")
            connection.execute("use register")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
    except duckdb.Error as error:
        connection.close()
        raise DatabaseError(_why_not_opened(path), path) from error
    return connection


def is_pointer(path: Path) -> bool:
    """Whether the file only names a snapshot of a lake."""
    try:
        with path.open("rb") as file:
            return file.read(len(_POINTER_BEGINS)) == _POINTER_BEGINS
    except OSError:
        return False


def _why_not_opened(path: Path) -> str:
    """A file that may not be read is not a damaged one."""
    try:
        path.open("rb").close()
    except OSError as error:
        return "no_permission" if isinstance(error, PermissionError) else "unreadable"
    return "unreadable"


@cache
def derivations() -> dict[str, str]:
    """The statements of `queries/register` by the names of their files."""
    folder = PROJECT / "queries" / "register"
    return {path.stem: path.read_text("utf-8") for path in folder.glob("*.sql")}


def create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """What all queries share, where the tables are there already: a macro may read one."""
    connection.execute(derivations()["folding"])
    connection.execute(derivations()["macros"])


def fault_of(error: OSError | duckdb.Error) -> str:
    """Why something could not be written; DuckDB tells a full disk by its words alone."""
    is_full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
    return "disk_full" if is_full or "No space left" in str(error) else "unwritable"


def cursor_of(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """A cursor for one query of one thread, on a connection that threads share."""
    cursor = connection.cursor()
    cursor.execute("use register")
    return cursor


def sources_of(connection: duckdb.DuckDBPyConnection) -> tuple[SourceFile, ...]:
    """The files that the register was made from."""
    rows = connection.execute("select file_name, sha256, bytes from sources").fetchall()
    return tuple(SourceFile(*row) for row in rows)


def read_meta(
    connection: duckdb.DuckDBPyConnection, path: Path, *, any_older: bool = False
) -> Meta:
    """The database's own record; with `any_older`, also of one that must be brought up to date.

    Raises:
        DatabaseError: reason `foreign`, `format` or `format_newer`.
    """
    try:
        row = connection.execute(
            "select format_version, register_version, fingerprint, data_date, imported_at,"
            " is_demonstration from meta"
        ).fetchall()[0]
    except (duckdb.CatalogException, duckdb.BinderException, IndexError) as error:
        raise DatabaseError("foreign", path) from error
    except duckdb.Error as error:
        raise DatabaseError("unreadable", path) from error
    meta = Meta(*row)
    if meta.format_version > FORMAT_VERSION:
        raise DatabaseError("format_newer", path)
    if meta.format_version < FORMAT_VERSION and not any_older:
        raise DatabaseError("format", path)
    return meta
