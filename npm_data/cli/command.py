"""What commands have in common: how they end, who gives them, what they cover and what they read.

`query` stands on this too: what brings a further package is imported where it is used.
"""

import argparse
import getpass
import shlex
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

import duckdb

from npm_data.i18n import Words, language_of_environment, words_for
from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import LANGUAGES, TODAYS_BORDERS, reference
from npm_data.register.filters import Filters, Period
from npm_data.register.storage.connection import LAKE, DatabaseError, KeepingError

FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
INTERRUPTED = 130
"""The exit code of a command that was stopped from the keyboard."""

LONGEST_NAME = 200
"""Letters of whoever changes a register."""
_WRITTEN_BY_ANOTHER = ("format", "format_newer")
"""Why a file that is whole cannot be read: no version beside it could either."""

Answer = TypeVar("Answer")
Work = Callable[[argparse.Namespace, Words], int]
"""What a command does; it gives the exit code."""
Told = Callable[[float, str], None]
"""Told the share that is done, 0 to 1, and in words what is being done."""


class CommandError(Exception):
    """A mistake in the command: one line for standard error."""


def add_work(parser: argparse.ArgumentParser, work: Work, words: Words | None = None) -> None:
    """What the command does, and in which language; the option is explained in these words."""
    text = words("import.help_language") if words else None
    language = language_of_environment()
    parser.add_argument("--language", choices=LANGUAGES, default=language, help=text)
    parser.set_defaults(run=partial(_run, work))


def add_database(
    parser: argparse.ArgumentParser, text: str | None = None, *, required: bool = True
) -> None:
    """`--database`: a file, or the address of a shared register; the work gets the file's path."""
    parser.add_argument("--database", required=required, metavar="FILE", help=text)


def _run(work: Work, arguments: argparse.Namespace) -> int:
    """Do the work; 2 and one clear line where the command is mistaken or a register unusable."""
    words = words_for(arguments.language)
    try:
        if getattr(arguments, "database", None) is not None:
            arguments.database = register_at(arguments.database, words)
        return work(arguments, words)
    except CommandError as error:
        said = str(error)
    except KeepingError as error:
        said = words(f"keeping.{error.reason}")
    except DatabaseError as error:
        said = words(f"database.{error.reason}", path=error.path)
    sys.stderr.write(f"{said}\n")
    return 2


def register_at(named: str, words: Words) -> Path:
    """The file of a register; of a shared one the replica, brought up to date.

    Where the shared one does not answer, that is said, and what is here already is read.

    Raises:
        DatabaseError: and nothing of it is here.
    """
    if not named.startswith(LAKE):
        return Path(named)
    # It brings packages that an answer from a file does without.
    from npm_data.register.storage.replica import database_at, follow, record_of

    database = database_at(named)
    try:
        follow(database)
    except DatabaseError as error:
        record = record_of(database)
        if error.reason not in ("lake_gone", "lake_refused") or not database.exists() or not record:
            raise
        moment = f"{record.heard_at:%Y-%m-%d %H:%M}" if record.heard_at else "\u2013"
        sys.stderr.write(words("query.lake_unheard", moment=moment) + "\n")
    return database


@contextmanager
def progress_bar(text: str) -> Iterator[Told]:
    """A bar on a terminal; nothing where the answer goes into a file or another program."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn())
    bar = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    task = bar.add_task(text, total=1.0)
    with bar:
        yield lambda share, step: bar.update(task, description=step, completed=share)


def add_filter_options(parser: argparse.ArgumentParser, *, has_theme: bool) -> None:
    """`--from`, `--to`, and an option for each kind of code, which may be given several times."""
    parser.add_argument("--from", dest="from_on", metavar="DAY")
    parser.add_argument("--to", dest="to_on", metavar="DAY")
    themes = ("theme",) if has_theme else ()
    for option in ("region", "ministry", "institution-type", "visit-type", *themes):
        parser.add_argument(f"--{option}", action="append", default=[], metavar="CODE")


def filters_of(arguments: argparse.Namespace, words: Words) -> Filters:
    """What was chosen; without days, all of them. An old region means what came out of it.

    Raises:
        CommandError: a day or a code is none, or the period ends before it begins.
    """
    kept = reference()
    from_on = day_of(arguments.from_on, "--from", words) or FIRST_DAY
    to_on = day_of(arguments.to_on, "--to", words) or LAST_DAY
    if from_on > to_on:
        raise CommandError(words("query.from_after_to", from_on=from_on, to_on=to_on))

    def chosen(option: str, known: Iterable[str]) -> tuple[str, ...]:
        found: set[str] = set()
        for code in vars(arguments).get(option.replace("-", "_"), ()):
            units = kept.todays_codes(code) if option == "region" else {code}.intersection(known)
            if not units:
                facts = {"option": f"--{option}", "value": code, "codes": ", ".join(known)}
                raise CommandError(words("query.unknown_code", **facts))
            found.update(units)
        return tuple(sorted(found))

    return Filters(
        Period(from_on, to_on),
        chosen("region", [unit.code for unit in kept.regions_of(TODAYS_BORDERS)]),
        chosen("ministry", kept.portfolios),
        chosen("institution-type", [each.code for each in kept.institution_types]),
        chosen("visit-type", kept.codes("visit_type")),
        chosen("theme", kept.codes("theme")),
    )


def day_of(text: str | None, option: str, words: Words) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError(words("query.not_a_day", option=option, value=text)) from None


def add_who(parser: argparse.ArgumentParser, words: Words) -> None:
    """`--who`, for the history; the name that the system knows the person by is the default."""
    parser.add_argument("--who", metavar="NAME", help=words("history.help_who"))


def who_of(arguments: argparse.Namespace) -> str:
    """One line, of a length that a table can show."""
    named = arguments.who
    if named is None:
        try:
            named = getpass.getuser()
        except (OSError, KeyError):
            named = ""
    printed = "".join(letter if letter.isprintable() else " " for letter in named)
    return " ".join(printed.split())[:LONGEST_NAME]


def is_confirmed(question: str, words: Words) -> bool:
    """Ask on a terminal; where nobody can answer, it is not."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{question} [{words('history.yes')}/{words('history.no')}] ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip().casefold()
    return answer in {words("history.yes").casefold(), "y", "yes"}


def open_whole(database: Path, words: Words) -> Repository:
    """Where the file is damaged, half-copied or gone, that is said, and which version is read.

    Raises:
        DatabaseError: there is nothing to read.
    """
    # It brings packages that an answer from a whole file does without.
    from npm_data.register.storage.current_version import current_version_at

    current = current_version_at(database)
    if not current.version:
        raise DatabaseError("missing", database)
    if current.fault:
        number, named = str(current.version), shlex.quote(str(database))
        mend = f"python -m npm_data restore {number} --database {named}"
        said = words("query.damaged", path=database, version=number, command=mend)
        sys.stderr.write(said + "\n")
    return open_repository(current.path)


def answer(database: Path, words: Words, ask: Callable[[Repository], Answer]) -> Answer:
    """What `ask` gets of the file itself or, where that cannot be read, of the newest whole one.

    DuckDB knows each block by its checksum: what is damaged gives no answer instead of a wrong one.

    Raises:
        DatabaseError: there is nothing to read.
    """
    try:
        return _asked(open_repository(database), ask)
    except DatabaseError as error:
        if error.reason in _WRITTEN_BY_ANOTHER:
            raise
    except duckdb.Error:
        pass
    return _asked(open_whole(database, words), ask)


def _asked(repository: Repository, ask: Callable[[Repository], Answer]) -> Answer:
    try:
        return ask(repository)
    finally:
        repository.close()
