"""`make serve`: several processes behind one nginx, of which none is missed for long."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import psutil
import pytest

from scripts.nginx import nginx_path
from tests.browser.conftest import MakeVisitor
from tests.browser.server import ADDRESS, PROJECT
from tests.patience import STANDS_STILL_SECONDS

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(nginx_path() is None, reason="there is no nginx on this machine"),
]


class Served:
    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://{ADDRESS}:{port}"
        self.ports = (port + 1, port + 2)

    def printed(self) -> str:
        return ""

    def of(self, port: int) -> psutil.Process:
        """The process that listens there."""
        listening = (
            each.pid
            for each in psutil.net_connections("tcp4")
            if each.status == psutil.CONN_LISTEN and each.laddr.port == port
        )
        return psutil.Process(next(filter(None, listening)))


@contextmanager
def served(database: Path) -> Iterator[Served]:
    made = Served(three_free_ports())
    settings = {"PORT": str(made.port), "WORKERS": "2", "NPM_DATABASE": str(database), "CI": "true"}
    with subprocess.Popen(
        [sys.executable, "-m", "scripts.serve"],
        cwd=PROJECT,
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert made.url in next(line for line in process.stdout if "dashboard is at" in line)
        try:
            yield made
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=STANDS_STILL_SECONDS) == 128 + signal.SIGTERM


def three_free_ports() -> int:
    """The first of three that follow each other."""
    while True:
        with socket.socket() as probe, socket.socket() as second, socket.socket() as third:
            probe.bind((ADDRESS, 0))
            port: int = probe.getsockname()[1]
            if port < 65_000 and not any(
                _is_taken(each, port + more) for more, each in ((1, second), (2, third))
            ):
                return port


def _is_taken(probe: socket.socket, port: int) -> bool:
    try:
        probe.bind((ADDRESS, port))
    except OSError:
        return True
    return False


def test_two_processes_answer_and_one_that_is_killed_comes_back(
    worked_register: Path, visitor: MakeVisitor
) -> None:
    with served(worked_register) as site:
        window = visitor(site)
        window.open("overview", lang="en", period="2016")
        kept = [each for each in window.context.cookies(site.url) if each["name"] == "npm_process"]
        assert [each["secure"] for each in kept] == [False]
        for _ in range(20):
            assert httpx2.get(f"{site.url}/health").json() == {"status": "ok"}
        first, second = (site.of(port) for port in site.ports)
        for each in (first, second):
            at = [one.laddr.port for one in each.net_connections() if one.status == "ESTABLISHED"]
            assert set(at) & set(site.ports)
        second.kill()
        # Who was there is served by the other one until it is back.
        for _ in range(20):
            assert httpx2.get(f"{site.url}/health").status_code == 200
        deadline = time.monotonic() + STANDS_STILL_SECONDS
        while not answers(site.ports[1]) and time.monotonic() < deadline:
            time.sleep(0.1)
        assert site.of(site.ports[1]).pid != second.pid
        assert site.of(site.ports[0]).pid == first.pid
    assert not any(answers(port) for port in (site.port, *site.ports))


def answers(port: int) -> bool:
    try:
        return httpx2.get(f"http://{ADDRESS}:{port}/health").status_code == 200
    except httpx2.TransportError:
        return False
