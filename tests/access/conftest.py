"""Servers that people come to from elsewhere: as the public, and with sign-in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.access.provider import behind_sign_in
from tests.browser.server import AppServer
from tests.disclosure.worlds import Rows
from tests.registers import register_of, repository_of, worked_rows

MARK = "ҚҰПИЯ"
"""Stands in all that must not reach the public, and nowhere else."""
HIDDEN_COLUMNS = {
    "institutions": ("name", "district"),
    "recommendations": ("text",),
    "follow_up": ("note",),
}


def marked_rows() -> Rows:
    """The worked example, marked in its names, districts, texts, notes and IDs."""
    rows = worked_rows()
    for sheet, columns in HIDDEN_COLUMNS.items():
        for number, row in enumerate(rows[sheet]):
            row |= {column: f"{MARK} {column} {number}" for column in columns}
    ids = ("institution_id", "visit_id", "recommendation_id", "repeats")
    for sheet in rows:
        for row in rows[sheet]:
            row |= {name: f"{MARK}-{row[name]}" for name in ids if row.get(name)}
    return rows


@pytest.fixture(scope="session")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("marked")
    repository_of(register_of(**marked_rows()), folder, date(2018, 6, 30)).close()
    return folder / "register.duckdb"


@pytest.fixture(scope="session")
def local_server(marked: Path) -> Iterator[AppServer]:
    """Bound to this computer, without sign-in: as after `make run`."""
    with AppServer(marked, marked.with_name("local.log")) as server:
        yield server
        assert "Traceback" not in server.printed(), server.printed()[-4000:]


@pytest.fixture(scope="session")
def open_server(marked: Path) -> Iterator[AppServer]:
    """Bound to all addresses of this computer, without sign-in."""
    with AppServer(marked, marked.with_name("open.log"), NPM_ADDRESS="0.0.0.0") as server:
        yield server
        assert "Traceback" not in server.printed(), server.printed()[-4000:]


@pytest.fixture(scope="session")
def sign_in_server(marked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    folder = tmp_path_factory.mktemp("sign_in")
    server = AppServer(marked, folder / "server.log")
    with behind_sign_in(folder, server):
        yield server
