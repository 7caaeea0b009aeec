"""The commands, put together: of their modules only the one that is asked for is imported."""

import argparse
import io
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NamedTuple, NoReturn

from npm_data.i18n import language_of_environment, words_for


class Command(NamedTuple):
    """A function of a module of `npm_data.cli`, which gives a parser the command's options.

    It names `run(arguments) -> exit code` as a default. `help` is a message.
    """

    module: str
    options: str
    help: str


COMMANDS = {
    "import": Command("import_", "add_import_options", "import.help_import"),
    "check": Command("import_", "add_check_options", "import.help_check"),
    "history": Command("history", "add_history_options", "history.help_history"),
    "restore": Command("history", "add_restore_options", "history.help_restore"),
    "upgrade": Command("history", "add_upgrade_options", "history.help_upgrade"),
    "query": Command("query", "add_options", "query.help_query"),
    "export": Command("export", "add_options", "export.help_export"),
    "demo": Command("demo", "add_options", "demo.help_demo"),
}


class OneLineParser(argparse.ArgumentParser):
    """Says a mistake in the command in one line, without the whole usage above it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is success, 1 a register with errors, 2 a mistake in the command."""
    _speak_utf_8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    first = next((each for each in given if each != "--"), "")
    parser = _parser_of(first) if first in COMMANDS else _parser_of_all()
    parsed = parser.parse_args(given)
    code: int = parsed.run(parsed)
    return code


def _parser_of(name: str) -> OneLineParser:
    """Knows one command, with its options."""
    parser = OneLineParser("npm_data")
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    command = COMMANDS[name]
    module = import_module(f"npm_data.cli.{command.module}")
    add_options: Callable[[argparse.ArgumentParser], None] = getattr(module, command.options)
    add_options(subparsers.add_parser(name))
    return parser


def _parser_of_all() -> OneLineParser:
    """Lists the commands for `--help`, or where none is named; it knows no options of theirs."""
    words = words_for(language_of_environment())
    parser = OneLineParser("npm_data", description=words("import.help_program"))
    subparsers = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, command in COMMANDS.items():
        subparsers.add_parser(name, help=words(command.help))
    return parser


def _speak_utf_8() -> None:
    """Kazakh letters go through a pipe whatever the encoding of the system; consoles know best."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8")
