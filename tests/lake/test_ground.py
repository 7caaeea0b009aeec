"""What the program builds on: DuckLake with a real PostgreSQL and S3 storage, by plain DuckDB."""

import time
from pathlib import Path

import duckdb
import pytest

from tests.lake.conftest import Connect
from tests.lake.places import EXTENSIONS, SEALED, Lake, extension
from tests.lake.servers import Postgres, Storage

CONFLICT = "Transaction conflict"
COUNTS = "select (select count(*) from lake.places), (select count(*) from lake.visits)"


def write(connection: duckdb.DuckDBPyConnection, rows: int) -> int:
    """A snapshot with two tables of so many rows, and its number."""
    connection.execute("begin")
    for table in ("places", "visits"):
        connection.execute(
            f"create or replace table lake.{table} as select range n from range({rows})"
        )
    connection.execute(
        "call lake.set_commit_message('Aigul', 'import', extra_info => ?)", [f'{{"rows": {rows}}}']
    )
    connection.execute("commit")
    return one(connection, "from lake.last_committed_snapshot()")


def one(connection: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = connection.execute(sql).fetchone()
    assert row is not None
    return int(row[0])


@pytest.mark.parametrize("name", EXTENSIONS)
def test_an_extension_lies_in_its_package_signed_for_this_duckdb(name: str) -> None:
    with duckdb.connect(config=SEALED) as connection:
        connection.load_extension(str(extension(name)))
        found = connection.execute("select extension_name from duckdb_extensions() where loaded")
        assert (name,) in found.fetchall()


def test_two_tables_are_one_snapshot_and_each_snapshot_is_kept(
    any_lake: Lake, connect: Connect
) -> None:
    connection = connect()
    connection.execute(any_lake.attach())
    first, second = write(connection, 1000), write(connection, 20)
    assert connection.execute(COUNTS).fetchall() == [(20, 20)]
    earlier = f"select count(*) from lake.places at (version => {first})"
    assert one(connection, earlier) == 1000
    told = "select author, commit_message, commit_extra_info from lake.snapshots()"
    assert connection.execute(f"{told} where snapshot_id = {second}").fetchall() == [
        ("Aigul", "import", '{"rows": 20}')
    ]
    with pytest.raises(duckdb.InvalidInputException, match="No snapshot found at version 99"):
        connection.execute("from lake.places at (version => 99)")


def test_the_second_of_two_writers_is_told(lake: Lake, connect: Connect) -> None:
    writers = connect(), connect()
    for each in writers:
        each.execute(lake.attach())
    write(writers[0], 10)
    for number, each in enumerate(writers):
        each.execute("begin")
        each.execute(f"create or replace table lake.places as select {number} as n")
    writers[0].execute("commit")
    with pytest.raises(duckdb.TransactionException, match=CONFLICT):
        writers[1].execute("commit")
    assert one(writers[1], "from lake.places") == 0


def test_versions_expire_and_their_files_go(lake: Lake, connect: Connect) -> None:
    connection = connect()
    connection.execute(lake.attach())
    numbers = [write(connection, 100 + each) for each in range(6)]
    files = f"select count(*) from glob('{lake.data}**')"
    assert one(connection, files) == 12
    connection.execute(f"call ducklake_expire_snapshots('lake', versions => {numbers[:-2]})")
    connection.execute("call ducklake_cleanup_old_files('lake', cleanup_all => true)")
    assert one(connection, files) == 4
    kept = f"select count(*) from lake.places at (version => {numbers[-2]})"
    assert one(connection, kept) == 104
    with pytest.raises(duckdb.InvalidInputException, match="No snapshot found"):
        connection.execute(f"from lake.places at (version => {numbers[0]})")


def test_a_snapshot_is_copied_whole_into_a_file(
    any_lake: Lake, connect: Connect, tmp_path: Path
) -> None:
    connection = connect()
    connection.execute(any_lake.attach())
    first = write(connection, 1000)
    write(connection, 5)
    connection.execute("detach lake")
    connection.execute(any_lake.attach(f"snapshot_version {first}"))
    connection.execute(f"attach '{tmp_path}/copy.duckdb' as copy")
    connection.execute("copy from database lake to copy")
    assert connection.execute(COUNTS.replace("lake.", "copy.")).fetchall() == [(1000, 1000)]


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


def test_a_reader_that_is_closed_off_still_reads_the_lake(lake: Lake, connect: Connect) -> None:
    connection = connect()
    connection.execute(lake.attach())
    write(connection, 100)
    connection.execute("detach lake")
    connection.execute(lake.attach("read_only"))
    connection.execute(f"set allowed_directories = ['{lake.data}']")
    connection.execute("set enable_external_access = false")
    assert connection.execute(COUNTS).fetchall() == [(100, 100)]
    for elsewhere in ("read_text('/etc/passwd')", "read_parquet('s3://other/x.parquet')"):
        with pytest.raises(duckdb.PermissionException):
            connection.execute(f"from {elsewhere}")


def test_a_killed_postgres_is_told_at_once_and_is_back_with_all_it_had(
    lake: Lake, connect: Connect, postgres: Postgres
) -> None:
    connection = connect()
    connection.execute(lake.attach())
    number = write(connection, 100)
    connection.execute("begin")
    connection.execute("create or replace table lake.places as select 1 as n")
    with postgres.killed():
        with pytest.raises(duckdb.TransactionException) as told:
            connection.execute("commit")
        assert CONFLICT not in str(told.value)
        with pytest.raises(duckdb.IOException, match="Unable to connect to Postgres"):
            connection.execute("from lake.current_snapshot()")
    assert one(connection, "from lake.current_snapshot()") == number
    assert connection.execute(COUNTS).fetchall() == [(100, 100)]


def test_a_postgres_that_hangs_lets_nobody_in_and_is_given_up(
    lake: Lake, connect: Connect, postgres: Postgres
) -> None:
    connection = connect()
    connection.execute(lake.attach())
    patient = Lake(f"{lake.database} connect_timeout=2", lake.data)
    with postgres.hanging(), pytest.raises(duckdb.IOException, match="timeout expired"):
        connection.execute(patient.attach(name="other"))
    assert one(connection, "from lake.current_snapshot()") == 0


def test_a_killed_storage_is_told_and_is_back_with_all_it_had(
    lake: Lake, connect: Connect, storage: Storage
) -> None:
    writer, reader = connect(), connect()
    for each in (writer, reader):
        each.execute(lake.attach())
        each.execute("set http_retries = 0")
    number = write(writer, 100)
    with storage.killed():
        with pytest.raises(duckdb.IOException, match="HTTP"):
            reader.execute("select sum(n) from lake.places")
        with pytest.raises(duckdb.IOException, match="HTTP"):
            write(writer, 200)
        writer.execute("rollback")
        assert one(reader, "from lake.current_snapshot()") == number
    assert reader.execute(COUNTS).fetchall() == [(100, 100)]
    assert write(writer, 200) == number + 1


def test_a_storage_that_hangs_is_given_up(lake: Lake, connect: Connect, storage: Storage) -> None:
    writer, reader = connect(), connect()
    for each in (writer, reader):
        each.execute(lake.attach())
    write(writer, 100)
    reader.execute("set http_retries = 0; set http_timeout = 1")
    with storage.hanging():
        began = time.monotonic()
        with pytest.raises(duckdb.IOException, match="Timeout was reached"):
            reader.execute("select sum(n) from lake.places")
        assert time.monotonic() - began >= 1
    assert one(reader, "select count(*) from lake.places") == 100


def test_the_catalog_knows_no_password(lake: Lake, connect: Connect, postgres: Postgres) -> None:
    connection = connect()
    connection.execute(lake.attach())
    paths = connection.execute("select path from duckdb_databases() where path is not null")
    shown = str(paths.fetchall())
    assert "user=npm" in shown
    assert not any(each in shown for each in postgres.passwords.values())
