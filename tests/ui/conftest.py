"""The app over a small register, run without a browser."""

import functools
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from npm_data.reference import PROJECT
from npm_data.register.filters import Role
from npm_data.ui.server import access
from npm_data.ui.server.access import LOCAL, Visitor
from tests.patience import STANDS_STILL_SECONDS
from tests.registers import register_of, repository_of, worked_rows

DATA_DATE = date(2018, 6, 30)
RunApp = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def packages_are_searched_once() -> Iterator[None]:
    """Each run of an app searches all packages for components: half of a test's time."""
    search = functools.cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", search)
        yield


@pytest.fixture(scope="session")
def worked_file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Path]:
    """The worked example as a file that no test may change, as a demonstration or not."""

    @functools.cache
    def write(is_demonstration: bool) -> Path:
        folder = tmp_path_factory.mktemp("written")
        register = register_of(**worked_rows())
        repository_of(register, folder, DATA_DATE, is_demonstration=is_demonstration).close()
        return folder

    return write


@pytest.fixture
def worked(worked_file: Callable[[bool], Path]) -> Iterator[Path]:
    """The worked example as a demonstration register, the same file for all: it may not change."""
    file = worked_file(True) / "register.duckdb"
    before = file.stat()
    yield file
    after = file.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.fixture
def own(tmp_path: Path, worked_file: Callable[[bool], Path]) -> Path:
    """The same as a file of the test's own, which another may take the place of."""
    return shutil.copytree(worked_file(True), tmp_path / "worked") / "register.duckdb"


@pytest.fixture(autouse=True)
def who_looks(monkeypatch: pytest.MonkeyPatch) -> Callable[[Visitor], None]:
    """The person at this computer, until a test says who it is instead."""

    def look_as(visitor: Visitor) -> None:
        monkeypatch.setattr(access, "visitor", lambda: visitor)

    look_as(Visitor(Role.SECRETARIAT, LOCAL))
    return look_as


@pytest.fixture
def kept(tmp_path: Path, worked_file: Callable[[bool], Path]) -> Path:
    """The worked example as the secretariat's own register, version 1."""
    return shutil.copytree(worked_file(False), tmp_path / "kept") / "register.duckdb"


@pytest.fixture
def run_app(monkeypatch: pytest.MonkeyPatch) -> RunApp:
    """Runs the dashboard on a register, or a file of it `alone`; keywords are the address.

    With `at` the page of that name is the first that is run, without the start page before it.
    """

    def run(
        database: Path, at: str = "", *, alone: str = "dashboard.py", **query: str | list[str]
    ) -> AppTest:
        monkeypatch.setenv("NPM_DATABASE", os.fspath(database))
        app = AppTest.from_file(str(PROJECT / alone), default_timeout=STANDS_STILL_SECONDS)
        for name, value in query.items():
            app.query_params[name.replace("_", "-")] = value
        if at:
            app.switch_page(f"pages/{at}.py")
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
