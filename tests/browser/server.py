"""A real Streamlit server on a free port of this machine, with a register of its own."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.patience import STANDS_STILL_SECONDS

PROJECT = Path(__file__).resolve().parents[2]
ADDRESS = "127.0.0.1"
START_SECONDS = STANDS_STILL_SECONDS


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((ADDRESS, 0))
        port: int = probe.getsockname()[1]
        return port


class AppServer:
    """`with AppServer(database, log) as server:` serves until the block ends.

    `script` is the app, the dashboard unless another is named. What the server prints goes to the
    file `log`. `settings` are environment variables.
    """

    def __init__(
        self, database: Path, log: Path, script: Path = PROJECT / "dashboard.py", **settings: str
    ) -> None:
        self.database = database
        self.log = log
        self.script = script
        self.settings = settings
        self.port = free_port()
        self.url = f"http://{ADDRESS}:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_it_answers()
        return self

    def start(self) -> None:
        """Starts it and does not wait; `together` starts several at once."""
        command = [sys.executable, "-m", "tests.runtime_only", "npm_data.ui.server"]
        options = ["--port", str(self.port), "--script", str(self.script)]
        environment = os.environ | {"NPM_DATABASE": str(self.database)} | self.settings
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, *options],
                cwd=PROJECT,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def printed(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the server ended while starting:\n{self.printed()}")
            try:
                with urllib.request.urlopen(f"{self.url}/_stcore/health", timeout=2):
                    return
            except (urllib.error.URLError, OSError):
                time.sleep(0.05)
        self.__exit__(None, None, None)
        raise RuntimeError(f"the server did not answer in time:\n{self.printed()}")


@contextmanager
def together(*servers: AppServer) -> Iterator[None]:
    """Several servers, none of which waits for another; none may print a traceback."""
    for each in servers:
        each.start()
    try:
        for each in servers:
            each.wait_until_it_answers()
        yield
    finally:
        for each in servers:
            each.__exit__(None, None, None)
    for each in servers:
        assert "Traceback" not in each.printed(), each.printed()[-4000:]


def run_command(*arguments: str) -> None:
    """`python -m npm_data ...` as a clerk would run it; a failure shows what it printed."""
    command = [sys.executable, "-m", "tests.runtime_only", "npm_data", *arguments]
    finished = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{finished.stdout}{finished.stderr}")
