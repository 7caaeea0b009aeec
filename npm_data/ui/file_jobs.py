"""Work that takes a while: done in a thread of its own, watched, and thrown away unwatched.

A job that nobody looks at for a few seconds (the page was left, the window closed) ends by itself;
one that `must_end`, because it changes the register, goes on to its end whoever looks.
"""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from npm_data.keeping.failures import FAILURES, unforeseen

PATIENCE = 10.0
"""Seconds without a look after which nobody is taken to wait any more."""

Made = TypeVar("Made")
Progress = Callable[[int, int], None]
"""Called with the steps done and their number in all; it may raise `Cancelled`."""


class Cancelled(Exception):  # noqa: N818 - no error: somebody wanted it
    """Nobody waits for the work any more; what was begun is thrown away."""


class Job(Generic[Made]):
    """One piece of work. It is `running`, then `ready`, `failed` or `cancelled`.

    `expected` are the errors that its page knows a sentence for: they are kept and not logged. Any
    other is logged, and kept as an `UnforeseenError` with its reference.
    """

    def __init__(
        self,
        make: Callable[[Progress], Made],
        name: str,
        *,
        must_end: bool = False,
        expected: tuple[type[Exception], ...] = (),
    ) -> None:
        self.share = 0.0
        """How much of the work is done, from 0 to 1."""
        self.made: Made | None = None
        self.error: BaseException | None = None
        self._name = name
        self._make = make
        self._must_end = must_end
        self._expected = expected
        self._state = "running"
        self._lock = threading.Lock()
        self._looked_on = time.monotonic()
        threading.Thread(target=self._run, name=name, daemon=not must_end).start()

    @property
    def state(self) -> str:
        return self._state

    def look(self) -> None:
        """Somebody is still waiting."""
        self._looked_on = time.monotonic()

    def cancel(self) -> None:
        """End it at its next step; what it has made by then is thrown away."""
        if not self._must_end:
            self._become("cancelled")

    def _run(self) -> None:
        try:
            made = self._make(self._progress)
        except Cancelled:
            self._become("cancelled")
        except FAILURES as error:
            is_expected = isinstance(error, self._expected)
            told = error if is_expected else unforeseen(error, self._name)
            self._become("failed", error=told)
        else:
            self._become("ready", made)

    def _progress(self, done: int, total: int) -> None:
        is_unwatched = time.monotonic() - self._looked_on > PATIENCE
        if not self._must_end and (self._state != "running" or is_unwatched):
            raise Cancelled
        self.share = done / total if total else 0.0

    def _become(
        self, state: str, made: Made | None = None, error: BaseException | None = None
    ) -> None:
        """The first end is the one that holds."""
        with self._lock:
            if self._state == "running":
                self.made, self.error = made, error
                self._state = state
