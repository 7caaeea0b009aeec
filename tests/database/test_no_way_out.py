"""SQL on the register's connection sees no file, changes no setting and loads nothing."""

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from npm_data.register.storage.connection import cursor_of, open_connection
from npm_data.register.storage.current_version import look_through
from tests.registers import register_of, repository_of, worked_rows
from tests.sources import WORKED

DATA_DATE = date(2018, 6, 30)
SECRET = WORKED / "visits.csv"
ATTEMPTS = (
    "select * from read_text('{secret}')",
    "select * from read_blob('{secret}')",
    "select * from read_csv('{secret}')",
    "select * from '{secret}'",
    "select * from glob('{folder}/*')",
    "copy (select 1) to '{folder}/out.csv'",
    "copy places to '{folder}/out.parquet'",
    "export database '{folder}/out'",
    "attach '{folder}/other.duckdb' as other",
    "install httpfs",
    "load httpfs",
    "load '{folder}/x.duckdb_extension'",
    "set enable_external_access = true",
    "set lock_configuration = false",
    "set temp_directory = '{folder}'",
    "create table register.main.mine as select 1",
    "delete from places",
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("no-way-out")
    repository_of(register_of(**worked_rows()), folder, DATA_DATE).close()
    return folder / "register.duckdb"


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_what_is_tried_is_refused_and_no_file_is_touched(database: Path, attempt: str) -> None:
    before = {each.name: each.stat().st_size for each in database.parent.iterdir()}
    connection = open_connection(database)
    try:
        with pytest.raises(duckdb.Error):
            cursor_of(connection).execute(
                attempt.format(secret=SECRET, folder=database.parent)
            ).fetchall()
    finally:
        connection.close()
    assert {each.name: each.stat().st_size for each in database.parent.iterdir()} == before


def test_the_name_of_a_table_is_a_name_even_with_quotes_in_it(
    database: Path, tmp_path: Path
) -> None:
    """A file that somebody else made is looked through by its tables' names."""
    strange = shutil.copy(database, tmp_path / "register.duckdb")
    with duckdb.connect(strange) as connection:
        connection.execute('create table "x"" as t union all select 1/0 --" as select 1 as a')
    assert look_through(Path(strange)).register_version == 1
