"""Add and update: the rows of a source put into a register that is there already.

A row whose key is known takes that row's place in the order; any other comes after those that were
there. What all rows of a visit say alike is the visit's: it is changed in all of them. A column
that the file does not have, and a cell that could not be read, leave the old value; an empty cell
empties it. Follow-up has no key: a row that is there already adds nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from npm_data.load import Problem, Source
from npm_data.load.typed import TypedTable
from npm_data.register.schema import RECORDS_OF_A_PART, SHEETS, Register, with_records
from npm_data.validate.merged_rows import FILE, KEYS, Incoming, is_required, merged_rows
from npm_data.validate.rules import Frames

_UNREAD = {"record": pl.UInt64, "column": pl.String}


@dataclass(frozen=True, slots=True)
class Base:
    """The register to which a source is added; None where there is none yet."""

    register: Register | None
    data_date: date | None


@dataclass(frozen=True, slots=True)
class Whole:
    """The register and the source in one: `tables` as if they had been read from one file.

    `rows` gives the file's row of each record that the file names; `visit_rows` gives one for the
    other rows of a visit that the file names, as what they say comes from there. `before` is the
    register by itself, with the same records. `problems` are those of the files that stay, and the
    required cells that the file would empty.
    """

    tables: Mapping[str, TypedTable]
    rows: Mapping[int, int]
    visit_rows: Mapping[int, int]
    before: Frames
    problems: tuple[Problem, ...]

    @property
    def frames(self) -> dict[str, pl.DataFrame]:
        return {sheet: table.frame for sheet, table in self.tables.items()}


def merge(
    source: Source, tables: Mapping[str, TypedTable], read: Frames, register: Register | None
) -> Whole:
    """`read` are the rows of the source that are to be checked, each once."""
    frames = (register or Register.create_empty()).to_dict()
    before = {
        sheet: with_records(sheet, frame.collect().sort("record"), first_row=1)
        for sheet, frame in frames.items()
    }
    whole = {sheet: _as_it_was(before[sheet]) for sheet in SHEETS}
    rows: dict[int, int] = {}
    visit_rows: dict[int, int] = {}
    problems: list[Problem] = []
    for sheet, raw in source.tables.items():
        if not set(KEYS.get(sheet, ())).isdisjoint(raw.missing):
            continue
        cells = tables[sheet].unread.filter(~pl.col("column").is_in(list(raw.missing)))
        incoming = Incoming(raw, read[sheet].rename({"record": FILE}), cells)
        known, new = merged_rows(incoming, before[sheet])
        frame = with_records(sheet, pl.concat([known, new]), first_row=1)
        named = frame.filter(pl.col(FILE).is_not_null())
        rows |= _rows(named)
        if sheet == "visits":
            visit_rows = _rows_of_visits(frame)
        problems += _emptied(incoming, known)
        whole[sheet] = _with_texts(incoming, tables[sheet], frame, known.height)
    stay = [each for each in source.problems if not _is_no_fault(each, source, whole, rows)]
    return Whole(whole, rows, visit_rows, before, (*stay, *problems))


def _as_it_was(frame: pl.DataFrame) -> TypedTable:
    texts = frame.select("record", pl.all().exclude("record").cast(pl.String))
    return TypedTable(frame, texts, pl.DataFrame(schema=_UNREAD), ())


def _rows(named: pl.DataFrame) -> dict[int, int]:
    return dict(named.select("record", pl.col(FILE) % RECORDS_OF_A_PART).iter_rows())


def _rows_of_visits(frame: pl.DataFrame) -> dict[int, int]:
    others = frame.with_columns(pl.col(FILE).min().over("visit_id").alias("first"))
    others = others.filter(pl.col(FILE).is_null() & pl.col("first").is_not_null())
    return dict(others.select("record", pl.col("first") % RECORDS_OF_A_PART).iter_rows())


def _emptied(incoming: Incoming, known: pl.DataFrame) -> Iterator[Problem]:
    """Required cells that the file leaves empty in rows that are there: those keep their value."""
    raw, rows = incoming.raw, incoming.rows.join(known.select(FILE), on=FILE, how="semi")
    for name in incoming.columns:
        if is_required(raw.code, name):
            unread = incoming.unread.filter(pl.col("column") == name)["record"].to_list()
            empty = rows.filter(pl.col(name).is_null() & ~pl.col(FILE).is_in(unread))[FILE]
            for record in empty:
                file, row = raw.place(record)
                yield Problem("a_required_value_is_there", file, raw.code, row, name)


def _with_texts(
    incoming: Incoming, table: TypedTable, frame: pl.DataFrame, known: int
) -> TypedTable:
    """What was written, with the records of the whole.

    Of rows and columns that are not in the file it is what the register says.
    """
    written = table.texts.select(
        pl.col("record").alias(FILE),
        *(pl.col(name).alias(f"new_{name}") for name in incoming.columns),
    )
    texts = frame.select(pl.col("record", FILE), pl.all().exclude("record", FILE).cast(pl.String))
    texts = texts.join(written, on=FILE, how="left", maintain_order="left").with_columns(
        pl.when(pl.col(FILE).is_not_null()).then(f"new_{name}").otherwise(pl.col(name)).alias(name)
        for name in incoming.columns
    )
    records = frame.select("record", FILE).drop_nulls()
    unread = incoming.unread.rename({"record": FILE}).join(records, on=FILE)
    new = frame.slice(known).select("record")
    absent = [new.with_columns(column=pl.lit(name)) for name in sorted(incoming.raw.missing)]
    cells = pl.concat([unread.select("record", "column"), *absent])
    rows = frame.drop(FILE)
    return TypedTable(rows, texts.select(rows.columns), cells, ())


def _is_no_fault(
    problem: Problem, source: Source, whole: Mapping[str, TypedTable], rows: Mapping[int, int]
) -> bool:
    """A file that adds to a register may lack tables, and columns of rows that are there."""
    if problem.sheet is None or not source.tables:
        return False
    if problem.rule == "a_table_is_there":
        return True
    if problem.rule == "a_file_is_not_empty":
        return source.is_workbook
    if problem.rule != "a_required_column_is_there" or problem.sheet not in KEYS:
        return False
    frame = whole[problem.sheet].frame
    named = frame.filter(pl.col("record").is_in(list(rows)))
    is_key = problem.column in KEYS[problem.sheet]
    return not is_key and not named[str(problem.column)].has_nulls()
