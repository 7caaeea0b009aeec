"""The telling register as a file, as the program's answers, and as pages."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import PROJECT
from tests.patience import STANDS_STILL_SECONDS
from tests.registers import register_of, repository_of
from tests.telling.truth import DATA_DATE, rows
from tests.ui.conftest import packages_are_searched_once, who_looks

__all__ = ["packages_are_searched_once", "who_looks"]
OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("telling")
    repository_of(register_of(**rows()), folder, DATA_DATE).close()
    return folder / "register.duckdb"


@pytest.fixture(scope="session")
def repository(file: Path) -> Iterator[Repository]:
    opened = open_repository(file)
    yield opened
    opened.close()


@pytest.fixture
def page(file: Path, monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Opens a page in English, with the tables of the named figures open; keywords: the address."""

    def run(name: str, *tables: str, **query: str | list[str]) -> AppTest:
        monkeypatch.setenv("NPM_DATABASE", os.fspath(file))
        app = AppTest.from_file(str(PROJECT / "dashboard.py"), default_timeout=STANDS_STILL_SECONDS)
        for key, value in ({"lang": "en"} | query).items():
            app.query_params[key.replace("_", "-")] = value
        for table in tables:
            app.session_state[f"{name}.{table}.table"] = True
        app.switch_page(f"pages/{name}.py")
        app.run()
        said = "\n".join(str(each.value) for each in app.markdown).replace("\u00a0", " ")
        assert "Records up to 30.06.2020" in said
        return app

    return run
