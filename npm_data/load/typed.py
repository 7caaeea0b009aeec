"""From text to values: days, codes and today's regions; what cannot be read is a problem."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from npm_data.load.alike import at_most_of_a_kind
from npm_data.load.blanks import texts_for_nothing
from npm_data.load.days import WrittenDay, written_days
from npm_data.load.places_of_a_visit import one_row_a_place, several_in
from npm_data.load.source import RawTable, Source
from npm_data.load.workbook import ERRORS
from npm_data.reference import WorkbookColumn, reference
from npm_data.register.schema import RECORDS_OF_A_PART, ROWS_A_SHEET, SHEETS, Problem, record_number
from npm_data.register.vocabulary import CODED_COLUMNS, RegionMeaning, meaning_of, vocabulary

IDENTIFIERS = ("institution_id", "visit_id", "recommendation_id", "repeats")
_ERROR_TEXTS = [*ERRORS.values(), "#ERROR!"]
FREE_TEXTS = ("name", "name_kk", "district", "text", "note")
_DAYS_OF_PLACES = ("opened_on", "closed_on")
_UNSEEN = r"[[\p{Cf}\x{034f}\x{fe00}-\x{fe0f}]--[\x{202b}\x{202d}\x{202e}\x{2067}]]"
"""But for signs that turn what is written round: those are an error, as they show other words."""

_BLANKS = r"[\p{Zs}\t]+"
_CLOSE_TO_THE_NEXT = "a_day_is_not_close_to_the_next"
"""Whoever wrote one such day wrote the others of the column: it is told once, with their number."""
_UNREAD = {"record": pl.UInt64, "column": pl.String}
_ROW = pl.col("record") % RECORDS_OF_A_PART
"""The spreadsheet's row of each record."""


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


def typed_tables(source: Source, places: Iterable[str] = ()) -> dict[str, TypedTable]:
    """All four sheets; one that could not be read has no rows.

    `places` are IDs of places that stand in the register to which the source is added.
    """
    tables: dict[str, TypedTable] = {}
    for sheet in SHEETS:
        ids = tables["institutions"].frame["institution_id"].drop_nulls() if tables else ()
        tables[sheet] = _typed(source.tables.get(sheet), sheet, (*ids, *places))
    return tables


def _typed(table: RawTable | None, sheet: str, places: Iterable[str]) -> TypedTable:
    columns = [each for each in reference().columns if each.sheet == sheet]
    if table is None:
        types: dict[str, type[pl.DataType]] = {each.column: _type_of(each) for each in columns}
        empty = pl.DataFrame(schema={"record": pl.UInt64, **types})
        texts = pl.DataFrame(schema={"record": pl.UInt64, **dict.fromkeys(types, pl.String)})
        return TypedTable(empty, texts, pl.DataFrame(schema=_UNREAD), ())
    record = (pl.col("row").cast(pl.UInt64) + record_number(sheet)).alias("record")
    texts = _without_what_is_unseen(table.rows.select(record, pl.all().exclude("row")))
    problems: list[Problem] = []
    texts, told = _with_empty_cells(table, columns, texts)
    problems += told
    if sheet == "visits":
        texts, told = _with_a_row_for_each_place(table, texts, places)
        problems += told
    frame = said = _without_unread(table, texts)
    for column in columns:
        values, faults = _column(table, column, said)
        frame = frame.with_columns(values)
        problems += at_most_of_a_kind(faults)
    return TypedTable(frame, texts, _unread(table, texts, frame), tuple(problems))


def _without_unread(table: RawTable, texts: pl.DataFrame) -> pl.DataFrame:
    """Without cells that are a finding already."""
    for (name,), cells in table.unread.group_by("column"):
        is_unread = _ROW.is_in(cells["row"].cast(pl.UInt64).to_list())
        value = pl.when(~is_unread).then(pl.col(str(name)))
        texts = texts.with_columns(value.alias(str(name)))
    return texts


def _without_what_is_unseen(texts: pl.DataFrame) -> pl.DataFrame:
    """Codes, IDs and days without signs that nobody sees, and with one kind of blank."""
    for name in texts.columns[1:]:
        if name not in FREE_TEXTS and texts[name].str.contains(rf"{_UNSEEN}|{_BLANKS}").any():
            seen = pl.col(name).str.replace_all(_UNSEEN, "").str.replace_all(_BLANKS, " ")
            texts = texts.with_columns(seen.str.strip_chars().replace("", None).alias(name))
    return texts


def _with_a_row_for_each_place(
    table: RawTable, texts: pl.DataFrame, places: Iterable[str]
) -> tuple[pl.DataFrame, list[Problem]]:
    several = several_in(texts["institution_id"], places)
    split = [text for text, each in several.items() if not each.unknown]
    is_split = texts.filter(pl.col("institution_id").is_in(split))
    rule = "the_places_of_a_cell_are_a_row_each"
    told = list(_notice(table, rule, "institution_id", is_split))
    return one_row_a_place(texts, several), told


def _with_empty_cells(
    table: RawTable, columns: Iterable[WorkbookColumn], texts: pl.DataFrame
) -> tuple[pl.DataFrame, list[Problem]]:
    """Optional cells that only say that there is nothing in them are empty."""
    problems: list[Problem] = []
    for column in columns:
        name = column.column
        nothing = [] if column.is_required else _texts_for_nothing(texts[name])
        if nothing:
            rows = texts.filter(pl.col(name).is_in(nothing))
            problems += _notice(table, "a_dash_is_read_as_an_empty_cell", name, rows)
            is_there = ~pl.col(name).is_in(nothing)
            texts = texts.with_columns(pl.when(is_there).then(name).alias(name))
    return texts, problems


def _texts_for_nothing(texts: pl.Series) -> list[str]:
    name = texts.name
    found = texts_for_nothing(texts, is_free=name in FREE_TEXTS)
    if name not in CODED_COLUMNS:
        return found
    return [text for text in found if vocabulary(name).code(text) is None]


def _type_of(column: WorkbookColumn) -> type[pl.DataType]:
    return pl.Date if column.type == "date" else pl.String


def _column(
    table: RawTable, column: WorkbookColumn, texts: pl.DataFrame
) -> tuple[pl.Series, Iterator[Problem]]:
    name = column.column
    clean, problems = _without_errors_and_dashes(table, name, texts)
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


def _without_errors_and_dashes(
    table: RawTable, name: str, texts: pl.DataFrame
) -> tuple[pl.DataFrame, Iterable[Problem]]:
    """Cells may show an error of the spreadsheet, or a dash where a value must be."""
    nothing = _texts_for_nothing(texts[name])
    is_unclean = texts[name].is_in([*_ERROR_TEXTS, *nothing])
    if not is_unclean.any():
        return texts, ()
    clean = texts.with_columns(pl.when(~is_unclean).then(pl.col(name)).alias(name))
    is_nothing = pl.col(name).is_in(nothing)
    rows = texts.filter(is_unclean)
    return clean, chain(
        _problems(table, "a_cell_shows_no_error", name, rows.filter(~is_nothing)),
        _problems(table, "a_dash_is_no_value", name, rows.filter(is_nothing)),
    )


def _days(table: RawTable, name: str, texts: pl.DataFrame) -> tuple[pl.Series, Iterator[Problem]]:
    is_of_the_mechanism = name not in _DAYS_OF_PLACES
    written = written_days(
        _different(texts[name]), table.sheet.epoch, is_of_the_mechanism=is_of_the_mechanism
    )
    days = {text: each.day for text, each in written.items()}
    values = texts[name].replace_strict(days, default=None, return_dtype=pl.Date)
    return values, _about_days(table, name, texts, written)


def _about_days(
    table: RawTable, name: str, texts: pl.DataFrame, written: dict[str, WrittenDay]
) -> Iterator[Problem]:
    """An error for each cell without a day; of each way to read one, a notice for the column."""
    ways: dict[str, list[str]] = {}
    for text, each in written.items():
        if each.day and each.rule:
            ways.setdefault(each.rule, []).append(text)
    for rule, read_so in ways.items():
        yield from _notice(table, rule, name, texts.filter(pl.col(name).is_in(read_so)))
    no_days = [text for text, each in written.items() if each.day is None]
    faults = _each_once(texts.filter(pl.col(name).is_in(no_days))).select("record", name)
    of_rules: dict[str, list[tuple[int, str]]] = {}
    for cell in faults.iter_rows():
        of_rules.setdefault(str(written[cell[1]].rule), []).append(cell)
    for rule, cells in of_rules.items():
        is_told_once = rule == _CLOSE_TO_THE_NEXT
        for cell in cells[:1] if is_told_once else cells:
            problem = _problem(table, rule, name, cell, **written[cell[1]].facts)
            yield replace(problem, more=len(cells) - 1) if is_told_once else problem


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
    if rows.is_empty():
        return
    for cell in _each_once(rows).select("record", name).drop_nulls(name).iter_rows():
        yield _problem(table, rule, name, cell)


def _notice(table: RawTable, rule: str, name: str, rows: pl.DataFrame) -> Iterator[Problem]:
    """One for all the rows, at the first of them."""
    if rows.is_empty():
        return
    cells = _each_once(rows).select("record", name)
    for cell in cells.head(1).iter_rows():
        problem = _problem(table, rule, name, cell, count=cells.height)
        yield replace(problem, severity="warning")


def _each_once(rows: pl.DataFrame) -> pl.DataFrame:
    """Of a row that became several, the first."""
    return rows.filter(pl.col("record") % ROWS_A_SHEET == _ROW)


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
        if texts[name].null_count() < frame[name].null_count()
    ]
    places = texts.select("record", _ROW.cast(pl.UInt32).alias("row"))
    absent = [
        places.join(part.rows.select(pl.col("row") + pl.lit(part.offset, pl.UInt32)), on="row")
        .select("record")
        .with_columns(pl.lit(name).alias("column"))
        for part in table.pieces
        for name in part.missing
    ]
    before = places.join(table.unread, on="row").select("record", "column")
    return pl.concat([before, *written, *absent]).unique(maintain_order=True)
