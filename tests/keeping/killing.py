"""A process that is killed while it imports: run as a script, it takes orders on its input.

Forked for each order from a process that has everything loaded and nothing begun, a child imports
the register and is ended by SIGKILL: at the n-th thing that it does to a file (`step n`), or by its
parent after a time (`after s`). With `built`, the tables are copied instead of built, so that what
comes after is reached at once.
"""

import contextlib
import os
import pickle
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from npm_data.database.reading import read_register
from npm_data.model.register import Register
from npm_data.reference import reference

TOUCHES_FILES = (
    "open", "os.rename", "os.link", "os.remove", "os.mkdir", "shutil.copyfile", "os.listdir",
    "os.scandir",
)  # fmt: skip


class Killer:
    """The process that takes the orders."""

    def __init__(self, source: Path, database: Path) -> None:
        register, origin = read_register(source)
        frames = {name: frame.collect() for name, frame in register.to_dict().items()}
        source.with_suffix(".pickle").write_bytes(pickle.dumps((frames, origin)))
        command = [sys.executable, "-m", "tests.keeping.killing", str(source), str(database)]
        root = Path(__file__).resolve().parents[2]
        self._process = subprocess.Popen(
            command, cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def order(self, *words: object) -> bool:
        """Give an order; whether the child was killed before it had ended."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().strip()
        assert answer in ("killed", "done"), answer
        return answer == "killed"

    def close(self) -> None:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


@contextlib.contextmanager
def killer(source: Path, database: Path) -> Iterator[Killer]:
    made = Killer(source, database)
    try:
        yield made
    finally:
        made.close()


def _main(source: Path, database: Path) -> None:
    from npm_data.database import build, statements

    reference()
    statements.statements()
    for order in sys.stdin:
        kind, amount, *more = order.split()
        child = os.fork()
        if child == 0:
            _import(source, database, build, kind, amount, is_built="built" in more)
            os._exit(0)
        if kind == "after":
            time.sleep(float(amount))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        was_killed = os.WIFSIGNALED(status)
        failed = not was_killed and os.WEXITSTATUS(status) != 0
        print("failed" if failed else "killed" if was_killed else "done", flush=True)


def _import(
    source: Path,
    database: Path,
    build: Any,
    kind: str,
    amount: str,
    *,
    is_built: bool,
) -> None:
    frames, origin = pickle.loads(source.with_suffix(".pickle").read_bytes())
    register = Register.cast(frames)
    if is_built:
        build._build = _copied(source)
    if kind == "step":
        left = int(amount)

        def end() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

        folder = str(database.parent)

        def look(event: str, arguments: tuple[object, ...]) -> None:
            if event in TOUCHES_FILES and str(arguments[0]).startswith(folder):
                end()

        sys.addaudithook(look)
        build.write_database(register, database, origin, lambda step, share: end())
    else:
        build.write_database(register, database, origin)


def _copied(source: Path) -> Any:
    """In place of building: the same tables, with the coming version's number and history."""

    def build(path: Path, register: Any, origin: Any, history: Any, tell: Any) -> None:
        import duckdb

        from npm_data.database import tables
        from npm_data.database.history import history_frame

        shutil.copyfile(source, path)
        with duckdb.connect(path) as connection:
            connection.execute("drop table history")
            tables.create_table(connection, "history", history_frame(history))
            connection.execute(
                "update meta set register_version = ?, fingerprint = ?, imported_at = ?",
                [history[-1].number, history[-1].fingerprint, history[-1].at],
            )

    return build


if __name__ == "__main__":
    _main(Path(sys.argv[1]), Path(sys.argv[2]))
