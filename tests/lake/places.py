"""Where a register lies in a lake, and DuckDB with what it takes to read it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

EXTENSIONS = ("ducklake", "httpfs", "postgres_scanner", "sqlite_scanner")
SEALED = {"autoinstall_known_extensions": False, "autoload_known_extensions": False}
UNCHECKED = {"allow_unsigned_extensions": True}
"""The signatures of four extensions take half a second, and the packages have been checked."""


@dataclass(frozen=True)
class Lake:
    """`database` is what NPM_DATABASE names, `data` the folder or bucket of NPM_LAKE_DATA."""

    database: str
    data: str

    def attach(self, *options: str, name: str = "lake") -> str:
        """The statement that attaches it, a new one where there is none."""
        chosen = ", ".join([f"data_path '{self.data}'", *options])
        return f"attach '{self.database}' as {name} ({chosen})"


def extension(name: str) -> Path:
    """The file of an extension inside its package."""
    package = find_spec(f"duckdb_extension_{name}")
    assert package is not None
    assert package.origin is not None
    versions = Path(package.origin).parent / "extensions"
    return versions / f"v{duckdb.__version__}" / f"{name}.duckdb_extension"


def loaded(environment: Mapping[str, str] = os.environ) -> duckdb.DuckDBPyConnection:
    """DuckDB that has the extensions and the key of the storage, and fetches nothing itself."""
    connection = duckdb.connect(config=SEALED | UNCHECKED)
    for name in EXTENSIONS:
        connection.load_extension(str(extension(name)))
    if "AWS_ENDPOINT_URL" in environment:
        storage = urlsplit(environment["AWS_ENDPOINT_URL"])
        connection.execute(
            "create secret (type s3, url_style 'path', use_ssl false, "
            f"key_id '{environment['AWS_ACCESS_KEY_ID']}', "
            f"secret '{environment['AWS_SECRET_ACCESS_KEY']}', "
            f"region '{environment['AWS_REGION']}', endpoint '{storage.netloc}')"
        )
    return connection
