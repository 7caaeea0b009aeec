"""The register as a command reads it: the newest whole version, as the dashboard does."""

import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import duckdb

from npm_data.database.errors import DatabaseError
from npm_data.i18n import Words
from npm_data.repository import Repository, open_repository

Answer = TypeVar("Answer")
_WRITTEN_BY_ANOTHER = ("format", "format_newer")
"""Why a file that is whole cannot be read: no version beside it could either."""


def open_whole(database: Path, words: Words) -> Repository:
    """Where the file is damaged, half-copied or gone, that is said, and which version is read.

    Raises:
        DatabaseError: there is nothing to read.
    """
    # It brings packages that an answer from a whole file does without.
    from npm_data.database.standing import standing_at

    standing = standing_at(database)
    if standing.file is None:
        raise DatabaseError("missing", database)
    if standing.fault:
        number, named = str(standing.number), shlex.quote(str(database))
        mend = f"python -m npm_data restore {number} --database {named}"
        said = words("query.damaged", path=database, version=number, command=mend)
        sys.stderr.write(said + "\n")
    return open_repository(standing.file)


def answer(database: Path, words: Words, ask: Callable[[Repository], Answer]) -> Answer:
    """What `ask` gets of the file itself or, where that cannot be read, of the newest whole one.

    DuckDB knows each block by its checksum: what is damaged gives no answer instead of a wrong one.

    Raises:
        DatabaseError: there is nothing to read.
    """
    try:
        return _asked(open_repository(database), ask)
    except DatabaseError as error:
        if error.reason in _WRITTEN_BY_ANOTHER:
            raise
    except duckdb.Error:
        pass
    return _asked(open_whole(database, words), ask)


def _asked(repository: Repository, ask: Callable[[Repository], Answer]) -> Answer:
    try:
        return ask(repository)
    finally:
        repository.close()
