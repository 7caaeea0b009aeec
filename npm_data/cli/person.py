"""Who gives a command, and whether they mean it."""

import argparse
import getpass
import sys

from npm_data.i18n import Words

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
