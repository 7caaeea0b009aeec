"""Starts the dashboard on this machine and says where: what `make run` ends with.

PORT is the port (8501), NPM_ADDRESS the address to bind to (127.0.0.1: this machine alone),
NPM_DATABASE the register's file. Without NPM_DATABASE the file is
`data/register.duckdb`; when that is missing, a demonstration register is generated there.
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
from pathlib import Path
from types import FrameType
from typing import NoReturn

PROJECT = Path(__file__).resolve().parents[1]
DEFAULT_DATABASE = PROJECT / "data" / "register.duckdb"
ADDRESS = "127.0.0.1"
ANY = {"0.0.0.0": ADDRESS, "::": "::1"}
"""All addresses of this machine, and one of them."""
START_SECONDS = 60


def chosen_port(text: str, address: str) -> int:
    """The port that PORT names, free at the address; otherwise one clear sentence and exit 2."""
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        stop(f"PORT={text} is no port: give a number from 1 to 65535, as in: make run PORT=8502")
    port = int(text)
    try:
        family, kind, _, _, place = socket.getaddrinfo(address, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            stop(f"NPM_ADDRESS={address} is no address of this machine.")
        stop(f"Port {port} cannot be used ({error.strerror}). Try: make run PORT={port + 1}")
    return port


def seen_at(address: str, port: int) -> str:
    """Where a browser on this machine finds the dashboard."""
    host = ANY.get(address, address)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


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


def start_server(port: int, database: Path | str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "npm_data.ui.server", "--port", str(port)]
    (PROJECT / "static").mkdir(
        exist_ok=True
    )  # the app fills it; Streamlit warns when it is missing
    environment = os.environ | {"NPM_DATABASE": str(database)}
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


def main() -> None:
    signal.signal(signal.SIGTERM, end_on_signal)
    address = os.environ.get("NPM_ADDRESS") or ADDRESS
    port = chosen_port(os.environ.get("PORT") or "8501", address)
    server = start_server(port, chosen_database(os.environ.get("NPM_DATABASE")))
    url = seen_at(address, port)
    try:
        wait_until_it_answers(server, url)
        print(f"\n  The dashboard is at {url}   (Ctrl+C ends it)\n", flush=True)
        open_on_a_desktop(url)
        raise SystemExit(server.wait())
    except KeyboardInterrupt:
        print()
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
