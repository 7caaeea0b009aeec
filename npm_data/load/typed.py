"""From text to values: days, codes and today's regions; what cannot be read is a problem."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

import polars as pl

from npm_data.load.alike import at_most_of_a_kind
from npm_data.load.days import read_day
from npm_data.load.source import RawTable, Source
from npm_data.load.workbook import ERRORS
from npm_data.model.problem import Problem
from npm_data.model.regions import RegionMeaning, meaning_of
from npm_data.model.schemas import SHEETS, record_number
from npm_data.model.vocabulary import CODED_COLUMNS, vocabulary
from npm_data.reference import WorkbookColumn, reference

IDENTIFIERS = ("institution_id", "visit_id", "recommendation_id", "repeats")
_ERROR_TEXTS = [*ERRORS.values(), "#ERROR!"]
_UNREAD = {"record": pl.UInt64, "column": pl.String}


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A sheet's rows with the types of its schema.

    `texts` has the same rows as they were written. `unread` lists the cells (`record`, `column`)
    that hold something which could not be read, and all of a column that is not in the file.
    """

    frame: pl.DataFrame
    texts: pl.DataFrame
    unread: pl.DataFrame
    problems: tuple[Problem, ...]


def typed_tables(source: Source) -> dict[str, TypedTable]:
    """All four sheets; one that could not be read has no rows."""
    return {sheet: _typed(source.tables.get(sheet), sheet) for sheet in SHEETS}


def _typed(table: RawTable | None, sheet: str) -> TypedTable:
    columns = [each for each in reference().columns if each.sheet == sheet]
    if table is None:
        types: dict[str, type[pl.DataType]] = {each.column: _type_of(each) for each in columns}
        empty = pl.DataFrame(schema={"record": pl.UInt64, **types})
        texts = pl.DataFrame(schema={"record": pl.UInt64, **dict.fromkeys(types, pl.String)})
        return TypedTable(empty, texts, pl.DataFrame(schema=_UNREAD), ())
    record = (pl.col("row").cast(pl.UInt64) + record_number(sheet)).alias("record")
    texts = table.rows.select(record, pl.all().exclude("row"))
    frame = said = _without_unread(table, texts)
    problems: list[Problem] = []
    for column in columns:
        values, faults = _column(table, column, said)
        frame = frame.with_columns(values)
        problems += at_most_of_a_kind(faults)
    return TypedTable(frame, texts, _unread(table, texts, frame), tuple(problems))


def _without_unread(table: RawTable, texts: pl.DataFrame) -> pl.DataFrame:
    """Without cells that are a finding already."""
    for (name,), cells in table.unread.group_by("column"):
        is_unread = table.rows["row"].is_in(cells["row"].to_list())
        value = pl.when(~pl.lit(is_unread)).then(pl.col(str(name)))
        texts = texts.with_columns(value.alias(str(name)))
    return texts


def _type_of(column: WorkbookColumn) -> type[pl.DataType]:
    return pl.Date if column.type == "date" else pl.String


def _column(
    table: RawTable, column: WorkbookColumn, texts: pl.DataFrame
) -> tuple[pl.Series, Iterator[Problem]]:
    name = column.column
    shows_error = texts[name].is_in(_ERROR_TEXTS)
    problems = _problems(table, "a_cell_shows_no_error", name, texts.filter(shows_error))
    clean = texts.with_columns(pl.when(~shows_error).then(pl.col(name)).alias(name))
    faults: Iterable[Problem] = ()
    if column.type == "date":
        values, faults = _days(table, name, clean)
    elif name == "region":
        values, faults = _regions(table, clean)
    elif name in CODED_COLUMNS:
        values, faults = _codes(table, name, clean)
    elif name in IDENTIFIERS:
        values = clean[name].str.replace(r"^(\d+)\.0+$", "$1")
    else:
        values = clean[name]
    return values.alias(name), chain(problems, faults)


def _days(table: RawTable, name: str, texts: pl.DataFrame) -> tuple[pl.Series, Iterator[Problem]]:
    days = {text: read_day(text, table.sheet.epoch) for text in _different(texts[name])}
    values = texts[name].replace_strict(days, default=None, return_dtype=pl.Date)
    return values, _problems(table, "a_day_can_be_read", name, texts.filter(values.is_null()))


def _codes(table: RawTable, name: str, texts: pl.DataFrame) -> tuple[pl.Series, Iterator[Problem]]:
    codes = {text: vocabulary(name).code(text) for text in _different(texts[name])}
    values = texts[name].replace_strict(codes, default=None, return_dtype=pl.String)
    return values, _problems(table, "the_code_is_known", name, texts.filter(values.is_null()))


def _regions(table: RawTable, texts: pl.DataFrame) -> tuple[pl.Series, Iterator[Problem]]:
    """Today's unit by the region and, where that was split, by the district of the same row."""
    pairs = texts.select("region", "district").unique().drop_nulls("region").rows()
    meanings = {pair: meaning_of(*pair) for pair in pairs}
    found = [meanings.get(pair) for pair in texts.select("region", "district").iter_rows()]
    values = pl.Series([each.region if each else None for each in found], dtype=pl.String)
    return values, _about_regions(table, texts, found)


def _about_regions(
    table: RawTable, texts: pl.DataFrame, found: Iterable[RegionMeaning | None]
) -> Iterator[Problem]:
    cells = texts.select("record", "region").iter_rows()
    for cell, meaning in zip(cells, found, strict=True):
        if meaning and not meaning.units:
            yield _problem(table, "the_code_is_known", "region", cell)
        elif meaning and not meaning.region:
            rule = "a_district_decides_a_split_region"
            yield _problem(table, rule, "region", cell, units=meaning.units)


def _different(texts: pl.Series) -> list[str]:
    return texts.drop_nulls().unique().to_list()


def _problems(table: RawTable, rule: str, name: str, rows: pl.DataFrame) -> Iterator[Problem]:
    """One for each row with something in the column."""
    for cell in rows.select("record", name).drop_nulls(name).iter_rows():
        yield _problem(table, rule, name, cell)


def _problem(
    table: RawTable, rule: str, column: str, cell: tuple[int, str], **facts: object
) -> Problem:
    record, text = cell
    file, row = table.place(record)
    return Problem(rule, file, table.code, row, column, text, facts=facts)


def _unread(table: RawTable, texts: pl.DataFrame, frame: pl.DataFrame) -> pl.DataFrame:
    """Where something was written and nothing could be read; and all of a column that is absent.

    Cells that were a finding before are among them, whether something stands in them or not.
    """
    written = [
        texts.filter(texts[name].is_not_null() & frame[name].is_null()).select(
            "record", pl.lit(name).alias("column")
        )
        for name in texts.columns[1:]
    ]
    absent = [
        part.rows.select(
            (pl.col("row").cast(pl.UInt64) + record_number(table.code) + part.offset).alias(
                "record"
            ),
            pl.lit(name).alias("column"),
        )
        for part in table.pieces
        for name in part.missing
    ]
    record = (pl.col("row").cast(pl.UInt64) + record_number(table.code)).alias("record")
    before = table.unread.select(record, "column")
    return pl.concat([before, *written, *absent]).unique(maintain_order=True)
