"""`/health`: whether the register can be opened, for whoever watches the server.

A stranger is told that alone: with the version's number each import and entry could be timed. It is
no session of Streamlit's.
"""

import logging
from threading import Lock

from starlette.requests import Request
from starlette.responses import JSONResponse

from npm_data.questions.disclosure import known_until
from npm_data.register.filters import Role
from npm_data.register.storage.connection import DatabaseError, Meta, open_connection, read_meta
from npm_data.ui.access import is_from_here
from npm_data.ui.data import Fingerprint, database_path

PATH = "/health"
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
