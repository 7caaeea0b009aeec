"""Ask the schemas and the register which rows break which of their rules."""

from collections.abc import Mapping

import polars as pl

from npm_data.load.typed import TypedTable
from npm_data.register.schema import SHARED_BY_A_VISIT, Register
from npm_data.validate.rules import Frames

Broken = Mapping[str, Mapping[str, list[int]]]
"""By sheet and rule, the records of the rows that break it."""


def evaluate(frames: Frames) -> Broken:
    """Run every rule over every row, whatever else is wrong with that row."""
    checked = Register.filter(frames, skip_member_validation=True)
    broken: dict[str, dict[str, list[int]]] = {}
    for sheet, schema in Register.member_schemas().items():
        of_the_row = schema.filter(frames[sheet]).failure.details()
        across_tables = checked.failure[sheet].details()
        broken[sheet] = _records(across_tables) | _records(of_the_row)
    return broken


def _records(details: pl.DataFrame) -> dict[str, list[int]]:
    """Rules that were not run over these rows come along, with nothing broken."""
    rules = [name for name, dtype in details.schema.items() if isinstance(dtype, pl.Enum)]
    records, is_broken = details["record"], details.select(pl.col(rules) == "invalid")
    return {rule: records.filter(is_broken[rule]).to_list() for rule in rules}


def copies_of_earlier_rows(table: TypedTable) -> pl.Series:
    """Records of rows with the content of an earlier one; of unread cells the text counts."""
    columns = table.texts.columns[1:]
    read = table.frame.select(pl.col(columns).cast(pl.String))
    content = [read[name].fill_null(table.texts[name]) for name in columns]
    is_copy = ~pl.DataFrame(content).select(pl.struct(pl.all()).is_first_distinct()).to_series()
    return table.frame["record"].filter(is_copy)


def rows_to_check(table: TypedTable, sheet: str, copies: pl.Series) -> pl.DataFrame:
    """The rows that stand once.

    A cell of a visit that could not be read is taken to say what the visit's other rows say: it is
    a finding already, and must not make those rows disagree with it.
    """
    rows = table.frame.filter(~pl.col("record").is_in(copies.to_list()))
    if sheet != "visits" or table.unread.is_empty():
        return rows
    for column in SHARED_BY_A_VISIT:
        unread = table.unread.filter(pl.col("column") == column)["record"]
        is_unread = pl.col("record").is_in(unread.to_list())
        others = pl.col(column).filter(~is_unread).first().over("visit_id")
        rows = rows.with_columns(pl.when(is_unread).then(others).otherwise(column).alias(column))
    return rows
