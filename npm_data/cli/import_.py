"""`python -m npm_data import` and `check`: an office's files become a register, or findings."""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.text import Text

from npm_data.cli.command import (
    CommandError,
    Told,
    Work,
    add_database,
    add_who,
    add_work,
    is_confirmed,
    progress_bar,
    who_of,
)
from npm_data.i18n import Words, language_of_environment, words_for
from npm_data.reference import reference
from npm_data.register.reading import Problem, Source, read_source
from npm_data.register.reading.source import OF_LIMITS, USUAL, Limits
from npm_data.register.rules import Checked, Finding, check
from npm_data.register.rules.findings import column_title, counted, findings_of
from npm_data.register.rules.marked_workbook import write_marked_workbook
from npm_data.register.schema import Register
from npm_data.register.storage.change import Prepared, apply, prepare
from npm_data.register.storage.connection import DatabaseError, KeepingError
from npm_data.register.storage.log import FAILURES, log_to_standard_error, unforeseen
from npm_data.register.storage.versions import RowsChanged
from npm_data.report.storage_text import count_of, other_record_lines

LIMITS = {"usual": USUAL, "none": Limits.none()}
MOST_OF_A_KIND = 10
_STYLES = {"error": "bold red", "warning": "yellow"}


def add_import_options(parser: argparse.ArgumentParser) -> None:
    words = words_for(language_of_environment())
    help_database = words("import.help_database")
    add_database(parser, help_database)
    parser.add_argument("--yes", action="store_true", help=words("import.help_yes"))
    add_who(parser, words)
    _add_common_options(parser, words, _import)


def add_check_options(parser: argparse.ArgumentParser) -> None:
    words = words_for(language_of_environment())
    help_database = words("import.help_database_to_add_to")
    add_database(parser, help_database, required=False)
    forms, help_format = ("text", "json"), words("import.help_format")
    parser.add_argument("--format", choices=forms, default="text", help=help_format)
    _add_common_options(parser, words, _check)


def _add_common_options(parser: argparse.ArgumentParser, words: Words, work: Work) -> None:
    modes, help_mode = ("replace", "update"), words("import.help_mode")
    help_findings = words("import.help_findings")
    parser.add_argument("path", type=Path, metavar="PATH", help=words("import.help_path"))
    parser.add_argument("--mode", choices=modes, default="replace", help=help_mode)
    parser.add_argument("--data-date", metavar="DAY", help=words("import.help_data_date"))
    parser.add_argument("--findings", type=Path, metavar="FILE.xlsx", help=help_findings)
    parser.add_argument(
        "--limits", choices=LIMITS, default="usual", help=words("import.help_limits")
    )
    add_work(parser, _with_failures_as_findings(work), words)


def _with_failures_as_findings(work: Work) -> Work:
    """A fault of the program is the one finding about the file, under a reference of the log."""

    def run(arguments: argparse.Namespace, words: Words) -> int:
        log_to_standard_error()
        try:
            return work(arguments, words)
        except (CommandError, DatabaseError, KeepingError):
            raise
        except FAILURES as error:
            facts = {"reference": unforeseen(error, work.__name__.strip("_")).reference}
            rule = "the_program_ends_its_work"
            problem = Problem(rule, arguments.path.name, facts=facts)
            _print(findings_of([problem], words), vars(arguments).get("format"), words)
            return 1

    return run


def _import(arguments: argparse.Namespace, words: Words) -> int:
    """Write the database when nothing is an error; 1 with errors."""
    with progress_bar(words("import.step_read")) as tell:
        prepared = _prepared(arguments, words, tell)
        _write_findings(arguments.findings, prepared.source, prepared.checked, words)
    print_findings(prepared.checked.findings, words)
    _tell_of_limits(arguments, prepared.checked, words)
    if prepared.difference is None:
        sys.stderr.write(words("import.nothing_was_imported") + "\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in difference_lines(prepared, words))
    _confirm(arguments, prepared, words)
    # what was read goes before the tables are made: of a large register there is no room for both
    prepared = replace(prepared, source=replace(prepared.source, sheets=(), tables={}))
    with progress_bar(words("import.step_write")) as tell:
        version = apply(
            prepared,
            arguments.database,
            who=who_of(arguments),
            on_progress=lambda _, share: tell(share, words("import.step_write")),
            confirmed=True,
        )
    sys.stdout.write(_imported(arguments.database, prepared, version, words) + "\n")
    return 0


def _check(arguments: argparse.Namespace, words: Words) -> int:
    """Print the findings, and what would change in a register; 1 with an error among them."""
    difference: tuple[str, ...] = ()
    with progress_bar(words("import.step_read")) as tell:
        if arguments.database is not None:
            prepared = _prepared(arguments, words, tell)
            source, checked = prepared.source, prepared.checked
            difference = tuple(difference_lines(prepared, words))
        elif arguments.mode == "update":
            raise CommandError(words("import.update_needs_a_register"))
        else:
            data_date, source = _read(arguments, words, tell)
            tell(0.3, words("import.step_check"))
            checked = check(source, words.language, data_date, today=date.today())
        _write_findings(arguments.findings, source, checked, words)
    _print(checked.findings, arguments.format, words)
    _tell_of_limits(arguments, checked, words)
    can_be = checked.register is not None
    if arguments.format != "json":
        verdict = words(f"import.{'it_keeps_every_rule' if can_be else 'it_cannot_be_imported'}")
        sys.stdout.writelines(f"{line}\n" for line in (*difference, verdict))
    return 0 if can_be else 1


def _prepared(arguments: argparse.Namespace, words: Words, tell: Told) -> Prepared:
    data_date, source = _read(arguments, words, tell)
    return prepare(
        source,
        arguments.database,
        mode=arguments.mode,
        language=words.language,
        data_date=data_date,
        today=date.today(),
        on_progress=lambda _, share: tell(0.3 + 0.7 * share, words("import.step_check")),
    )


def _read(arguments: argparse.Namespace, words: Words, tell: Told) -> tuple[date | None, Source]:
    data_date = _day(arguments.data_date, words)
    _refuse_a_bad_name(arguments.findings, arguments.path, words)
    tell(0.0, words("import.step_read"))
    try:
        return data_date, read_source(arguments.path, LIMITS[arguments.limits])
    except FileNotFoundError:
        raise CommandError(words("import.no_such_path", path=arguments.path)) from None


def _tell_of_limits(arguments: argparse.Namespace, checked: Checked, words: Words) -> None:
    """Where something is too large for them, that here, unlike in the app, they can be lifted."""
    if arguments.limits != "none" and any(each.rule in OF_LIMITS for each in checked.findings):
        sys.stderr.write(words("import.limits_can_be_lifted", option="--limits none") + "\n")


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


def _print(findings: Sequence[Finding], form: str | None, words: Words) -> None:
    if form == "json":
        listed = [each.as_dict() for each in findings]
        sys.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2) + "\n")
    else:
        print_findings(findings, words)


def print_findings(findings: Sequence[Finding], words: Words) -> None:
    """Errors before warnings, each broken rule of a table together, at most ten of a kind."""
    console = Console(highlight=False, markup=False, emoji=False)
    kinds: dict[tuple[str, str | None, str], list[Finding]] = {}
    for finding in sorted(findings, key=lambda each: each.severity):
        kinds.setdefault((finding.severity, finding.sheet, finding.rule), []).append(finding)
    for alike in kinds.values():
        for finding in alike[:MOST_OF_A_KIND]:
            console.print(_line(finding, words), soft_wrap=True)
        if len(alike) > MOST_OF_A_KIND:
            rest = sum(1 + each.more for each in alike[MOST_OF_A_KIND:])
            more = words.plural("import.more_findings", rest)
            console.print(Text(more, "dim"), soft_wrap=True)
    if findings:
        console.print(Text(_counted(findings, words), "bold"), soft_wrap=True)


def _line(finding: Finding, words: Words) -> Text:
    """`error: visits.csv, Visits, row 3, Place ID (institution_id): No place has ...`."""
    title = column_title(finding.sheet, finding.column, words.language)
    address = [
        finding.file,
        reference().sheets[finding.sheet][words.language] if finding.sheet else "",
        words("import.row", row=finding.row) if finding.row else "",
        f"{title} ({finding.column})" if finding.column else "",
    ]
    text = Text(words(f"import.{finding.severity}"), _STYLES[finding.severity])
    return text.append(f": {', '.join(filter(None, address))}: ", "bold").append(
        finding.message, "default"
    )


def _counted(findings: Sequence[Finding], words: Words) -> str:
    errors = words.plural("import.errors", counted(findings, "error"))
    return f"{errors}, {words.plural('import.warnings', counted(findings, 'warning'))}"


def difference_lines(prepared: Prepared, words: Words) -> Iterator[str]:
    """Against the version that is changed; nothing of a first import, where all is new."""
    difference = prepared.difference
    if difference is None or prepared.base_version == 0:
        return
    if prepared.is_demonstration_replaced:
        yield words("history.demonstration_replaced")
        return
    if prepared.others:
        yield words.plural("difference.others", count_of(prepared.others))
        yield from (f"  {line}" for line in other_record_lines(prepared.others, words))
    version = words.number(prepared.base_version)
    if difference.is_empty:
        yield words("history.nothing_differs", version=version)
        return
    yield words("history.differs", version=version)
    for sheet, table in difference.tables.items():
        if not table.is_empty:
            yield f"  {counts_line(sheet, table.counts, words)}"


def counts_line(sheet: str, counts: RowsChanged, words: Words) -> str:
    """`Visits: 3 new, 1 changed, 0 no longer there`."""
    numbers = {name: words.number(count) for name, count in counts._asdict().items()}
    title = reference().sheets[sheet][words.language]
    return words("history.counts", sheet=title, **numbers)
