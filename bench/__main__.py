"""`python -m bench`: every measurement at national size, beside its budget and the floor.

`python -m bench import queries pages click council` chooses among them; all is the default.
"""

import platform
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import psutil
import streamlit

from bench.click import measure_clicks
from bench.council import measure_council
from bench.measure import print_section
from bench.pages import measure_pages
from bench.queries import measure_queries
from bench.register import measure_import

PARTS = ("import", "queries", "pages", "click", "council")


def main(asked: list[str]) -> None:
    unknown = set(asked) - set(PARTS)
    if unknown:
        raise SystemExit(
            f"No such part: {', '.join(sorted(unknown))}. There are {', '.join(PARTS)}."
        )
    parts = set(asked or PARTS)
    print(machine())
    start = time.monotonic()
    with TemporaryDirectory() as name:
        measure(parts, Path(name))
    print(f"Measured in {time.monotonic() - start:.0f} s.")


def machine() -> str:
    """What was measured on, and how busy it was already: a busy machine shows longer times."""
    waiting = psutil.getloadavg()[0]
    return (
        f"Python {platform.python_version()}, DuckDB {duckdb.__version__}, "
        f"Streamlit {streamlit.__version__}, {psutil.cpu_count()} cores, "
        f"load of the minute before: {waiting:.1f}"
    )


def measure(parts: set[str], folder: Path) -> None:
    imported, database = measure_import(folder)
    if "import" in parts:
        print_section(imported)
    if "queries" in parts:
        print_section(measure_queries(database))
    heaviest = "coverage"
    if "pages" in parts:
        pages, heaviest = measure_pages(database, folder)
        print_section(pages)
    if "click" in parts:
        print_section(measure_clicks(database, folder))
    if "council" in parts:
        for section in measure_council(database, folder, heaviest):
            print_section(section)


if __name__ == "__main__":
    main(sys.argv[1:])
