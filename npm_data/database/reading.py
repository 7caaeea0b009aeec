"""Read a register back out of its file, also one of an older format, and see that it is whole."""

from pathlib import Path

import duckdb
import polars as pl

from npm_data.database.connection import Meta, open_connection, read_meta
from npm_data.database.errors import DatabaseError
from npm_data.database.origin import Origin, SourceFile
from npm_data.database.tables import REGISTER_TABLES
from npm_data.model.problem import Problem
from npm_data.model.register import Register
from npm_data.model.schemas import with_records
from npm_data.validate.kept import SCHEMA, problem_of


def read_register(path: Path) -> tuple[Register, Origin]:
    """The register of a file and where it came from; each row's `record` is its place in the table.

    The rules are not asked again: what was let in is given back as it was.

    Raises:
        DatabaseError: the file is missing, damaged, no register, or of a newer format.
    """
    connection = open_connection(path)
    try:
        meta = read_meta(connection, path, any_older=True)
        frames = {name: _rows(connection, name) for name in REGISTER_TABLES}
        sources = connection.execute("select file_name, sha256, bytes from sources").fetchall()
        files = tuple(SourceFile(*row) for row in sources)
        origin = Origin(files, meta.data_date, meta.is_demonstration, _problems(connection))
        return Register.cast(frames), origin
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise DatabaseError("format", path) from error
    except duckdb.Error as error:
        raise DatabaseError("unreadable", path) from error
    finally:
        connection.close()


def look_through(path: Path) -> Meta:
    """Read all of a register's file once, so that what is damaged anywhere in it is found now.

    DuckDB holds each block against its check sum when it reads it; opening reads but a few.

    Raises:
        DatabaseError: the file is missing, damaged, no register, or of a newer format.
    """
    connection = open_connection(path)
    try:
        meta = read_meta(connection, path, any_older=True)
        tables = connection.execute(
            "select table_name from duckdb_tables() where database_name = 'register'"
        ).fetchall()
        names = (name.replace('"', '""') for (name,) in tables)
        each = (f'select bit_xor(hash(t)) from "{name}" as t' for name in names)
        connection.execute(" union all ".join(each)).fetchall()
        return meta
    except duckdb.Error as error:
        raise DatabaseError("unreadable", path) from error
    finally:
        connection.close()


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> pl.DataFrame:
    query = f"select * exclude (row_number) from {table} order by row_number"
    rows = with_records(table, connection.sql(query).pl(), first_row=1)
    # A file of an older format lacks the columns that came since.
    since = Register.members()[table].schema.columns().keys() - set(rows.columns)
    return rows.with_columns(pl.lit(None, pl.String).alias(name) for name in sorted(since))


def _problems(connection: duckdb.DuckDBPyConnection) -> tuple[Problem, ...]:
    """The findings that were let pass; format 1 kept none."""
    columns = ", ".join(SCHEMA)
    try:
        rows = connection.execute(f"select {columns} from findings order by 1").fetchall()
    except duckdb.CatalogException:
        return ()
    return tuple(problem_of(dict(zip(SCHEMA, row, strict=True))) for row in rows)
