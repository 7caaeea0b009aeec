"""The rows of one table of a file put among those of the register, and which of them are whose."""

from dataclasses import dataclass

import polars as pl

from npm_data.load import RawTable
from npm_data.reference import reference
from npm_data.register.schema import SHARED_BY_A_VISIT

KEYS = {
    "institutions": ("institution_id",),
    "visits": ("visit_id", "institution_id"),
    "recommendations": ("recommendation_id",),
}
"""What tells one row of a table from another. Follow-up has no such columns."""

FILE = "file_record"
"""The record that a row has in the file; null in a row that the file does not name."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The rows of a file's table, with `FILE`; `unread` lists cells (`record`, `column`)."""

    raw: RawTable
    rows: pl.DataFrame
    unread: pl.DataFrame

    @property
    def columns(self) -> list[str]:
        """Those that the file has."""
        return [name for name in self.rows.columns if name not in {FILE, *self.raw.missing}]

    def says(self, name: str) -> pl.Expr:
        """Whether a row (with `FILE` and `new_<name>`) says something of the column.

        A cell that could not be read says nothing, nor does an empty one that must not be empty:
        either is a finding, and shall not make others of what else the register holds.
        """
        unread = self.unread.filter(pl.col("column") == name)["record"]
        says = pl.col(FILE).is_not_null() & ~pl.col(FILE).is_in(unread.to_list())
        is_there = pl.col(f"new_{name}").is_not_null()
        return says & is_there if is_required(self.raw.code, name) else says


def is_required(sheet: str, column: str) -> bool:
    return any(
        each.is_required
        for each in reference().columns
        if (each.sheet, each.column) == (sheet, column)
    )


def merged_rows(incoming: Incoming, before: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that were there, as they are now, and those that are new; both with `FILE`."""
    if incoming.raw.code in KEYS:
        known = _updated(incoming, before)
    else:
        named = incoming.rows.select(FILE, *incoming.columns)
        known = before.join(
            named, on=incoming.columns, how="left", nulls_equal=True, maintain_order="left"
        )
    new = incoming.rows.join(known.select(FILE), on=FILE, how="anti", maintain_order="left")
    if incoming.raw.code == "visits":
        known, new = _with_what_visits_say(incoming, known, new)
    columns = [*before.columns[1:], FILE]
    return known.select(columns), new.select(columns)


def _updated(incoming: Incoming, before: pl.DataFrame) -> pl.DataFrame:
    """With what the file says of each row; of two rows of the file alike the first counts."""
    keys = list(KEYS[incoming.raw.code])
    others = [name for name in incoming.columns if name not in keys]
    said = incoming.rows.filter(
        pl.all_horizontal(pl.col(keys).is_not_null()) & pl.struct(keys).is_first_distinct()
    ).select(FILE, *keys, *(pl.col(name).alias(f"new_{name}") for name in others))
    known = before.join(said, on=keys, how="left", maintain_order="left")
    return known.with_columns(
        pl.when(incoming.says(name)).then(f"new_{name}").otherwise(pl.col(name)).alias(name)
        for name in others
    )


def _with_what_visits_say(
    incoming: Incoming, known: pl.DataFrame, new: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the file says of a visit, in the visit's other rows too.

    A column that it does not have is filled in new rows of a visit that is known.
    """
    for name in SHARED_BY_A_VISIT:
        if name in incoming.columns:
            of_visits = _said_of_visits(incoming, name)
            known = known.join(of_visits, on="visit_id", how="left", maintain_order="left")
            is_other = pl.col(FILE).is_null() & pl.col("is_said")
            value = pl.when(is_other).then("said").otherwise(pl.col(name)).alias(name)
            known = known.with_columns(value).drop("said", "is_said")
        else:
            first = known.group_by("visit_id").agg(pl.col(name).first())
            new = new.drop(name).join(first, on="visit_id", how="left", maintain_order="left")
    return known, new


def _said_of_visits(incoming: Incoming, name: str) -> pl.DataFrame:
    """By visit what the first of its rows that says something says: `said`, `is_said`."""
    rows = incoming.rows.select(FILE, "visit_id", pl.col(name).alias(f"new_{name}"))
    saying = rows.filter(incoming.says(name)).group_by("visit_id")
    first = saying.agg(pl.col(f"new_{name}").sort_by(FILE).first().alias("said"))
    return first.with_columns(is_said=True)
