"""Files that take a while: each is made in a thread of its own, watched, and thrown away unwatched.

A job that nobody looks at for a few seconds (the page was left, the window closed) ends by itself.
"""

import logging
import threading
import time
from collections.abc import Callable

from npm_data.report.progress import Cancelled, Progress

PATIENCE = 10.0
"""Seconds without a look after which nobody is taken to wait any more."""

_LOG = logging.getLogger(__name__)


class Job:
    """One file in the making. It is `running`, then `ready`, `failed` or `cancelled`."""

    def __init__(self, make: Callable[[Progress], bytes], name: str) -> None:
        self.share = 0.0
        """How much of the work is done, from 0 to 1."""
        self.made = b""
        self._name = name
        self._make = make
        self._state = "running"
        self._lock = threading.Lock()
        self._looked_on = time.monotonic()
        threading.Thread(target=self._run, name=name, daemon=True).start()

    @property
    def state(self) -> str:
        return self._state

    def look(self) -> None:
        """Somebody is still waiting."""
        self._looked_on = time.monotonic()

    def cancel(self) -> None:
        """End it at its next step; what it has made by then is thrown away."""
        self._become("cancelled")

    def _run(self) -> None:
        try:
            made = self._make(self._progress)
        except Cancelled:
            self._become("cancelled")
        except Exception:
            _LOG.exception("The file %s could not be made", self._name)
            self._become("failed")
        else:
            self._become("ready", made)

    def _progress(self, done: int, total: int) -> None:
        if self._state != "running" or time.monotonic() - self._looked_on > PATIENCE:
            raise Cancelled
        self.share = done / total if total else 0.0

    def _become(self, state: str, made: bytes = b"") -> None:
        """The first end is the one that holds."""
        with self._lock:
            if self._state == "running":
                self.made = made
                self._state = state
