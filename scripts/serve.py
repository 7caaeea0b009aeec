"""Starts the dashboard on this machine and says where: what `make run` and `make serve` end with.

PORT is the port (8501), NPM_ADDRESS the address to bind to (127.0.0.1: this machine alone),
NPM_DATABASE the register's file. Without NPM_DATABASE the file is
`data/register.duckdb`; when that is missing, a demonstration register is generated there.

WORKERS is how many processes serve it, or `auto` for one a core: several stand behind an nginx of
their own at the ports that follow. Whoever comes through it is the public until they sign in.
"""

import errno
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NoReturn

from scripts.nginx import in_plain_http, nginx_path, start_nginx, with_processes

PROJECT = Path(__file__).resolve().parents[1]
DEFAULT_DATABASE = PROJECT / "data" / "register.duckdb"
ADDRESS = "127.0.0.1"
ANY = {"0.0.0.0": ADDRESS, "::": "::1"}
"""All addresses of this machine, and one of them."""
START_SECONDS = 60
MOST_WORKERS = 64
LOOK_SECONDS = 0.3
RESTART_SECONDS = 2
"""As in the unit: what ends again and again is not started faster than this."""


def chosen_port(text: str, address: str) -> int:
    """The port that PORT names, free at the address; otherwise one clear sentence and exit 2."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        stop(f"PORT={text} is no port: give a number from 1 to 65535, as in: {called()} PORT=8502")
    port = int(text)
    try:
        family, kind, _, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            stop(f"NPM_ADDRESS={address} is no address of this machine.")
        stop(f"Port {port} cannot be used ({error.strerror}). Try: {called()} PORT={port + 1}")
    return port


def called() -> str:
    """What was typed to come here."""
    return "make serve" if "WORKERS" in os.environ else "make run"


def chosen_workers(text: str) -> int:
    """How many processes WORKERS asks for; otherwise one clear sentence and exit 2."""
    if text == "auto":
        text = str(min(cores(), MOST_WORKERS))
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        stop(f"WORKERS={text} is no number of processes: give auto, or 1 to {MOST_WORKERS}.")
    workers = int(text)
    if workers > 1 and nginx_path() is None:
        stop(
            f"{workers} processes need nginx before them, which is not on this machine (Debian: "
            "apt install nginx-light). Without it: make serve WORKERS=1"
        )
    return workers


def cores() -> int:
    """Those that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def refuse_passwords_in_the_open(address: str) -> None:
    """What people sign in with is not sent through a network in plain text."""
    is_local = address == "localhost" or address.startswith("127.") or address == "::1"
    if os.environ.get("NPM_SIGN_IN") and not is_local:
        stop(
            "Sign-in for others than this machine wants TLS: see docs/deployment.md, "
            "or leave NPM_ADDRESS away."
        )


def seen_at(address: str, port: int) -> str:
    """Where a browser on this machine finds the dashboard."""
    return f"http://{place(ANY.get(address, address), port)}"


def place(address: str, port: int) -> str:
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def chosen_database(named: str | None) -> Path | str:
    """The register: the named file, which must exist, the address of a shared one as it stands, or
    the usual file, made when missing.
    """
    if named and named.startswith("ducklake:"):
        return named
    if named:
        path = Path(named).expanduser().resolve()
        if not path.is_file():
            stop(
                f"There is no register at {path} (NPM_DATABASE). Make one with: "
                f"python -m npm_data import FOLDER --database {named}"
            )
        return path
    demo = ["-m", "npm_data", "demo", "--database", str(DEFAULT_DATABASE), "--if-missing"]
    made = subprocess.run([sys.executable, *demo], check=False, cwd=PROJECT)
    if made.returncode:
        raise SystemExit(made.returncode)
    return DEFAULT_DATABASE


def stop(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


def start_server(
    port: int, database: Path | str, address: str = ADDRESS
) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "npm_data.ui.server", "--port", str(port)]
    (PROJECT / "static").mkdir(
        exist_ok=True
    )  # the app fills it; Streamlit warns when it is missing
    environment = os.environ | {"NPM_DATABASE": str(database), "NPM_ADDRESS": address}
    return subprocess.Popen(command, cwd=PROJECT, env=environment)


def wait_until_it_answers(server: subprocess.Popen[bytes], url: str) -> None:
    """Returns when the server answers; exits with its code when it ends before that."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise SystemExit(server.returncode or 1)
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    stop(f"The dashboard did not answer within {START_SECONDS} seconds.")


def open_on_a_desktop(url: str) -> None:
    """Shows the page where there is a screen; a server without one is left in peace."""
    has_screen = sys.platform == "darwin" or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
    if has_screen and not os.environ.get("CI"):
        webbrowser.open(url)


def end_on_signal(number: int, _frame: FrameType | None) -> None:
    raise SystemExit(128 + number)


class Kept:
    """A process that is started again when it ends; `name` is where it serves."""

    def __init__(self, name: str, start: Callable[[], subprocess.Popen[bytes]]) -> None:
        self._name, self._start = name, start
        self.process = start()
        self._started = time.monotonic()

    def look(self) -> None:
        """Starts it again if it has ended, and says so."""
        code = self.process.poll()
        if code is None or time.monotonic() - self._started < RESTART_SECONDS:
            return
        print(f"  The process at {self._name} ended ({code}) and is started again.", flush=True)
        self.process, self._started = self._start(), time.monotonic()


def end(*processes: subprocess.Popen[bytes]) -> None:
    """All at once: each gives its open windows time to notice."""
    for each in processes:
        each.terminate()
    for each in processes:
        each.wait()


def serve_alone(address: str, port: int, database: Path | str) -> NoReturn:
    server = start_server(port, database, address)
    url = seen_at(address, port)
    try:
        wait_until_it_answers(server, url)
        print(f"\n  The dashboard is at {url}   (Ctrl+C ends it)\n", flush=True)
        open_on_a_desktop(url)
        raise SystemExit(server.wait())
    finally:
        end(server)


def serve_behind_nginx(address: str, port: int, database: Path | str, workers: int) -> NoReturn:
    """Processes at the ports that follow; whichever ends is started again."""
    ports = [chosen_port(str(port + number), ADDRESS) for number in range(1, workers + 1)]
    url, text = seen_at(address, port), in_plain_http(with_processes(ports), place(address, port))
    kept: list[Kept] = []
    with TemporaryDirectory(prefix="npm-nginx-") as folder:
        try:
            for each in ports:
                kept.append(Kept(place(ADDRESS, each), partial(start_server, each, database)))
            for server, each in zip(kept, ports, strict=True):
                wait_until_it_answers(server.process, seen_at(ADDRESS, each))
            kept.append(Kept(place(address, port), partial(start_nginx, Path(folder), text)))
            wait_until_it_answers(kept[-1].process, url)
            print(
                f"\n  The dashboard is at {url}   (Ctrl+C ends it)\n"
                f"  {workers} processes behind nginx, at ports {ports[0]} to {ports[-1]}. Who comes"
                " through nginx is shown what is public, until they sign in.\n",
                flush=True,
            )
            open_on_a_desktop(url)
            while True:
                time.sleep(LOOK_SECONDS)
                for process in kept:
                    process.look()
        finally:
            end(*(each.process for each in kept))


def main() -> None:
    signal.signal(signal.SIGTERM, end_on_signal)
    if sys.platform != "win32":
        signal.signal(signal.SIGHUP, end_on_signal)
    address = os.environ.get("NPM_ADDRESS") or ADDRESS
    workers = chosen_workers(os.environ.get("WORKERS") or "1")
    port = chosen_port(os.environ.get("PORT") or "8501", address)
    try:
        if workers == 1:
            serve_alone(address, port, chosen_database(os.environ.get("NPM_DATABASE")))
        refuse_passwords_in_the_open(address)
        serve_behind_nginx(address, port, chosen_database(os.environ.get("NPM_DATABASE")), workers)
    except KeyboardInterrupt:
        print()


if __name__ == "__main__":
    main()
