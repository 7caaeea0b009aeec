"""What happened to a register: a table inside its file, so that neither can be without the other.

Each new file carries the entries of the one that it replaces, and one more: its own.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

import duckdb
import polars as pl

from npm_data.database.origin import SourceFile

Action = Literal["import", "follow_up", "restore", "demonstration", "upgrade"]
Mode = Literal["update", "replace"]

SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "number": pl.Int64,
    "at": pl.Datetime("us"),
    "who": pl.String,
    "action": pl.String,
    "mode": pl.String,
    "sources": pl.String,
    "data_date": pl.Date,
    "fingerprint": pl.String,
    "counts": pl.String,
    "difference": pl.String,
    "base_number": pl.Int64,
    "restored_from": pl.Int64,
    "is_reconstructed": pl.Boolean,
}
"""The columns of the table `history`; sources, counts and difference are JSON."""


class RowsChanged(NamedTuple):
    """How many rows of a table are new, changed, or no longer there."""

    new: int
    changed: int
    missing: int


@dataclass(frozen=True, slots=True)
class Version:
    """One entry: a version of the register, and what made it. `at` is UTC, as the clock said.

    `counts` are rows by table; `difference` is against `base_number`, None where not known.
    `is_reconstructed`: put together from the register itself, because no entry was to be had, so
    that `who` is not known. `is_kept`: its file is still there. `clock_went_back`: its time is
    before that of the version before it; versions are in the order of their numbers.
    """

    number: int
    at: datetime
    who: str
    action: Action
    mode: Mode | None
    sources: tuple[SourceFile, ...]
    data_date: date
    fingerprint: str
    counts: Mapping[str, int]
    difference: Mapping[str, RowsChanged] | None = None
    base_number: int = 0
    restored_from: int | None = None
    is_reconstructed: bool = False
    is_kept: bool = False
    clock_went_back: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What a new version's entry says beside what its origin says.

    `sources` are the files of this change alone; None means those of the origin. With `basis`
    (number and fingerprint of a version) nothing is written when another one stands there by then.
    """

    who: str = ""
    action: Action | None = None
    mode: Mode | None = None
    sources: tuple[SourceFile, ...] | None = None
    difference: Mapping[str, RowsChanged] | None = None
    restored_from: int | None = None
    basis: tuple[int, str] | None = None


class HistoryError(Exception):
    """The table `history` is not there or holds what is no entry."""


def history_frame(entries: Iterable[Version]) -> pl.DataFrame:
    """Entries as rows of `SCHEMA`, the first version first."""
    rows = [
        (
            each.number,
            each.at,
            each.who,
            each.action,
            each.mode,
            json.dumps([[file.name, file.sha256, file.size] for file in each.sources]),
            each.data_date,
            each.fingerprint,
            json.dumps(dict(each.counts)),
            json.dumps(dict(each.difference)) if each.difference is not None else None,
            each.base_number,
            each.restored_from,
            each.is_reconstructed,
        )
        for each in sorted(entries, key=lambda entry: entry.number)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def read_history(connection: duckdb.DuckDBPyConnection) -> tuple[Version, ...]:
    """The entries of an open database, the first version first.

    Raises:
        HistoryError: there are none that can be read.
    """
    try:
        columns = ", ".join(f'"{name}"' for name in SCHEMA)
        rows = connection.execute(f"select {columns} from history order by number").fetchall()
        return tuple(_entry(dict(zip(SCHEMA, row, strict=True))) for row in rows)
    except (duckdb.Error, ValueError, TypeError) as error:
        raise HistoryError(str(error)) from error


def _entry(row: dict[str, Any]) -> Version:
    difference = json.loads(row["difference"]) if row["difference"] is not None else None
    if not isinstance(row["number"], int) or not isinstance(row["at"], datetime):
        raise ValueError("an entry has no number or no time")
    return Version(
        **row
        | {
            "sources": tuple(SourceFile(*each) for each in json.loads(row["sources"])),
            "counts": json.loads(row["counts"]),
            "difference": difference
            and {name: RowsChanged(*counts) for name, counts in difference.items()},
        }
    )
