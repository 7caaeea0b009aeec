"""`python -m npm_data export deck|brief|annex`: the files of a report, for a hall and for paper.

`export register` puts the register itself into another place, a file or a shared register.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from npm_data.cli.command import (
    INTERRUPTED,
    CommandError,
    add_database,
    add_filter_options,
    add_work,
    day_of,
    filters_of,
    open_whole,
    register_at,
)
from npm_data.figures.subject import Report, looked_back_on
from npm_data.files.brief import brief_docx, brief_pdf
from npm_data.files.pdf import pdf_of
from npm_data.files.pptx import TemplateError, pptx_of
from npm_data.i18n import Words
from npm_data.register.filters import Filters
from npm_data.report.annex import annex_pdf, annex_xlsx
from npm_data.report.brief import brief_of
from npm_data.report.deck import DeckPlanError, deck_of

Maker = Callable[[Report], bytes]

MAKERS: dict[str, dict[str, Maker]] = {
    "deck": {
        "pptx": lambda report: pptx_of(deck_of(report)),
        "pdf": lambda report: pdf_of(deck_of(report)),
    },
    "brief": {
        "docx": lambda report: brief_docx(brief_of(report)),
        "pdf": lambda report: brief_pdf(brief_of(report)),
    },
    "annex": {"xlsx": annex_xlsx, "pdf": annex_pdf},
}
"""What can be exported, and what makes each of its formats."""
_REGISTER = "register"


def add_options(parser: argparse.ArgumentParser) -> None:
    kinds = parser.add_subparsers(
        dest="kind", required=True, metavar="|".join((*MAKERS, _REGISTER))
    )
    for kind, makers in MAKERS.items():
        of_kind = kinds.add_parser(kind)
        add_database(of_kind)
        of_kind.add_argument("--output", type=Path, required=True, metavar="FILE")
        of_kind.add_argument("--format", choices=tuple(makers))
        of_kind.add_argument("--overwrite", action="store_true")
        of_kind.add_argument("--year", metavar="YEAR")
        of_kind.add_argument("--as-of", metavar="DAY")
        add_filter_options(of_kind, has_theme=False)
        add_work(of_kind, run)
    register = kinds.add_parser(_REGISTER)
    add_database(register)
    register.add_argument("--output", required=True, metavar="FILE")
    add_work(register, _copy)


def _copy(arguments: argparse.Namespace, words: Words) -> int:
    # Whatever can change a register is left to the commands that do.
    from npm_data.register.storage.change import copy_register

    version = copy_register(arguments.database, register_at(arguments.output, words))
    sys.stdout.write(words("export.copied", version=version, path=arguments.output) + "\n")
    return 0


def run(arguments: argparse.Namespace, words: Words) -> int:
    """Write the file, whole or not at all; 130 where that was stopped from the keyboard."""
    try:
        _export(arguments, words)
    except KeyboardInterrupt:
        sys.stderr.write(words("export.cancelled") + "\n")
        return INTERRUPTED
    sys.stderr.write(words("export.written", path=arguments.output) + "\n")
    return 0


def _export(arguments: argparse.Namespace, words: Words) -> None:
    """All that can be said against the command is said before the work begins."""
    make = _maker(arguments, words)
    filters = _filters(arguments, words)
    as_of = day_of(arguments.as_of, "--as-of", words)
    output: Path = arguments.output
    if output.exists() and not arguments.overwrite:
        raise CommandError(words("export.exists", path=output))
    if not os.access(output.parent, os.W_OK) or output.is_dir():
        raise CommandError(words("export.cannot_be_written", path=output))
    repository = open_whole(arguments.database, words)
    try:
        known = repository.data_set.data_date
        _refuse_the_future(filters, min(known, as_of or known), words)
        if repository.data_set.is_demonstration:
            sys.stderr.write(words("query.demonstration") + "\n")
        report = Report(words, filters, repository)
        made = make(report if as_of is None else looked_back_on(report, as_of))
    except (DeckPlanError, TemplateError) as error:
        raise CommandError(error.said(words)) from None
    finally:
        repository.close()
    _write(made, output, words)


def _refuse_the_future(filters: Filters, data_date: date, words: Words) -> None:
    """A report on days that no record describes would say that nothing happened on them."""
    first = filters.period.from_on
    if first > data_date:
        dates = {"date": words.date(data_date), "day": words.date(first)}
        raise CommandError(words("export.after_the_data", **dates))


def _maker(arguments: argparse.Namespace, words: Words) -> Maker:
    """By the ending of the output's name; a format that was named must agree with it."""
    makers = MAKERS[arguments.kind]
    output: Path = arguments.output
    ending = output.suffix.removeprefix(".").casefold()
    if arguments.format not in (None, ending):
        raise CommandError(words("export.other_format", path=output, format=arguments.format))
    if ending not in makers:
        formats = ", ".join(f".{each}" for each in makers)
        raise CommandError(words("export.no_such_format", path=output, formats=formats))
    return makers[ending]


def _filters(arguments: argparse.Namespace, words: Words) -> Filters:
    """A report has a period: a year, or both of its days."""
    if arguments.year is not None:
        if arguments.from_on or arguments.to_on:
            raise CommandError(words("export.year_or_days"))
        year: str = arguments.year
        if not (len(year) == 4 and year.isascii() and year.isdigit() and int(year)):
            raise CommandError(words("export.not_a_year", value=year))
        arguments.from_on, arguments.to_on = f"{year}-01-01", f"{year}-12-31"
    if not (arguments.from_on and arguments.to_on):
        raise CommandError(words("export.no_period"))
    return filters_of(arguments, words)


def _write(made: bytes, path: Path, words: Words) -> None:
    """Under another name first, so that there is the whole file or none."""
    beside: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
            beside = Path(file.name)
            file.write(made)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError:
        raise CommandError(words("export.cannot_be_written", path=path)) from None
    finally:
        if beside is not None:
            beside.unlink(missing_ok=True)
