"""A register in a lake: a real PostgreSQL and a real S3 storage, begun once for each process.

`make test-lake` lays the lake's DuckDB before the environment's.
"""

from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from tests.extent import some
from tests.lake.places import Lake, loaded
from tests.lake.servers import Postgres, Storage
from tests.not_run import take_out
from tests.programs import postgres_programs

KINDS = ("postgres and storage", "sqlite", "postgres and folder", "duckdb")
"""What keeps the catalog, and what the data."""

MakeLake = Callable[[str], Lake]
Connect = Callable[[], duckdb.DuckDBPyConnection]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    take_out(config, items, Path(__file__).parent, missing())


def missing() -> str | None:
    if find_spec("duckdb_extension_ducklake") is None:
        return (
            "No lake beside DuckDB (`make test-lake` has one): registers in a lake were NOT tested"
        )
    if postgres_programs() is None:
        return "No PostgreSQL on this machine: registers in a lake were NOT tested"
    return None


@pytest.fixture(scope="session")
def begun_postgres() -> Iterator[Postgres]:
    with Postgres() as server:
        yield server


@pytest.fixture(scope="session")
def begun_storage() -> Iterator[Storage]:
    with Storage() as server:
        yield server


@pytest.fixture
def postgres(begun_postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> Postgres:
    """It runs, whatever the test before did, and its passwords are where libpq looks."""
    begun_postgres.start()
    for name, value in begun_postgres.environment.items():
        monkeypatch.setenv(name, value)
    return begun_postgres


@pytest.fixture
def storage(begun_storage: Storage, monkeypatch: pytest.MonkeyPatch) -> Storage:
    """It runs, whatever the test before did, and its key is in the environment."""
    begun_storage.start()
    for name, value in begun_storage.environment.items():
        monkeypatch.setenv(name, value)
    return begun_storage


@pytest.fixture
def make_lake(request: pytest.FixtureRequest, tmp_path: Path) -> MakeLake:
    """`make_lake(kind)`: the place of a new lake of one of `KINDS`; servers begin when asked."""

    def make(kind: str) -> Lake:
        folder = tmp_path / "data"
        if not kind.startswith("postgres"):
            path = tmp_path / f"catalog.{kind}"
            return Lake(f"ducklake:{'sqlite:' if kind == 'sqlite' else ''}{path}", f"{folder}/")
        postgres: Postgres = request.getfixturevalue("postgres")
        database = f"ducklake:postgres:{postgres.connection(postgres.database(), 'npm')}"
        if kind.endswith("folder"):
            return Lake(database, f"{folder}/")
        storage: Storage = request.getfixturevalue("storage")
        return Lake(database, f"s3://{storage.bucket()}/register/")

    return make


@pytest.fixture
def lake(request: pytest.FixtureRequest, make_lake: MakeLake) -> Lake:
    """On PostgreSQL; its data in S3 for a test that has to do with the storage, else in a folder,
    which is quicker.
    """
    return make_lake(f"postgres and {'storage' if 'storage' in request.fixturenames else 'folder'}")


@pytest.fixture(params=some(KINDS, 1))
def any_lake(request: pytest.FixtureRequest, make_lake: MakeLake) -> Lake:
    return make_lake(request.param)


@pytest.fixture
def connect() -> Iterator[Connect]:
    """`connect()`: another DuckDB with the extensions; all are closed at the end."""
    made: list[duckdb.DuckDBPyConnection] = []

    def make() -> duckdb.DuckDBPyConnection:
        made.append(loaded())
        return made[-1]

    yield make
    for each in made:
        each.close()
