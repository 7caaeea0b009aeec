"""A change of the register, first shown and then made: `prepare`, and `apply` what it gave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from npm_data.load import Source
from npm_data.register.schema import Register
from npm_data.register.storage.build import write_database
from npm_data.register.storage.connection import (
    FORMAT_VERSION,
    ChangedMeanwhileError,
    DatabaseError,
    KeepingError,
    SourceFile,
)
from npm_data.register.storage.current_version import (
    CurrentVersion,
    current_version_at,
    known_history,
    look_through,
    read_register,
)
from npm_data.register.storage.difference import Difference, difference_of
from npm_data.register.storage.versions import Action, Change, Mode, Origin, Version, kept_file
from npm_data.validate import Base, Checked, check
from npm_data.validate.personal import with_persons_held

Reason = Literal["drops", "overwrites"]
REASONS: tuple[Reason, ...] = get_args(Reason)

Progress = Callable[[str, float], None]
"""Told the step and the share done, 0 to 1.

Of `prepare`: `base`, `check`, `difference`; of `apply` those of `storage.build`.
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a source would make of the register; `difference` is None when there are errors.

    `base_version` is the version that is changed, 0 for none. `others` are known records that an
    update would make into others, by table as the fields that change.
    """

    source: Source
    checked: Checked
    mode: Mode
    base_version: int
    difference: Difference | None
    others: Mapping[str, pl.DataFrame]
    is_demonstration_replaced: bool
    standing: CurrentVersion
    origin: Origin | None

    @property
    def asks_again(self) -> bool:
        """Whether `apply` wants it confirmed."""
        return bool(self.reasons_to_ask)

    @property
    def reasons_to_ask(self) -> tuple[Reason, ...]:
        """It drops more than a tenth of a table's rows, or overwrites records with others."""
        drops = self.difference is not None and self.difference.drops_much
        asked = {
            "drops": drops and not self.is_demonstration_replaced,
            "overwrites": bool(self.others),
        }
        return tuple(reason for reason in REASONS if asked[reason])


def prepare(
    source: Source,
    database: Path,
    *,
    mode: Mode,
    language: str,
    data_date: date | None = None,
    today: date | None = None,
    on_progress: Progress | None = None,
) -> Prepared:
    """Check a source against the rules and work out what it changes; nothing is written.

    `replace`: the source is the register. `update`: its rows are put into the one that is there.

    Raises:
        DatabaseError: what stands at `database` is no register, or a newer program wrote it.
    """
    tell = on_progress or (lambda step, share: None)
    tell("base", 0.0)
    standing = current_version_at(database)
    register, before = read_register(standing.file) if standing.file else (None, None)
    tell("check", 0.2)
    adds = mode == "update"
    base = Base(register, before.data_date if before else None) if adds else None
    checked = check(source, language, data_date, today, base)
    tell("difference", 0.9)
    difference = _difference(register, checked)
    origin = _origin(source, checked, before if adds else None)
    is_demonstration_replaced = standing.is_demonstration and not adds
    tell("difference", 1.0)
    return Prepared(
        source=source,
        checked=checked,
        mode=mode,
        base_version=standing.number,
        difference=difference,
        others=checked.others if difference else {},
        is_demonstration_replaced=is_demonstration_replaced,
        standing=standing,
        origin=origin,
    )


def apply(
    prepared: Prepared,
    database: Path,
    *,
    who: str,
    action: Action = "import",
    on_progress: Progress | None = None,
    confirmed: bool = False,
) -> int:
    """Make the change; gives the new version's number.

    Raises:
        KeepingError: `has_errors`, `not_confirmed`, `changed_meanwhile`.
        DatabaseError: it cannot be written; the register is as it was.
    """
    register, origin = prepared.checked.register, prepared.origin
    if register is None or origin is None or prepared.difference is None:
        raise KeepingError("has_errors")
    if prepared.asks_again and not confirmed:
        raise KeepingError("not_confirmed")
    change = Change(
        who=who,
        action=action,
        mode=prepared.mode,
        sources=_files(prepared.source),
        difference=prepared.difference.counts,
        basis=prepared.standing.basis,
    )
    try:
        return write_database(register, database, origin, on_progress, change=change)
    except ChangedMeanwhileError:
        raise KeepingError("changed_meanwhile") from None


def _difference(before: Register | None, checked: Checked) -> Difference | None:
    return difference_of(before, checked.register) if checked.register else None


def _origin(source: Source, checked: Checked, before: Origin | None) -> Origin | None:
    """What is added to is among what the register was made from."""
    if checked.register is None or checked.data_date is None:
        return None
    known = before.sources if before else ()
    files = tuple(each for each in _files(source) if each not in known)
    is_demonstration = before is not None and before.is_demonstration
    return Origin((*known, *files), checked.data_date, is_demonstration, checked.problems)


def _files(source: Source) -> tuple[SourceFile, ...]:
    return tuple(SourceFile.of(file.name, file.content) for file in source.files)


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
    standing = current_version_at(database)
    if standing.file and standing.number == number:
        return standing.file
    raise KeepingError("version_gone")


def restore(database: Path, number: int, *, who: str, on_progress: Progress | None = None) -> int:
    """Make an earlier version the present one again, as a version of its own; gives its number.

    Raises:
        KeepingError: `version_gone`, `changed_meanwhile`.
        DatabaseError: that version's file is damaged, or the new one cannot be written.
    """
    file, standing = version_file(database, number), current_version_at(database)
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
        return current_version_at(database).number


def _again(
    database: Path,
    file: Path,
    standing: CurrentVersion,
    change: Change,
    on_progress: Progress | None,
) -> int:
    """Write the register of a file as a new version."""
    look_through(file)
    register, origin = read_register(file)
    origin = replace(origin, problems=with_persons_held(register, origin.problems))
    before = read_register(standing.file)[0] if standing.file else None
    difference = difference_of(before, register).counts
    change = replace(change, difference=difference)
    return write_database(register, database, origin, on_progress, change=change)


def _register_at(database: Path) -> CurrentVersion:
    standing = current_version_at(database)
    if standing.file is None:
        raise DatabaseError("missing", database)
    return standing


def _with_remarks(
    database: Path, standing: CurrentVersion, entries: tuple[Version, ...]
) -> list[Version]:
    remarked: list[Version] = []
    for each in entries:
        is_kept = each.number == standing.number or kept_file(database, each.number).is_file()
        went_back = bool(remarked) and each.at < remarked[-1].at
        remarked.append(replace(each, is_kept=is_kept, clock_went_back=went_back))
    return remarked
