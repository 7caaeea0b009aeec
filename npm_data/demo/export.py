"""The demonstration register as four CSV files: for trying the import, and to tell it apart."""

import hashlib
from pathlib import Path

from npm_data.database.origin import Origin, SourceFile
from npm_data.demo.plan import DATA_DATE
from npm_data.model.register import Register
from npm_data.model.schemas import SHEETS


class FilesInTheWayError(Exception):
    """The folder holds another file of that name (`path`): perhaps a real register."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def csv_files(register: Register) -> dict[str, bytes]:
    """The sheets as UTF-8 files by name, with codes for headers and ISO days."""
    frames = register.to_dict()
    return {
        f"{sheet}.csv": frames[sheet].collect().drop("record").write_csv().encode()
        for sheet in SHEETS
    }


def write_csv_files(register: Register, folder: Path) -> None:
    """Write the four files; what they would replace must be the same.

    Raises:
        FilesInTheWayError: a file of the name says something else; nothing is written.
        OSError: the folder cannot be written.
    """
    files = csv_files(register)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        if path.exists() and path.read_bytes() != content:
            raise FilesInTheWayError(path)
    for name, content in files.items():
        (folder / name).write_bytes(content)


def origin_of(register: Register) -> Origin:
    """Says that the records are a demonstration, and of which content."""
    sources = tuple(
        SourceFile(f"demo/{name}", hashlib.sha256(content).hexdigest(), len(content))
        for name, content in csv_files(register).items()
    )
    return Origin(sources, DATA_DATE, is_demonstration=True)
