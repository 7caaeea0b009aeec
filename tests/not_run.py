"""Tests that this machine cannot run: told loudly, and a failure where CI=true."""

import os
from pathlib import Path

import pytest

NOT_RUN = pytest.StashKey[dict[str, int]]()
"""How many tests were taken out, by the sentence that says why."""


def take_out(
    config: pytest.Config, items: list[pytest.Item], folder: Path, reason: str | None
) -> None:
    """Takes out the tests of a folder, for a reason, or none where there is none."""
    here = [item for item in items if item.path.is_relative_to(folder)]
    if not here or reason is None:
        return
    if os.environ.get("CI") == "true":
        raise pytest.UsageError(f"{reason}.")
    config.stash.setdefault(NOT_RUN, {})[reason] = len(here)
    config.hook.pytest_deselected(items=here)
    items[:] = [item for item in items if item not in here]


@pytest.hookimpl
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    found = terminalreporter.config.stash.get(NOT_RUN, {})
    if found:
        terminalreporter.section("NOT RUN", red=True, bold=True)
    for reason, count in found.items():
        terminalreporter.line(f"{reason}: {count} tests not run.", red=True, bold=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Nothing but such tests asked for and none can run: not a failure, the summary says so."""
    if session.exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED and NOT_RUN in session.config.stash:
        session.exitstatus = pytest.ExitCode.OK
