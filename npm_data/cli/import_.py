"""`python -m npm_data import` and `check`: an office's files become a register, or findings."""

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from npm_data.cli.difference_text import difference_lines
from npm_data.cli.findings_text import print_findings
from npm_data.cli.person import add_who, is_confirmed, who_of
from npm_data.database.errors import DatabaseError
from npm_data.i18n import Words, words_for
from npm_data.i18n.environment import language_of_environment
from npm_data.keeping import KeepingError, Prepared, apply, prepare
from npm_data.keeping.failures import FAILURES, log_to_standard_error, unforeseen
from npm_data.model.register import Register
from npm_data.reference import LANGUAGES
from npm_data.register.reading import Problem, Source, read_source
from npm_data.register.rules import Checked, Finding, check
from npm_data.register.rules.findings import findings_of
from npm_data.register.rules.marked_workbook import write_marked_workbook

Tell = Callable[[str, float], None]
"""Told a step (`read`, `check`, `write`) and the share of the whole that is done."""


class CommandError(Exception):
    """A mistake in the command: one line for standard error."""


class Ended(NamedTuple):
    """How a command ended: its code, and the last words for standard output and error."""

    code: int
    text: str = ""
    error: str = ""


def add_import_options(parser: argparse.ArgumentParser) -> None:
    words = words_for(language_of_environment())
    _add_source_options(parser, words)
    parser.add_argument(
        "--database",
        type=Path,
        required=True,
        metavar="FILE",
        help=words("import.help_database"),
    )
    _add_mode(parser, words)
    parser.add_argument("--yes", action="store_true", help=words("import.help_yes"))
    add_who(parser, words)
    parser.set_defaults(run=run_import)


def add_check_options(parser: argparse.ArgumentParser) -> None:
    words = words_for(language_of_environment())
    _add_source_options(parser, words)
    parser.add_argument(
        "--database", type=Path, metavar="FILE", help=words("import.help_database_to_add_to")
    )
    _add_mode(parser, words)
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help=words("import.help_format")
    )
    parser.set_defaults(run=run_check)


def _add_source_options(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help=words("import.help_path"))
    parser.add_argument("--data-date", metavar="DAY", help=words("import.help_data_date"))
    parser.add_argument(
        "--language",
        choices=LANGUAGES,
        default=words.language,
        help=words("import.help_language"),
    )
    parser.add_argument(
        "--findings", type=Path, metavar="FILE.xlsx", help=words("import.help_findings")
    )


def _add_mode(parser: argparse.ArgumentParser, words: Words) -> None:
    parser.add_argument(
        "--mode",
        choices=("replace", "update"),
        default="replace",
        help=words("import.help_mode"),
    )


def run_import(arguments: argparse.Namespace) -> int:
    """Write the database when nothing is an error; 1 with errors, 2 when it cannot be written."""
    return _said(arguments, _import)


def run_check(arguments: argparse.Namespace) -> int:
    """Print the findings; 1 with an error among them."""
    return _said(arguments, _check)


def _said(arguments: argparse.Namespace, work: Callable[[argparse.Namespace, Words], Ended]) -> int:
    """Do the work and say how it ended, also where nobody foresaw that."""
    words = words_for(arguments.language)
    log_to_standard_error()
    try:
        ended = work(arguments, words)
    except CommandError as error:
        ended = Ended(2, error=str(error))
    except DatabaseError as error:
        ended = Ended(2, error=words(f"database.{error.reason}", path=error.path))
    except FAILURES as error:
        reference = unforeseen(error, work.__name__.strip("_")).reference
        ended = _unforeseen(arguments, reference, words)
    sys.stdout.write(f"{ended.text}\n" if ended.text else "")
    sys.stderr.write(f"{ended.error}\n" if ended.error else "")
    return ended.code


def _import(arguments: argparse.Namespace, words: Words) -> Ended:
    with _progress(words) as progress:
        tell = _teller(progress, words)
        prepared = _prepared(arguments, words, tell)
        _write_findings(arguments.findings, prepared.source, prepared.checked, words)
    print_findings(prepared.checked.findings, words, _console())
    if prepared.difference is None:
        return Ended(1, error=words("import.nothing_was_imported"))
    sys.stdout.writelines(f"{line}\n" for line in difference_lines(prepared, words))
    _confirm(arguments, prepared, words)
    with _progress(words) as progress:
        version = _written(arguments, prepared, _teller(progress, words), words)
    return Ended(0, _imported(arguments.database, prepared, version, words))


def _check(arguments: argparse.Namespace, words: Words) -> Ended:
    with _progress(words) as progress:
        source, checked, difference = _checked(arguments, words, _teller(progress, words))
        _write_findings(arguments.findings, source, checked, words)
    code = 0 if checked.register is not None else 1
    if arguments.format == "json":
        return Ended(code, _as_json(checked.findings))
    print_findings(checked.findings, words, _console())
    verdict = words(f"import.{'it_cannot_be_imported' if code else 'it_keeps_every_rule'}")
    return Ended(code, "\n".join((*difference, verdict)))


def _unforeseen(arguments: argparse.Namespace, reference: str, words: Words) -> Ended:
    """A fault of the program as the one finding about the file."""
    rule, facts = "the_program_ends_its_work", {"reference": reference}
    findings = findings_of([Problem(rule, arguments.path.name, facts=facts)], words)
    if vars(arguments).get("format") == "json":
        return Ended(1, _as_json(findings))
    print_findings(findings, words, _console())
    return Ended(1)


def _as_json(findings: Sequence[Finding]) -> str:
    return json.dumps([each.as_dict() for each in findings], ensure_ascii=False, indent=2)


def _prepared(arguments: argparse.Namespace, words: Words, tell: Tell) -> Prepared:
    data_date, source = _read(arguments, words, tell)
    return prepare(
        source,
        arguments.database,
        mode=arguments.mode,
        language=words.language,
        data_date=data_date,
        today=date.today(),
        on_progress=lambda step, share: tell("check", 0.3 + 0.7 * share),
    )


def _checked(
    arguments: argparse.Namespace, words: Words, tell: Tell
) -> tuple[Source, Checked, tuple[str, ...]]:
    """The source, what is wrong with it, and what it would change in a register that is named."""
    if arguments.database is not None:
        prepared = _prepared(arguments, words, tell)
        return prepared.source, prepared.checked, tuple(difference_lines(prepared, words))
    if arguments.mode == "update":
        raise CommandError(words("import.update_needs_a_register"))
    data_date, source = _read(arguments, words, tell)
    tell("check", 0.3)
    return source, check(source, words.language, data_date, today=date.today()), ()


def _read(arguments: argparse.Namespace, words: Words, tell: Tell) -> tuple[date | None, Source]:
    data_date = _day(arguments.data_date, words)
    _refuse_a_bad_name(arguments.findings, arguments.path, words)
    tell("read", 0.0)
    try:
        return data_date, read_source(arguments.path)
    except FileNotFoundError:
        raise CommandError(words("import.no_such_path", path=arguments.path)) from None


def _day(text: str | None, words: Words) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise CommandError(words("import.not_a_day", value=text)) from None


def _refuse_a_bad_name(findings: Path | None, source: Path, words: Words) -> None:
    if findings is None:
        return
    if findings.suffix.casefold() != ".xlsx":
        raise CommandError(words("import.findings_need_a_workbook", path=findings))
    if findings.resolve() == source.resolve():
        raise CommandError(words("import.findings_would_replace_the_source", path=findings))


def _write_findings(path: Path | None, source: Source, checked: Checked, words: Words) -> None:
    if path is None:
        return
    try:
        write_marked_workbook(source, checked.findings, words, path)
    except OSError:
        raise CommandError(words("import.findings_cannot_be_written", path=path)) from None
    sys.stderr.write(words("import.findings_are_written", path=path) + "\n")


def _confirm(arguments: argparse.Namespace, prepared: Prepared, words: Words) -> None:
    """What would lose much, or overwrite records, is done only when somebody says so."""
    for reason in prepared.reasons_to_ask:
        question = words(f"import.confirm_{reason}")
        if not (arguments.yes or is_confirmed(question, words)):
            raise CommandError(words(f"import.not_confirmed_{reason}"))


def _written(arguments: argparse.Namespace, prepared: Prepared, tell: Tell, words: Words) -> int:
    try:
        return apply(
            prepared,
            arguments.database,
            who=who_of(arguments),
            on_progress=lambda step, share: tell("write", share),
            confirmed=True,
        )
    except KeepingError as error:
        raise CommandError(words(f"keeping.{error.reason}")) from None


def _imported(path: Path, prepared: Prepared, version: int, words: Words) -> str:
    register, day = prepared.checked.register, prepared.checked.data_date
    return words(
        "import.imported",
        rows=_rows(register, words) if register else "",
        day=words.date(day) if day else "",
        path=path,
        version=version,
    )


def _rows(register: Register, words: Words) -> str:
    counts = {
        "institutions": register.institutions.height,
        "visits": register.visits["visit_id"].n_unique(),
        "recommendations": register.recommendations.height,
        "follow_up": register.follow_up.height,
    }
    return ", ".join(words.plural(f"import.count_{name}", count) for name, count in counts.items())


def _console() -> Console:
    return Console(highlight=False, markup=False, emoji=False)


def _progress(words: Words) -> Progress:
    """A bar on a terminal; nothing where the answer goes into a file or another program."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn())
    progress = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
    progress.add_task(words("import.step_read"), total=1.0)
    return progress


def _teller(progress: Progress, words: Words) -> Tell:
    def tell(step: str, share: float) -> None:
        for task in progress.task_ids:
            progress.update(task, description=words(f"import.step_{step}"), completed=share)

    return tell
