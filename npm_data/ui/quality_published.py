"""The register's own numbers beside the published ones, with the difference, which is kept."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl
import streamlit as st

from npm_data.figures.columns import Column
from npm_data.figures.sentences import k_of_n
from npm_data.figures.units import Row, total_of
from npm_data.i18n import Words
from npm_data.questions.repository import Repository
from npm_data.reference import PublishedFigure, reference
from npm_data.register.filters import Filters, Period
from npm_data.report.published import (
    HOME_COUNTRY,
    MEASURES,
    PARTS,
    figure_name,
    period_text,
    precision_text,
    remark,
    value_text,
)
from npm_data.report.published_sources import source_lines, source_number
from npm_data.ui.app import App
from npm_data.ui.published_sources import source_list
from npm_data.ui.register_text import as_text
from npm_data.ui.show import show_table

IMPLEMENTED_ON = date(2024, 11, 8)
"""The day on which the 40 % of 2023 were presented."""

HALF_A_YEAR_IN, YEAR_OUT = date(2016, 6, 30), date(2016, 12, 31)
"""The two ends between which the "2.5 years" of 2014 to 2016 may have ended."""

DAYS_OF_PLACES = {
    ("penal", "2020"): date(2020, 10, 19),
    ("penal", "2021"): date(2021, 11, 3),
    ("penal", "2024"): date(2024, 5, 27),
    ("social", "2023"): date(2023, 12, 31),
}
"""On which day places are counted: that of the source, or the end of the year that it names."""

TYPES_OF_PLACES = {
    ("penal", ""): ("penal", "sizo"),
    ("penal", "sizo"): ("sizo",),
    ("penal", "imprisonment"): ("penal",),
    ("social", "residential"): ("social_care",),
}

COLUMNS = {
    "figure": "mechanisms.column_figure",
    "period": "mechanisms.column_period",
    "published": "quality.column_published",
    "register": "quality.column_register",
    "difference": "quality.column_difference",
    "source": "mechanisms.column_source",
}
Count = Callable[[Repository, Period], int]


@dataclass(frozen=True, slots=True)
class Own:
    """What the register says: a number of the same kind, until which day, with its counts."""

    number: float
    until: date
    counts: str = ""
    note: str = ""


def against_the_register(app: App) -> None:
    """A row for each published figure that the register can answer, whatever the filters."""
    words, rows = app.words, comparisons(app)
    figures = [row["of"] for row in rows]
    answered = [row for row in rows if row["is_alike"] is not None]
    alike = sum(row["is_alike"] for row in answered)
    title = words("quality.published_none")
    if answered:
        k, n = words.number(alike), words.number(len(answered))
        title = words("quality.published_finding", k=k, n=n)
    notes = [words("quality.whole_country"), words("quality.strictly")]
    if app.data_set.is_demonstration:
        notes.append(words("quality.made_alike"))
    show_table(
        app,
        "quality.published",
        title=title,
        frame=pl.DataFrame([{name: row[name] for name in COLUMNS} for row in rows]),
        columns={name: Column(words(heading)) for name, heading in COLUMNS.items()},
        definition="published",
        counts=notes,
        notes=[*notes, *(row["remark"] for row in rows if row["remark"]), *source_lines(figures)],
    )
    with st.expander(words("quality.remarks"), key="quality.remarks_open"):
        st.markdown("\n".join(f"- {as_text(row['remark'])}" for row in rows if row["remark"]))
        source_list(figures)


def comparisons(app: App) -> list[Row]:
    """Rows of text, with the figure that each is `of`.

    `is_alike` is true when the number is equal or a bound is reached, and none where the records do
    not reach so far or the definitions differ.
    """
    return [
        _compared(app, figure, own)
        for figure in reference().published_figures
        if figure.country == HOME_COUNTRY
        for own in _own(app, figure)
    ]


def _own(app: App, figure: PublishedFigure) -> list[Own]:
    """The register's numbers for a figure: none, one, or one for each reading of its period."""
    measure = MEASURES[figure.measure]
    part = PARTS.get((figure.breakdown, figure.breakdown_value), "")
    repository = app.repository
    if measure == "visits" and part == "cumulative":
        first = date(2014, 1, 1)
        return [
            Own(_visits(repository, Period(first, last)), last, note="cut_off")
            for last in (HALF_A_YEAR_IN, YEAR_OUT)
        ]
    if (measure, part) in TYPES_OF_PLACES and (measure, figure.period) in DAYS_OF_PLACES:
        day = DAYS_OF_PLACES[measure, figure.period]
        return [Own(_places(repository, day, TYPES_OF_PLACES[measure, part]), day, note="on_day")]
    if measure == "implemented":
        return [_implemented(app, Period.of_year(int(figure.period)))]
    count = _COUNTS.get((measure, part))
    if count is None:
        return []
    period = Period.of_year(int(figure.period))
    return [Own(count(repository, period), period.to_on)]


def _implemented(app: App, period: Period) -> Own:
    """Of all recommendations first issued in the year, those implemented on the day."""
    row = total_of(app.repository.recommendations(Filters(period), IMPLEMENTED_ON))
    issued, implemented = row["recommendations"], row["implemented"]
    share = 100 * implemented / issued if issued else 0.0
    counts = k_of_n(app.words, implemented, issued)
    return Own(share, IMPLEMENTED_ON, counts=counts, note="not_comparable")


def _visits(repository: Repository, period: Period, types: tuple[str, ...] = ()) -> int:
    return int(total_of(repository.visits(Filters(period, visit_types=types)))["visits"])


def _places(repository: Repository, day: date, types: tuple[str, ...]) -> int:
    filters = Filters(Period(day, day), institution_types=types)
    return int(total_of(repository.clock(filters, day))["places"])


_COUNTS: dict[tuple[str, str], Count] = {
    ("visits", ""): _visits,
    ("visits", "planned"): lambda asked, period: _visits(asked, period, ("periodic", "interim")),
    ("visits", "special"): lambda asked, period: _visits(asked, period, ("special",)),
    ("facilities", ""): lambda asked, period: int(
        total_of(asked.visits(Filters(period)))["places_visited"]
    ),
    ("mandate", ""): lambda asked, period: int(
        total_of(asked.coverage(Filters(period)))["places_in_mandate"]
    ),
    ("recommendations", ""): lambda asked, period: int(
        total_of(asked.recommendations(Filters(period)))["recommendations"]
    ),
}
"""What the register counts for a year, by measure and part of the published figure."""


def _compared(app: App, figure: PublishedFigure, own: Own) -> Row:
    words, data_date = app.words, app.data_set.data_date
    is_known = own.until <= data_date
    difference = own.number - figure.value
    is_alike = None
    if is_known and own.note in ("", "on_day"):
        is_bound = figure.precision == "lower_bound"
        is_alike = difference > 0 if is_bound else difference == 0
    said = {
        "figure": figure_name(words, figure),
        "period": period_text(words, figure),
        "published": f"{value_text(words, figure)} ({precision_text(words, figure)})",
    }
    return said | {
        "register": _number(words, figure, own)
        if is_known
        else words("quality.records_end", date=words.date(data_date)),
        "difference": _difference(words, figure, difference) if is_known else "",
        "remark": _remark(words, said, remark(words, figure), _own_remark(words, own)),
        "source": source_number(figure),
        "of": figure,
        "is_alike": is_alike,
    }


def _remark(words: Words, said: dict[str, str], *parts: str) -> str:
    """`Preventive visits, 2015: 528. Called ...`; empty where there is nothing to remark."""
    text = "; ".join(part for part in parts if part)
    return words("quality.remark_line", **said, remark=text) if text else ""


def _own_remark(words: Words, own: Own) -> str:
    return words(f"quality.own_{own.note}", date=words.date(own.until)) if own.note else ""


def _number(words: Words, figure: PublishedFigure, own: Own) -> str:
    if figure.unit == "percent":
        return f"{words.percent(own.number / 100)} ({own.counts})"
    return words.number(own.number)


def _difference(words: Words, figure: PublishedFigure, difference: float) -> str:
    """With its sign; against a lower bound, whether it is reached as well."""
    if figure.unit == "percent":
        return words("frame.points", points=words.signed(difference, 1))
    text = words.signed(difference)
    if figure.precision != "lower_bound":
        return text
    reached = words("quality.reached" if difference > 0 else "quality.not_reached")
    return f"{text} ({reached})"
