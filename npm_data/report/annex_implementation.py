"""The annex on implementation: rates by all definitions, claims, replies, times and repeats."""

from functools import partial

import polars as pl

from npm_data.charts.bands import PARTS, part_names
from npm_data.charts.rates import rate_dots
from npm_data.charts.theme import Look
from npm_data.figures.columns import Column, Columns
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.rates import COLUMNS, RATE_TYPES, RATES, rate_row, ready_on
from npm_data.figures.subject import Subject
from npm_data.figures.units import Row, is_few, numbers, total_of, units_of
from npm_data.figures.visible import all_told, told
from npm_data.report.annex_tables import Part, with_whole

RATED = ("theme", "institution_type")
READ_AT = (12, 24, 48)
TIMES = ("once", "twice", "three_times", "four_times_and_more")
_WIDTH, _ROW, _AXIS = 1000, 34, 70


def implementation(subject: Subject) -> Part:
    """How much was carried out, by whom, how fast, and who says so."""
    rates = [partial(_rate, unit=unit) for unit in RATED]
    drafts = all_told(
        subject, _definitions, _by_addressee, *rates, _claims, _replies, _times, _repeats
    )
    return Part("implementation", drafts, told(_picture, subject))


def _rates(subject: Subject, unit: str) -> dict[str, pl.DataFrame]:
    """The answers by the name of their definition, from one question."""
    answer = subject.repository.implementation_by_definition(
        subject.filters, tuple(RATES.values()), by=tuple(dict.fromkeys(("total", unit)))
    )
    return {
        name: answer.filter(definition=place).drop("definition")
        for place, name in enumerate(RATES, start=1)
    }


def _cells(subject: Subject, row: Row) -> Row:
    """The cells of a rate; of fewer than five only the counts."""
    told = rate_row(subject.words, "", "", 0, row)
    return {name: told[name] for name in COLUMNS}


def _columns(subject: Subject, first: str) -> Columns:
    words = subject.words
    rates = {name: Column(words(label), kind) for name, (label, kind) in COLUMNS.items()}
    return {"name": Column(first), **rates}


def _definitions(subject: Subject) -> Figure:
    words = subject.words
    by_ministry = subject.repository.may_ask("implementation", subject.filters, ("ministry",))
    answers = _rates(subject, "ministry" if by_ministry else "total")
    wholes = {name: total_of(answer) for name, answer in answers.items()}
    rows = [
        {"name": words(f"implementation.rate_{name}")} | _cells(subject, whole)
        for name, whole in wholes.items()
    ]
    later = [
        f"{words(f'implementation.rate_{name}')}: {from_day}"
        for name, whole in wholes.items()
        for from_day in _ready(subject, name, whole)
    ]
    is_empty = not total_of(subject.repository.recommendations(subject.filters))["recommendations"]
    return Figure(
        key="implementation.definitions",
        heading=words("annex.implementation_definitions"),
        rows=pl.DataFrame([] if is_empty else rows, schema_overrides=RATE_TYPES),
        columns=_columns(subject, words("implementation.column_definition")),
        definition="interval",
        counts=(words("annex.note_few"), *later),
    )


def _ready(subject: Subject, name: str, whole: Row) -> tuple[str, ...]:
    """From which day a rate that counts nothing yet has something to count."""
    words, day = subject.words, None if whole["considered"] else ready_on(subject, name)
    return () if day is None else (words("implementation.from_day", date=words.date(day)),)


def _by_addressee(subject: Subject) -> Figure:
    """All definitions of each addressee below each other."""
    words = subject.words
    answers = _rates(subject, "ministry")
    named: dict[str, dict[str, Row]] = {}
    for name, answer in answers.items():
        for each in units_of(subject, answer, "ministry"):
            named.setdefault(each.name, {})[name] = each.counts
    rows = [
        {"name": addressee, "rate_name": words(f"implementation.rate_{name}")}
        | _cells(subject, counts)
        for addressee, of in named.items()
        for name, counts in of.items()
    ]
    columns = _columns(subject, words("recommendations.column_ministry"))
    definition = {"rate_name": Column(words("implementation.column_definition"))}
    return Figure(
        key="implementation.ministry",
        heading=words("annex.implementation_ministry"),
        rows=pl.DataFrame(rows, schema_overrides=RATE_TYPES) if rows else pl.DataFrame(),
        columns={"name": columns["name"], **definition, **columns},
        definition="interval",
        counts=(words("annex.note_few"),),
    )


def _rate(subject: Subject, unit: str) -> Figure:
    """The default rate by a unit."""
    words = subject.words
    answer = subject.repository.implementation(subject.filters, by=("total", unit))
    return Figure(
        key=f"implementation.{unit}",
        heading=words(f"annex.implementation_{unit}"),
        rows=with_whole(subject, answer, unit, lambda row: _cells(subject, row)),
        columns=_columns(subject, words(f"recommendations.column_{unit}")),
        definition="rate_cohort",
        counts=(words("annex.note_few"),),
        has_whole=True,
    )


def _claims(subject: Subject) -> Figure:
    words = subject.words
    answer = subject.repository.claims(subject.filters, by=("total", "ministry"))
    names = part_names("claim", words)
    gone = words.code("implementation_status", "no_longer_applicable")
    return Figure(
        key="claims.ministry",
        heading=words("annex.claims_ministry"),
        rows=with_whole(subject, answer, "ministry", lambda row: row),
        columns={
            "name": Column(words("recommendations.column_ministry")),
            "claims": Column(words("annex.column_claims"), "number"),
            **numbers({part: names[part] for part in PARTS["claim"]}),
            "no_longer_applicable": Column(gone, "number"),
        },
        definition="claims",
        has_whole=True,
    )


def _replies(subject: Subject) -> Figure:
    words = subject.words
    answer = subject.repository.replies(subject.filters, by=("total", "ministry"))
    names = part_names("reply", words)

    def say(row: Row) -> Row:
        return row | {"share": row["in_time"] / row["due"] if row["due"] else None}

    return Figure(
        key="replies.ministry",
        heading=words("annex.replies_ministry"),
        rows=with_whole(subject, answer, "ministry", say),
        columns={
            "name": Column(words("recommendations.column_ministry")),
            "due": Column(words("annex.column_due"), "number"),
            **numbers({part: names[part] for part in PARTS["reply"]}),
            "share": Column(words("annex.column_share_in_time"), "percent", of="due"),
        },
        definition="replies",
        counts=(words("implementation.reply_rule"), words("annex.note_few")),
        has_whole=True,
    )


def _times(subject: Subject) -> Figure:
    """The share implemented so many months after issue, where anything is still observed then."""
    words = subject.words
    answer = subject.repository.time_to_implementation(
        subject.filters, by=("total", "ministry"), months=(0, *READ_AT)
    )
    first = answer.filter(month=0).drop("month")
    later = {
        (row["dimension"], row["key"], row["month"]): row
        for row in answer.filter(pl.col("at_risk") > 0).iter_rows(named=True)
    }
    first = first.with_columns(pl.struct("dimension", "key").alias("unit"))

    def say(row: Row) -> Row:
        cells = {"issued": row["at_risk"]}
        for month in READ_AT:
            found = later.get((*row["unit"].values(), month), {})
            cells[f"at_risk_{month}"] = found.get("at_risk", 0)
            cells[f"share_{month}"] = found.get("cumulative_incidence")
        return cells

    ages = {month: words.plural("implementation.months", month) for month in READ_AT}
    columns = {
        "name": Column(words("recommendations.column_ministry")),
        "issued": Column(words("recommendations.column_count"), "number"),
    }
    for month, age in ages.items():
        columns[f"share_{month}"] = Column(
            words("implementation.column_share_after", months=age),
            "percent",
            of=f"at_risk_{month}",
        )
        columns[f"at_risk_{month}"] = Column(
            words("implementation.column_at_risk", months=age), "number"
        )
    return Figure(
        key="times.ministry",
        heading=words("annex.times_ministry"),
        rows=with_whole(subject, first, "ministry", say),
        columns=columns,
        definition="time_to_implementation",
        counts=(words("implementation.times_first_day"), words("annex.note_few")),
        has_whole=True,
    )


def _repeats(subject: Subject) -> Figure:
    words = subject.words
    answer = subject.repository.repeats(subject.filters, by=("total", "ministry"))
    return Figure(
        key="repeats.ministry",
        heading=words("annex.repeats_ministry"),
        rows=with_whole(subject, answer, "ministry", lambda row: row),
        columns={
            "name": Column(words("recommendations.column_ministry")),
            "recommendations": Column(words("recommendations.column_count"), "number"),
            **numbers({times: words(f"implementation.said_{times}") for times in TIMES}),
            "statements": Column(words("annex.column_statements"), "number"),
        },
        definition="repeats",
        has_whole=True,
    )


def _picture(subject: Subject) -> Picture | None:
    """The default rate by addressee, as its page draws it; none where no rate is told."""
    words = subject.words
    answer = _rates(subject, "ministry")["cohort_12"]
    rows = [
        rate_row(words, each.code, each.name, order, each.counts)
        for order, each in enumerate(units_of(subject, answer, "ministry"))
    ]
    if not any(row["rate"] is not None for row in rows):
        return None
    whole = total_of(answer)
    if not is_few(whole):
        rows[0]["whole"] = whole["rate"]
    frame = pl.DataFrame(rows, schema_overrides=RATE_TYPES)
    height = _AXIS + _ROW * len(rows)
    alt = words("annex.picture_implementation")
    return Picture(rate_dots(words, Look.LIGHT), frame, alt, _WIDTH, height)
