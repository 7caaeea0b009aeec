"""`make run`'s last step: where the dashboard is served, and what is said when it cannot be."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from npm_data.reference import PROJECT
from tests.browser.server import free_port

COMMAND = [sys.executable, "-m", "scripts.serve"]


def serve(**settings: str) -> subprocess.CompletedProcess[str]:
    """The script run to its end; NPM_DATABASE is set, so that it generates nothing."""
    return subprocess.run(
        COMMAND,
        cwd=PROJECT,
        env=os.environ | {"NPM_DATABASE": "missing.duckdb"} | settings,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_busy_port_is_said_in_one_sentence() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        finished = serve(PORT=str(port))
    assert finished.returncode == 2
    assert f"Port {port} cannot be used" in finished.stderr
    assert f"PORT={port + 1}" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "70000", "-1"])
def test_a_port_that_is_none_is_said_in_one_sentence(port: str) -> None:
    finished = serve(PORT=port)
    assert finished.returncode == 2
    assert f"PORT={port} is no port" in finished.stderr


def test_a_named_register_that_is_missing_is_not_replaced_by_a_demonstration(
    tmp_path: Path,
) -> None:
    missing = tmp_path / "register.duckdb"
    finished = serve(PORT=str(free_port()), NPM_DATABASE=str(missing))
    assert finished.returncode == 2
    assert f"no register at {missing}" in finished.stderr
    assert not missing.exists()


def test_the_address_is_printed_when_the_dashboard_answers_and_ends_when_told_to(
    tmp_path: Path,
) -> None:
    database = tmp_path / "register.duckdb"
    database.write_bytes(b"not opened before somebody looks")
    port = free_port()
    environment = os.environ | {"PORT": str(port), "NPM_DATABASE": str(database), "CI": "true"}
    with subprocess.Popen(
        COMMAND, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = next(line for line in process.stdout if "dashboard is at" in line)
        assert f"http://127.0.0.1:{port}" in said
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health") as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 128 + signal.SIGTERM
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
