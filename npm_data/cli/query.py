"""`python -m npm_data query NAME`: the named queries of the pages, for a spreadsheet or a test."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import polars as pl
from rich.console import Console
from rich.table import Table

from npm_data.cli.language import language_of_environment
from npm_data.database.errors import DatabaseError
from npm_data.i18n import Words, words_for
from npm_data.model.filters import Filters, Period
from npm_data.reference import LANGUAGES, reference
from npm_data.repository import DIMENSIONS_OF, Repository, open_repository

QUERIES = (
    "visits",
    "coverage",
    "clock",
    "pace",
    "recommendations",
    "implementation",
    "time-to-implementation",
    "replies",
)
FIRST_DAY, LAST_DAY = date(1, 1, 1), date(9999, 12, 31)
_AFTER_A_DAY = frozenset({"clock", "pace"})
_OF_RECOMMENDATIONS = frozenset(QUERIES[4:])
_DECIMALS = 6


Record = dict[str, object]
"""One row of an answer, by column."""


class QueryError(Exception):
    """A mistake in the command: one line for standard error."""


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("query", help="print the answer to a named query")
    parser.add_argument("name", choices=QUERIES)
    parser.add_argument("--database", type=Path, required=True)
    parser.add_argument("--from", dest="from_on", metavar="DAY")
    parser.add_argument("--to", dest="to_on", metavar="DAY")
    parser.add_argument("--as-of", metavar="DAY")
    for option in ("region", "ministry", "institution-type", "visit-type", "theme"):
        parser.add_argument(f"--{option}", action="append", default=[], metavar="CODE")
    parser.add_argument("--by", metavar="DIMENSION")
    parser.add_argument("--rate", choices=("cohort", "stock", "answered"))
    parser.add_argument("--months", type=int, choices=(12, 24, 48))
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--language", choices=LANGUAGES, default=language_of_environment())
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Answer on standard output; exit code 2 and one clear line for a mistake in the command."""
    words = words_for(arguments.language)
    try:
        rows = _answer(arguments, words)
    except QueryError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except DatabaseError as error:
        sys.stderr.write(words(f"database.{error.reason}", path=error.path) + "\n")
        return 2
    _print(rows, arguments.format)
    return 0


def _answer(arguments: argparse.Namespace, words: Words) -> pl.DataFrame:
    filters = _filters(arguments, words)
    as_of = _day(arguments.as_of, "--as-of", words)
    dimension = _dimension(arguments, words)
    options = _rate_options(arguments, words)
    _say_what_is_ignored(arguments, words)
    repository = open_repository(arguments.database)
    try:
        if repository.data_set.is_demonstration:
            sys.stderr.write(words("query.demonstration") + "\n")
        question = _question(repository, arguments.name)
        if arguments.name not in ("visits", "coverage"):
            options["as_of"] = as_of
        return _as_rows(question(filters, by=(dimension,), **options), dimension)
    finally:
        repository.close()


def _question(repository: Repository, name: str) -> Callable[..., pl.DataFrame]:
    question: Callable[..., pl.DataFrame] = getattr(repository, name.replace("-", "_"))
    return question


def _filters(arguments: argparse.Namespace, words: Words) -> Filters:
    from_on = _day(arguments.from_on, "--from", words) or FIRST_DAY
    to_on = _day(arguments.to_on, "--to", words) or LAST_DAY
    if from_on > to_on:
        raise QueryError(words("query.from_after_to", from_on=from_on, to_on=to_on))
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


def _day(text: str | None, option: str, words: Words) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise QueryError(words("query.not_a_day", option=option, value=text)) from None


def _codes(given: list[str], known: tuple[str, ...], option: str, words: Words) -> tuple[str, ...]:
    for code in given:
        if code not in known:
            codes = ", ".join(known)
            raise QueryError(words("query.unknown_code", option=option, value=code, codes=codes))
    return tuple(sorted(set(given)))


def _regions(given: list[str], words: Words) -> tuple[str, ...]:
    """Codes of today; an old code means the units that came out of it."""
    units: set[str] = set()
    for code in given:
        todays = reference().todays_codes(code)
        if not todays:
            known = ", ".join(unit.code for unit in reference().regions_of("2022"))
            raise QueryError(
                words("query.unknown_code", option="--region", value=code, codes=known)
            )
        units.update(todays)
    return tuple(sorted(units))


def _dimension(arguments: argparse.Namespace, words: Words) -> str:
    if arguments.by is None:
        return "total"
    dimension = str(arguments.by).replace("-", "_")
    of_query = DIMENSIONS_OF[arguments.name.replace("-", "_")]
    possible = [each for each in of_query if each not in _OF_PAGES_ONLY]
    if dimension not in possible:
        names = ", ".join(each.replace("_", "-") for each in possible)
        raise QueryError(
            words("query.cannot_group", query=arguments.name, value=arguments.by, dimensions=names)
        )
    return dimension


_OF_PAGES_ONLY = frozenset(
    {"total", "region_2016", "region_2018", "region_ministry", "year_visit_type"}
)


def _rate_options(arguments: argparse.Namespace, words: Words) -> dict[str, object]:
    if arguments.name != "implementation":
        return {}
    rate = arguments.rate or "cohort"
    if arguments.months is not None and rate != "cohort":
        raise QueryError(words("query.months_only_for_cohort"))
    return {"rate": rate, "months": arguments.months or 12}


def _say_what_is_ignored(arguments: argparse.Namespace, words: Words) -> None:
    """A filter that a figure does not depend on is named, lest the figure be read as filtered."""
    ignored = []
    if arguments.name in _AFTER_A_DAY:
        given = {"--from": arguments.from_on, "--to": arguments.to_on}
        ignored += [option for option, value in given.items() if value]
        ignored += ["--visit-type"] if arguments.visit_type else []
    elif arguments.name in ("visits", "coverage") and arguments.as_of:
        ignored.append("--as-of")
    if arguments.theme and arguments.name not in _OF_RECOMMENDATIONS:
        ignored.append("--theme")
    if arguments.name != "implementation":
        given = {"--rate": arguments.rate, "--months": arguments.months}
        ignored += [option for option, value in given.items() if value]
    for option in ignored:
        sys.stderr.write(words("query.ignored", query=arguments.name, option=option) + "\n")


def _as_rows(frame: pl.DataFrame, dimension: str) -> pl.DataFrame:
    """The answer as the contract has it: the key named after its dimension, rates rounded."""
    rounded = frame.with_columns(pl.selectors.float().round(_DECIMALS)).drop("dimension")
    if dimension == "total":
        return rounded.drop("key")
    return rounded.rename({"key": dimension})


def _print(rows: pl.DataFrame, form: str) -> None:
    records = rows.rows(named=True)
    if form == "json":
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        sys.stdout.write(_as_csv(rows.columns, records))
    else:
        _print_table(rows.columns, records)


def _as_csv(columns: list[str], records: Sequence[Record]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()


def _print_table(columns: list[str], records: Sequence[Record]) -> None:
    table = Table(*columns)
    for record in records:
        table.add_row(*("" if value is None else str(value) for value in record.values()))
    Console(width=None if sys.stdout.isatty() else 200).print(table)
