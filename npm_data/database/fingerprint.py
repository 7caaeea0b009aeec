"""What makes a register the same register: its content and its data date, not the files' bytes."""

import hashlib
from collections.abc import Iterable
from datetime import date

import polars as pl


def fingerprint_of(frames: Iterable[tuple[str, pl.DataFrame]], data_date: date) -> str:
    """A digest of the tables' rows in their order and of the data date.

    The same records give the same digest from a workbook, from CSV files, or row by row. The order
    counts: on one day the later row of follow-up wins.
    """
    digest = hashlib.sha256(data_date.isoformat().encode())
    for name, frame in frames:
        columns = sorted(set(frame.columns) - {"record", "row_number"})
        digest.update(f"\n{name}\n".encode())
        digest.update(frame.select(columns).write_csv(quote_style="always").encode())
    return digest.hexdigest()
