"""Implementation: where recommendations stand, who says so, how fast, and how often said."""

from collections.abc import Sequence
from functools import partial

import polars as pl

from npm_data.charts import bands
from npm_data.charts.curve import (
    HORIZONS,
    LAST_MONTH,
    CurveForm,
    Reading,
    incidence_lines,
    incidence_rows,
)
from npm_data.charts.theme import Look
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.figure import Figure, Picture, hall_picture
from npm_data.figures.periods import period_name
from npm_data.figures.recommendations import (
    PAGE_WIDTH,
    bands_picture,
    heading,
    rows_by,
    unit_notes,
)
from npm_data.figures.sentences import k_of_n, rate_in_brackets, times_finding
from npm_data.figures.subject import Subject, kept
from npm_data.figures.units import (
    Row,
    Unit,
    border_notes,
    numbers,
    total_of,
    unit_column,
    units_of,
)
from npm_data.i18n import Words

READ_AT = (6, 24, 48)
"""Months at which a hall reads the curve; not at 12, where the rate is another number."""
MOST_LINES = 7
MOST_CHAINS = 10


@kept
def statuses(subject: Subject, unit: str) -> Figure:
    """Recommendations by their status on the data date, implemented ones by who says so."""
    words = subject.words
    answer = subject.repository.recommendations(subject.filters, by=("total", unit))
    whole = total_of(answer)
    rows, has_whole = rows_by(subject, answer, unit)
    gone = words.code("implementation_status", "no_longer_applicable")
    return Figure(
        key=f"implementation.status_{unit}",
        heading=heading(words, "annex.statuses", unit),
        rows=rows,
        columns={
            "name": unit_column(words, unit),
            **numbers(
                {
                    "recommendations": words("recommendations.column_count"),
                    **bands.part_names("status", words),
                    "no_longer_applicable": gone,
                }
            ),
        },
        definition="status",
        finding=_standing(subject, whole),
        counts=(
            *(_status_counts(words, whole) if whole["recommendations"] else ()),
            *unit_notes(subject, unit),
        ),
        draw=partial(bands_picture, subject, "status", rows),
        empty=words("recommendations.none", period=period_name(subject.filters.period, words)),
        has_whole=has_whole,
    )


def _standing(subject: Subject, whole: Row) -> str:
    words, period = subject.words, period_name(subject.filters.period, subject.words)
    day = words.date(subject.data_set.data_date)
    if not whole["recommendations"]:
        return words("recommendations.none", period=period)
    if not whole["judged"]:
        return words("implementation.standing_gone", period=period, date=day)
    return words.plural(
        "implementation.standing",
        whole["judged"],
        period=period,
        date=day,
        **{name: words.number(whole[name]) for name in ("implemented", "verified", "claimed")},
    )


def _status_counts(words: Words, whole: Row) -> tuple[str, ...]:
    """What is not drawn, and of how many anything is known from the authority."""
    answered = k_of_n(words, whole["answered"], whole["recommendations"])
    gone = words.number(whole["no_longer_applicable"])
    return (
        words("recommendations.no_longer_applicable", count=gone),
        words("implementation.answered", of=answered),
    )


@kept
def claims(subject: Subject, unit: str) -> Figure:
    """The first claim of each recommendation, and what the NPM found after it.

    The first, so that a second washes no finding away.
    """
    words = subject.words
    answer = subject.repository.claims(subject.filters, by=("total", unit))
    whole = total_of(answer)
    rows, has_whole = rows_by(subject, answer, unit)
    gone = words.code("implementation_status", "no_longer_applicable")
    checked = k_of_n(words, whole["claims"] - whole["not_yet_looked_at"], whole["claims"])
    return Figure(
        key=f"implementation.claims_{unit}",
        heading=heading(words, "annex.claims", unit),
        rows=rows,
        columns={
            "name": unit_column(words, unit),
            **numbers(
                {
                    "claims": words("annex.column_claims"),
                    **bands.part_names("claim", words),
                    "no_longer_applicable": gone,
                }
            ),
        },
        definition="claims",
        finding=_claimed(words, whole),
        counts=(
            words("implementation.claims_seen", of=checked),
            words(
                "recommendations.no_longer_applicable",
                count=words.number(whole["no_longer_applicable"]),
            ),
            *border_notes(words, unit, subject.filters.period.to_on),
        ),
        draw=partial(bands_picture, subject, "claim", rows),
        empty=words("implementation.claims_none"),
        has_whole=has_whole,
    )


def _claimed(words: Words, whole: Row) -> str:
    looked_at = whole["confirmed"] + whole["downgraded"]
    if looked_at:
        return words.plural(
            "implementation.claims_title",
            looked_at,
            confirmed=words.number(whole["confirmed"]),
            downgraded=words.number(whole["downgraded"]),
        )
    if whole["claims"]:
        return words("implementation.claims_unseen", claims=words.number(whole["claims"]))
    return words("implementation.claims_none")


@kept
def how_fast(subject: Subject, unit: str) -> Figure:
    """The share implemented by month after issue, a row a unit and month of `HORIZONS` while any
    are open.

    Of the whole alone with the unit `total`. Lines end where fewer than five are observed.
    """
    words = subject.words
    by = tuple(dict.fromkeys(("total", unit)))
    answer = subject.repository.time_to_implementation(
        subject.filters, by=by, months=range(LAST_MONTH + 1)
    )
    lines = _lines(subject, answer, unit)
    rows = [
        {
            "code": each.code,
            "name": each.name,
            "month": row["month"],
            "at_risk": row["at_risk"],
            "share": row["cumulative_incidence"],
        }
        for each, months in lines
        for row in months
        if row["month"] in HORIZONS and row["at_risk"]
    ]
    told = _observed(lines[-1][1]) if lines else []
    return Figure(
        key=f"implementation.times_{unit}",
        heading=heading(words, "annex.times", unit),
        rows=pl.DataFrame(rows, schema_overrides={"share": pl.Float64} if rows else None),
        columns={
            "name": Column(words(f"recommendations.column_{unit}")),
            "month": Column(words("implementation.column_months"), "number"),
            "at_risk": Column(words("implementation.column_at_risk"), "number"),
            "share": Column(words("implementation.column_share"), "percent", of="at_risk"),
        },
        definition="time_to_implementation",
        finding=_when(words, told) if rows else words("implementation.none"),
        counts=(
            words("implementation.times_ends"),
            *border_notes(words, unit, subject.filters.period.to_on),
        ),
        cautions=(words("implementation.two_rates"),),
        draw=partial(_curve_picture, words, lines),
        empty=words("implementation.none"),
    )


Lines = Sequence[tuple[Unit, Sequence[Row]]]


def _lines(subject: Subject, answer: pl.DataFrame, unit: str) -> Lines:
    """Each unit with its months, the whole last."""
    name = subject.words("recommendations.all")
    whole = answer.filter(dimension="total").to_dicts()
    if not whole or not whole[0]["at_risk"]:
        return []
    months: dict[str | None, list[Row]] = {}
    if unit != "total":
        for row in answer.filter(dimension=unit).iter_rows(named=True):
            months.setdefault(row["key"], []).append(row)
    units = units_of(subject, answer, unit) if months else []
    of_units = [(each, months[each.code or None]) for each in units]
    return [*(of_units if len(units) > 1 else []), (Unit("total", name, {}, name), whole)]


def _observed(months: Sequence[Row]) -> list[Row]:
    """Those with five and more still observed; none where there were never as many."""
    return [row for row in months if row["at_risk"] >= FEWEST_FOR_A_RATE]


def _when(words: Words, told: Sequence[Row]) -> str:
    if not told:
        return words("implementation.times_few")
    if not told[-1]["month"]:
        return words("implementation.times_short")
    return times_finding(words, told)


def _curve_picture(words: Words, lines: Lines, look: Look) -> Picture | None:
    """A line a unit where there are few, else that of the whole; for a hall with its readings."""
    told = [(each.short_name, seen) for each, months in lines if (seen := _observed(months))]
    if not told:
        return None
    if look.is_hall:
        return _read_curve(words, told[-1][1], look)
    shown = told if len(told) <= MOST_LINES else told[-1:]
    longest_line = max(months[-1]["month"] for _, months in shown)
    last = next(month for month in HORIZONS[2:] if month >= longest_line)
    spec, frame = incidence_lines(words, look, last), incidence_rows(words, shown)
    return Picture(spec, frame, words("figures.alt_steps"), PAGE_WIDTH)


def _read_curve(words: Words, months: Sequence[Row], look: Look) -> Picture | None:
    readings = [
        Reading(
            month=row["month"],
            share=row["cumulative_incidence"],
            share_text=words.percent(row["cumulative_incidence"]),
            month_text=words.plural("implementation.months", row["month"]),
            at_risk_text=words("implementation.still_open", count=words.number(row["at_risk"])),
        )
        for row in months
        if row["month"] in READ_AT
    ]
    if not readings:
        return None
    curve = tuple((row["month"], row["cumulative_incidence"]) for row in months)
    form = CurveForm(curve, tuple(readings), (words.percent(0, 0), words.percent(1, 0)))
    return hall_picture(words, look, form, words("deck.alt_curve"))


@kept
def repeats(subject: Subject, unit: str) -> Figure:
    """How often recommendations had to be issued, by a unit."""
    words = subject.words
    answer = subject.repository.repeats(subject.filters, by=("total", unit))
    whole = total_of(answer)
    rows, has_whole = rows_by(subject, answer, unit)
    total = whole["recommendations"]
    again = total - whole["once"]
    return Figure(
        key=f"implementation.repeats_{unit}",
        heading=heading(words, "annex.repeats", unit),
        rows=rows,
        columns={
            "name": unit_column(words, unit),
            **numbers(
                {
                    "recommendations": words("recommendations.column_count"),
                    **bands.part_names("said", words),
                    "statements": words("annex.column_statements"),
                }
            ),
        },
        definition="repeats",
        finding=words(
            f"implementation.repeats_{'some' if again else 'none'}",
            again=words.number(again),
            total=words.number(total) + (rate_in_brackets(words, again, total) if again else ""),
        ),
        counts=border_notes(words, unit, subject.filters.period.to_on),
        draw=partial(bands_picture, subject, "said", rows),
        empty=words("recommendations.none", period=period_name(subject.filters.period, words)),
        has_whole=has_whole,
    )


def longest(subject: Subject) -> Figure:
    """The recommendations issued most often; `chain_id` leads to the story of each."""
    words, day = subject.words, subject.filters.period.to_on
    answer = subject.repository.longest_chains(subject.filters, most=MOST_CHAINS)
    rows = [
        row
        | {
            "theme": words.code("theme", row["theme"]),
            "addressee": words.ministry(row["ministry"], day, is_short=True),
            "status": _status(words, row),
        }
        for row in answer.iter_rows(named=True)
    ]
    none = words("implementation.chains_none")
    return Figure(
        key="implementation.longest",
        heading=words("implementation.view_chains"),
        rows=pl.DataFrame(rows),
        columns={
            "theme": Column(words("recommendations.column_theme")),
            "addressee": Column(words("recommendations.column_ministry")),
            "issued_on": Column(words("implementation.column_first"), "date"),
            "last_said_on": Column(words("implementation.column_last"), "date"),
            "times": Column(words("implementation.column_times"), "number"),
            "status": Column(words("recommendations.column_status")),
        },
        definition="repeats",
        finding=words.plural("implementation.chains_title", rows[0]["times"]) if rows else none,
        counts=(words("implementation.chains_shown"),),
        empty=none,
    )


def _status(words: Words, row: Row) -> str:
    """As the bands name it; what no band shows by its code."""
    if row["status"] == "implemented":
        return words(f"figures.status_{'verified' if row['is_verified'] else 'claimed'}")
    if row["status"] == "no_longer_applicable":
        return words.code("implementation_status", row["status"])
    return words(f"figures.status_{row['status']}")
