"""The commands, put together."""

import argparse
import io
import sys
from collections.abc import Sequence
from typing import NoReturn

from npm_data.cli import demo, export, history, import_, query
from npm_data.i18n import words_for
from npm_data.i18n.environment import language_of_environment

COMMANDS = (import_, history, query, export, demo)
"""Modules with `add_parser(subparsers)`, whose parsers name a `run(arguments) -> exit code`."""


class OneLineParser(argparse.ArgumentParser):
    """Says a mistake in the command in one line, without the whole usage above it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is success, 1 a register with errors, 2 a mistake in the command."""
    _speak_utf_8()
    words = words_for(language_of_environment())
    parser = OneLineParser("npm_data", description=words("import.help_program"))
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(subparsers)
    parsed = parser.parse_args(arguments)
    code: int = parsed.run(parsed)
    return code


def _speak_utf_8() -> None:
    """Kazakh letters go through a pipe whatever the encoding of the system; consoles know best."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
