"""The server's log: what is logged in its process goes to standard error, a JSON object a line."""

import atexit
import contextlib
import logging
import os
import re
import sys
import threading
from types import TracebackType
from typing import TextIO

import streamlit.logger

from npm_data.register.storage.log import OURS, JsonLines


def set_up(stream: TextIO) -> None:
    """Everything that is logged in this process goes there as JSON lines."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    # Streamlit gives each of its loggers a handler of its own, now and whenever it makes one.
    streamlit.logger.setup_formatter = _hand_on
    for name in list(logging.root.manager.loggerDict):
        _hand_on(logging.getLogger(name))
    sys.excepthook = _take
    threading.excepthook = _take_of_a_thread


def _hand_on(logger: logging.Logger) -> None:
    """The logger writes nothing itself: its records go up to the one handler."""
    logger.handlers.clear()
    logger.propagate = True


def _take(
    kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger(OURS).critical("The process ends by a failure", exc_info=error)


def _take_of_a_thread(told: threading.ExceptHookArgs) -> None:
    if told.exc_value is not None and not issubclass(told.exc_type, SystemExit):
        logging.getLogger(OURS).error("A thread failed", exc_info=told.exc_value)


if sys.platform == "linux":
    import fcntl

_LOG = logging.getLogger(__name__)
_PLACE = re.compile(r"\bpanicked at ([\w./-]+:\d+)")
_PIPE_BYTES = 2**20
"""So much may be printed at once by who holds up Python meanwhile, and so the thread that reads."""
_SECONDS_TO_END = 1
_OUTPUT, _ERROR = 1, 2


def divert() -> TextIO:
    """Has standard output and error read by a thread; gives the true standard error."""
    error = os.fdopen(os.dup(_ERROR), "w", buffering=1, encoding="utf-8")
    incoming, outgoing = os.pipe()
    if sys.platform == "linux":
        # A user may have a limit of all pipes together.
        with contextlib.suppress(OSError):
            fcntl.fcntl(outgoing, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    _lead_to(outgoing)
    os.close(outgoing)
    reader = threading.Thread(target=_read, args=(incoming,), name="printed", daemon=True)
    reader.start()
    atexit.register(_end, reader, error)
    return error


def _lead_to(file: int) -> None:
    for stream, number in ((sys.stdout, _OUTPUT), (sys.stderr, _ERROR)):
        stream.flush()
        os.dup2(file, number)


def _read(incoming: int) -> None:
    with os.fdopen(incoming, encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if line.strip():
                place = _PLACE.search(line)
                extra = {"where": [place[1]]} if place else {}
                _LOG.warning("Something was printed", extra=extra)


def _end(reader: threading.Thread, error: TextIO) -> None:
    """What is printed last is read as well; a process that was started may still hold its end."""
    _lead_to(error.fileno())
    reader.join(_SECONDS_TO_END)
