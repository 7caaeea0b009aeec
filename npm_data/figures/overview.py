"""The state bodies on the first screen: coverage, terms, recommendations, rate and replies."""

from collections.abc import Callable, Sequence

import polars as pl

from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure
from npm_data.figures.periods import FIRST_TERMS_END, period_name
from npm_data.figures.rates import judged
from npm_data.figures.subject import Subject, is_known, kept, told
from npm_data.figures.units import (
    Ranked,
    Row,
    codes_in_order,
    named_unit,
    ranked,
    rows_of,
    table,
    total_of,
)
from npm_data.i18n import Words

_QUESTIONS = ("coverage", "clock", "recommendations", "rate", "replies")
_COLUMNS = {
    "coverage": ("places_visited", "places_in_mandate", "coverage"),
    "clock": ("past_due",),
    "recommendations": ("recommendations",),
    "rate": ("implemented", "considered", "rate"),
    "replies": ("overdue", "due"),
}
"""What is read of each answer."""


@kept
def bodies(subject: Subject) -> Figure:
    """What there is to say of each state body, a row each, the whole last.

    Rows: `code`, `name`, `short_name`, and as far as they are told `places_visited`,
    `places_in_mandate`, `coverage`, `past_due`, `recommendations`, `implemented`, `considered`,
    `rate`, `overdue`, `due`. Coverage and terms are of the places that a body answers for, the rest
    of what was recommended to it; the rate is of the period that can be judged.
    """
    words = subject.words
    asked = told(judged, subject)
    answers = _answers(subject, asked)
    chosen = subject.filters.ministries
    codes = [code for code in codes_in_order("ministry") if not chosen or code in chosen]
    by_code = [rows_of(answer, "ministry") for answer in answers.values()]
    units = [
        named_unit(subject, "ministry", code, _cells(answers, [rows.get(code) for rows in by_code]))
        for code in codes
        if any(code in rows for rows in by_code)
    ]
    whole = _cells(answers, [total_of(answer) for answer in answers.values()])
    rows = table(subject, units, whole)
    lowest = _lowest(rows)
    return Figure(
        key="overview.bodies",
        heading=words("overview.bodies"),
        rows=rows,
        columns=_body_columns(subject, answers, asked),
        finding=_bodies_finding(words, lowest),
        counts=_bodies_counts(subject, answers, asked),
        cautions=tuple(
            words(f"frame.named_{_NAMED[share]}", count=words.number(found.fewest))
            for share, found in lowest.items()
        ),
        has_whole=True,
        empty=words("coverage.no_places"),
    )


_OF = {"coverage": "places_in_mandate", "rate": "considered"}
"""What a share is one of."""
_NAMED = {"coverage": "places", "rate": "recommendations"}


def _lowest(rows: pl.DataFrame) -> dict[str, Ranked]:
    """The bodies by coverage and by rate, as far as they are told and can be told apart."""
    found = {share: ranked(rows, share, of) for share, of in _OF.items() if share in rows.columns}
    return {share: each for share, each in found.items() if each is not None}


def _answers(subject: Subject, asked: Subject | None) -> dict[str, pl.DataFrame]:
    """By question, those that are told of the choice; the rate of `asked`, where it is told."""
    by = ("total", "ministry")
    repository, filters = subject.repository, subject.filters
    ask: dict[str, Callable[[Subject], pl.DataFrame]] = {
        "coverage": lambda _: repository.coverage(filters, by),
        "clock": lambda _: repository.clock(filters, subject.as_of, by),
        "recommendations": lambda _: repository.recommendations(filters, by=by),
        "replies": lambda _: repository.replies(filters, by=by),
    }
    if not is_known(subject):
        del ask["coverage"]
    if subject.as_of <= FIRST_TERMS_END:
        del ask["clock"]
    if asked is not None:
        ask["rate"] = lambda _: repository.implementation(asked.filters, by=by)
    found = {name: told(ask[name], subject) for name in _QUESTIONS if name in ask}
    return {name: answer for name, answer in found.items() if answer is not None}


def _cells(answers: dict[str, pl.DataFrame], rows: Sequence[Row | None]) -> Row:
    """The row of a body; what an answer does not know of it is none of it."""
    cells: Row = {}
    for name, row in zip(answers, rows, strict=True):
        for column in _COLUMNS[name]:
            nothing = None if column in {"coverage", "rate"} else 0
            cells[column] = nothing if row is None else row[column]
    return cells


def _body_columns(
    subject: Subject, answers: dict[str, pl.DataFrame], asked: Subject | None
) -> dict[str, Column]:
    words = subject.words
    rate = words("overview.rate")
    if asked is not None and asked.filters != subject.filters:
        year = period_name(asked.filters.period, words)
        rate = words("overview.rate_of_year", rate=rate, year=year)
    columns = {
        "places_visited": Column(words("visits.column_places_visited"), "number"),
        "places_in_mandate": Column(words("definition.places_in_mandate"), "number"),
        "coverage": Column(words("definition.coverage"), "percent"),
        "past_due": Column(words("overview.past_due"), "number"),
        "recommendations": Column(words("recommendations.column_count"), "number"),
        "implemented": Column(words("implementation.column_implemented"), "number"),
        "considered": Column(words("implementation.column_considered"), "number"),
        "rate": Column(rate, "percent", of="considered"),
        "overdue": Column(words("overview.replies_overdue"), "number"),
        "due": Column(words("annex.column_due"), "number"),
    }
    known = {column for name in answers for column in _COLUMNS[name]}
    named = {"name": Column(words("overview.column_body"))}
    return named | {name: column for name, column in columns.items() if name in known}


def _bodies_finding(words: Words, lowest: dict[str, Ranked]) -> str:
    """The lowest coverage and the lowest rate, by name, where there are two to tell apart."""
    said = [
        words(
            f"overview.lowest_{share}",
            name=found.lowest[0]["short_name"],
            share=words.percent(found.lowest[0][share]),
        )
        for share, found in lowest.items()
    ]
    return "; ".join(said) or words("overview.bodies")


def _bodies_counts(
    subject: Subject, answers: dict[str, pl.DataFrame], asked: Subject | None
) -> tuple[str, ...]:
    words = subject.words
    said = [words("overview.bodies_note")]
    young = total_of(answers["rate"])["too_young"] if "rate" in answers else 0
    if young:
        period = period_name(subject.filters.period, words)
        said.append(words("overview.too_young", period=period, count=words.number(young)))
    if "clock" in answers:
        said.append(words("overview.clock_on", date=words.date(subject.as_of)))
    return tuple(said)
