"""`python -m npm_data history`, `restore` and `upgrade`: what happened to a register, and back."""

import argparse
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from npm_data.cli.command import (
    CommandError,
    Work,
    add_database,
    add_who,
    add_work,
    is_confirmed,
    who_of,
)
from npm_data.cli.import_ import counts_line
from npm_data.i18n import Words, language_of_environment, words_for
from npm_data.register.storage.change import history, history_as_known, restore, upgrade
from npm_data.register.storage.versions import Version
from npm_data.report.storage_text import action_text

_COLUMNS = ("number", "at", "who", "action", "data_date", "difference", "kept")


def add_history_options(parser: argparse.ArgumentParser) -> None:
    words = words_for(language_of_environment())
    forms, help_format = ("table", "json"), words("import.help_format")
    parser.add_argument("--format", choices=forms, default="table", help=help_format)
    _add_common_options(parser, words, _list)


def add_restore_options(parser: argparse.ArgumentParser) -> None:
    words = words_for(language_of_environment())
    parser.add_argument("number", type=int, metavar="N", help=words("history.help_number"))
    parser.add_argument("--yes", action="store_true", help=words("history.help_yes"))
    add_who(parser, words)
    _add_common_options(parser, words, _restore)


def add_upgrade_options(parser: argparse.ArgumentParser) -> None:
    words = words_for(language_of_environment())
    add_who(parser, words)
    _add_common_options(parser, words, _upgrade)


def _add_common_options(parser: argparse.ArgumentParser, words: Words, work: Work) -> None:
    help_file = words("history.help_file")
    add_database(parser, help_file)
    add_work(parser, work, words)


def _list(arguments: argparse.Namespace, words: Words) -> int:
    versions, is_whole = history_as_known(arguments.database)
    if not is_whole:
        sys.stderr.write(words("history.is_damaged") + "\n")
    if arguments.format == "json":
        records = [_as_record(each) for each in versions]
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
    else:
        _print_table(versions, words)
    return 0


def _restore(arguments: argparse.Namespace, words: Words) -> int:
    number = arguments.number
    known = {each.number: each for each in history(arguments.database)}
    if number not in known:
        last = max(known)
        raise CommandError(words("history.no_such_version", version=number, last=last))
    question = words("history.confirm", version=number, day=words.date(known[number].data_date))
    if not (arguments.yes or is_confirmed(question, words)):
        raise CommandError(words("history.not_confirmed"))
    version = restore(arguments.database, number, who=who_of(arguments))
    sys.stdout.write(words("history.restored", version=number, new=version) + "\n")
    return 0


def _upgrade(arguments: argparse.Namespace, words: Words) -> int:
    before = max(each.number for each in history(arguments.database))
    version = upgrade(arguments.database, who=who_of(arguments))
    name = "upgraded" if version > before else "is_up_to_date"
    sys.stdout.write(words(f"history.{name}", path=arguments.database, version=version) + "\n")
    return 0


def _as_record(version: Version) -> dict[str, object]:
    record = asdict(version)
    changed = {name: rows._asdict() for name, rows in (version.difference or {}).items()}
    return record | {
        "at": f"{version.at.isoformat()}Z",
        "data_date": version.data_date.isoformat(),
        "difference": None if version.difference is None else changed,
        "base": record.pop("base_number"),
    }


def _print_table(versions: Iterable[Version], words: Words) -> None:
    table = Table(*(words(f"history.title_{name}") for name in _COLUMNS))
    for each in versions:
        table.add_row(
            str(each.number),
            f"{each.at:%Y-%m-%d %H:%M}{' *' if each.clock_went_back else ''}",
            each.who,
            action_text(words, each),
            words.date(each.data_date),
            _difference(each, words),
            words("history.yes" if each.is_kept else "history.no"),
        )
    console = Console(width=None if sys.stdout.isatty() else 200, markup=False, emoji=False)
    console.print(table)
    if any(each.clock_went_back for each in versions):
        console.print(f"* {words('history.clock_went_back')}", soft_wrap=True)


def _difference(version: Version, words: Words) -> str:
    if version.difference is None:
        return words("history.not_known")
    changed = {sheet: counts for sheet, counts in version.difference.items() if any(counts)}
    if not changed:
        return words("history.no_difference")
    return "\n".join(counts_line(sheet, counts, words) for sheet, counts in changed.items())
