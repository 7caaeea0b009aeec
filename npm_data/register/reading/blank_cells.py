"""Empty cells that may be meant as “the same as above”, where empty says something else.

An empty visit makes a recommendation a systemic one, and an empty level is one that is not stated.
Columns that are empty as a rule (a last day, what is repeated) are not looked at, and a sheet that
writes a value out in row after row is not taken for one that writes it once for them all.
"""

from collections.abc import Iterator

import polars as pl

from npm_data.register.reading.source import RawTable

_VISIT, _LEVEL = "visit_id", "addressee_level"
_GROUP = pl.struct("visit_id", "issued_on")


def meant_as_above(table: RawTable) -> Iterator[pl.DataFrame]:
    """By column the cells (`row`, `column`) that a reader of the sheet might take so."""
    if table.code != "recommendations":
        return
    for column, is_meant in ((_VISIT, _visit_as_above()), (_LEVEL, _level_as_above(table.rows))):
        if column not in table.missing:
            cells = table.rows.filter(pl.col(column).is_null() & is_meant)
            empty = cells.select("row", pl.lit(column).alias("column"))
            yield empty.join(table.unread, on=["row", "column"], how="anti")


def _visit_as_above() -> pl.Expr:
    """The next visit above is of a recommendation of the same day, and most name a visit."""
    day_above = pl.when(pl.col(_VISIT).is_not_null()).then("issued_on").forward_fill()
    is_gap = pl.col(_VISIT).is_null() & (day_above == pl.col("issued_on"))
    is_written_out = pl.col(_VISIT) == pl.col(_VISIT).shift()
    return _is_mostly_filled(_VISIT) & is_gap & _is_rather(is_gap, is_written_out)


def _level_as_above(rows: pl.DataFrame) -> pl.Expr:
    is_filled = pl.col(_LEVEL).is_not_null()
    group = pl.struct("visit_id", "issued_on", "addressee")
    is_gap = ~is_filled & pl.when(is_filled).then(group).forward_fill().eq_missing(group)
    is_written_out = is_filled & is_filled.shift() & group.eq_missing(group.shift())
    has_gaps = _is_mostly_filled(_LEVEL) & is_gap & _is_rather(is_gap, is_written_out)
    if _stands_for_a_run(rows[_LEVEL]):
        return is_filled.cum_sum() > 0
    if _stands_at_the_head_of_groups(rows):
        head = pl.when(_is_head()).then(is_filled).forward_fill()
        return has_gaps | head.fill_null(False)
    return has_gaps


def _is_rather(is_gap: pl.Expr, is_written_out: pl.Expr) -> pl.Expr:
    return is_gap.sum() >= is_written_out.sum()


def _is_mostly_filled(column: str) -> pl.Expr:
    return pl.col(column).count() * 2 >= pl.len()


def _stands_for_a_run(values: pl.Series) -> bool:
    """From the first row on, each value differs from the one before, with gaps between them."""
    said = values.drop_nulls()
    if said.len() < 2 or values[0] is None or said.len() * 2 > values.len():
        return False
    return bool((said != said.shift()).drop_nulls().all())


def _is_head() -> pl.Expr:
    return _GROUP.ne_missing(_GROUP.shift())


def _stands_at_the_head_of_groups(rows: pl.DataFrame) -> bool:
    """Only in the first recommendation of a visit and a day, and so twice or more."""
    marked = rows.select(
        head=_is_head(), filled=pl.col(_LEVEL).is_not_null(), follows=~_is_head().shift(-1)
    )
    heads = marked.filter("head", "filled", pl.col("follows").fill_null(False))
    return heads.height > 1 and marked.filter(~pl.col("head"), "filled").is_empty()
