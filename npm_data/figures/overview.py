"""The first screen beside visits and coverage: the rate over the years, and the state bodies."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

import polars as pl

from npm_data.charts.theme import Look
from npm_data.charts.trend import rate_line
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.periods import months_before, period_name
from npm_data.figures.sentences import interval_text, k_of_n, points_change, rate_text
from npm_data.figures.subject import Subject, ever, is_known
from npm_data.figures.units import (
    Row,
    Unit,
    codes_in_order,
    named_unit,
    rows_of,
    table,
    total_of,
)
from npm_data.figures.visible import told
from npm_data.i18n import Words
from npm_data.model.filters import Filters, Period

MONTHS = 12
"""So long after its issue a recommendation is judged."""
_ENOUGH = (20, FEWEST_FOR_A_RATE)
"""Units with so many are named, else those with fewer, else none."""
_QUESTIONS = ("coverage", "clock", "recommendations", "rate", "replies")
_COLUMNS = {
    "coverage": ("places_visited", "places_in_mandate", "coverage"),
    "clock": ("past_due",),
    "recommendations": ("recommendations",),
    "rate": ("implemented", "considered", "rate"),
    "replies": ("overdue", "due"),
}
"""What is read of each answer."""


class Judged(NamedTuple):
    """The period of issue that a rate is told of, and what was counted in it.

    `too_young` are those of the chosen period that cannot be judged yet: where too few of it can,
    the period is the latest whole year of issue that is old enough.
    """

    filters: Filters
    whole: Row
    too_young: int
    is_chosen: bool


def rate_by_year(subject: Subject) -> Figure:
    """The share implemented after 12 months, by year of issue with its interval.

    Rows: `code` and `year`, `implemented`, `considered`, `too_young`, `rate`, `low`, `high`.
    """
    words = subject.words
    answer = subject.repository.implementation(ever(subject), by=("year",))
    rows: list[Row] = [
        {"code": year, "year": year} | row for year, row in rows_of(answer, "year").items()
    ]
    judged = judged_of(subject)

    def draw(look: Look) -> Picture:
        frame = pl.DataFrame(
            [
                {name: row[name] if _is_told(row) else None for name in ("rate", "low", "high")}
                | {
                    "year": row["year"],
                    "label": words.number(100 * row["rate"]) if _is_told(row) else "",
                }
                for row in rows
                if row["considered"]
            ],
            schema_overrides=dict.fromkeys(("rate", "low", "high"), pl.Float64),
        )
        return Picture(rate_line(words, look), frame, words("overview.alt_rates"))

    return Figure(
        key="overview.rate",
        heading=words("overview.rate"),
        rows=pl.DataFrame(rows, infer_schema_length=None),
        columns={
            "year": Column(words("recommendations.column_year"), "year"),
            "implemented": Column(words("implementation.column_implemented"), "number"),
            "considered": Column(words("implementation.column_considered"), "number"),
            "rate": Column(words("overview.rate"), "percent", of="considered"),
            "low": Column(words("implementation.column_low"), "percent", of="considered"),
            "high": Column(words("implementation.column_high"), "percent", of="considered"),
            "too_young": Column(words("overview.column_too_young"), "number"),
        },
        definition="rate_cohort",
        finding=_rate_finding(subject, judged),
        counts=_rate_counts(subject, judged),
        draw=draw if sum(_is_told(row) for row in rows) > 1 else None,
        empty=_rate_finding(subject, judged),
    )


def bodies(subject: Subject) -> Figure:
    """What there is to say of each state body, a row each, the whole last.

    Rows: `code`, `name`, `short_name`, and as far as they are told `places_visited`,
    `places_in_mandate`, `coverage`, `past_due`, `recommendations`, `implemented`, `considered`,
    `rate`, `overdue`, `due`. Coverage and terms are of the places that a body answers for, the rest
    of what was recommended to it; the rate is of the period of `judged_of`.
    """
    words = subject.words
    judged = told(judged_of, subject)
    answers = _answers(subject, judged)
    columns = _body_columns(subject, answers, judged)
    chosen = subject.filters.ministries
    codes = [code for code in codes_in_order("ministry") if not chosen or code in chosen]
    by_code = [rows_of(answer, "ministry") for answer in answers.values()]
    units = [
        named_unit(subject, "ministry", code, _cells(answers, [rows.get(code) for rows in by_code]))
        for code in codes
        if any(code in rows for rows in by_code)
    ]
    whole = _cells(answers, [total_of(answer) for answer in answers.values()])
    return Figure(
        key="overview.bodies",
        heading=words("overview.bodies"),
        rows=table(subject, units, whole),
        columns=columns,
        finding=_bodies_finding(subject, units),
        counts=_bodies_counts(subject, answers, judged),
        cautions=tuple(line for share in _OF for line in _named_from(words, units, share)),
        has_whole=True,
    )


def judged_of(subject: Subject) -> Judged:
    """What the rate is told of: the chosen period, or the latest year that is old enough."""
    filters = subject.filters
    chosen = total_of(subject.repository.implementation(filters))
    young = chosen["too_young"]
    if chosen["considered"] >= FEWEST_FOR_A_RATE or not young:
        return Judged(filters, chosen, young, is_chosen=True)
    latest = months_before(subject.data_set.data_date, MONTHS)
    answer = rows_of(subject.repository.implementation(ever(subject), by=("year",)), "year")
    old_enough = [
        int(year)
        for year, row in answer.items()
        if year and row["considered"] and Period.of_year(int(year)).to_on <= latest
    ]
    if not old_enough:
        return Judged(filters, chosen, young, is_chosen=True)
    year = max(old_enough)
    in_year = replace(filters, period=Period.of_year(year))
    return Judged(in_year, answer[str(year)], young, is_chosen=False)


def _is_told(row: Row) -> bool:
    return bool(row["considered"] >= FEWEST_FOR_A_RATE)


_OF = {"coverage": "places_in_mandate", "rate": "considered"}
"""What a share is one of."""


def _lowest(units: Sequence[Unit], share: str) -> tuple[Unit, int] | None:
    """The unit with the lowest share, and from which size on units are named by theirs.

    None where there are not two of a size, or where all are alike.
    """
    for enough in _ENOUGH:
        large = [each for each in units if (each.counts.get(_OF[share]) or 0) >= enough]
        if len(large) > 1:
            lowest = min(large, key=lambda each: float(each.counts[share]))
            differ = any(each.counts[share] > lowest.counts[share] for each in large)
            return (lowest, enough) if differ else None
    return None


def _named_from(words: Words, units: Sequence[Unit], share: str) -> tuple[str, ...]:
    """From which number on a unit is named as the lowest, where one is."""
    lowest = _lowest(units, share)
    return (words(f"overview.named_{share}", count=words.number(lowest[1])),) if lowest else ()


def _rate_finding(subject: Subject, judged: Judged) -> str:
    words, whole = subject.words, judged.whole
    period = period_name(judged.filters.period, words)
    if not whole["considered"]:
        return words("overview.rate_none", period=period)
    rate = rate_text(words, whole["implemented"], whole["considered"])
    said = words("overview.rate_of", period=period, rate=rate)
    before = _rate_before(subject, judged)
    if before is None or not _is_told(whole) or not _is_told(before):
        return said
    change = points_change(words, whole["rate"], before["rate"], "")
    earlier = period_name(judged.filters.period.before, words)
    compared = words(
        "overview.rate_before",
        before=earlier,
        rate=words.percent(before["rate"]),
        change=change.text,
    )
    return f"{said}; {compared}"


def _rate_before(subject: Subject, judged: Judged) -> Row | None:
    """The rate of the period before, where both are wholly old enough and the register holds it."""
    earlier = judged.filters.period.before
    is_like_for_like = judged.whole["too_young"] == 0
    if earlier.from_on < subject.data_set.compares_from or not is_like_for_like:
        return None
    filters = replace(judged.filters, period=earlier)
    if not subject.repository.may_ask("implementation", filters):
        return None
    row = total_of(subject.repository.implementation(filters))
    return None if row["too_young"] else row


def _rate_counts(subject: Subject, judged: Judged) -> tuple[str, ...]:
    """Counts and interval, and what of the chosen period is too young, and until when."""
    words, whole = subject.words, judged.whole
    last_day = min(subject.filters.period.to_on, subject.data_set.data_date)
    said = []
    if _is_told(whole):
        counts = k_of_n(words, whole["implemented"], whole["considered"])
        said.append(f"{counts}; {interval_text(words, whole['low'], whole['high'])}")
    if judged.too_young:
        said.append(
            words(
                "overview.too_young",
                period=period_name(subject.filters.period, words),
                count=words.number(judged.too_young),
                date=words.date(months_before(last_day, -MONTHS)),
            )
        )
    return tuple(said)


def _answers(subject: Subject, judged: Judged | None) -> dict[str, pl.DataFrame]:
    """By question, those that are told of the choice."""
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
    if judged is not None:
        ask["rate"] = lambda _: repository.implementation(judged.filters, by=by)
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
    subject: Subject, answers: dict[str, pl.DataFrame], judged: Judged | None
) -> dict[str, Column]:
    words = subject.words
    rate = words("overview.rate")
    if judged is not None and not judged.is_chosen:
        rate = words(
            "overview.rate_of_year", rate=rate, year=period_name(judged.filters.period, words)
        )
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


def _bodies_finding(subject: Subject, units: Sequence[Unit]) -> str:
    """The lowest coverage and the lowest rate, by name, where there are two to tell apart."""
    words = subject.words
    said = []
    for share in _OF:
        lowest = _lowest(units, share)
        if lowest is not None:
            text = words.percent(lowest[0].counts[share])
            said.append(words(f"overview.lowest_{share}", name=lowest[0].short_name, share=text))
    return "; ".join(said) or words("overview.bodies")


def _bodies_counts(
    subject: Subject, answers: dict[str, pl.DataFrame], judged: Judged | None
) -> tuple[str, ...]:
    words = subject.words
    said = [words("overview.bodies_note")]
    if judged is not None and judged.is_chosen and judged.too_young:
        said += _rate_counts(subject, judged)[-1:]
    if "clock" in answers:
        said.append(words("overview.clock_on", date=words.date(subject.as_of)))
    return tuple(said)
