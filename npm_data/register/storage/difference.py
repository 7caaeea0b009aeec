"""What a new version of the register changes, table by table, row by row, field by field."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from npm_data.register.rules.rules import KEYS
from npm_data.register.rules.update import changed_fields
from npm_data.register.schema import SHEETS, Register, in_file_order
from npm_data.register.storage.versions import RowsChanged

_DROPPED = 10
"""A table that loses more than one in so many of its rows."""


@dataclass(frozen=True, slots=True)
class TableDifference:
    """One table: `before` and `after` count its rows; the frames stand in the tables' order.

    `new` and `missing` are whole rows. `changed` has a row for each changed field: the table's key
    columns, `column`, `before` and `after` as text (days as ISO, null for empty). Follow-up has no
    key: none of its rows is changed; `moved` are rows that stand in another order than before among
    those of their recommendation, day, axis and judge, which can change a status.
    """

    before: int
    after: int
    new: pl.DataFrame
    missing: pl.DataFrame
    changed: pl.DataFrame
    moved: pl.DataFrame

    @property
    def rows_new(self) -> int:
        return self.new.height

    @property
    def rows_missing(self) -> int:
        return self.missing.height

    @property
    def rows_changed(self) -> int:
        """Rows, not fields; of follow-up those that moved."""
        keys = self.changed.columns[:-3]
        return self.changed.select(keys).n_unique() if keys else self.moved.height

    @property
    def is_empty(self) -> bool:
        return not (self.rows_new or self.rows_missing or self.rows_changed)

    @property
    def drops_much(self) -> bool:
        """Whether more than a tenth of the table's rows would be gone."""
        return self.rows_missing * _DROPPED > self.before

    @property
    def counts(self) -> RowsChanged:
        return RowsChanged(self.rows_new, self.rows_changed, self.rows_missing)


@dataclass(frozen=True, slots=True)
class Difference:
    """All four tables by their names."""

    tables: Mapping[str, TableDifference]

    @property
    def is_empty(self) -> bool:
        return all(table.is_empty for table in self.tables.values())

    @property
    def drops_much(self) -> bool:
        return any(table.drops_much for table in self.tables.values())

    @property
    def counts(self) -> dict[str, RowsChanged]:
        return {sheet: table.counts for sheet, table in self.tables.items()}


def difference_of(before: Register | None, after: Register) -> Difference:
    """Of two registers; without one before, all rows are new."""
    new = _frames(after)
    old = _frames(before) if before else {sheet: new[sheet].clear() for sheet in SHEETS}
    return Difference({sheet: _difference(sheet, old[sheet], new[sheet]) for sheet in SHEETS})


def _frames(register: Register) -> dict[str, pl.DataFrame]:
    return {
        sheet: in_file_order(frame.collect()).drop("record")
        for sheet, frame in register.to_dict().items()
    }


def _difference(sheet: str, before: pl.DataFrame, after: pl.DataFrame) -> TableDifference:
    keys = list(KEYS.get(sheet, before.columns))
    if before.is_empty():  # as at a first import: there is nothing to look for
        return TableDifference(
            0, after.height, after, before, changed_fields(keys, before, before), before
        )

    def without(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
        return rows.join(
            others.select(keys), on=keys, how="anti", nulls_equal=True, maintain_order="left"
        )

    return TableDifference(
        before.height,
        after.height,
        without(after, before),
        without(before, after),
        changed_fields(keys, before, after),
        _moved(before, after) if sheet not in KEYS else before.clear(),
    )


def _moved(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """Rows of follow-up in both whose place among their like of one day is another.

    On one day the later row wins: two that change places change a status though both remain.
    """
    alike = ["recommendation_id", "on", "axis", "judge"]

    def placed(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
        both = rows.join(
            others, on=rows.columns, how="semi", nulls_equal=True, maintain_order="left"
        )
        return both.with_columns(pl.int_range(pl.len()).over(alike).alias("place"))

    old, new = placed(before, after), placed(after, before)
    moved = new.join(old, on=old.columns, how="anti", nulls_equal=True, maintain_order="left")
    return moved.drop("place")
