"""The rate: large, as a sentence with its formula, and beside what the other definitions give."""

import polars as pl
import streamlit as st

from npm_data.charts.rates import rate_dots
from npm_data.figures.columns import Column
from npm_data.figures.filter_line import SEPARATOR
from npm_data.figures.rates import (
    COLUMNS,
    RATE_TYPES,
    RATES,
    rate_finding,
    rate_row,
    rate_span,
    ready_on,
)
from npm_data.figures.sentences import interval_text, k_of_n, rate_text, shown_points
from npm_data.figures.units import Row, is_few
from npm_data.ui.frame.app import App
from npm_data.ui.implementation_answers import Rates
from npm_data.ui.show import show
from npm_data.ui.tiles import tile, tiles

_COMPLETENESS = ("place", "addressee_level", "reply", "answer")


def headline(app: App, rates: Rates) -> None:
    """The chosen rate, the verified share of it, and the share of all that was answered."""
    words, rate, answered = app.words, rates.whole(rates.chosen), rates.recorded()["answer"]
    with tiles():
        tile(
            app,
            words(f"implementation.rate_{rates.chosen}"),
            rate_text(words, rate["implemented"], rate["considered"]),
            definition=rates.definition,
            note=_counts(app, rate),
        )
        tile(
            app,
            words("recommendations.tile_verified"),
            rate_text(words, rate["verified"], rate["implemented"]),
            definition="verified_share",
            note=k_of_n(words, rate["verified"], rate["implemented"]),
        )
        tile(
            app,
            words("recommendations.tile_answered"),
            rate_text(words, answered["recorded"], answered["total"]),
            definition="rate_answered",
            note=k_of_n(words, answered["recorded"], answered["total"]),
        )
    age = words.plural("implementation.months", RATES[rates.chosen][1])
    formula = words(f"implementation.formula_{RATES[rates.chosen][0]}", months=age)
    st.markdown(f"**{rate_finding(app, rates.chosen, rate)}** {formula}")
    date_line = words("frame.data_date", date=words.date(app.data_set.data_date))
    st.caption(f"{date_line}{SEPARATOR}{words('implementation.complete')} {_complete(app, rates)}")


def definitions(app: App, rates: Rates) -> None:
    """The five definitions below each other, and how far apart they are for this choice."""
    words = app.words
    rows = []
    for order, name in enumerate(RATES):
        whole = rates.whole(name)
        row = rate_row(words, name, words(f"implementation.rate_{name}"), order, whole)
        if not whole["considered"]:
            day = ready_on(app, name)
            row["counts_text"] = words("frame.no_value")
            if day is not None:
                row["counts_text"] = words("implementation.from_day", date=words.date(day))
        rows.append(row)
    is_empty = not rates.recorded()["answer"]["total"]
    show(
        app,
        "implementation.definitions",
        title=_spread(app, rates),
        frame=pl.DataFrame() if is_empty else pl.DataFrame(rows, schema_overrides=RATE_TYPES),
        spec=rate_dots(words, app.look),
        alt=words("figures.alt_dots"),
        definition="rate_cohort",
        columns={
            "name": Column(words("implementation.column_definition")),
            **{name: Column(words(label), kind) for name, (label, kind) in COLUMNS.items()},
        },
        counts=(words("implementation.definitions_counted"),),
    )


def _spread(app: App, rates: Rates) -> str:
    words = app.words
    known = [rates.whole(name) for name in RATES]
    shares = [row["rate"] for row in known if not is_few(row)]
    span = rate_span(words, shares)
    if span is None:
        return words("implementation.definitions_few")
    if span[0] == span[1]:
        return words("implementation.definitions_same", low=span[0])
    points = shown_points(max(shares), min(shares))
    return words(
        "implementation.definitions_apart",
        low=span[0],
        high=span[1],
        points=words("frame.points", points=words.number(points, 1)),
    )


def _counts(app: App, rate: Row) -> str:
    counts = k_of_n(app.words, rate["implemented"], rate["considered"])
    if is_few(rate):
        return counts
    return counts + SEPARATOR + interval_text(app.words, rate["low"], rate["high"])


def _complete(app: App, rates: Rates) -> str:
    """How many of the recommendations state what the figures of this page need."""
    words, recorded = app.words, rates.recorded()
    return SEPARATOR.join(
        words(
            f"implementation.complete_{subject}",
            of=k_of_n(words, recorded[subject]["recorded"], recorded[subject]["total"]),
        )
        for subject in _COMPLETENESS
    )
