"""The versions of a register: what happened, looking at an earlier one, and going back to it."""

from dataclasses import dataclass, replace
from pathlib import Path

from npm_data.database.build import write_database
from npm_data.database.connection import FORMAT_VERSION
from npm_data.database.errors import ChangedMeanwhileError, DatabaseError
from npm_data.database.history import Change, Version
from npm_data.database.reading import look_through, read_register
from npm_data.database.standing import Standing, known_history, standing_at
from npm_data.database.versions import kept_file
from npm_data.keeping.change import Progress
from npm_data.keeping.difference import difference_of
from npm_data.keeping.errors import KeepingError
from npm_data.register.rules.texts import with_persons_held


@dataclass(frozen=True, slots=True)
class Usable:
    """The file to read the register from, and the version in it.

    With a `fault` that is not the register's own file, which is missing or damaged, but the newest
    kept version; restoring it puts it back in its place.
    """

    path: Path
    version: int
    fault: DatabaseError | None


def history(database: Path) -> tuple[Version, ...]:
    """All versions that are known of, the newest first.

    Raises:
        DatabaseError: there is no register, and no version of one was kept.
    """
    return history_as_known(database)[0]


def history_as_known(database: Path) -> tuple[tuple[Version, ...], bool]:
    """All versions, and whether the present file knows of them; else other files' words are taken.

    Raises:
        DatabaseError: there is no register, and no version of one was kept.
    """
    standing = _register_at(database)
    entries, is_whole = known_history(database, standing)
    return tuple(reversed(_with_remarks(database, standing, entries))), is_whole


def version_file(database: Path, number: int) -> Path:
    """The file that holds a version.

    Raises:
        KeepingError: `version_gone`.
    """
    file = kept_file(database, number)
    if file.is_file():
        return file
    standing = standing_at(database)
    if standing.file and standing.number == number:
        return standing.file
    raise KeepingError("version_gone")


def restore(database: Path, number: int, *, who: str, on_progress: Progress | None = None) -> int:
    """Make an earlier version the present one again, as a version of its own; gives its number.

    Raises:
        KeepingError: `version_gone`, `changed_meanwhile`.
        DatabaseError: that version's file is damaged, or the new one cannot be written.
    """
    file, standing = version_file(database, number), standing_at(database)
    change = Change(who=who, action="restore", restored_from=number, basis=standing.basis)
    try:
        return _again(database, file, standing, change, on_progress)
    except ChangedMeanwhileError:
        raise KeepingError("changed_meanwhile") from None


def usable_file(database: Path) -> Usable:
    """Where to read the register from; one of an older format is brought up to date first.

    Raises:
        DatabaseError: there is nothing to read, a newer program wrote it, or an older one did and
            it cannot be brought up to date: `old_and_unwritable` where the folder is in the way.
    """
    standing = _register_at(database)
    if standing.file and standing.format_version < FORMAT_VERSION:
        try:
            upgrade(database)
        except DatabaseError as error:
            if error.reason not in ("unwritable", "versions_unwritable"):
                raise
            raise DatabaseError("old_and_unwritable", database) from error
        standing = _register_at(database)
    return Usable(standing.file or database, standing.number, standing.fault)


def upgrade(database: Path, *, who: str = "", on_progress: Progress | None = None) -> int:
    """Write a register of an older format anew, as this program does; the old file is kept.

    Gives the version's number: the present one where nothing is to be done.
    """
    standing = _register_at(database)
    if standing.file is None or standing.format_version == FORMAT_VERSION:
        return standing.number
    change = Change(who=who, action="upgrade", basis=standing.basis)
    try:
        return _again(database, standing.file, standing, change, on_progress)
    except ChangedMeanwhileError:
        # Another process was faster: what it wrote is what is wanted.
        return standing_at(database).number


def _again(
    database: Path, file: Path, standing: Standing, change: Change, on_progress: Progress | None
) -> int:
    """Write the register of a file as a new version."""
    look_through(file)
    register, origin = read_register(file)
    origin = replace(origin, problems=with_persons_held(register, origin.problems))
    before = read_register(standing.file)[0] if standing.file else None
    difference = difference_of(before, register).counts
    change = replace(change, difference=difference)
    return write_database(register, database, origin, on_progress, change=change)


def _register_at(database: Path) -> Standing:
    standing = standing_at(database)
    if standing.file is None:
        raise DatabaseError("missing", database)
    return standing


def _with_remarks(
    database: Path, standing: Standing, entries: tuple[Version, ...]
) -> list[Version]:
    remarked: list[Version] = []
    for each in entries:
        is_kept = each.number == standing.number or kept_file(database, each.number).is_file()
        went_back = bool(remarked) and each.at < remarked[-1].at
        remarked.append(replace(each, is_kept=is_kept, clock_went_back=went_back))
    return remarked
