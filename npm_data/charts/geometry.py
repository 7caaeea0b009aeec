"""The regions' outlines as files that the browser fetches once, and inside a chart for export."""

import json
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from npm_data.reference import BORDER_SETS, FOLDER

FEATURES = "regions"
"""The name of the object in each TopoJSON file whose features are the regions."""


def file_name(border_set: str) -> str:
    return f"kz_regions_{border_set}.topojson"


def static_url(border_set: str) -> str:
    """Where the page finds the outlines; relative, so that the app may live below a path."""
    return f"app/static/{file_name(border_set)}"


@cache
def topology(border_set: str) -> dict[str, Any]:
    """The TopoJSON of a border set as an object."""
    topology: dict[str, Any] = json.loads((FOLDER / file_name(border_set)).read_bytes())
    return topology


def ensure_static(folder: Path) -> bool:
    """Copies the outlines to the folder that the server hands out, where missing or different.

    False when a file could neither be found there nor be written, as on a read-only disk: the maps
    then carry their outlines inside (`region_map(..., is_inline=True)`).
    """
    return all(_is_in_place(FOLDER / file_name(each), folder) for each in BORDER_SETS)


def _is_in_place(source: Path, folder: Path) -> bool:
    target = folder / source.name
    content = source.read_bytes()
    try:
        if target.is_file() and target.read_bytes() == content:
            return True
        folder.mkdir(parents=True, exist_ok=True)
        _write(target, content)
    except OSError:
        return False
    return True


def _write(target: Path, content: bytes) -> None:
    """Under another name first, so that a browser never reads half a file."""
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}.", delete=False) as file:
        file.write(content)
    try:
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise
