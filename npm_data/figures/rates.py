"""The rate of implementation: by year, by unit, and what its other definitions give.

It is the default one everywhere: the share with the status implemented on the day 12 months after
issue. The other definitions stand on the methodology page (`definitions`).
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import polars as pl

from npm_data.charts.bands import BandsForm, Part, part_names
from npm_data.charts.rates import rate_dots, rate_line
from npm_data.charts.theme import Look
from npm_data.figures.chance import binomial_limits
from npm_data.figures.columns import (
    FEWEST_FOR_A_RATE,
    Column,
    Columns,
    without_shares_of_few,
)
from npm_data.figures.figure import Figure, Picture, hall_picture
from npm_data.figures.periods import months_before, period_name
from npm_data.figures.recommendations import PAGE_WIDTH, heading, rows_by, units_alone
from npm_data.figures.sentences import (
    interval_text,
    k_of_n,
    rate_text,
    shown_points,
    spoken,
)
from npm_data.figures.subject import Report, Subject, ever, kept
from npm_data.figures.units import (
    Row,
    Unit,
    border_notes,
    is_few,
    numbers,
    rows_of,
    table,
    total_of,
    unit_column,
    units_of,
)
from npm_data.i18n import Words
from npm_data.questions.recommendations import Rate
from npm_data.register.filters import Period

RATES: dict[str, tuple[Rate, int]] = {
    "cohort_12": ("cohort", 12),
    "cohort_24": ("cohort", 24),
    "cohort_48": ("cohort", 48),
    "stock": ("stock", 12),
    "answered": ("answered", 12),
}
"""The definitions, the default one first."""
AGE = RATES["cohort_12"][1]
"""Months after which the default rate reads the status."""
MOST_NAMES = 3
"""Of a sentence; the others are counted."""
_OUTSIDE = 2
"""A position outside the limits of 99.8 %, on either side."""
_BY_CHANCE = 0.998 - 0.95
"""The share of units that lie between the limits where nothing but chance is at work."""
_POSITIONS = {-2: "below_998", -1: "below_95", 0: "within", 1: "above_95", 2: "above_998"}


def rate_columns(words: Words) -> Columns:
    """The columns of every table of rates after the unit's name."""
    return {
        **numbers(
            {
                "implemented": words("implementation.column_implemented"),
                "verified": words("implementation.column_verified"),
                "considered": words("implementation.column_considered"),
                "too_young": words("implementation.column_too_young"),
            }
        ),
        "rate": Column(words("implementation.column_rate"), "percent", of="considered"),
        "low": Column(words("implementation.column_low"), "percent", of="considered"),
        "high": Column(words("implementation.column_high"), "percent", of="considered"),
    }


def judged(subject: Subject) -> Subject:
    """The same or, where its period has too little that is old enough, the latest year that has.

    That is a whole calendar year of issue, not after the period, all of which is old enough.
    """
    row = total_of(subject.repository.implementation(subject.filters))
    if row["considered"] and (row["considered"] >= FEWEST_FOR_A_RATE or not row["too_young"]):
        return subject
    period, known = subject.filters.period, subject.data_set.data_date
    years = rows_of(subject.repository.implementation(ever(subject), by=("year",)), "year")
    able = [
        int(year)
        for year, found in years.items()
        if year is not None
        and found["considered"]
        and int(year) <= period.to_on.year
        and judged_whole_on(Period.of_year(int(year))) <= known
    ]
    if not able:
        return subject
    return _of_period(subject, Period.of_year(max(able)))


def judged_whole_on(period: Period, months: int = AGE) -> date:
    """The first day on which all that was issued in the period is old enough."""
    return months_before(period.to_on, -months)


def _of_period(subject: Subject, period: Period) -> Subject:
    filters = replace(subject.filters, period=period)
    return Report(subject.words, filters, subject.repository, subject.look)


def _youth(subject: Subject) -> tuple[str, ...]:
    """How many of the chosen period are too young, and when all of it can be judged."""
    words, period = subject.words, subject.filters.period
    row = total_of(subject.repository.implementation(subject.filters))
    name = period_name(period, words)
    if not row["too_young"]:
        return () if row["considered"] else (words("recommendations.none", period=name),)
    day = words.date(judged_whole_on(period))
    issued = row["considered"] + row["too_young"]
    return (
        words(
            "implementation.too_young",
            period=name,
            of=k_of_n(words, row["too_young"], issued),
            date=day,
        ),
    )


@kept
def by_year(subject: Subject) -> Figure:
    """The rate by year of issue, and below them that of the period where it is no one year.

    The finding is that of the chosen period, or of the latest year that can be judged.
    """
    words = subject.words
    answer = subject.repository.implementation(ever(subject), by=("total", "year"))
    asked = judged(subject)
    whole = total_of(asked.repository.implementation(asked.filters))
    period = asked.filters.period
    name = period_name(period, words)
    units = units_of(subject, answer, "year")
    has_whole = bool(units) and period.year is None
    columns = {"name": unit_column(words, "year"), **rate_columns(words)}
    rows = table(
        subject, [*units, *([Unit("total", name, whole, name)] if has_whole else [])], None
    )
    none = words("implementation.none")
    return Figure(
        key="implementation.year",
        heading=heading(words, "implementation.rate_cohort_12", "year"),
        rows=rows,
        columns=columns,
        definition="rate_cohort",
        finding=_rated(asked, whole) if whole["considered"] else none,
        counts=() if is_few(whole) else (interval_text(words, whole["low"], whole["high"]),),
        cautions=(*_youth(subject), *_hollow(words, units)),
        draw=partial(_years_picture, words, period, rows.head(len(units)), columns),
        empty=none,
        has_whole=has_whole,
    )


def _hollow(words: Words, years: Sequence[Unit]) -> tuple[str, ...]:
    """What a hollow point is, where there is one."""
    partly = (year.counts for year in years if year.counts["too_young"])
    return (
        (words("implementation.hollow_points"),) if any(not is_few(row) for row in partly) else ()
    )


def _rated(subject: Subject, whole: Row) -> str:
    """The rate, how many the NPM established, and the rate before where both are like for like."""
    words = subject.words
    implemented, considered = whole["implemented"], whole["considered"]
    fraction, of = spoken(words, implemented, considered), k_of_n(words, implemented, considered)
    values = {
        "period": period_name(subject.filters.period, words),
        "rate": rate_text(words, implemented, considered),
        "verified": words.number(whole["verified"]),
    }
    if fraction is None:
        said = words("implementation.finding", of="" if is_few(whole) else f" ({of})", **values)
    else:
        said = words("implementation.finding_spoken", spoken=fraction, of=of, **values)
    before = _like_for_like(subject, whole)
    if before is None:
        return said
    period, earlier = before
    rate = words.percent(earlier["rate"])
    return said + words("implementation.finding_before", period=period, rate=rate)


def _like_for_like(subject: Subject, whole: Row) -> tuple[str, Row] | None:
    """The period before and its rate, where both are wholly old enough and of five and more."""
    before = subject.filters_before
    if before is None or is_few(whole) or whole["too_young"]:
        return None
    earlier = total_of(subject.repository.implementation(before))
    if is_few(earlier) or earlier["too_young"]:
        return None
    return period_name(before.period, subject.words), earlier


def carried_out(subject: Subject) -> Figure:
    """What became of the recommendations of the period that can be judged, and of the one before.

    Rows: `code` and `name` (the period), `verified`, `claimed` and `not_implemented`, which add up
    to `considered`, and the `rate` of the first two.
    """
    words, asked = subject.words, judged(subject)
    whole = total_of(asked.repository.implementation(asked.filters))
    period = period_name(asked.filters.period, words)
    before = _like_for_like(asked, whole)
    rows = [
        {
            "code": name,
            "name": name,
            "verified": row["verified"],
            "claimed": row["implemented"] - row["verified"],
            "not_implemented": row["considered"] - row["implemented"],
            "considered": row["considered"],
            "rate": row["rate"],
        }
        for name, row in (*((before,) if before else ()), (period, whole))
        if row["considered"]
    ]
    names = part_names("status", words)
    none = words("implementation.none")
    return Figure(
        key="implementation.carried_out",
        heading=words("implementation.rate_cohort_12"),
        rows=pl.DataFrame(rows),
        columns={
            "name": unit_column(words, "year"),
            **numbers(
                {
                    "verified": names["verified"],
                    "claimed": names["claimed"],
                    "not_implemented": words("implementation.part_not"),
                    "considered": words("implementation.column_considered"),
                }
            ),
            "rate": Column(words("implementation.column_rate"), "percent", of="considered"),
        },
        definition="rate_cohort",
        finding=_rated(asked, whole) if whole["considered"] else none,
        counts=() if is_few(whole) else (interval_text(words, whole["low"], whole["high"]),),
        cautions=_youth(subject),
        draw=partial(_carried_out_picture, words, rows),
        empty=none,
    )


def _carried_out_picture(words: Words, rows: Sequence[Row], look: Look) -> Picture | None:
    """For a hall alone: a band a period, established and claimed apart; of few the counts."""
    if not look.is_hall:
        return None
    names = part_names("status", words) | {"not_implemented": words("implementation.part_not")}
    bands = tuple(
        (
            row["name"],
            tuple(
                Part(
                    part,
                    names[part],
                    row[part],
                    words.number(row[part]),
                    "" if is_few(row) else words.percent(row[part] / row["considered"]),
                )
                for part in ("verified", "claimed", "not_implemented")
            ),
        )
        for row in rows
    )
    return hall_picture(words, look, BandsForm(bands), words("deck.alt_bands"))


def _years_picture(
    words: Words, period: Period, rows: pl.DataFrame, columns: Columns, look: Look
) -> Picture | None:
    """A line with its band, for a page."""
    shown = without_shares_of_few(rows, columns).to_dicts()
    told = [row for row in shown if row["rate"] is not None]
    if look.is_hall:
        return None
    if len(told) < 2:
        return None
    chosen = [row for row in told if period.year is not None and _is_in(row, period)]
    # Beside a chosen year the name of an end would run into its own.
    ends = [
        row
        for row in (told[0], told[-1])
        if all(abs(told.index(row) - told.index(one)) > 1 for one in chosen)
    ]
    frame = pl.DataFrame(
        [
            {
                "year": row["name"],
                **{name: row[name] for name in ("rate", "low", "high")},
                "rate_text": "" if row["rate"] is None else words.percent(row["rate"]),
                "is_whole": not row["too_young"],
                "is_chosen": _is_in(row, period),
                "is_named": row in ends or row in chosen,
            }
            for row in shown
        ],
        schema_overrides=dict.fromkeys(("rate", "low", "high"), pl.Float64),
    )
    return Picture(rate_line(words, look), frame, words("figures.alt_rates"), PAGE_WIDTH)


def _is_in(row: Row, period: Period) -> bool:
    return period.from_on.year <= int(row["name"]) <= period.to_on.year


@kept
def rates(subject: Subject, unit: str) -> Figure:
    """The rate by a unit, with its interval and the room that chance alone leaves it."""
    words, asked = subject.words, judged(subject)
    answer = asked.repository.implementation(asked.filters, by=("total", unit))
    whole = total_of(answer)
    rows, has_whole = rows_by(
        asked, answer, unit, lambda row: row | _chance(words, row, whole, is_unit=row != whole)
    )
    columns = {
        "name": unit_column(words, unit),
        **rate_columns(words),
        "position_name": Column(words("implementation.column_position")),
    }
    units = units_alone(without_shares_of_few(rows, columns))
    told = [row for row in units if row["rate"] is not None]
    return Figure(
        key=f"implementation.rate_{unit}",
        heading=heading(words, "implementation.rate_cohort_12", unit),
        rows=rows,
        columns=columns,
        definition="funnel",
        finding=_compared(asked, whole, told),
        counts=(
            *_chance_lines(words, whole, told),
            *border_notes(words, unit, asked.filters.period.to_on),
        ),
        cautions=(*_youth(subject), words("implementation.funnel_reading")),
        draw=partial(_dots_picture, words, units, whole),
        empty=words("implementation.none"),
        has_whole=has_whole,
    )


def _chance(words: Words, row: Row, whole: Row, *, is_unit: bool) -> Row:
    """The limits of a unit of that size and where it lies; of fewer than five none."""
    names = ("low_998", "low_95", "high_95", "high_998")
    if is_few(row) or not is_unit:
        return dict.fromkeys((*names, "position"), None) | {"position_name": ""}
    limits = binomial_limits(row["considered"], whole["rate"])
    position = limits.position(row["rate"])
    said = words(f"implementation.position_{_POSITIONS[position]}")
    return limits._asdict() | {"position": position, "position_name": said}


def _compared(subject: Subject, whole: Row, told: Sequence[Row]) -> str:
    """The rate of all, and who lies outside the wider limits, on which side."""
    words = subject.words
    if not whole["considered"]:
        return words("implementation.none")
    said = words(
        "implementation.all_units",
        period=period_name(subject.filters.period, words),
        rate=rate_text(words, whole["implemented"], whole["considered"]),
    )
    if len(told) < 2:
        return said
    sides = [
        words(f"implementation.units_{_POSITIONS[position]}", names=_names(words, outside))
        for position in (_OUTSIDE, -_OUTSIDE)
        if (outside := [row for row in told if row["position"] == position])
    ]
    return said + "".join(sides or [words("implementation.units_alike")])


def _names(words: Words, rows: Sequence[Row]) -> str:
    named = [f"{row['short_name']} {words.percent(row['rate'])}" for row in rows[:MOST_NAMES]]
    if len(rows) > MOST_NAMES:
        rest = words.number(len(rows) - MOST_NAMES)
        named.append(words("implementation.and_others", count=rest))
    return "; ".join(named)


def _chance_lines(words: Words, whole: Row, told: Sequence[Row]) -> tuple[str, ...]:
    """What the line and the grey bars are, and how many lie between the limits."""
    if len(told) < 2:
        return ()
    between = sum(abs(row["position"]) == 1 for row in told)
    return (
        words("implementation.funnel_lines", rate=words.percent(whole["rate"])),
        words(
            "implementation.funnel_between",
            count=words.number(between),
            by_chance=words.number(_BY_CHANCE * len(told), 1),
        ),
    )


def _dots_picture(words: Words, units: Sequence[Row], whole: Row, look: Look) -> Picture | None:
    """A row a unit, of fewer than five its counts alone; none where no two can be compared."""
    if sum(row["rate"] is not None for row in units) < 2:
        return None
    drawn = ("rate", "low", "high", "low_95", "high_95", "low_998", "high_998")
    rows = []
    for order, row in enumerate(units):
        text = k_of_n(words, row["implemented"], row["considered"])
        rate = row["rate"]
        rows.append(
            {
                "label": str(order),
                "name": row["name"],
                "counts_text": text if rate is None else f"{text}, {words.percent(rate)}",
                "order": order,
                **{name: row[name] for name in drawn},
                "is_outside": rate is not None and abs(row["position"]) == _OUTSIDE,
                "whole": None if order else whole["rate"],
            }
        )
    types = dict.fromkeys((*drawn, "whole"), pl.Float64)
    frame = pl.DataFrame(rows, schema_overrides=types)
    return Picture(rate_dots(words, look), frame, words("figures.alt_dots"), PAGE_WIDTH)


def definitions(subject: Subject) -> Figure:
    """The rate by each of the definitions, for the choice as it stands."""
    words = subject.words
    answer = subject.repository.implementation_by_definition(subject.filters, tuple(RATES.values()))
    wholes = {
        name: total_of(answer.filter(definition=place)) for place, name in enumerate(RATES, start=1)
    }
    has_any = any(row["considered"] or row["too_young"] for row in wholes.values())
    units = [
        Unit(name, words(f"implementation.rate_{name}"), row, "") for name, row in wholes.items()
    ]
    return Figure(
        key="implementation.definitions",
        heading=words("annex.implementation_definitions"),
        rows=table(subject, units if has_any else [], None),
        columns={
            "name": Column(words("implementation.column_definition")),
            **rate_columns(words),
        },
        definition="interval",
        finding=_apart(words, [row["rate"] for row in wholes.values() if not is_few(row)]),
        cautions=tuple(
            words(
                "implementation.judged_whole",
                name=words(f"implementation.rate_{name}"),
                date=words.date(judged_whole_on(subject.filters.period, RATES[name][1])),
            )
            for name, row in wholes.items()
            if row["too_young"]
        ),
        empty=words("implementation.none"),
    )


def _apart(words: Words, shares: Sequence[float]) -> str:
    """How far the definitions of five and more are apart."""
    if len(shares) < 2:
        return words("implementation.definitions_few")
    low, high = min(shares), max(shares)
    points = words("frame.points", points=words.number(shown_points(high, low), 1))
    return words(
        "implementation.definitions_apart",
        low=words.percent(low),
        high=words.percent(high),
        points=points,
    )
