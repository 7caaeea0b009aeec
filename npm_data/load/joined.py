"""A table that lies in several sheets or files, as one: a year each, or a region each."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import accumulate

import polars as pl

from npm_data.load.days import read_day
from npm_data.load.headers import is_our_own
from npm_data.load.source import RawTable
from npm_data.reference import reference
from npm_data.register.schema import Problem

_DAY_NUMBER = r"^\d{5}(\.\d+)?$"


def joined(parts: Sequence[RawTable]) -> tuple[RawTable, list[Problem]]:
    """The rows of all parts in their order; a part that is a copy of another counts once."""
    filled = [each for each in _named(parts) if each.rows.height]
    own, given_back = _without_those_given_back(filled or parts[:1])
    kept, problems = _without_copies(own)
    problems += given_back
    if len(kept) == 1:
        return kept[0], problems
    kept, repeated = _without_repeated_rows(kept)
    problems += repeated
    heights = (each.sheet.cells.height for each in kept)
    pieces = tuple(
        replace(each, offset=offset)
        for each, offset in zip(kept, accumulate(heights, initial=0), strict=False)
    )
    first = pieces[0]
    labels = [each.file for each in pieces]
    rule, facts = "a_table_lies_in_one_place", {"count": len(pieces)}
    value = "; ".join(labels)
    problems.append(
        Problem(rule, first.file, first.code, value=value, severity="warning", facts=facts)
    )
    missing = frozenset.intersection(*(each.missing for each in pieces))
    rows = pl.concat([_moved(each.rows, each.offset) for each in _of_one_epoch(pieces)])
    sheet = replace(first.sheet, epoch=_epoch(pieces))
    unread = pl.concat([_moved(each.unread, each.offset) for each in pieces])
    unsure = frozenset[str].union(*(each.unsure for each in pieces))
    table = replace(first, sheet=sheet, missing=missing, rows=rows, unread=unread, unsure=unsure)
    return replace(table, parts=pieces), problems


def _named(parts: Sequence[RawTable]) -> list[RawTable]:
    """With the sheet's title beside the file's name where that alone is not enough."""
    count = Counter(each.sheet.file for each in parts)
    return [
        replace(each, label=each.sheet.label) if count[each.sheet.file] > 1 else each
        for each in parts
    ]


def _without_those_given_back(
    parts: Sequence[RawTable],
) -> tuple[Sequence[RawTable], list[Problem]]:
    """A workbook that came back with its findings beside what has been mended since is old."""
    own = [each for each in parts if not _bears_findings(each)]
    if not own:
        return parts, []
    rule = "a_table_given_back_stands_alone"
    return own, [
        Problem(rule, each.file, each.code, severity="warning")
        for each in parts
        if _bears_findings(each)
    ]


def _bears_findings(part: RawTable) -> bool:
    return any(map(is_our_own, part.sheet.cells.row(part.header_row - 1)))


def _without_copies(parts: Sequence[RawTable]) -> tuple[list[RawTable], list[Problem]]:
    kept: list[RawTable] = []
    problems: list[Problem] = []
    for part in parts:
        first = next((each for each in kept if _is_a_copy(part, each)), None)
        if first is None:
            kept.append(part)
            continue
        rule = "a_table_is_given_once"
        problems.append(Problem(rule, part.file, part.code, value=first.file, severity="warning"))
    return kept, problems


def _without_repeated_rows(
    parts: Sequence[RawTable],
) -> tuple[list[RawTable], list[Problem]]:
    """Rows that stand in an earlier part too, as in a copy that was worked on, count once."""
    kept = [parts[0]]
    problems: list[Problem] = []
    for part in parts[1:]:
        before = pl.concat([each.rows.drop("row") for each in kept])
        rows = part.rows.join(
            before, on=before.columns, how="anti", nulls_equal=True, maintain_order="left"
        )
        count = part.rows.height - rows.height
        if count:
            rule, facts = "a_row_is_given_in_one_place", {"count": count}
            problems.append(Problem(rule, part.file, part.code, severity="warning", facts=facts))
        kept.append(replace(part, rows=rows))
    return kept, problems


def _is_a_copy(part: RawTable, other: RawTable) -> bool:
    return part.rows.drop("row").equals(other.rows.drop("row"))


def _moved(rows: pl.DataFrame, offset: int) -> pl.DataFrame:
    return rows.with_columns(pl.col("row") + pl.lit(offset, pl.UInt32))


def _epoch(parts: Sequence[RawTable]) -> date | None:
    epochs = {each.sheet.epoch for each in parts}
    return epochs.pop() if len(epochs) == 1 else None


def _of_one_epoch(parts: Sequence[RawTable]) -> list[RawTable]:
    """Where workbooks count days from different ones, days instead of their numbers."""
    if len({each.sheet.epoch for each in parts}) == 1:
        return list(parts)
    return [replace(each, rows=_with_days(each)) for each in parts]


def _with_days(part: RawTable) -> pl.DataFrame:
    names = [
        each.column
        for each in reference().columns
        if each.sheet == part.code and each.type == "date"
    ]
    rows = part.rows
    for name in names if part.sheet.epoch else ():
        numbers = rows[name].filter(rows[name].str.contains(_DAY_NUMBER)).unique()
        days = {each: read_day(each, part.sheet.epoch) for each in numbers}
        told = {number: day.isoformat() for number, day in days.items() if day}
        rows = rows.with_columns(pl.col(name).replace(told))
    return rows
