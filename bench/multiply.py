"""`python -m bench.multiply SOURCE TARGET TIMES`: a register many times over, of one structure.

Of each copy but the first the IDs end with its number, in all four tables alike, and so do the
names of places: visits, repeats and follow-up hang together within their copy.
"""

import argparse
from pathlib import Path

import polars as pl

from npm_data.register.reading.source import IDENTIFIERS, columns_of_days
from npm_data.register.schema import SHEETS

NUMBERED = (*IDENTIFIERS, "name", "name_kk")


def multiply(source: Path, target: Path, times: int) -> None:
    """Writes CSV files and, in a folder of them, Parquet with days as days."""
    (target / "parquet").mkdir(parents=True, exist_ok=True)
    for sheet in SHEETS:
        table = pl.read_csv(source / f"{sheet}.csv", infer_schema=False).lazy()
        numbered = [name for name in table.collect_schema() if name in NUMBERED]
        copies = [
            table.with_columns(pl.col(numbered) + (f"-{copy}" if copy else ""))
            for copy in range(times)
        ]
        whole = pl.concat(copies)
        whole.sink_csv(target / f"{sheet}.csv")
        days = pl.col(columns_of_days(sheet)).str.to_date()
        whole.with_columns(days).sink_parquet(target / "parquet" / f"{sheet}.parquet")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.multiply")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("times", type=int)
    asked = parser.parse_args()
    multiply(asked.source, asked.target, asked.times)


if __name__ == "__main__":
    main()
