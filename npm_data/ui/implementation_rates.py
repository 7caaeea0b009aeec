"""The chosen rate by unit: a dot with its interval and its counts a row, never in their order."""

from collections.abc import Sequence

import polars as pl

from npm_data.charts.rates import rate_dots
from npm_data.figures.columns import Column
from npm_data.figures.rates import COLUMNS, RATE_TYPES, rate_row, rate_span
from npm_data.figures.recommendation_units import by
from npm_data.figures.sentences import k_of_n, rate_text
from npm_data.figures.units import Row, border_notes, is_few, unit_column, units_of
from npm_data.i18n import Words
from npm_data.ui.frame.app import App
from npm_data.ui.implementation_answers import Rates
from npm_data.ui.show import show


def by_unit(app: App, rates: Rates) -> None:
    words, unit, whole = app.words, rates.unit, rates.whole(rates.chosen)
    rows = [
        rate_row(words, each.code, each.name, order, each.counts)
        for order, each in enumerate(units_of(app, rates.answer, unit))
    ]
    if rows and not is_few(whole):
        rows[0]["whole"] = whole["rate"]
    show(
        app,
        "implementation.units",
        title=_title(words, unit, rows),
        frame=pl.DataFrame(rows, schema_overrides=RATE_TYPES) if rows else pl.DataFrame(),
        spec=rate_dots(words, app.look),
        alt=words("figures.alt_dots"),
        definition=rates.definition,
        columns={
            "name": unit_column(words, unit),
            **{name: Column(words(label), kind) for name, (label, kind) in COLUMNS.items()},
        },
        counts=whole_counts(app, rates),
        empty=words("implementation.finding_none"),
    )


def whole_counts(app: App, rates: Rates) -> tuple[str, ...]:
    """Which rate it is, of how many, what the line of the whole stands for, and whose borders."""
    words, whole = app.words, rates.whole(rates.chosen)
    return (
        words(f"implementation.rate_{rates.chosen}"),
        k_of_n(words, whole["implemented"], whole["considered"]),
        words(
            "implementation.line_of_the_whole",
            rate=rate_text(words, whole["implemented"], whole["considered"]),
        ),
        *border_notes(words, rates.unit, app.filters.period.to_on),
    )


def _title(words: Words, unit: str, rows: Sequence[Row]) -> str:
    span = rate_span(words, [row["rate"] for row in rows if row["rate"] is not None])
    start = by(words, unit)
    if span is None:
        return words("implementation.units_few", by=start)
    if span[0] == span[1]:
        return words("implementation.units_same", by=start, low=span[0])
    return words("implementation.units_apart", by=start, low=span[0], high=span[1])
