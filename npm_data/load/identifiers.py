"""IDs as their sheet shows them, and those of which a spreadsheet has made days.

A cell that holds 1 and shows 001 is 001 to who reads the sheet. Yet another table may name it by
what the cell holds; so the shown form is tried, and of a reference the one that there is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from npm_data.load.number_formats import shown
from npm_data.load.records import notice_of
from npm_data.load.source import UNREAD, RawTable
from npm_data.register.schema import Problem

Tables = dict[str, RawTable]
_FAMILIES = (
    (
        ("institutions", "institution_id"),
        ("visits", "institution_id"),
        ("recommendations", "institution_id"),
    ),
    (("visits", "visit_id"), ("recommendations", "visit_id")),
    (
        ("recommendations", "recommendation_id"),
        ("recommendations", "repeats"),
        ("follow_up", "recommendation_id"),
    ),
)
"""Columns that hold the same IDs; the first is where an ID is given."""

_MONTH = (
    r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек|қаң|ақп|нау|сәу|мам|мау|шіл|там|қыр|қаз|"
    r"қар|жел|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*\.?"
)
_NAMED_MONTH = rf"(?i)^(?:\d{{1,2}}[-. /]{_MONTH}|{_MONTH}[-. /]\d{{2,4}})$"
_DATE_CELL = r"^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}"
_DAY = r"^(?:\d{1,2}[./]\d{1,2}[./]\d{4}|\d{4}-\d{2}-\d{2})$"


def with_identifiers(tables: Tables) -> tuple[Tables, list[Problem]]:
    """The tables with the IDs as they are shown, and what is to be said of those."""
    tables = dict(tables)
    problems: list[Problem] = []
    for family in _FAMILIES:
        for sheet, column in family:
            if sheet in tables and column not in tables[sheet].missing:
                tables[sheet], days = _without_days(tables[sheet], column)
                problems += days
    changed = {sheet: [pl.DataFrame(schema=UNREAD)] for sheet in tables}
    for family in _FAMILIES:
        known = [(sheet, column) for sheet, column in family if sheet in tables]
        if any(_has_formats(tables[sheet], column) for sheet, column in known):
            _show(tables, known, family[0], changed)
    for sheet, cells in changed.items():
        rule = "an_id_is_read_as_it_is_shown"
        problems += notice_of(tables[sheet], rule, pl.concat(cells))
    return tables, problems


def _without_days(table: RawTable, column: str) -> tuple[RawTable, Iterator[Problem]]:
    """The table with such cells unread, and one problem for all of the column."""
    texts = pl.col(column)
    is_day = texts.str.contains(_NAMED_MONTH)
    if table.sheet.epoch:
        is_day |= texts.str.contains(_DATE_CELL)
    days = table.rows.filter(is_day | texts.str.contains(_DAY))
    is_how_they_write = days.height == table.rows[column].count()
    days = days.filter(is_day) if is_how_they_write else days
    cells = days.select("row", pl.lit(column).alias("column"))
    unread = pl.concat([table.unread, cells])
    unsure = table.unsure | {column} if days.height else table.unsure
    return replace(table, unread=unread, unsure=unsure), _about_days(table, column, days)


def _about_days(table: RawTable, column: str, days: pl.DataFrame) -> Iterator[Problem]:
    if days.height:
        row, text = days.select("row", column).row(0)
        file, its_row = table.place(row)
        rule, facts = "an_id_is_not_turned_into_a_day", {"count": days.height}
        yield Problem(rule, file, table.code, its_row, column, text, facts=facts)


def _has_formats(table: RawTable, column: str) -> bool:
    return any(
        piece.sheet.looks is not None
        and column in piece.positions
        and not piece.sheet.looks.formatted.filter(position=piece.positions[column]).is_empty()
        for piece in table.pieces
    )


def _show(
    tables: Tables,
    family: list[tuple[str, str]],
    giver: tuple[str, str],
    changed: Mapping[str, list[pl.DataFrame]],
) -> None:
    """Write into the tables the IDs of one family as they are shown, and note what was changed."""
    forms = {each: _forms(tables[each[0]], each[1]) for each in family}
    given = forms.get(giver, pl.DataFrame(schema={"held": pl.String, "shown": pl.String}))
    ids = frozenset(given.select(pl.coalesce("shown", "held")).to_series())
    one = _only_forms(given)
    for (sheet, column), cells in forms.items():
        is_giver = (sheet, column) == giver
        meant = _with_meanings(cells, frozenset() if is_giver else ids, one)
        is_other = pl.col("read").ne_missing(pl.col("held"))
        other = meant.filter(is_other).select("row", pl.lit(column).alias("column"))
        changed[sheet].append(other)
        rows = tables[sheet].rows.with_columns(meant["read"].alias(column))
        tables[sheet] = replace(tables[sheet], rows=rows)


def _only_forms(given: pl.DataFrame) -> dict[str, str]:
    """What is shown of each number that is shown in one way."""
    pairs = given.select("held", "shown").drop_nulls().unique()
    only = pairs.filter(pl.col("held").is_unique())
    return dict(only.iter_rows())


def _with_meanings(
    cells: pl.DataFrame, ids: frozenset[str], one: Mapping[str, str]
) -> pl.DataFrame:
    """The cells with what each is `read` as."""
    pairs = cells.select("held", "shown").unique()
    read = [_read(held, form, ids, one) for held, form in pairs.iter_rows()]
    known = pairs.with_columns(pl.Series("read", read, dtype=pl.String))
    keys = ["held", "shown"]
    return cells.join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")


def _read(
    held: str | None, form: str | None, ids: frozenset[str], one: Mapping[str, str]
) -> str | None:
    """What a cell means that holds the one and shows the other, if its format shows another.

    `ids` are those that there are, for a reference to one of them.
    """
    if held is None:
        return None
    tried = (form, held, one.get(held))
    return next((each for each in tried if each in ids and each), form or one.get(held, held))


def _forms(table: RawTable, column: str) -> pl.DataFrame:
    """By row what the cell holds, and what it shows where a format makes something else of it."""
    return pl.concat(
        _forms_of(piece, column).with_columns(pl.col("row") + pl.lit(piece.offset, pl.UInt32))
        for piece in table.pieces
    )


def _forms_of(table: RawTable, column: str) -> pl.DataFrame:
    rows = table.rows.select("row", pl.col(column).str.replace(r"^(\d+)\.0+$", "$1").alias("held"))
    looks, position = table.sheet.looks, table.positions.get(column)
    if looks is None or position is None:
        return rows.with_columns(pl.lit(None, pl.String).alias("shown"))
    formatted = looks.formatted.filter(position=position).select("row", "format").unique("row")
    cells = rows.join(formatted, on="row", how="left", maintain_order="left")
    pairs = cells.select("held", "format").drop_nulls().unique()
    forms = [shown(*pair) for pair in pairs.iter_rows()]
    known = pairs.with_columns(pl.Series("shown", forms, dtype=pl.String))
    other = known.filter(pl.col("shown") != pl.col("held"))
    return cells.join(other, on=["held", "format"], how="left", maintain_order="left")
