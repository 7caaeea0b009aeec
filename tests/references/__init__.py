"""Figures of lifelines, scipy and statsmodels, as `scripts/references.py` wrote them down."""

from pathlib import Path
from typing import Any

import polars as pl

HERE = Path(__file__).parent


def reference_rows(name: str) -> list[dict[str, Any]]:
    frame = pl.read_csv(HERE / f"{name}.csv", comment_prefix="#", try_parse_dates=True)
    return frame.to_dicts()
