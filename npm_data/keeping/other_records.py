"""Known records that an update would make into others: numbering that began anew each year.

An update finds a record by its ID. Where a file gives the ID of one record to another, the first
would be lost without a word, so this asks before. A correction does not: a digit that was mistyped,
a text that was reworded or gone on with.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from npm_data.keeping.difference import Difference
from npm_data.model.folding import fold

_DAYS_OF_A_CORRECTION = 7
_ALIKE = 60
"""Of 100: texts of which less is alike are two texts."""
_CONTAINED = 90
"""Of 100: so much of the shorter text stands in the longer one when that goes on with it."""


def is_another_day(before: str | None, after: str | None) -> bool:
    """Whether more than a slip lies between two days: more than a week, and more than a digit.

    Digits that changed places are a slip also in the year; a year that is another one is not.
    """
    if before is None or after is None:
        return before != after
    old, new = date.fromisoformat(before), date.fromisoformat(after)
    if abs((new - old).days) <= _DAYS_OF_A_CORRECTION:
        return False
    is_turned = (old.year, old.month, old.day) == (new.year, new.day, new.month)
    is_a_digit = OSA.distance(f"{old:%Y%m%d}", f"{new:%Y%m%d}") <= 1
    same_digits = sorted(before) == sorted(after)
    return not (is_turned or (is_a_digit and (old.year == new.year or same_digits)))


def is_another_text(before: str | None, after: str | None) -> bool:
    """Whether two texts have so little in common that one is no correction of the other."""
    old, new = fold(before or ""), fold(after or "")
    if fuzz.ratio(old, new) >= _ALIKE:
        return False
    return fuzz.partial_ratio(old, new) < _CONTAINED


def _is_another_place(before: str | None, _after: str | None) -> bool:
    """A recommendation that had no place may be given one."""
    return before is not None


def _is_reworded(before: str | None, after: str | None) -> bool:
    return fold(before or "") != fold(after or "")


@dataclass(frozen=True, slots=True)
class _Sign:
    """A changed field that tells of another record; with `beside`, where one of those changed too.

    `is_other` is asked of what the field said before and says now.
    """

    sheet: str
    column: str
    is_other: Callable[[str | None, str | None], bool]
    beside: tuple[str, ...] = ()


_SIGNS = (
    # A place is renamed often enough; with another type, region or first day it is another place.
    _Sign("institutions", "name", is_another_text, ("institution_type", "region", "opened_on")),
    _Sign("visits", "started_on", is_another_day),
    _Sign("recommendations", "issued_on", is_another_day),
    _Sign("recommendations", "institution_id", _is_another_place),
    _Sign("recommendations", "text", is_another_text),
    _Sign("recommendations", "text", _is_reworded, ("addressee",)),
)


def other_records(
    difference: Difference, visits_elsewhere: Mapping[str, str]
) -> dict[str, pl.DataFrame]:
    """By table the changed fields of known records that would become others; as in `changed`.

    `visits_elsewhere` are known visits of which the file names other places alone, with the places
    that they had: an update adds those places to them.
    """
    found = {}
    for sheet, table in difference.tables.items():
        signs = [_rows_with(sign, table.changed) for sign in _SIGNS if sign.sheet == sheet]
        if not signs:
            continue
        keys = pl.concat(signs).unique()
        rows = table.changed.join(keys, on=keys.columns, how="semi", maintain_order="left")
        if sheet == "visits":
            rows = pl.concat([rows, _elsewhere(table.new, visits_elsewhere)])
        if not rows.is_empty():
            found[sheet] = rows
    return found


def _rows_with(sign: _Sign, changed: pl.DataFrame) -> pl.DataFrame:
    """The keys of the rows that bear the sign."""
    keys = changed.columns[:-3]
    fields = changed.filter(pl.col("column") == sign.column)
    pairs = fields.select("before", "after").unique()
    others = [pair for pair in pairs.iter_rows() if sign.is_other(*pair)]
    known = pl.DataFrame(others, schema=pairs.schema, orient="row")
    rows = fields.join(known, on=["before", "after"], how="semi", nulls_equal=True).select(keys)
    if not sign.beside:
        return rows
    beside = changed.filter(pl.col("column").is_in(sign.beside)).select(keys)
    return rows.join(beside, on=keys, how="semi")


def _elsewhere(new: pl.DataFrame, places: Mapping[str, str]) -> pl.DataFrame:
    before = pl.col("visit_id").replace_strict(places, return_dtype=pl.String)
    return new.filter(pl.col("visit_id").is_in(list(places))).select(
        "visit_id",
        "institution_id",
        column=pl.lit("institution_id"),
        before=before,
        after=pl.concat_str(before, "institution_id", separator=", "),
    )
