"""What of the rows of a table that stand in two registers differs, field by field."""

import polars as pl


def changed_fields(keys: list[str], before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """A row for each field that differs, in the order of the rows and then of the columns."""
    fields = [name for name in before.columns if name not in keys]
    both = before.with_row_index("row").join(after, on=keys, suffix=" after", maintain_order="left")
    parts = [
        both.filter(pl.col(name).ne_missing(pl.col(f"{name} after"))).select(
            "row",
            *keys,
            pl.lit(name).alias("column"),
            pl.col(name).cast(pl.String).alias("before"),
            pl.col(f"{name} after").cast(pl.String).alias("after"),
        )
        for name in fields
    ]
    schema = dict.fromkeys([*keys, "column", "before", "after"], pl.String)
    if not parts:
        return pl.DataFrame(schema={"column": pl.String, "before": pl.String, "after": pl.String})
    changed = pl.concat(parts).sort("row", maintain_order=True).drop("row")
    return changed.cast(schema)  # type: ignore[arg-type]
