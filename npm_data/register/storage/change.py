"""A change of the register, first shown and then made: `prepare`, and `apply` what it gave."""

import secrets
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from npm_data.register.reading import Source
from npm_data.register.rules import Base, Checked, check
from npm_data.register.rules.texts import with_persons_held
from npm_data.register.storage.build import SECONDS_TO_WAIT, Progress, write_database
from npm_data.register.storage.connection import (
    FORMAT_VERSION,
    DatabaseError,
    KeepingError,
    SourceFile,
    fault_of,
)
from npm_data.register.storage.current_version import (
    CurrentVersion,
    current_version_at,
    known_history,
    look_through,
    read_register,
)
from npm_data.register.storage.difference import Difference, difference_of
from npm_data.register.storage.replica import kept_version, known_numbers, record_of, renew
from npm_data.register.storage.versions import (
    Action,
    Change,
    Mode,
    Origin,
    Version,
    kept_file,
    swap,
    the_only_writer,
)

Reason = Literal["drops", "overwrites"]
REASONS: tuple[Reason, ...] = get_args(Reason)
_NOT_WRITABLE = ("unwritable", "versions_unwritable", "lake_gone", "lake_refused")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a source would make of the register; `difference` is None when there are errors.

    `current` is the version that is changed.
    """

    source: Source
    checked: Checked
    mode: Mode
    difference: Difference | None
    current: CurrentVersion
    origin: Origin | None

    @property
    def base_version(self) -> int:
        """The number of the version that is changed, 0 for none."""
        return self.current.version

    @property
    def others(self) -> Mapping[str, pl.DataFrame]:
        """Known records that an update would make into others, by table: the fields that change."""
        return self.checked.others if self.difference else {}

    @property
    def is_demonstration_replaced(self) -> bool:
        return self.current.is_demonstration and self.mode == "replace"

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

    `on_progress` is told the steps `base`, `check` and `difference`.

    Raises:
        DatabaseError: what stands at `database` is no register, or a newer program wrote it.
    """
    tell = on_progress or (lambda step, share: None)
    tell("base", 0.0)
    current = current_version_at(database)
    register, before = read_register(current.path) if current.version else (None, None)
    tell("check", 0.2)
    adds = mode == "update"
    base = Base(register, before.data_date if before else None) if adds else None
    checked = check(source, language, data_date, today, base)
    tell("difference", 0.9)
    difference = difference_of(register, checked.register) if checked.register else None
    origin = _origin(source, checked, before if adds else None)
    tell("difference", 1.0)
    return Prepared(source, checked, mode, difference, current, origin)


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
        basis=prepared.current.basis,
    )
    return write_database(register, database, origin, on_progress, change=change)


def _origin(source: Source, checked: Checked, before: Origin | None) -> Origin | None:
    """What is added to is among what the register was made from."""
    if checked.register is None or checked.data_date is None:
        return None
    known = before.sources if before else ()
    files = tuple(each for each in _files(source) if each not in known)
    is_demonstration = before is not None and before.is_demonstration
    return Origin((*known, *files), checked.data_date, is_demonstration, checked.problems)


def _files(source: Source) -> tuple[SourceFile, ...]:
    return tuple(SourceFile(file.name, file.sha256, file.size) for file in source.files)


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
    current = _register_at(database)
    entries, is_whole = known_history(database, current)
    return tuple(reversed(_with_remarks(database, current, entries))), is_whole


def version_file(database: Path, number: int) -> Path:
    """The file that holds a version.

    Raises:
        KeepingError: `version_gone`.
    """
    record = record_of(database)
    file = kept_version(database, record, number) if record else kept_file(database, number)
    if file and file.is_file():
        return file
    current = current_version_at(database)
    if current.version == number:
        return current.path
    raise KeepingError("version_gone")


def restore(database: Path, number: int, *, who: str, on_progress: Progress | None = None) -> int:
    """Make an earlier version the present one again, as a version of its own; gives its number.

    Raises:
        KeepingError: `version_gone`, `changed_meanwhile`.
        DatabaseError: that version's file is damaged, or the new one cannot be written.
    """
    file, current = version_file(database, number), current_version_at(database)
    change = Change(who=who, action="restore", restored_from=number, basis=current.basis)
    return _again(database, file, current, change, on_progress)


def copy_register(database: Path, target: Path) -> int:
    """Put the present version with its history into another place, a file or a lake: all of it.

    Where nothing is yet; gives the version's number. Earlier versions stay where they are.

    Raises:
        KeepingError: `other_register`: one is there already.
        DatabaseError: one of the two cannot be read or written.
    """
    current, source = usable_file(database), record_of(database)
    with the_only_writer(target, SECONDS_TO_WAIT):
        renew(target)
        if current_version_at(target, renew=renew).version:
            raise KeepingError("other_register")
        building = target.with_name(f".{target.name}.{secrets.token_hex(4)}.new")
        try:
            if source and source.is_direct:
                source.lake.fetch(source.versions[current.version].snapshot, building)
            else:
                shutil.copyfile(current.path, building)
            lake = record_of(target)
            if lake is None:
                swap(building, target)
            else:
                lake.lake.publish(building, (0, ""))
                renew(target)
        except OSError as error:
            raise DatabaseError(fault_of(error), target) from error
        finally:
            building.unlink(missing_ok=True)
    return current.version


def usable_file(database: Path) -> CurrentVersion:
    """Where to read the register from; one of an older format is brought up to date first.

    Raises:
        DatabaseError: there is nothing to read, a newer program wrote it, or an older one did and
            it cannot be brought up to date: `old_and_unwritable` where the folder is in the way.
    """
    current = _register_at(database)
    if current.format_version < FORMAT_VERSION:
        try:
            upgrade(database)
        except DatabaseError as error:
            if error.reason not in _NOT_WRITABLE:
                raise
            raise DatabaseError("old_and_unwritable", database) from error
        current = _register_at(database)
    return current


def upgrade(database: Path, *, who: str = "", on_progress: Progress | None = None) -> int:
    """Write a register of an older format anew, as this program does; the old file is kept.

    Gives the version's number: the present one where nothing is to be done.
    """
    current = _register_at(database)
    if current.format_version == FORMAT_VERSION:
        return current.version
    change = Change(who=who, action="upgrade", basis=current.basis)
    try:
        return _again(database, current.path, current, change, on_progress)
    except KeepingError:
        # Another process was faster: what it wrote is what is wanted.
        return current_version_at(database).version


def _again(
    database: Path,
    file: Path,
    current: CurrentVersion,
    change: Change,
    on_progress: Progress | None,
) -> int:
    """Write the register of a file as a new version."""
    look_through(file)
    register, origin = read_register(file)
    origin = replace(origin, problems=with_persons_held(register, origin.problems))
    before = read_register(current.path)[0] if current.version else None
    difference = difference_of(before, register).counts
    change = replace(change, difference=difference)
    return write_database(register, database, origin, on_progress, change=change)


def _register_at(database: Path) -> CurrentVersion:
    current = current_version_at(database)
    if not current.version:
        record = record_of(database)
        raise DatabaseError((record and record.fault) or "missing", database)
    return current


def _with_remarks(
    database: Path, current: CurrentVersion, entries: tuple[Version, ...]
) -> list[Version]:
    remarked: list[Version] = []
    kept = {current.version, *known_numbers(database)}
    for each in entries:
        went_back = bool(remarked) and each.at < remarked[-1].at
        remarked.append(replace(each, is_kept=each.number in kept, clock_went_back=went_back))
    return remarked
