"""The register that is measured, and how long its import takes."""

import csv
import os
import subprocess
import sys
from pathlib import Path

from xlsxwriter import Workbook

from bench.measure import Measure, Pair, Section, timed
from bench.multiply import multiply
from bench.size import GROWTH, Size
from npm_data.questions.repository import open_repository
from tests.browser.server import PROJECT, run_command

IMPORT_RATIO = 20.0
"""10 s where DuckDB alone takes half a second."""
WORKBOOK_RATIO = 12.0
"""Reading the cells alone takes a second or two."""
TIMES = 10
"""How many times as much is imported where nothing else is asked for."""
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
READ = """
import sys
import fastexcel
book = fastexcel.read_excel(sys.argv[1])
for name in book.sheet_names:
    book.load_sheet(name, header_row=None, dtypes="string").to_arrow_with_errors()
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


def measure_workbook(folder: Path, size: Size) -> Section:
    """Imports the same register from one workbook, which is what offices mostly have."""
    source, workbook = TOY_REGISTER if size.is_toy else folder / "register", folder / "bench.xlsx"
    _write_workbook(source, workbook)
    pair = Pair()
    with timed(pair.floor):
        run_python("-c", READ, workbook)
    with timed(pair.times):
        dated = ("--data-date", DATA_DATE, "--database", folder / "of_a_workbook.duckdb")
        run_python("-m", "npm_data", "import", workbook, *dated)
    note = f"{workbook.stat().st_size / 2**20:,.1f} MB"
    title = "Import of a workbook, beside its cells being read as they are; whole processes"
    return Section(title, (pair.measure("import of a workbook", WORKBOOK_RATIO, note),))


def measure_many_times(folder: Path, size: Size) -> tuple[Section, Path]:
    """Imports a register of many times the size, of the same structure, beside the one; gives the
    database.
    """
    one = TOY_REGISTER if size.is_toy else folder / "register"
    many, times = folder / "many_times", size.times if size.growth else TIMES
    growth = GROWTH[times]
    multiply(one, many, times)
    measures: list[Measure] = []
    for kind, source in (("CSV", many), ("Parquet", many / "parquet")):
        pair = Pair()
        with timed(pair.floor):
            _import_without_limits(one, folder / f"one_{kind}.duckdb")
        with timed(pair.times):
            peak = _import_without_limits(source, folder / f"many_{kind}.duckdb")
        name = f"{kind} of {times} times as much"
        measures.append(pair.measure(name, growth.import_ratio))
        measures.append(Measure(f"{name}, its memory", peak, "MB", growth.import_megabytes))
    title = f"Import of {times} times national size, beside the CSV files of one; whole processes"
    return Section(title, tuple(measures)), folder / "many_CSV.duckdb"


def _import_without_limits(source: Path, database: Path) -> float:
    """The most memory that the process had, in MB as Linux counts it."""
    options = ("--limits", "none", "--data-date", DATA_DATE, "--database", database, "--yes")
    command = [sys.executable, "-m", "npm_data", "import", source, *options]
    process = subprocess.Popen([*map(str, command)], cwd=PROJECT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise subprocess.CalledProcessError(os.waitstatus_to_exitcode(status), process.args)
    return used.ru_maxrss / 1024


def _write_workbook(source: Path, workbook: Path) -> None:
    with Workbook(workbook, {"constant_memory": True}) as book:
        for path in source.glob("*.csv"):
            sheet = book.add_worksheet(path.stem)
            with path.open(encoding="utf-8", newline="") as file:
                for at, row in enumerate(csv.reader(file)):
                    sheet.write_row(at, 0, row)


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
