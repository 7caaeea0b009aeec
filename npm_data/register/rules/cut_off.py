"""A register as of a day: what lies after the data date that was given is not there yet.

A running workbook can so be imported for the report "as of 31 December". Rows that begin after the
day are left out, with what hangs on them; a visit's later last day and day of its report are not
known yet. Places stay, whenever they open: a place that opens later is a plan, not an event, and
the measures ask for the day themselves.

What contradicts itself is not hidden: a visit, or a recommendation, that begins after the day and
has something dated before it stays, for the rules to tell.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from npm_data.register.reading import Problem, Source
from npm_data.register.reading.typed import TypedTable
from npm_data.register.rules.rules import Frames
from npm_data.register.schema import RECORDS_OF_A_PART

BEGINS = {"visits": "started_on", "recommendations": "issued_on", "follow_up": "on"}
"""The day with which a row of the table begins."""
_ENDS = ("ended_on", "reported_on")
"""Days of a visit that can come after the day while the visit does not."""


RowOf = Callable[[int], int | None]
"""Gives the file's row of a record; none of one that stands in the register alone."""

Gone = Mapping[str, frozenset[int]]
"""By table the rows that are left out, as its `rows` count them."""


@dataclass(frozen=True, slots=True)
class CutOff:
    """Rows as of a day; by table the records `left_out`, and by column those made `unknown`."""

    day: date
    frames: Frames
    left_out: Mapping[str, list[int]]
    unknown: Mapping[str, list[int]]


def cut_off(frames: Frames, day: date) -> CutOff:
    """The frames without what lies after the day."""
    left_out = _left_out(frames, day)
    kept = {
        sheet: frame.filter(~pl.col("record").is_in(left_out.get(sheet, [])))
        for sheet, frame in frames.items()
    }
    visits = kept["visits"]
    unknown = {name: visits.filter(pl.col(name) > day)["record"].to_list() for name in _ENDS}
    known = (pl.when(pl.col(name) <= day).then(name).alias(name) for name in _ENDS)
    return CutOff(day, kept | {"visits": visits.with_columns(known)}, left_out, unknown)


def _left_out(frames: Frames, day: date) -> dict[str, list[int]]:
    visits, issued, events = (frames[sheet] for sheet in BEGINS)
    told_of = events.filter(pl.col("on") <= day)["recommendation_id"]
    is_late = _begins_after(day, "recommendation_id", "issued_on") & ~_is_among(
        "recommendation_id", told_of
    )
    early = issued.filter(~is_late & pl.col("issued_on").is_not_null())["visit_id"]
    is_gone = _begins_after(day, "visit_id", "started_on") & ~_is_among("visit_id", early)
    gone_visits = visits.filter(is_gone)
    of_a_gone_visit = _is_among("visit_id", gone_visits["visit_id"])
    gone = issued.filter(is_late | of_a_gone_visit)
    of_a_gone_one = _is_among("recommendation_id", gone["recommendation_id"])
    gone_events = events.filter((pl.col("on") > day).fill_null(False) | of_a_gone_one)
    rows = dict(zip(BEGINS, (gone_visits, gone, gone_events), strict=True))
    return {sheet: frame["record"].to_list() for sheet, frame in rows.items()}


def _begins_after(day: date, key: str, column: str) -> pl.Expr:
    """Whether all that is called so begins after the day; two of one ID are for the rules."""
    own = pl.col(column)
    first = pl.when(pl.col(key).is_null()).then(own).otherwise(own.min().over(key))
    return (first > day).fill_null(False)


def _is_among(column: str, values: pl.Series) -> pl.Expr:
    return pl.col(column).is_in(values.drop_nulls().unique().to_list()).fill_null(False)


def about_the_cut_off(
    cut: CutOff, source: Source, tables: Mapping[str, TypedTable], row_of: RowOf
) -> Iterator[Problem]:
    """One warning a table: how many rows are left out, and how many days are not known yet."""
    for sheet, column in BEGINS.items():
        found = {column: cut.left_out[sheet], **(cut.unknown if sheet == "visits" else {})}
        counts = {name: len(records) for name, records in found.items() if records}
        if not counts:
            continue
        first = next(iter(counts))
        record = min(found[first], key=lambda each: (row_of(each) is None, each))
        row, texts = row_of(record), tables[sheet].texts
        file, its_row = source.tables[sheet].place(row) if row is not None else ("", None)
        yield Problem(
            "a_row_begins_by_the_data_date",
            file,
            sheet,
            its_row,
            first,
            texts.filter(pl.col("record") == record)[first].item() if row is not None else None,
            "warning",
            {"day": cut.day, "count": counts.pop(column, 0), "unknown": sum(counts.values())},
        )


def rows_gone(
    cut: CutOff, tables: Mapping[str, TypedTable], copies: Mapping[str, pl.Series], row_of: RowOf
) -> Gone:
    """Rows of the file that are left out, and copies of such."""
    gone: dict[str, frozenset[int]] = {}
    for sheet, column in BEGINS.items():
        rows = [row for row in map(row_of, cut.left_out[sheet]) if row is not None]
        late = tables[sheet].frame.filter(pl.col(column) > cut.day)["record"]
        again = late.filter(late.is_in(copies[sheet].to_list())) % RECORDS_OF_A_PART
        gone[sheet] = frozenset({*rows, *again})
    return gone


def without_rows(source: Source, gone: Gone) -> Source:
    """The source as if it did not have the rows."""
    tables = {
        sheet: replace(table, rows=table.rows.filter(~pl.col("row").is_in(list(gone[sheet]))))
        if gone.get(sheet)
        else table
        for sheet, table in source.tables.items()
    }
    return replace(source, tables=tables)


def not_in(problems: Iterable[Problem], gone: Gone, source: Source) -> Iterator[Problem]:
    """Those in rows that stay; one that counts others of its kind can be about such as well."""
    places = {
        (sheet, *source.tables[sheet].place(row)) for sheet, rows in gone.items() for row in rows
    }
    for each in problems:
        if each.more or (each.sheet, each.file, each.row) not in places:
            yield each
