"""The share implemented after 12 months by year of issue, and which period can be judged by it."""

from dataclasses import replace

import polars as pl

from npm_data.charts.theme import Look
from npm_data.charts.trend import rate_line
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.periods import months_before, period_name
from npm_data.figures.sentences import interval_text, k_of_n, points_change, rate_text
from npm_data.figures.subject import Report, Subject, ever
from npm_data.figures.units import Row, is_few, rows_of, total_of
from npm_data.register.filters import Period

AGE = 12
"""Months after its issue a recommendation is judged."""
_SHARES = ("rate", "low", "high")


def by_year(subject: Subject) -> Figure:
    """The rate by year of issue with its interval; the finding is of what can be judged.

    Rows: `code` and `year`, `implemented`, `considered`, `too_young`, `rate`, `low`, `high`.
    """
    words, asked = subject.words, judged(subject)
    whole = total_of(subject.repository.implementation(asked.filters))
    answer = rows_of(subject.repository.implementation(ever(subject), by=("year",)), "year")
    rows: list[Row] = [{"code": year, "year": year} | row for year, row in answer.items()]

    def draw(look: Look) -> Picture | None:
        if sum(not is_few(row) for row in rows) < 2:
            return None
        drawn = [
            {name: None if is_few(row) else row[name] for name in _SHARES}
            | {
                "year": row["year"],
                "label": "" if is_few(row) else words.number(100 * row["rate"]),
            }
            for row in rows
            if row["considered"]
        ]
        frame = pl.DataFrame(drawn, schema_overrides=dict.fromkeys(_SHARES, pl.Float64))
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
        finding=_finding(asked, whole),
        counts=(*_interval(asked, whole), *_youth(subject)),
        draw=draw,
        empty=_finding(asked, whole),
    )


def judged(subject: Subject) -> Subject:
    """The same or, where its period has too little that is old enough, the latest year that has.

    That is a whole calendar year of issue, all of which is old enough.
    """
    row = total_of(subject.repository.implementation(subject.filters))
    if row["considered"] >= FEWEST_FOR_A_RATE or not row["too_young"]:
        return subject
    latest = months_before(subject.data_set.data_date, AGE)
    answer = rows_of(subject.repository.implementation(ever(subject), by=("year",)), "year")
    years = [
        int(year)
        for year, found in answer.items()
        if year and found["considered"] and Period.of_year(int(year)).to_on <= latest
    ]
    if not years:
        return subject
    filters = replace(subject.filters, period=Period.of_year(max(years)))
    return Report(subject.words, filters, subject.repository, subject.look)


def _finding(asked: Subject, whole: Row) -> str:
    """The rate, and the one before where both are wholly old enough and the register holds it."""
    words = asked.words
    period = period_name(asked.filters.period, words)
    if not whole["considered"]:
        return words("overview.rate_none", period=period)
    rate = rate_text(words, whole["implemented"], whole["considered"])
    said = words("overview.rate_of", period=period, rate=rate)
    earlier = asked.filters_before
    if earlier is None or is_few(whole) or whole["too_young"]:
        return said
    before = total_of(asked.repository.implementation(earlier))
    if is_few(before) or before["too_young"]:
        return said
    compared = words(
        "overview.rate_before",
        before=period_name(earlier.period, words),
        rate=words.percent(before["rate"]),
        change=points_change(words, whole["rate"], before["rate"], "").text,
    )
    return f"{said}; {compared}"


def _interval(asked: Subject, whole: Row) -> tuple[str, ...]:
    words = asked.words
    if is_few(whole):
        return ()
    counts = k_of_n(words, whole["implemented"], whole["considered"])
    return (f"{counts}; {interval_text(words, whole['low'], whole['high'])}",)


def _youth(subject: Subject) -> tuple[str, ...]:
    """How many of the chosen period are too young, and when all of it can be judged."""
    words, period = subject.words, subject.filters.period
    young = total_of(subject.repository.implementation(subject.filters))["too_young"]
    if not young:
        return ()
    count, name = words.number(young), period_name(period, words)
    day = words.date(months_before(period.to_on, -AGE))
    return (
        words("overview.too_young", period=name, count=count),
        words("overview.judged_on", date=day),
    )
