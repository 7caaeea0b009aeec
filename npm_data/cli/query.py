"""`python -m npm_data query NAME`: the named queries of the pages, for a spreadsheet or a test."""

import argparse
import csv
import io
import json
import sys
from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from npm_data.cli.command import (
    CommandError,
    add_database,
    add_filter_options,
    add_work,
    answer,
    day_of,
    filters_of,
)
from npm_data.i18n import Words
from npm_data.questions import disclosure
from npm_data.questions.disclosure import WithheldError
from npm_data.questions.recommendations import HORIZONS
from npm_data.questions.repository import Repository
from npm_data.questions.statements import DIMENSIONS_OF
from npm_data.register.filters import Filters, Period, Role
from npm_data.register.spelling import harmless

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
_AFTER_A_DAY = frozenset({"clock", "pace"})
_OF_RECOMMENDATIONS = frozenset(QUERIES[4:])
_COUNTS = frozenset({"visits", "places_visited"})
_DECIMALS = 6

Record = dict[str, object]
"""One row of an answer, by column."""


def add_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", choices=QUERIES)
    add_database(parser)
    add_filter_options(parser, has_theme=True)
    parser.add_argument("--as-of", metavar="DAY")
    parser.add_argument("--by", metavar="DIMENSION")
    parser.add_argument("--rate", choices=("cohort", "stock", "answered"))
    parser.add_argument("--months", type=int, choices=(12, 24, 48))
    parser.add_argument("--role", choices=tuple(Role), type=Role, default=Role.SECRETARIAT)
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    add_work(parser, run)


def run(arguments: argparse.Namespace, words: Words) -> int:
    """Answer on standard output; 3 for what the role is not told."""
    try:
        rows = _answer(arguments, words)
    except WithheldError:
        sys.stderr.write(words("query.not_told", query=arguments.name) + "\n")
        return 3
    _print(rows, arguments.format)
    return 0


def _answer(arguments: argparse.Namespace, words: Words) -> pl.DataFrame:
    filters = filters_of(arguments, words)
    as_of = day_of(arguments.as_of, "--as-of", words)
    dimension = _dimension(arguments, words)
    options = _rate_options(arguments, words)
    if arguments.name not in ("visits", "coverage"):
        options["as_of"] = as_of
    if arguments.name == "time-to-implementation":
        options["months"] = disclosure.horizons_told(arguments.role, HORIZONS)
    name = arguments.name.replace("-", "_")

    def ask(whole: Repository) -> tuple[pl.DataFrame, bool]:
        repository = whole.seen_by(arguments.role)
        chosen = filters
        if arguments.to_on is None:
            chosen = _up_to_what_is_told(repository, name, filters)
        found = getattr(repository, name)(chosen, by=(dimension,), **options)
        return found, repository.data_set.is_demonstration

    found, is_demonstration = answer(arguments.database, words, ask)
    _say_what_is_ignored(arguments, words)
    if is_demonstration:
        sys.stderr.write(words("query.demonstration") + "\n")
    return _as_rows(found, dimension)


def _up_to_what_is_told(repository: Repository, name: str, filters: Filters) -> Filters:
    """Without a last day the period is all that the role is told of."""
    known = repository.data_set.data_date
    last = disclosure.last_told(repository.role, name, known)
    if repository.role.may(disclosure.SEES_ALL) or filters.period.from_on > last:
        return filters
    return replace(filters, period=Period(filters.period.from_on, last))


def _dimension(arguments: argparse.Namespace, words: Words) -> str:
    if arguments.by is None:
        return "total"
    dimension = str(arguments.by).replace("-", "_")
    of_query = DIMENSIONS_OF[arguments.name.replace("-", "_")]
    left_out = _OF_PAGES_ONLY | _OWN_AXIS.get(arguments.name, frozenset())
    possible = [each for each in of_query if each not in left_out]
    if dimension not in possible:
        names = ", ".join(each.replace("_", "-") for each in possible)
        raise CommandError(
            words("query.cannot_group", query=arguments.name, value=arguments.by, dimensions=names)
        )
    return dimension


_OF_PAGES_ONLY = frozenset(
    {"total", "region_2016", "region_2018", "region_ministry", "year_visit_type"}
)


_OWN_AXIS = {"time-to-implementation": frozenset({"month"})}
"""The curve runs over months already."""


def _rate_options(arguments: argparse.Namespace, words: Words) -> dict[str, object]:
    if arguments.name != "implementation":
        return {}
    rate = arguments.rate or "cohort"
    if arguments.months is not None and rate != "cohort":
        raise CommandError(words("query.months_only_for_cohort"))
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


_BEYOND_THE_CONTRACT = frozenset(
    {"past_due", "share_past_due", "claimed", "judged", "share_in_time", "too_young"}
)
"""Columns of the answers for figures alone: the command prints those of its contract."""


def _as_rows(frame: pl.DataFrame, dimension: str) -> pl.DataFrame:
    """The answer as the contract has it: the key named after its dimension, rates rounded.

    Visits or places that are not told are no column.
    """
    not_told = [name for name in _COUNTS & set(frame.columns) if frame[name].is_null().all()]
    beyond = _BEYOND_THE_CONTRACT & set(frame.columns)
    told = frame.drop("dimension", *beyond, *(not_told if frame.height else ()))
    if dimension != "total" and "considered" in told.columns:
        told = told.filter(pl.col("considered") > 0)
    rounded = told.with_columns(pl.selectors.float().round(_DECIMALS))
    if dimension == "total":
        return rounded.drop("key")
    return rounded.rename({"key": dimension})


def _print(rows: pl.DataFrame, form: str) -> None:
    if form == "json":
        records = rows.rows(named=True)
        sys.stdout.write(json.dumps(records, ensure_ascii=False, indent=1) + "\n")
    elif form == "csv":
        sys.stdout.write(_as_csv(rows.columns, rows.rows(named=True)))
    else:
        sys.stdout.write(_as_table(rows) + "\n")


def _as_csv(columns: list[str], records: Sequence[Record]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(
        {
            name: harmless(value) if isinstance(value, str) else value
            for name, value in record.items()
        }
        for record in records
    )
    return text.getvalue()


def _as_table(rows: pl.DataFrame) -> str:
    """Drawn by Polars, which is there already: Rich would take as long as the question itself."""
    with pl.Config(
        tbl_rows=-1,
        tbl_cols=-1,
        tbl_hide_dataframe_shape=True,
        tbl_hide_column_data_types=True,
        fmt_str_lengths=200,
        # Of a terminal Polars knows the width itself.
        tbl_width_chars=None if sys.stdout.isatty() else 200,
    ):
        return str(rows.select(pl.all().cast(pl.String).fill_null("")))
