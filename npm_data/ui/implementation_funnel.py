"""Which units lie further from the whole than chance alone would bring them."""

import math
from collections.abc import Sequence

import polars as pl

from npm_data.charts.funnel import HEIGHT, LIMIT, UNIT, funnel
from npm_data.figures.columns import FEWEST_FOR_A_RATE, Column
from npm_data.figures.recommendation_units import by
from npm_data.figures.units import Row, Unit, unit_column, units_of
from npm_data.i18n import Words
from npm_data.register.binomial_limits import binomial_limits
from npm_data.ui.frame.app import App
from npm_data.ui.implementation_answers import Rates
from npm_data.ui.implementation_rates import whole_counts
from npm_data.ui.show import show

_POINTS_OF_A_CURVE = 40
_WIDE, _NARROW = 520, 290
"""Pixels that the names are laid out for: beside another figure, and on a phone."""
_LETTER, _LINE = 6.6, 15
"""Pixels of a letter's width and of a line's height."""
_OUTSIDE = 2
"""A position outside the limits of 99.8 %, on either side."""
_BY_CHANCE = 0.998 - 0.95
"""The share of units that lie between the limits where nothing but chance is at work."""


def shown(app: App, rates: Rates) -> None:
    """Dots between the limits; only units of five and more, of which there must be two."""
    words, whole = app.words, rates.whole(rates.chosen)
    units = [each for each in units_of(app, rates.answer, rates.unit) if _is_enough(each.counts)]
    left_out = len(units_of(app, rates.answer, rates.unit)) - len(units)
    rows = [unit_row(words, each, whole["rate"]) for each in units]
    if len(rows) < 2:
        rows = []
    notes = named(words, rows)
    if rows and left_out:
        notes.append(words("implementation.left_out", count=words.number(left_out)))
    if rows:
        notes += [words("implementation.funnel_lines"), words("implementation.funnel_reading")]
    show(
        app,
        "implementation.funnel",
        title=_title(words, rates.unit, rows),
        frame=frame_of(rows, whole["rate"]),
        table=pl.DataFrame(rows),
        spec=funnel(words, app.look),
        alt=words("figures.alt_funnel"),
        definition="funnel",
        columns={
            "name": unit_column(words, rates.unit),
            "considered": Column(words("implementation.column_considered"), "number"),
            "rate": Column(words("implementation.column_rate"), "percent"),
            "low_998": Column(words("implementation.column_low_998"), "percent"),
            "low_95": Column(words("implementation.column_low_95"), "percent"),
            "high_95": Column(words("implementation.column_high_95"), "percent"),
            "high_998": Column(words("implementation.column_high_998"), "percent"),
            "position_name": Column(words("implementation.column_position")),
        },
        counts=(*notes, *whole_counts(app, rates)),
        empty=words("implementation.funnel_empty"),
    )


def _is_enough(counts: Row) -> bool:
    return bool(counts["considered"] >= FEWEST_FOR_A_RATE)


def unit_row(words: Words, unit: Unit, whole: float) -> Row:
    counts = unit.counts
    limits = binomial_limits(counts["considered"], whole)
    position = limits.position(counts["rate"])
    return {
        "name": unit.name,
        "label": unit.short_name,
        "considered": counts["considered"],
        "rate": counts["rate"],
        **limits._asdict(),
        "position": position,
        "position_name": words(f"implementation.position_{_POSITIONS[position]}"),
        "is_below": counts["rate"] < whole,
    }


_POSITIONS = {-2: "below_998", -1: "below_95", 0: "within", 1: "above_95", 2: "above_998"}


def _title(words: Words, unit: str, rows: Sequence[Row]) -> str:
    start = by(words, unit)
    if not rows:
        return words("implementation.units_few", by=start)
    outside = sum(abs(row["position"]) == _OUTSIDE for row in rows)
    return words(
        "implementation.funnel_title",
        by=start,
        outside=words.number(outside),
        units=words.number(len(rows)),
    )


def named(words: Words, rows: Sequence[Row]) -> list[str]:
    """Who is outside the wider limits, by the side, in the order of the rows.

    Of those between the limits only how many there are: chance alone brings one in twenty there.
    """
    outside = [
        words(f"implementation.funnel_{_POSITIONS[position]}", names=", ".join(names))
        for position in (_OUTSIDE, -_OUTSIDE)
        if (names := [row["name"] for row in rows if row["position"] == position])
    ]
    between = sum(abs(row["position"]) == 1 for row in rows)
    by_chance = words.number(_BY_CHANCE * len(rows), 1)
    return (
        [
            *outside,
            words(
                "implementation.funnel_between", count=words.number(between), by_chance=by_chance
            ),
        ]
        if rows
        else []
    )


def frame_of(rows: Sequence[Row], whole: float) -> pl.DataFrame:
    """The units with the names that have room, and the curves up to the largest unit."""
    if not rows:
        return pl.DataFrame()
    most = max(row["considered"] for row in rows)
    wide, narrow = _with_room(rows, most, _WIDE), _with_room(rows, most, _NARROW)
    units = [
        {
            "kind": UNIT,
            "considered": row["considered"],
            "rate": row["rate"],
            "is_outside": abs(row["position"]) == _OUTSIDE,
            "is_label_below": row["is_below"],
            "label_align": _alignment(row["considered"], most),
            "label_wide": row["label"] if number in wide else "",
            "label_narrow": row["label"] if number in narrow else "",
        }
        for number, row in enumerate(rows)
    ]
    curves = [
        {"kind": LIMIT, "considered": size, "rate": whole} | binomial_limits(size, whole)._asdict()
        for size in _sizes(most)
    ]
    return pl.DataFrame([*units, *curves], infer_schema_length=None)


def _sizes(most: int) -> list[int]:
    """Sizes at which the curves are drawn, evenly spaced on the axis."""
    steps = range(1, _POINTS_OF_A_CURVE + 1)
    return sorted({max(1, round(most * (step / _POINTS_OF_A_CURVE) ** 2)) for step in steps})


def _alignment(size: int, most: int) -> str:
    across = math.sqrt(size / most)
    return "left" if across < 0.25 else "right" if across > 0.75 else "center"


def _with_room(rows: Sequence[Row], most: int, width: int) -> set[int]:
    """The rows outside the wider limits whose names can stand without touching another's."""
    taken: list[tuple[float, float, float]] = []
    named = set()
    for number, row in enumerate(rows):
        if abs(row["position"]) < _OUTSIDE:
            continue
        length = len(row["label"]) * _LETTER
        across = math.sqrt(row["considered"] / most) * width
        shift = {"left": 0.0, "center": 0.5, "right": 1.0}[_alignment(row["considered"], most)]
        start = across - shift * length
        height = (1 - row["rate"]) * HEIGHT + (_LINE if row["is_below"] else -_LINE)
        has_room = start >= 0 and start + length <= width + _LINE
        if has_room and all(
            abs(height - other) >= _LINE or start + length < begin or start > end
            for begin, end, other in taken
        ):
            taken.append((start, start + length, height))
            named.add(number)
    return named
