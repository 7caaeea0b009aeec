"""The register as a command reads it: the newest whole version, as the dashboard does."""

import shlex
import sys
from pathlib import Path

from npm_data.database.errors import DatabaseError
from npm_data.database.standing import standing_at
from npm_data.i18n import Words
from npm_data.repository import Repository, open_repository


def open_whole(database: Path, words: Words) -> Repository:
    """Where the file is damaged, half-copied or gone, that is said, and which version is read.

    Raises:
        DatabaseError: there is nothing to read.
    """
    standing = standing_at(database)
    if standing.file is None:
        raise DatabaseError("missing", database)
    if standing.fault:
        number, named = str(standing.number), shlex.quote(str(database))
        mend = f"python -m npm_data restore {number} --database {named}"
        said = words("query.damaged", path=database, version=number, command=mend)
        sys.stderr.write(said + "\n")
    return open_repository(standing.file)
