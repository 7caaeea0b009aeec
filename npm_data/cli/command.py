"""The options that say what a figure covers, for every command that asks for figures."""

import argparse
import getpass
import shlex
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeVar

import duckdb

from npm_data.i18n import Words
from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import reference
from npm_data.register.filters import Filters, Period
from npm_data.register.storage.connection import DatabaseError

FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)


class CommandError(Exception):
    """A mistake in the command: one line for standard error."""


def add_filter_options(parser: argparse.ArgumentParser, *, has_theme: bool) -> None:
    """`--from`, `--to`, and an option for each kind of code, which may be given several times."""
    parser.add_argument("--from", dest="from_on", metavar="DAY")
    parser.add_argument("--to", dest="to_on", metavar="DAY")
    themes = ("theme",) if has_theme else ()
    for option in ("region", "ministry", "institution-type", "visit-type", *themes):
        parser.add_argument(f"--{option}", action="append", default=[], metavar="CODE")
    if not has_theme:
        parser.set_defaults(theme=[])


def filters_of(arguments: argparse.Namespace, words: Words) -> Filters:
    """What was chosen; without days, all of them.

    Raises:
        CommandError: a day or a code is none, or the period ends before it begins.
    """
    from_on = day_of(arguments.from_on, "--from", words) or FIRST_DAY
    to_on = day_of(arguments.to_on, "--to", words) or LAST_DAY
    if from_on > to_on:
        raise CommandError(words("query.from_after_to", from_on=from_on, to_on=to_on))
    types = tuple(each.code for each in reference().institution_types)
    return Filters(
        period=Period(from_on, to_on),
        regions=_regions(arguments.region, words),
        ministries=_codes(arguments.ministry, reference().portfolios, "--ministry", words),
        institution_types=_codes(arguments.institution_type, types, "--institution-type", words),
        visit_types=_codes(
            arguments.visit_type, reference().codes("visit_type"), "--visit-type", words
        ),
        themes=_codes(arguments.theme, reference().codes("theme"), "--theme", words),
    )


def day_of(text: str | None, option: str, words: Words) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError(words("query.not_a_day", option=option, value=text)) from None


def _codes(given: list[str], known: tuple[str, ...], option: str, words: Words) -> tuple[str, ...]:
    for code in given:
        if code not in known:
            codes = ", ".join(known)
            raise CommandError(words("query.unknown_code", option=option, value=code, codes=codes))
    return tuple(sorted(set(given)))


def _regions(given: list[str], words: Words) -> tuple[str, ...]:
    """Codes of today; an old code means the units that came out of it."""
    units: set[str] = set()
    for code in given:
        todays = reference().todays_codes(code)
        if not todays:
            known = ", ".join(unit.code for unit in reference().regions_of("2022"))
            raise CommandError(
                words("query.unknown_code", option="--region", value=code, codes=known)
            )
        units.update(todays)
    return tuple(sorted(units))


_LONGEST = 200


def add_who(parser: argparse.ArgumentParser, words: Words) -> None:
    """`--who`, for the history; the name that the system knows the person by is the default."""
    parser.add_argument("--who", metavar="NAME", help=words("history.help_who"))


def who_of(arguments: argparse.Namespace) -> str:
    """One line, of a length that a table can show."""
    named = arguments.who if arguments.who is not None else _of_the_system()
    return " ".join("".join(map(_printed, named)).split())[:_LONGEST]


def is_confirmed(question: str, words: Words) -> bool:
    """Ask on a terminal; where nobody can answer, it is not."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{question} [{words('history.yes')}/{words('history.no')}] ")
    sys.stderr.flush()
    answer = sys.stdin.readline().strip().casefold()
    return answer in {words("history.yes").casefold(), "y", "yes"}


def _of_the_system() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return ""


def _printed(letter: str) -> str:
    return letter if letter.isprintable() else " "


Answer = TypeVar("Answer")
_WRITTEN_BY_ANOTHER = ("format", "format_newer")
"""Why a file that is whole cannot be read: no version beside it could either."""


def open_whole(database: Path, words: Words) -> Repository:
    """Where the file is damaged, half-copied or gone, that is said, and which version is read.

    Raises:
        DatabaseError: there is nothing to read.
    """
    # It brings packages that an answer from a whole file does without.
    from npm_data.register.storage.current_version import current_version_at

    standing = current_version_at(database)
    if standing.file is None:
        raise DatabaseError("missing", database)
    if standing.fault:
        number, named = str(standing.number), shlex.quote(str(database))
        mend = f"python -m npm_data restore {number} --database {named}"
        said = words("query.damaged", path=database, version=number, command=mend)
        sys.stderr.write(said + "\n")
    return open_repository(standing.file)


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
