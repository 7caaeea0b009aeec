"""What the log says of a failure: a JSON object a line, and nothing that a record or a person said.

A message is logged as it stands in the program, before anything is put into it; a failure by its
kind and its places in the code, without its message, which may quote a cell, a search or a path.
"""

import json
import linecache
import logging
import os
import re
import secrets
import traceback
from datetime import UTC, datetime
from pathlib import Path

from polars.exceptions import PanicException

from npm_data.reference import PROJECT
from npm_data.register.storage.connection import DatabaseError

OURS = "npm_data"
FIELDS = ("reference", "page", "reason", "status", "address", "port", "version", "where")
"""What a log line may carry besides: `_LOG.info("...", extra={"port": 8501})`."""

_NAME = re.compile(r"[a-z0-9_.-]{1,40}")
"""Names of pages, slides and kinds of files: words of the program."""
_LINES_OF_A_CALL = 6
_LEFT_OUT = "\u2026"


def new_reference() -> str:
    """What a viewer can quote and the log can be searched for: `7F3A-21C9`."""
    digits = secrets.token_hex(4).upper()
    return f"{digits[:4]}-{digits[4:]}"


class JsonLines(logging.Formatter):
    """One line a record, whoever logged it: the dashboard, Streamlit or uvicorn."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        line |= {name: record.__dict__[name] for name in FIELDS if record.__dict__.get(name)}
        error = record.exc_info[1] if record.exc_info else _error_logged_itself(record)
        if error is not None:
            line["error"] = _kind(error)
            line["where"] = places(error)
        elif not record.name.startswith(OURS):
            line["where"] = [f"{_short(record.pathname)}:{record.lineno}"]
        # In ASCII: some letters end a line for some readers, whatever JSON says.
        return json.dumps(line)


def places(error: BaseException) -> list[str]:
    """Where it went wrong, the innermost call last, and so for what it was caused by."""
    found: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        calls = traceback.extract_tb(error.__traceback__)
        found += [f"{_short(each.filename)}:{each.lineno} {each.name}" for each in calls]
        cause = error.__cause__ or error.__context__
        if cause is None:
            break
        found.append(f"after {_kind(cause)}")
        error = cause
    return found


def _error_logged_itself(record: logging.LogRecord) -> BaseException | None:
    return record.msg if isinstance(record.msg, BaseException) else None


def _kind(error: BaseException) -> str:
    """The class, and what the operating system or the register said in a word of its own."""
    if isinstance(error, DatabaseError):
        return f"DatabaseError: {error.reason}"
    if isinstance(error, OSError) and error.errno:
        return f"{type(error).__name__}: {os.strerror(error.errno)}"
    return type(error).__name__


def _message(record: logging.LogRecord) -> str:
    text = record.msg if isinstance(record.msg, str) else type(record.msg).__name__
    if record.name.startswith(OURS):
        return _filled(text, record.args)
    return text if record.args or _stands_in_the_code(text, record) else ""


def _filled(text: str, given: object) -> str:
    """Our own message with the names of pages, slides and files in it, and nothing else."""
    if not isinstance(given, tuple) or not given:
        return text
    return text % tuple(
        each if isinstance(each, int | float) or _NAME.fullmatch(str(each)) else _LEFT_OUT
        for each in given
    )


def _stands_in_the_code(text: str, record: logging.LogRecord) -> bool:
    """Whether a message is a fixed one; one put together beforehand may hold anything."""
    numbers = range(max(1, record.lineno - 1), record.lineno + _LINES_OF_A_CALL)
    lines = "".join(linecache.getline(record.pathname, number).strip() for number in numbers)
    return bool(text) and text in lines.replace('" "', "").replace('""', "")


def _short(path: str) -> str:
    """A file without the folders of this machine."""
    file = Path(path)
    if file.is_relative_to(PROJECT) and ".venv" not in file.parts:
        return str(file.relative_to(PROJECT))
    return "/".join(file.parts[-2:])


FAILURES: tuple[type[BaseException], ...] = (Exception, PanicException)
"""What work on a register can end by. A fault within Polars is no `Exception`."""

_LOG = logging.getLogger(__name__)


class UnforeseenError(Exception):
    """Some work failed by a fault of the program; `reference` is what the log has it under."""

    def __init__(self, reference: str) -> None:
        super().__init__(reference)
        self.reference = reference


def unforeseen(error: BaseException, work: str) -> UnforeseenError:
    """Logs the failure of a work, by the name that the program has for it."""
    reference = new_reference()
    _LOG.error("The work %s failed", work, exc_info=error, extra={"reference": reference})
    return UnforeseenError(reference)


def log_to_standard_error() -> None:
    """In a terminal, where no server has set up a log: one line for a failure, as in the server."""
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(JsonLines())
