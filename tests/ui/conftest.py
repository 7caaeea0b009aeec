"""The app over a small register, run without a browser."""

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.model.roles import Role
from npm_data.reference import PROJECT
from npm_data.ui import access
from npm_data.ui.access import LOCAL, Visitor
from tests.registers import register_of, repository_of, worked_rows

DATA_DATE = date(2018, 6, 30)
RunApp = Callable[..., AppTest]


@pytest.fixture
def worked(tmp_path: Path) -> Path:
    """The worked example as a demonstration register."""
    folder = tmp_path / "worked"
    folder.mkdir()
    register = register_of(**worked_rows())
    repository_of(register, folder, DATA_DATE, is_demonstration=True).close()
    return folder / "register.duckdb"


@pytest.fixture(autouse=True)
def who_looks(monkeypatch: pytest.MonkeyPatch) -> Callable[[Visitor], None]:
    """The person at this computer, until a test says who it is instead."""

    def look_as(visitor: Visitor) -> None:
        monkeypatch.setattr(access, "visitor", lambda: visitor)

    look_as(Visitor(Role.SECRETARIAT, LOCAL))
    return look_as


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """The worked example as the secretariat's own register, version 1."""
    folder = tmp_path / "kept"
    folder.mkdir()
    repository_of(register_of(**worked_rows()), folder, DATA_DATE).close()
    return folder / "register.duckdb"


@pytest.fixture
def run_app(monkeypatch: pytest.MonkeyPatch) -> RunApp:
    """Runs `dashboard.py` (or another file) on a register; keywords are the address."""

    def run(database: Path, file: str = "dashboard.py", **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("NPM_DATABASE", os.fspath(database))
        app = AppTest.from_file(str(PROJECT / file), default_timeout=30)
        for name, value in query.items():
            app.query_params[name.replace("_", "-")] = value
        return app.run()

    return run


def text_of(app: AppTest) -> str:
    """All that is said on the page, apart from the widgets."""
    kinds = (app.title, app.header, app.subheader, app.markdown, app.caption, app.info)
    return "\n".join(str(each.value) for kind in (*kinds, app.error, app.warning) for each in kind)


def address_of(app: AppTest) -> dict[str, list[str]]:
    """What the page's address says, by name."""
    return {
        name: [value] if isinstance(value, str) else list(value)
        for name, value in app.query_params.items()
    }
