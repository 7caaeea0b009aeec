"""What stands in the register's place: the version on which the next one is built."""

from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from npm_data.database.connection import Meta, open_connection, read_meta
from npm_data.database.errors import DatabaseError
from npm_data.database.history import HistoryError, Version, read_history
from npm_data.database.links import behind_links
from npm_data.database.origin import SourceFile
from npm_data.database.reading import look_through
from npm_data.database.versions import kept_file, kept_numbers, newest_whole


@dataclass(frozen=True, slots=True)
class Standing:
    """The present version: its number (0 for none), its fingerprint and the file that holds it.

    With a `fault` the register's own file is missing or cannot be read, and `file` is the newest
    kept version that can.
    """

    number: int
    fingerprint: str
    file: Path | None
    is_demonstration: bool = False
    format_version: int = 0
    fault: DatabaseError | None = None

    @property
    def basis(self) -> tuple[int, str]:
        return self.number, self.fingerprint


NOTHING = Standing(0, "", None)
HISTORY_SINCE = 3
"""The first format that has a table `history`."""


def standing_at(database: Path) -> Standing:
    """What is there, read from end to end.

    Raises:
        DatabaseError: a file stands there that cannot be read or is no register, and no version of
            a register was kept beside it; or a newer program wrote it.
    """
    database = behind_links(database)
    try:
        return _standing(database, look_through(database))
    except DatabaseError as error:
        if error.reason == "format_newer":
            raise
        fault = error
    kept = newest_whole(database)
    if kept:
        return replace(_standing(*kept), fault=fault)
    if fault.reason == "missing" and not database.exists():
        return NOTHING
    raise fault


def number_after(database: Path, standing: Standing) -> int:
    """Never that of a version that is kept: a restored backup can be older than those."""
    return max([standing.number, *kept_numbers(database)[:1]]) + 1


def known_history(database: Path, standing: Standing) -> tuple[tuple[Version, ...], bool]:
    """All entries that can be had, the first version first, and whether the table was whole.

    The present file has them; newer ones come from a kept file, when an older register was put in
    the present one's place. Where the table is damaged, they come from the kept files as well.
    """
    if standing.file is None:
        return (), True
    entries, is_whole = _entries(standing.file)
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


def _standing(file: Path, meta: Meta) -> Standing:
    return Standing(
        meta.register_version,
        meta.fingerprint,
        file,
        meta.is_demonstration,
        meta.format_version,
    )


def _entries(file: Path) -> tuple[tuple[Version, ...], bool]:
    """A file's entries; its own, put together anew, where it has none (format 2) or lost them."""
    connection = open_connection(file)
    try:
        meta = read_meta(connection, file, any_older=True)
        try:
            entries = read_history(connection)
        except HistoryError:
            entries = ()
        is_whole = any(each.number == meta.register_version for each in entries)
        if not is_whole:
            entries = (*entries, _reconstructed(connection, meta))
        return entries, is_whole or meta.format_version < HISTORY_SINCE
    except duckdb.Error as error:
        raise DatabaseError("unreadable", file) from error
    finally:
        connection.close()


def _reconstructed(connection: duckdb.DuckDBPyConnection, meta: Meta) -> Version:
    counts = connection.execute("select table_name, row_count from row_counts").fetchall()
    sources = connection.execute("select file_name, sha256, bytes from sources").fetchall()
    return Version(
        number=meta.register_version,
        at=meta.imported_at,
        who="",
        action="demonstration" if meta.is_demonstration else "import",
        mode=None,
        sources=tuple(SourceFile(*row) for row in sources),
        data_date=meta.data_date,
        fingerprint=meta.fingerprint,
        counts=dict(counts),
        is_reconstructed=True,
    )
