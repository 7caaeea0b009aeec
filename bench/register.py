"""The register that is measured, and how long its import takes."""

import subprocess
import sys
from pathlib import Path

from bench.measure import Pair, Section, timed
from bench.size import Size
from npm_data.repository import open_repository
from tests.browser.server import PROJECT, run_command

IMPORT_RATIO = 20.0
"""10 s where DuckDB alone takes half a second."""
TOY_REGISTER = PROJECT / "tests" / "examples" / "worked"
DATA_DATE = "2025-12-31"
"""That of the demonstration register, so that the toy has its years too."""
LOAD = """
import sys
from pathlib import Path
import duckdb
connection = duckdb.connect(sys.argv[1])
for file in map(Path, sys.argv[2:]):
    connection.execute(f"create table {file.stem} as from read_csv('{file}', all_varchar=true)")
"""


def measure_import(folder: Path, size: Size) -> tuple[Section, Path]:
    """Imports a register's CSV files by the command, and gives the database."""
    source, database = folder / "register", folder / "register.duckdb"
    if size.is_toy:
        source = TOY_REGISTER
    else:
        run_command("demo", "--csv", str(source))
    pair = Pair()
    with timed(pair.floor):
        run_python("-c", LOAD, folder / "floor.duckdb", *source.glob("*.csv"))
    with timed(pair.times):
        dated = ("--data-date", DATA_DATE, "--database", database)
        run_python("-m", "npm_data", "import", source, *dated)
    measure = pair.measure("import", IMPORT_RATIO, sizes(database))
    title = "Import of four CSV files, beside DuckDB loading them as they are; whole processes"
    return Section(title, (measure,)), database


def run_python(*arguments: object) -> None:
    command = [sys.executable, *map(str, arguments)]
    subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.DEVNULL)


def sizes(database: Path) -> str:
    repository = open_repository(database)
    try:
        counts = repository.data_set.row_counts
    finally:
        repository.close()
    return ", ".join(f"{count:,} {table}" for table, count in counts.items())
