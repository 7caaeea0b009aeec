"""The slide on time: how much was implemented so many months after it was said."""

import polars as pl

from npm_data.charts.slide_curve import LAST_MONTH, Reading, slide_curve
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.sentences import times_finding
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, total_of
from npm_data.files.slides import Slide
from npm_data.report.deck_slide import drawn, n, slide_of

READ_AT = (3, 24, LAST_MONTH)
"""Months after issue at which the curve is read; not at 12, where the rate is another number."""


def how_fast(subject: Subject) -> Slide | None:
    """The share by month while five and more are observed; no slide without a recommendation.

    Where there are too few, or none is old enough for the first reading, only a sentence.
    """
    words = subject.words
    answer = subject.repository.time_to_implementation(
        subject.filters, months=range(LAST_MONTH + 1)
    )
    if not answer["at_risk"].sum():
        return None
    told = answer.filter(pl.col("at_risk") >= FEWEST_FOR_A_RATE)
    months = told.to_dicts()
    read = [row for row in months if row["month"] in READ_AT]
    curve = [(row["month"], row["cumulative_incidence"]) for row in months]
    readings = [_reading(subject, row) for row in read]
    ends = words.percent(0, 0), words.percent(1, 0)
    return slide_of(
        subject,
        "how_fast",
        _sentence(subject, months),
        definition="time_to_implementation",
        picture=drawn(subject, slide_curve(curve, readings, ends), "deck.alt_curve")
        if read
        else None,
        frame=pl.DataFrame(read) if read else None,
        columns={
            "month": Column(words("deck.column_months"), "number"),
            "cumulative_incidence": Column(words("implementation.column_rate"), "percent"),
            "at_risk": Column(words("deck.column_at_risk"), "number"),
        },
        lines=_too_young(subject, read) if read else (),
        # Why its last share is not the rate of the slide before it.
        counts=(
            n(words.plural("recommendations.count", _all(subject))),
            words("implementation.times_first_day"),
        ),
        cautions=(
            words("implementation.times_ends"),
            words("deck.caution_two_rates"),
        ),
    )


def _all(subject: Subject) -> int:
    count: int = total_of(subject.repository.recommendations(subject.filters))["recommendations"]
    return count


def _reading(subject: Subject, row: Row) -> Reading:
    words = subject.words
    return Reading(
        month=row["month"],
        share=row["cumulative_incidence"],
        share_text=words.percent(row["cumulative_incidence"]),
        month_text=words.plural("implementation.months", row["month"]),
        at_risk_text=words("deck.still_observed", count=words.number(row["at_risk"])),
    )


def _sentence(subject: Subject, told: list[Row]) -> str:
    words = subject.words
    if not told:
        return words("implementation.times_few")
    if told[-1]["month"] < READ_AT[0]:
        return words(
            "deck.how_fast_young", months=words.plural("implementation.months", READ_AT[0])
        )
    return times_finding(words, told)


def _too_young(subject: Subject, read: list[Row]) -> tuple[str, ...]:
    """From which reading on none has been observed as long."""
    later = [month for month in READ_AT if month > read[-1]["month"]]
    if not later:
        return ()
    words = subject.words
    return (words("deck.not_observed", months=words.plural("implementation.months", later[0])),)
