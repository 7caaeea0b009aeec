"""A change of the register, first shown and then made: `prepare`, and `apply` what it gave."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, get_args

import polars as pl

from npm_data.database.build import write_database
from npm_data.database.errors import ChangedMeanwhileError
from npm_data.database.history import Action, Change, Mode
from npm_data.database.origin import Origin, SourceFile
from npm_data.database.reading import read_register
from npm_data.database.standing import Standing, standing_at
from npm_data.keeping.difference import Difference, difference_of
from npm_data.keeping.errors import KeepingError
from npm_data.model.register import Register
from npm_data.register.reading import Source
from npm_data.register.rules import Base, Checked, check

Reason = Literal["drops", "overwrites"]
REASONS: tuple[Reason, ...] = get_args(Reason)

Progress = Callable[[str, float], None]
"""Told the step and the share done, 0 to 1.

Of `prepare`: `base`, `check`, `difference`; of `apply` those of `database.build`.
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
    standing: Standing
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
    standing = standing_at(database)
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
