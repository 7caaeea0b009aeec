"""A register of national size, and how long its import takes."""

import subprocess
import sys
from pathlib import Path

from bench.measure import Measure, Section, Stopwatch
from npm_data.repository import open_repository
from tests.browser.server import PROJECT, run_command

IMPORT_SECONDS = 10.0


def measure_import(folder: Path) -> tuple[Section, Path]:
    """Generates the register as CSV files, imports them by the command, and gives the database."""
    source, database = folder / "register", folder / "register.duckdb"
    run_command("demo", "--csv", str(source))
    run_command("check", str(source))
    watch = Stopwatch()
    command = [sys.executable, "-m", "npm_data", "import", str(source), "--database", str(database)]
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)
    seconds = watch.seconds()
    measure = Measure("import, all four tables", seconds, "s", IMPORT_SECONDS, note=sizes(database))
    return Section("Import from CSV, from the command's start to its end", (measure,)), database


def sizes(database: Path) -> str:
    repository = open_repository(database)
    try:
        counts = repository.data_set.row_counts
    finally:
        repository.close()
    return ", ".join(f"{count:,} {table}" for table, count in counts.items())
