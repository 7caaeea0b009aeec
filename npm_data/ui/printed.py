"""What is printed past the log, by whatever library: it becomes lines of the log as well.

Its words are left out, since it may say anything: a record, a search, an address. That something
was printed is logged, and where Rust or C says at which line of its code, that too.
"""

import atexit
import logging
import os
import re
import sys
import threading
from typing import TextIO

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
