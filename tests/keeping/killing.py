"""A process that is killed while it imports: run as a script, it takes orders on its input.

Forked for each order from a process that has everything loaded and nothing begun, a child imports
the register and is ended by SIGKILL: at the n-th thing that it does to a file (`step n`), or by its
parent at a moment after it has begun (`after s`). What is a step is not listed here: Python tells
of every file that is opened, renamed, linked, copied or removed, and each flush to the disk, table
and progress told is one more. With `built`, the tables are copied instead of built, so that what
comes after is reached at once. With `marked`, texts of three tables are this import's own.
"""

import contextlib
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import polars as pl

from npm_data.reference import reference
from npm_data.register.schema import Register
from npm_data.register.storage import build, connection
from npm_data.register.storage.current_version import read_register
from npm_data.register.storage.versions import history_frame

TOUCHES_FILES = ("open", "os.", "shutil.")
"""How the events begin that Python tells of when something is done to a file."""


class Answer(NamedTuple):
    """How a child ended; `seconds` since it began to import, `steps` of one that was not killed."""

    was_killed: bool
    seconds: float
    steps: int


class Killer:
    """The process that takes the orders."""

    def __init__(self, source: Path) -> None:
        register, origin = read_register(source)
        frames = {name: frame.collect() for name, frame in register.to_dict().items()}
        source.with_suffix(".pickle").write_bytes(pickle.dumps((frames, origin)))
        command = [sys.executable, "-m", "tests.keeping.killing", str(source)]
        root = Path(__file__).resolve().parents[2]
        self._process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def order(self, database: Path, *words: object) -> Answer:
        """Have the register imported into `database`, and killed as the words say."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(" ".join(map(str, (*words, database))) + "\n")
        self._process.stdin.flush()
        how, seconds, steps = self._process.stdout.readline().split()
        assert how in ("killed", "done"), how
        return Answer(how == "killed", float(seconds), int(steps))

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


@contextlib.contextmanager
def killer(source: Path) -> Iterator[Killer]:
    made = Killer(source)
    try:
        yield made
    finally:
        made.close()


def _main(source: Path) -> None:
    reference()
    connection.derivations()
    for order in sys.stdin:
        kind, amount, *more, database = order.split()
        hears, tells = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(hears)
            steps = _import(source, Path(database), kind, amount, tells, more)
            os.write(tells, steps.to_bytes(2, "big"))
            os._exit(0)
        os.close(tells)
        os.read(hears, 1)  # it has begun
        begun = time.monotonic()
        if kind == "after":
            time.sleep(float(amount))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        seconds, steps = time.monotonic() - begun, int.from_bytes(os.read(hears, 2), "big")
        os.close(hears)
        was_killed = os.WIFSIGNALED(status)
        failed = not was_killed and os.WEXITSTATUS(status) != 0
        print("failed" if failed else "killed" if was_killed else "done", seconds, steps)
        sys.stdout.flush()


def _import(
    source: Path, database: Path, kind: str, amount: str, tells: int, more: list[str]
) -> int:
    """Import, and kill this process at a step; gives how many there were where it did not."""
    frames, origin = pickle.loads(source.with_suffix(".pickle").read_bytes())
    if "marked" in more:
        for table, column in (("institutions", "name"), ("recommendations", "text")):
            frames[table] = frames[table].with_columns(pl.col(column) + f" {os.getpid()}")
        mark = pl.lit(str(os.getpid())).alias("note")
        frames["follow_up"] = frames["follow_up"].with_columns(mark)
    register = Register.cast(frames)
    if "built" in more:
        build._build = _copied(source)
    last, steps = int(amount) if kind == "step" else 0, 0

    def step() -> None:
        nonlocal steps
        steps += 1
        if steps == last:
            os.kill(os.getpid(), signal.SIGKILL)

    _watch(str(database.parent), step)
    os.write(tells, b"!")
    build.write_database(register, database, origin, lambda told, share: step())
    return steps


def _watch(folder: str, step: Callable[[], None]) -> None:
    """Have `step` called before each thing that is done to a file of the folder."""

    def look(event: str, arguments: tuple[object, ...]) -> None:
        if event.startswith(TOUCHES_FILES) and arguments and str(arguments[0]).startswith(folder):
            step()

    sys.addaudithook(look)
    for owner, name in ((os, "fsync"), (build, "create_table")):
        setattr(owner, name, _after(step, getattr(owner, name)))


def _after(step: Callable[[], None], act: Callable[..., Any]) -> Callable[..., Any]:
    """What Python does not tell of: a flush to the disk, and DuckDB's own writing."""

    def acts(*arguments: Any) -> Any:
        step()
        return act(*arguments)

    return acts


def _copied(source: Path) -> Any:
    """In place of building: the same tables, with the coming version's number and history."""

    def copy(path: Path, register: Any, origin: Any, history: Any, tell: Any) -> None:
        shutil.copyfile(source, path)
        with duckdb.connect(path) as connection:
            connection.execute("drop table history")
            build.create_table(connection, "history", history_frame(history))
            connection.execute(
                "update meta set register_version = ?, fingerprint = ?, imported_at = ?",
                [history[-1].number, history[-1].fingerprint, history[-1].at],
            )

    return copy


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
