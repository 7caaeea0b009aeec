"""What the program builds on: DuckLake with a real PostgreSQL and S3 storage, by plain DuckDB."""

import duckdb
import pytest

from tests.lake.conftest import Connect
from tests.lake.places import EXTENSIONS, SEALED, Lake, extension
from tests.lake.servers import Postgres

COUNTS = "select (select count(*) from lake.places), (select count(*) from lake.visits)"


def write(connection: duckdb.DuckDBPyConnection, rows: int) -> None:
    """A snapshot with two tables of so many rows."""
    connection.execute("begin")
    for table in ("places", "visits"):
        rows_of = f"select range n from range({rows})"
        connection.execute(f"create or replace table lake.{table} as {rows_of}")
    connection.execute("commit")


@pytest.mark.parametrize("name", EXTENSIONS)
def test_an_extension_lies_in_its_package_signed_for_this_duckdb(name: str) -> None:
    with duckdb.connect(config=SEALED) as connection:
        connection.load_extension(str(extension(name)))
        found = connection.execute("select extension_name from duckdb_extensions() where loaded")
        assert (name,) in found.fetchall()


def test_a_follower_reads_by_a_role_that_may_not_write(
    lake: Lake, connect: Connect, postgres: Postgres
) -> None:
    writer, reader = connect(), connect()
    writer.execute(lake.attach())
    write(writer, 5)
    as_reader = Lake(lake.database.replace("user=npm", "user=reader"), lake.data)
    reader.execute(as_reader.attach("read_only"))
    assert reader.execute(COUNTS).fetchall() == [(5, 5)]
    write(writer, 7)
    assert reader.execute(COUNTS).fetchall() == [(7, 7)]
    catalog = "__ducklake_metadata_lake"
    with pytest.raises(duckdb.Error, match="read-only transaction"):
        reader.execute(f"call postgres_execute('{catalog}', 'create table mine (i int)')")
    with pytest.raises(duckdb.Error, match="permission denied"):
        reader.execute(f"from postgres_query('{catalog}', 'select pg_read_file(''/etc/passwd'')')")
