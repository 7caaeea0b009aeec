"""One row of follow-up, entered by hand: an update like any other, of a single row."""

from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

import polars as pl

from npm_data.i18n import words_for
from npm_data.register.reading import Problem, RawTable, Source
from npm_data.register.reading.source import RawSheet
from npm_data.register.rules import Finding
from npm_data.register.rules.findings import findings_of
from npm_data.register.schema import Register
from npm_data.register.storage.build import Progress
from npm_data.register.storage.change import Prepared, apply, prepare
from npm_data.register.storage.connection import KeepingError

_SHEET = "follow_up"
_STILL_TO_COME = "a_recorded_day_is_not_in_the_future"
_TRIES = 3
"""Each time somebody else was faster."""


@dataclass(frozen=True, slots=True)
class FollowUpEntry:
    """A row as a person enters it: codes, a day, and a note or None."""

    recommendation_id: str
    on: date
    axis: str
    status: str
    judge: str
    note: str | None = None


def enter_follow_up(
    database: Path,
    entry: FollowUpEntry,
    *,
    who: str,
    language: str,
    today: date,
    on_progress: Progress | None = None,
) -> int | tuple[Finding, ...]:
    """Add the row to the register, by the rules of an import; the new version, or what is wrong.

    A day that is still to come, which an import lets pass with a warning, is refused here: it can
    be mended at once. What somebody else changes meanwhile is in nobody's way, unless it is told of
    the same recommendation: then the person must see it first.

    Raises:
        KeepingError: `no_register`, `changed_meanwhile`.
        DatabaseError: it cannot be written; the register is as it was.
    """
    source, earlier = _source_of(entry), None
    for _ in range(_TRIES):
        prepared = prepare(source, database, mode="update", language=language, today=today)
        if not prepared.base_version:
            raise KeepingError("no_register")
        wrong = _wrong(prepared, language)
        if wrong:
            return wrong
        story = _story(prepared, entry.recommendation_id)
        if earlier is not None and not story.equals(earlier):
            break
        try:
            return apply(prepared, database, who=who, action="follow_up", on_progress=on_progress)
        except KeepingError as error:
            if error.reason != "changed_meanwhile":
                raise
            earlier = story
    raise KeepingError("changed_meanwhile")


def _wrong(prepared: Prepared, language: str) -> tuple[Finding, ...]:
    wrong = tuple(
        replace(each, severity="error")
        for each in prepared.checked.findings
        if each.severity == "error" or (each.rule == _STILL_TO_COME and each.row is not None)
    )
    if not wrong and prepared.difference and prepared.difference.is_empty:
        known = Problem("the_entry_is_new", "", _SHEET, row=1)
        return findings_of([known], words_for(language))
    return wrong


def _story(prepared: Prepared, recommendation_id: str) -> pl.DataFrame:
    """What would be told of the recommendation, the entry included."""
    register = prepared.checked.register
    rows = register.follow_up if register else Register.create_empty().follow_up
    return rows.filter(recommendation_id=recommendation_id).drop("record")


def _source_of(entry: FollowUpEntry) -> Source:
    """A file of one row, which has no name."""
    texts = {name: _text(value) for name, value in asdict(entry).items()}
    cells = pl.DataFrame([list(texts), list(texts.values())], orient="row")
    cells.columns = [str(at) for at in range(len(texts))]
    sheet = RawSheet("", _SHEET, _SHEET, cells)
    rows = pl.DataFrame(
        [{"row": 1, **texts}], schema={"row": pl.UInt32, **dict.fromkeys(texts, pl.String)}
    )
    positions = {name: at for at, name in enumerate(texts)}
    table = RawTable(sheet, _SHEET, 0, positions, frozenset(), rows)
    return Source(Path(_SHEET), (), (sheet,), {_SHEET: table}, (), is_workbook=False)


def _text(value: object) -> str | None:
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip() or None if value is not None else None
