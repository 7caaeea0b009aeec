"""Parquet files on this computer: typed columns become what a text file would say of them.

So they go the way of all others, with the same headings, rules and findings: the names of the
columns are row 1. They are read within the program's own process, so nobody can upload one.
"""

import io

import polars as pl
from polars import selectors as cs

from npm_data.register.reading.source import MOST_COLUMNS, TOO_LONG, Limits, UnreadableError

_PLAIN = (
    cs.string(include_categorical=True)
    | cs.numeric()
    | cs.boolean()
    | cs.date()
    | cs.datetime()
    | cs.by_dtype(pl.Null)
)
_MOMENT, _MOMENT_OF_A_ZONE = "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S%:z"


def is_parquet_name(name: str) -> bool:
    return name.casefold().endswith(".parquet") and not name.startswith((".", "~"))


def cells_of_parquet(content: bytes, limits: Limits) -> pl.DataFrame:
    """The cells as text; row i of the frame is row i of the file, and row 0 its columns' names.

    Raises:
        UnreadableError: it is no whole Parquet file, a column holds other than texts, numbers and
            days, or there are too many rows or columns, of which none are read.
    """
    if not content:
        raise UnreadableError("a_file_is_not_empty")
    try:
        found = pl.scan_parquet(io.BytesIO(content))
        _refuse_what_is_no_table(found, limits)
        texts = found.select(
            cs.datetime(time_zone=None).dt.strftime(_MOMENT),
            cs.datetime(time_zone="*").dt.strftime(_MOMENT_OF_A_ZONE),
            cs.float().fill_nan(None).cast(pl.String),
            (cs.all() - cs.datetime() - cs.float()).cast(pl.String),
        ).select(found.collect_schema().names())
        frame = texts.collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError):
        raise UnreadableError("a_parquet_file_is_whole") from None
    header = pl.DataFrame(
        [frame.columns], schema=[str(at) for at in range(frame.width)], orient="row"
    )
    frame.columns = header.columns
    return pl.concat([header, frame], rechunk=False)


def _refuse_what_is_no_table(found: pl.LazyFrame, limits: Limits) -> None:
    schema = found.collect_schema()
    odd = [name for name in schema if name not in cs.expand_selector(schema, _PLAIN)]
    if odd:
        raise UnreadableError("a_parquet_column_holds_plain_values", title=odd[0])
    height = found.select(pl.len()).collect().item()
    if height > limits.rows:
        raise UnreadableError(TOO_LONG, most=limits.rows)
    if len(schema) > MOST_COLUMNS or len(schema) * height > limits.cells:
        raise UnreadableError("a_record_has_a_bearable_length", 1)
