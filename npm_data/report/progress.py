"""How a long piece of work says how far it is, and is told to stop."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with the steps done and their number in all; it may raise `Cancelled`."""


class Cancelled(Exception):  # noqa: N818 - no error: somebody wanted it
    """Nobody waits for the work any more; what was begun is thrown away."""


def silent(_done: int, _total: int) -> None:
    """Progress that nobody watches."""
