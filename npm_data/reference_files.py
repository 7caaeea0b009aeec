"""Reads a file of the reference data; without one of them nothing can run."""

import csv
from pathlib import Path


class ReferenceFileError(Exception):
    """A file of `data/reference/` (`path`) is missing or cannot be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def read_rows(path: Path) -> list[dict[str, str]]:
    """The records of a CSV file by the names in its header."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise ReferenceFileError(path) from error
