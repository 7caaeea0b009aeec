"""How the dashboard is served by `python -m npm_data.ui.server --port 8501`: for this machine only
unless another address is named. Who is who there: `docs/roles.md`.

`streamlit run dashboard.py` shows the same, but each change takes some 40 ms longer: its socket
holds small messages back until the one before is acknowledged (Nagle's algorithm). Served as an
application by uvicorn, which opens the socket itself, they leave at once.
"""

import argparse
import contextlib
import gc
import importlib
import logging
import os
import pkgutil
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

import streamlit as st
import uvicorn
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit import config

import npm_data.charts
import npm_data.ui
from npm_data.questions.disclosure import known_until
from npm_data.reference import PROJECT
from npm_data.register.filters import Role
from npm_data.register.storage.change import usable_file
from npm_data.register.storage.connection import (
    DatabaseError,
    KeepingError,
    Meta,
    open_connection,
    read_meta,
)
from npm_data.register.storage.replica import follow, record_of
from npm_data.ui.frame.register import Fingerprint, database_path
from npm_data.ui.server import failures, index_page, logs
from npm_data.ui.server.access import Served, is_from_here, is_loopback, serve_as
from npm_data.ui.server.security_headers import SecurityHeaders
from npm_data.ui.server.sign_in import ReturnLink, SignInError, read_sign_in
from npm_data.ui.server.traffic import MOST_MESSAGE_BYTES, MOST_OPEN, Sockets, Uploads

if sys.platform != "win32":
    import resource

ADDRESS, PORT = "127.0.0.1", 8501
SECONDS_TO_CLOSE = 2
MOST_CONNECTIONS = MOST_OPEN + 300
"""Windows, and requests for files beside them; above it the answer is 503."""
OPEN_FILES = 4096
_LOG = logging.getLogger(__name__)


def load_everything() -> None:
    """Imports what the pages will need, so that the first visitor does not wait for it.

    What was loaded stays; the garbage collector need not look through it again and again.
    """
    for package in (npm_data.charts, npm_data.ui):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            importlib.import_module(module.name)
    # Polars loads it with the first table; Altair, asked meanwhile for a chart, finds half of it.
    importlib.import_module("pandas")
    gc.collect()
    gc.freeze()


def allow_open_files() -> None:
    """Each window has four of them open; a system allows 256 or 1,024 unless it is asked for more.

    Without any left nobody gets in, and those who are in get no register.
    """
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))


def application(script: Path, served: Served) -> st.App:
    """Streamlit's own sign-in takes its settings from a file of ours, not from secrets.toml."""
    serve_as(served)
    secrets = {}
    if served.sign_in is not None:
        secrets = {"auth": dict(served.sign_in.provider)}
        # What is signed before the settings are merged, and by each of several processes.
        config.set_option("server.cookieSecret", served.sign_in.provider["cookie_secret"])
    return st.App(
        script,
        secrets=secrets,
        routes=[*index_page.routes(), Route(HEALTH_PATH, Health().answer)],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(index_page.IndexPage),
            Middleware(ReturnLink),
            Middleware(Sockets),
            Middleware(Uploads),
        ],
        on_script_error=failures.take_failure,
        exception_handlers=failures.HANDLERS,
    )


def serve(port: int, script: Path, served: Served) -> None:
    """Serves until the process is told to end; open windows are given two seconds to notice."""
    logs.set_up(logs.divert())
    allow_open_files()
    load_everything()
    address = served.address or ADDRESS
    if not served.is_local:
        _LOG.info(who_sees_what(served))
    bring_up_to_date()
    _LOG.info("The server starts", extra={"address": address, "port": port})
    uvicorn.run(
        application(script, served),
        host=address,
        port=port,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=MOST_MESSAGE_BYTES,
        limit_concurrency=MOST_CONNECTIONS,
        log_config=None,
        access_log=False,
        server_header=False,
        # Who asked is read from the headers themselves: a proxy makes nobody local.
        proxy_headers=False,
        timeout_graceful_shutdown=SECONDS_TO_CLOSE,
    )


def bring_up_to_date() -> None:
    """The first visitor, and who asks after the health before, finds the newest version of a lake,
    in this program's format; what is in the way is said on the pages.
    """
    with contextlib.suppress(DatabaseError, KeepingError):
        path = database_path()
        with contextlib.suppress(DatabaseError):
            follow(path)
        usable_file(path)


def served_as(address: str, environment: Mapping[str, str]) -> Served:
    """What NPM_SIGN_IN and NPM_PUBLIC say; a `SignInError` when the file cannot be used."""
    named = environment.get("NPM_SIGN_IN")
    return Served(
        address=address,
        sign_in=read_sign_in(Path(named)) if named else None,
        is_public=environment.get("NPM_PUBLIC") == "1",
    )


def who_sees_what(served: Served) -> str:
    """One line at the start: whom the dashboard takes its visitors for."""
    if served.sign_in is not None:
        return "Sign-in is configured: who has not signed in is shown what is public."
    if is_loopback(served.address):
        return "Everybody is shown what is public, and nothing else (NPM_PUBLIC=1)."
    return (
        f"Bound to {served.address} without sign-in: everybody is shown what is public, "
        "and nothing else. NPM_SIGN_IN names the sign-in file."
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m npm_data.ui.server", description=__doc__)
    parser.add_argument("--port", type=int, default=os.environ.get("PORT") or PORT)
    parser.add_argument("--script", type=Path, default=PROJECT / "dashboard.py")
    parser.add_argument("--address", default=os.environ.get("NPM_ADDRESS") or ADDRESS)
    arguments = parser.parse_args()
    try:
        served = served_as(arguments.address, os.environ)
    except SignInError as error:
        print(error, file=sys.stderr)
        raise SystemExit(2) from error
    serve(arguments.port, arguments.script, served)


HEALTH_PATH = "/health"
_LOG = logging.getLogger(__name__)


class Health:
    """Opens the register once for each file that stands there; asked again, it looks at the name
    alone. The reason of a failure is logged once, not at every question.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen: Fingerprint | None = None
        self._meta: Meta | None = None
        self._failed_for = ""

    def answer(self, request: Request) -> JSONResponse:
        """200 or 503; on this computer also the version and the public's data date.

        In a thread of the pool.
        """
        with self._lock:
            try:
                meta = self._look()
            except DatabaseError as error:
                if error.reason != self._failed_for:
                    _LOG.warning("The register cannot be opened", extra={"reason": error.reason})
                self._failed_for, self._seen = error.reason, None
                return _json({"status": "unavailable"}, 503)
            self._failed_for = ""
        said: dict[str, object] = {"status": "ok"}
        if is_from_here(request.headers, request.client and request.client.host):
            said["register_version"] = meta.register_version
            said["data_date"] = known_until(Role.PUBLIC, meta.data_date).isoformat()
            record = record_of(database_path())
            if record is not None:
                said["seconds_since_the_lake_answered"] = record.seconds_unheard()
                said["not_followed_because_of"] = record.fault or None
        return _json(said, 200)

    def _look(self) -> Meta:
        path = database_path()
        try:
            status = path.stat()
        except OSError as error:
            raise DatabaseError("missing", path) from error
        now = (status.st_ino, status.st_mtime_ns, status.st_size)
        if self._meta is None or now != self._seen:
            connection = open_connection(path)
            try:
                self._meta, self._seen = read_meta(connection, path), now
            finally:
                connection.close()
        return self._meta


def _json(content: dict[str, object], status: int) -> JSONResponse:
    return JSONResponse(content, status, {"Cache-Control": "no-store"})
