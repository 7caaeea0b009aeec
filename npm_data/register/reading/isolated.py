"""Ask the process that reads workbooks, and wait no longer than a register needs."""

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from npm_data.register.reading.limits import MOST_MEMORY, MOST_SECONDS, MOST_TEXT
from npm_data.register.reading.package import PackageError

_SCRIPT = Path(__file__).with_name("reader_process.py")
_SLACK = 5
"""Seconds, for the process to start and to be ended by its own limit first."""


class ReaderError(Exception):
    """The process was ended: by the system, by its limits, or because it took too long."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a sheet as text; `errors` are row, column of the frame, and what is wrong."""

    frame: pl.DataFrame
    errors: Sequence[tuple[int, int, str]]


def read_apart(content: bytes, titles: Sequence[str]) -> list[Cells | None]:
    """The cells of each sheet; None of one that cannot be read.

    Raises:
        ReaderError: there is no answer.
    """
    limits = {"memory": MOST_MEMORY, "seconds": MOST_SECONDS, "text": MOST_TEXT}
    request = json.dumps({"titles": list(titles), **limits}).encode() + b"\n" + content
    try:
        ended = subprocess.run(
            [sys.executable, "-I", str(_SCRIPT)],
            input=request,
            capture_output=True,
            timeout=MOST_SECONDS + _SLACK,
            check=False,
        )
    except (subprocess.TimeoutExpired, OSError) as error:
        raise ReaderError from error
    if ended.returncode:
        raise ReaderError(ended.returncode)
    reply = io.BytesIO(ended.stdout)
    answers = []
    for _ in titles:
        told = json.loads(reply.readline())
        answers.append(as_cells(told, reply.read(told["bytes"])))
    return answers


def refuse_a_broken_one(found: Sequence[Cells | None]) -> None:
    """Where no sheet of several can be read it is the workbook that is broken.

    Raises:
        PackageError: that is so.
    """
    if len(found) > 1 and not any(found):
        raise PackageError("a_workbook_is_whole")


def as_cells(told: dict[str, Any], stream: bytes) -> Cells | None:
    """An answer of the process as a frame whose columns bear the spreadsheet's numbers."""
    if told.get("is_broken"):
        return None
    if not stream:
        return Cells(pl.DataFrame(), ())
    frame = pl.read_ipc_stream(stream)
    names = dict(zip(frame.columns, map(str, told["columns"]), strict=True))
    return Cells(frame.rename(names).cast(pl.String), [tuple(each) for each in told["errors"]])
