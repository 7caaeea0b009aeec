"""The last step of `make run` and `make serve`: where the dashboard is served, and what is said
when it cannot be.
"""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from npm_data.reference import PROJECT
from scripts.nginx import SHIPPED, in_plain_http, with_processes
from scripts.serve import chosen_workers, seen_at
from tests.browser.server import free_port
from tests.patience import STANDS_STILL_SECONDS

COMMAND = [sys.executable, "-m", "scripts.serve"]


def serve(**settings: str) -> subprocess.CompletedProcess[str]:
    """The script run to its end; NPM_DATABASE is set, so that it generates nothing."""
    return subprocess.run(
        COMMAND,
        cwd=PROJECT,
        env=os.environ | {"NPM_DATABASE": "missing.duckdb"} | settings,
        capture_output=True,
        text=True,
        timeout=STANDS_STILL_SECONDS,
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


@pytest.mark.parametrize("workers", ["two", "0", "65", "-1"])
def test_a_number_of_processes_that_is_none_is_said_in_one_sentence(workers: str) -> None:
    finished = serve(PORT=str(free_port()), WORKERS=workers)
    assert finished.returncode == 2
    assert (
        finished.stderr == f"WORKERS={workers} is no number of processes: give auto, or 1 to 64.\n"
    )


def test_several_processes_without_nginx_are_said_in_one_sentence_and_one_needs_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("scripts.serve.nginx_path", lambda: None)
    monkeypatch.setattr("scripts.serve.cores", lambda: 1)
    assert chosen_workers("1") == chosen_workers("auto") == 1
    monkeypatch.setattr("scripts.serve.cores", lambda: 3)
    with pytest.raises(SystemExit) as ended:
        chosen_workers("auto")
    assert ended.value.code == 2
    assert "3 processes need nginx" in capsys.readouterr().err


def test_the_ports_of_the_processes_are_free_as_well(tmp_path: Path) -> None:
    database = tmp_path / "register.duckdb"
    database.touch()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        at = {"PORT": str(taken - 1), "NPM_ADDRESS": "127.0.0.9", "NPM_DATABASE": str(database)}
        finished = serve(WORKERS="2", **at)
    assert finished.returncode == 2
    assert f"Port {taken} cannot be used" in finished.stderr
    assert f"make serve PORT={taken + 1}" in finished.stderr


def test_nobody_signs_in_through_a_network_in_plain_text(tmp_path: Path) -> None:
    database = tmp_path / "register.duckdb"
    database.touch()
    at = {"PORT": str(free_port()), "NPM_ADDRESS": "0.0.0.0", "NPM_DATABASE": str(database)}
    finished = serve(WORKERS="2", NPM_SIGN_IN="sign_in.toml", **at)
    assert finished.returncode == 2
    assert "wants TLS" in finished.stderr


def test_the_shipped_nginx_file_without_tls_keeps_its_limits_and_has_all_processes() -> None:
    shipped = SHIPPED.read_text("utf-8")
    made = in_plain_http(with_processes((1, 2, 3)), "127.0.0.1:8501")
    assert [line for line in made.splitlines() if line.startswith("    server ")] == [
        f"    server 127.0.0.1:{port} max_fails=2 fail_timeout=5s;" for port in (1, 2, 3)
    ]
    assert made.count("server {\n    listen 127.0.0.1:8501;\n") == 1
    for gone in ("ssl", "443", "Secure", "secure", "Strict-Transport", "example.org"):
        assert gone in shipped
        assert gone not in made.replace("proxy_ssl", "")
    limits = [line for line in shipped.splitlines() if "limit_" in line]
    assert limits == [line for line in made.splitlines() if "limit_" in line]


def test_the_port_is_looked_for_at_the_address_that_is_bound(tmp_path: Path) -> None:
    database = tmp_path / "register.duckdb"
    database.touch()
    with socket.socket() as other:
        other.bind(("127.0.0.5", 0))
        other.listen()
        port = str(other.getsockname()[1])
        finished = serve(PORT=port, NPM_ADDRESS="127.0.0.5", NPM_DATABASE=str(database))
    assert f"Port {port} cannot be used" in finished.stderr
    assert "Traceback" not in finished.stderr


@pytest.mark.parametrize("address", ["192.0.2.1", "no.such.name.invalid"])
def test_an_address_of_another_machine_is_said_in_one_sentence(address: str) -> None:
    finished = serve(PORT=str(free_port()), NPM_ADDRESS=address)
    assert finished.returncode == 2
    assert finished.stderr.strip() == f"NPM_ADDRESS={address} is no address of this machine."


def test_all_addresses_are_shown_as_one_that_a_browser_opens() -> None:
    assert seen_at("0.0.0.0", 8501) == "http://127.0.0.1:8501"
    assert seen_at("::", 8501) == "http://[::1]:8501"
    assert seen_at("10.0.0.7", 80) == "http://10.0.0.7:80"


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
    environment = os.environ | {
        "PORT": str(port),
        "NPM_ADDRESS": "127.0.0.7",
        "NPM_DATABASE": str(database),
        "CI": "true",
    }
    with subprocess.Popen(
        COMMAND, cwd=PROJECT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = next(line for line in process.stdout if "dashboard is at" in line)
        assert f"http://127.0.0.7:{port}" in said
        with urllib.request.urlopen(f"http://127.0.0.7:{port}/_stcore/health") as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=STANDS_STILL_SECONDS) == 128 + signal.SIGTERM
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.7", port)) != 0
