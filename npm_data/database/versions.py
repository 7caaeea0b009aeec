"""The files of earlier versions, kept beside the register: `register.versions/<number>.duckdb`.

Each holds its own content whole. Also the present version has a copy there, with bytes of its own:
what happens to the register's file does not happen to it.
"""

import contextlib
import errno
import filecmp
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

from npm_data.database.connection import Meta
from npm_data.database.errors import DatabaseError
from npm_data.database.links import behind_links
from npm_data.database.reading import look_through

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


def newest_whole(database: Path) -> tuple[Path, Meta] | None:
    """The newest kept file that can be read from end to end."""
    for number in kept_numbers(database):
        file = kept_file(database, number)
        try:
            return file, look_through(file)
        except DatabaseError:
            continue
    return None


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
    """What an import that was killed left in the folder."""
    for leftover in versions_folder(database).glob(".*.new"):
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
