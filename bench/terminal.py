"""How long the command takes in a terminal, beside the imports that it cannot do without."""

from pathlib import Path

from bench.measure import Pair, Section, timed
from bench.register import run_python
from bench.size import Size

RATIO = 2.0
"""0.6 s where Python takes 0.3 s to start and to import DuckDB and polars."""


def measure_terminal(database: Path, size: Size) -> Section:
    commands = {
        "query visits": ("query", "visits", "--database", database),
        "--help": ("--help",),
    }
    measures = []
    for name, arguments in commands.items():
        pair = Pair()
        for _ in range(size.repeats):
            with timed(pair.times):
                run_python("-m", "npm_data", *arguments)
            with timed(pair.floor):
                run_python("-c", "import duckdb, polars")
        measures.append(pair.measure(name, RATIO))
    title = 'In a terminal: whole processes, beside python -c "import duckdb, polars"'
    return Section(title, tuple(measures))
