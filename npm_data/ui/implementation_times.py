"""How long it takes until a recommendation is implemented: as a whole, by addressee, by theme."""

import textwrap
from collections.abc import Sequence
from functools import partial

import polars as pl

from npm_data.charts.incidence import HEIGHT, HORIZONS, LINE_HEIGHT, incidence_lines
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.sentences import times_finding
from npm_data.figures.units import Row, Unit, units_of
from npm_data.ui.frame.app import App
from npm_data.ui.frame.switches import switch
from npm_data.ui.show import show

UNITS = ("total", "ministry", "theme")
_LONGEST_MONTHS = 48
_LETTERS_OF_A_LINE = 13
_LABEL_LINE = (LINE_HEIGHT + 1) / HEIGHT
"""A line of letters as a part of the axis' height."""
_SHORTEST_MONTHS = 12
"""Of a shorter time the title says nothing yet."""


def shown(app: App) -> None:
    """Lines end where fewer than five are observed: of so few no share is told.

    Left out where the times are not told of the choice.
    """
    words = app.words
    months = tuple(range(_LONGEST_MONTHS + 1))
    is_told = partial(
        app.repository.may_ask, "time_to_implementation", app.filters, horizons=months
    )
    if not is_told():
        return
    names = {unit: words(f"recommendations.unit_{unit}") for unit in UNITS if is_told((unit,))}
    unit = switch(app, "implementation.times_unit", words("recommendations.broken_down"), names)
    by = (unit,) if unit == "total" else ("total", unit)
    answer = app.repository.time_to_implementation(app.filters, by=by, months=months).filter(
        pl.col("at_risk") > 0
    )
    all_lines = _lines(app, answer, unit)
    lines = [line for line in all_lines if _told(line[1])]
    notes = [words("implementation.times_first_day"), words("implementation.times_ends")]
    if len(lines) < len(all_lines):
        left_out = words.number(len(all_lines) - len(lines))
        notes.append(words("implementation.left_out", count=left_out))
    show(
        app,
        "implementation.times",
        title=_title(app, answer),
        frame=_frame(app, [(each, _told(months)) for each, months in lines]),
        table=_table(lines),
        spec=incidence_lines(words, app.look),
        alt=words("figures.alt_steps"),
        definition="time_to_implementation",
        columns={
            "name": Column(words(f"recommendations.column_{unit}")),
            **_columns(app),
        },
        counts=notes,
        empty=words("implementation.times_few") if all_lines else None,
    )


def _told(months: Sequence[Row]) -> list[Row]:
    """Those with five and more still observed; none where there were never as many."""
    return [row for row in months if row["at_risk"] >= FEWEST_FOR_A_RATE]


def _lines(app: App, answer: pl.DataFrame, unit: str) -> list[tuple[Unit, list[Row]]]:
    """Each unit with its months, in their order."""
    if unit == "total":
        name = app.words("recommendations.all")
        return [(Unit("", name, {}, name), answer.to_dicts())] if answer.height else []
    months: dict[str | None, list[Row]] = {}
    for row in answer.filter(dimension=unit).iter_rows(named=True):
        months.setdefault(row["key"], []).append(row)
    return [(each, months[each.code or None]) for each in units_of(app, answer, unit)]


def _title(app: App, answer: pl.DataFrame) -> str:
    words = app.words
    whole = answer.filter(dimension="total").to_dicts()
    told = _told(whole)
    if not whole:
        return words("recommendations.counts_none")
    if not told:
        return words("implementation.times_few")
    if told[-1]["month"] < _SHORTEST_MONTHS:
        return words("implementation.times_short")
    return times_finding(words, told)


def _frame(app: App, lines: Sequence[tuple[Unit, list[Row]]]) -> pl.DataFrame:
    labels = [_wrapped(each.short_name) for each, _ in lines]
    ends = [months[-1]["cumulative_incidence"] for _, months in lines]
    heights = spread(ends, [label.count("\n") + 1 for label in labels])
    rows = [
        {
            "unit": place,
            "name": each.short_name,
            "month": row["month"],
            "cumulative_incidence": row["cumulative_incidence"],
            "at_risk_text": app.words.number(row["at_risk"]) if row["month"] in HORIZONS else "",
            "label": labels[place] if row is months[-1] else "",
            "label_at": heights[place] if row is months[-1] else None,
        }
        for place, (each, months) in enumerate(lines)
        for row in months
    ]
    return pl.DataFrame(rows, schema_overrides={"label_at": pl.Float64})


def _table(lines: Sequence[tuple[Unit, list[Row]]]) -> pl.DataFrame:
    """A row a unit: the numbers still observed and the shares at the horizons."""
    rows = []
    for each, months in lines:
        of_month = {row["month"]: row for row in months}
        row: Row = {"name": each.name}
        for month in HORIZONS:
            read = of_month.get(month, {"at_risk": 0, "cumulative_incidence": None})
            row[f"at_risk_{month}"] = read["at_risk"]
            row[f"share_{month}"] = read["cumulative_incidence"]
        rows.append(row)
    shares = {f"share_{month}": pl.Float64 for month in HORIZONS}
    return pl.DataFrame(rows, schema_overrides=shares)


def _columns(app: App) -> dict[str, Column]:
    words = app.words
    months = {month: words.plural("implementation.months", month) for month in HORIZONS}
    at_risk = {
        f"at_risk_{month}": Column(words("implementation.column_at_risk", months=age), "number")
        for month, age in months.items()
    }
    shares = {
        f"share_{month}": Column(
            words("implementation.column_share_after", months=age), "percent", of=f"at_risk_{month}"
        )
        for month, age in months.items()
        if month
    }
    return at_risk | shares


def _wrapped(name: str) -> str:
    return "\n".join(textwrap.wrap(name, _LETTERS_OF_A_LINE, break_long_words=False))


def spread(ends: Sequence[float], lines: Sequence[int]) -> list[float]:
    """Heights for the names, as near to their lines' ends as they can stand without touching.

    From the lowest upwards, then back down from the top where they have run out of room.
    """
    order = sorted(range(len(ends)), key=ends.__getitem__)
    halves = [count * _LABEL_LINE / 2 for count in lines]
    heights = list(ends)
    for below, place in zip([None, *order], order, strict=False):
        floor = 0.0 if below is None else heights[below] + halves[below] + halves[place]
        heights[place] = max(ends[place], floor)
    for above, place in zip([None, *order[::-1]], order[::-1], strict=False):
        roof = 1.0 if above is None else heights[above] - halves[above] - halves[place]
        heights[place] = min(heights[place], roof)
    return heights
