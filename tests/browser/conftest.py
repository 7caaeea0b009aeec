"""The dashboard as people see it: real servers with a register each, and a real Chromium.

Without a Chromium these tests are reported as not run, loudly; where CI=true that is a failure.
"""

import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from playwright.sync_api import Browser, Page, expect, sync_playwright

from npm_data.register.storage.versions import versions_folder
from tests.browser.chromium import chromium_path, launch
from tests.browser.server import PROJECT, AppServer, run_command
from tests.browser.visitor import WAIT_MILLISECONDS, Look, Visitor
from tests.not_run import take_out

HERE = Path(__file__).parent
NO_BROWSER = "No Chromium on this machine: the dashboard was NOT tested in a browser"

MakeVisitor = Callable[..., Visitor]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    take_out(config, items, HERE, None if chromium_path() else NO_BROWSER)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=WAIT_MILLISECONDS)
    with sync_playwright() as playwright:
        chromium = launch(playwright)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("databases")


@pytest.fixture(scope="session")
def demo_register(tmp_path_factory: pytest.TempPathFactory, databases: Path) -> Path:
    """The demonstration register, as after the first `make run`: made once, copied by workers."""
    shared = tmp_path_factory.getbasetemp().parent / "demo.duckdb"
    with FileLock(f"{shared}.making"):
        if not shared.exists():
            run_command("demo", "--database", str(shared))
    return with_versions(shared, databases / "demo.duckdb")


@pytest.fixture(scope="session")
def demo_server(demo_register: Path) -> Iterator[AppServer]:
    yield from _serve(demo_register)


@pytest.fixture(scope="session")
def worked_register(databases: Path) -> Path:
    """The worked example, small enough to check by hand, imported by the command of the README."""
    database = databases / "worked.duckdb"
    source = PROJECT / "tests" / "examples" / "worked"
    run_command("import", str(source), "--database", str(database), "--data-date", "2018-06-30")
    return database


@pytest.fixture(scope="session")
def worked_server(worked_register: Path) -> Iterator[AppServer]:
    yield from _serve(worked_register)


@pytest.fixture(scope="module")
def own_register(worked_register: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the worked example with its versions, for a module that changes it."""
    return with_versions(worked_register, tmp_path_factory.mktemp("own") / worked_register.name)


def with_versions(register: Path, copy: Path) -> Path:
    """A register copied with the folder of its versions."""
    shutil.copy(register, copy)
    shutil.copytree(versions_folder(register), versions_folder(copy))
    return copy


@pytest.fixture(scope="session")
def server_without_a_register(databases: Path) -> Iterator[AppServer]:
    yield from _serve(databases / "none.duckdb")


def _serve(database: Path) -> Iterator[AppServer]:
    with AppServer(database, database.with_suffix(".log")) as server:
        yield server
        for sign in ("Traceback", '"level": "ERROR"', '"level": "CRITICAL"'):
            assert sign not in server.printed(), server.printed()[-4000:]


Left = dict[tuple[str, str], list[Page]]


@pytest.fixture(scope="session")
def left_windows() -> Left:
    """Windows that somebody has left, by server: they need not compile its scripts again."""
    return defaultdict(list)


@pytest.fixture
def visitor(browser: Browser, left_windows: Left) -> Iterator[MakeVisitor]:
    """`visitor(server, size=PHONE)` is a window on it; at the end none may have complained.

    `is_changed_for_good` is for a test that changes the browser itself: nobody uses it again.
    """
    visitors: list[tuple[Visitor, list[Page] | None]] = []

    def make(server: AppServer, *, is_changed_for_good: bool = False, **settings: Any) -> Visitor:
        look = Look(**settings)
        left = [] if is_changed_for_good else left_windows[server.url, look.locale]
        window = Visitor(look.worn_by(left.pop()) if left else look.page(browser), server)
        visitors.append((window, None if is_changed_for_good else left))
        return window

    yield make
    complaints = [complaint for each, _ in visitors for complaint in each.complaints]
    foreign = [url for each, _ in visitors for url in each.foreign_requests()]
    for each, left in visitors:
        if left is not None and each.leave():
            left.append(each.page)
        else:
            each.context.close()
    assert not complaints, complaints
    assert not foreign, foreign
