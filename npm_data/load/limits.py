"""How much is read at most, so that no file can take the memory or the time of everybody else."""

from collections.abc import Mapping
from pathlib import Path

MEBIBYTE = 2**20
MOST_BYTES = 50 * MEBIBYTE
"""Of a file as it is handed over. A register of national size has about 5."""

SIZE_FACTS: Mapping[str, object] = {"most": MOST_BYTES // MEBIBYTE}
"""What the sentence about a file that is too large tells."""


class TooLargeError(Exception):
    """A file that is larger than any register; it was not read."""


def content_of(path: Path) -> bytes:
    """The bytes of a file.

    Raises:
        OSError: it cannot be read.
        TooLargeError: it is not even tried.
    """
    refuse_a_huge(path.stat().st_size)
    return path.read_bytes()


def refuse_a_huge(size: int) -> None:
    if size > MOST_BYTES:
        raise TooLargeError(size)
