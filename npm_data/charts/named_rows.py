"""Rows whose name and counts stand above their mark, so that a phone has its width for both.

A name is never cut. Where the chart is too narrow for it, it takes further lines, and each row
grows by as many as the longest name needs: the specification works that out by itself, from the
rows that come with it and the width it is shown at.
"""

from typing import Any

import altair as alt

from npm_data.charts.spec import ROWS, AnyChart, Spec, finished, halo
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words

ROW_STEP = 48
"""Pixels of a row: its name and, below it, its mark."""

NARROW = 500
"""Pixels of a chart below which labels take their short form and a legend one column."""

LETTER = 7.0
"""Pixels of a letter, at the most, over a line of a name."""

LINE = 16
"""Pixels from one line of a name to the next."""

_FEWEST_LETTERS = 18
"""Of a line, however narrow the chart is: hardly a word of a name is longer."""

_MOST_LINES = 5

_GAP = "' ~~'"
"""A word of the room between a name and its counts, as an expression."""


def row_axis() -> alt.Y:
    """A row for each `label`, in the order of the column `order`; its name is a mark of its own.

    Above each row is as much air as further lines of names need: see `finished_rows`.
    """
    air, half = alt.expr("row_air"), alt.expr("row_air / 2")
    scale = alt.Scale(paddingInner=air, paddingOuter=half, align=1)
    in_order = alt.EncodingSortField(field="order", op="min")
    return alt.Y("label:N", sort=in_order, axis=None, scale=scale)


def row_names(chart: alt.Chart, look: Look, mark_height: int = 12) -> list[alt.Chart]:
    """Above marks of so many pixels: the row's `name` at the left, `counts_text` at the right,
    beside the name's last line.
    """
    name = f"datum.name + {_room_of('datum.counts_text')}"
    return [
        side
        for style in _letters(look)
        for side in (
            _names(chart, name, mark_height, style),
            chart.mark_text(align="right", dy=-_above(mark_height), **style).encode(
                x=alt.value("width"), y=row_axis(), text="counts_text:N"
            ),
        )
    ]


def row_labels(chart: alt.Chart, look: Look, mark_height: int) -> list[alt.Chart]:
    """The same for rows without counts, named by their `label`."""
    return [_names(chart, "datum.label", mark_height, style) for style in _letters(look)]


def finished_rows(
    chart: AnyChart, words: Words, look: Look, *, step: int = ROW_STEP, have_counts: bool = True
) -> Spec:
    """The specification of a chart with such names: at least `step` pixels a row.

    Rows of one unit must follow each other. `height` is the chart's own, which Vega lets be set.
    """
    spec = finished(chart.properties(height=step), words, look)
    # The longest of them: signs that are alike are sorted by their number.
    widest = f"{_GAP} + peek(sort(split({_hidden(_joined('counts_text'))}, '\\n')))"
    names = (
        f"replace({_joined('name')} + '\\n', regexp('\\n', 'g'), {widest} + '\\n')"
        if have_counts
        else _joined("label")
    )
    more = " + ".join(
        f"test(regexp('([^\\n]*[|]){{{lines}}}'), {_broken(names, '|')})"
        for lines in range(2, _MOST_LINES + 1)
    )
    each_order_once = f"replace({_joined('order')} + '\\n', regexp('([^\\n]+\\n)\\\\1*', 'g'), '|')"
    spec["params"] = [
        {"name": "letters_of_a_line", "expr": f"max({_FEWEST_LETTERS}, floor(width / {LETTER}))"},
        {"name": "row_step", "expr": f"{step} + {LINE} * ({more})"},
        {"name": "row_air", "expr": f"1 - {step} / row_step"},
        {"name": "height", "expr": f"row_step * length({each_order_once})"},
    ]
    return spec


def _joined(column: str) -> str:
    """Vega's expression for a column of the chart's rows, a line each."""
    return f"join(pluck(data('{ROWS}'), '{column}'), '\\n')"


def _room_of(counts: str) -> str:
    """A word as long as the counts and the gap before them, to be broken with the name."""
    return f"{_GAP} + {_hidden(counts)}"


def _hidden(text: str) -> str:
    """As many signs as the text has letters, line by line."""
    return f"replace({text}, regexp('.', 'g'), '~')"


def _broken(text: str, mark: str) -> str:
    """The text with a mark after each of the lines that it takes."""
    line = "'(.{1,' + letters_of_a_line + '})( +|$)'"
    return f"replace({text}, regexp({line}, 'gm'), '$1{mark}')"


def _letters(look: Look) -> list[dict[str, Any]]:
    """The halo below the letters, and the letters."""
    letters: dict[str, Any] = {"baseline": "bottom", "color": palette(look).text}
    return [letters | halo(palette(look)), letters]


def _above(mark_height: int) -> float:
    return mark_height / 2 + 3


def _names(chart: alt.Chart, text: str, mark_height: int, style: dict[str, Any]) -> alt.Chart:
    """Names in lines, the last of them next to the mark."""
    lines = f"replace({_broken(text, chr(92) + 'n')}, regexp('( ?~+)?\\n$'), '')"
    higher = f"{LINE} * (length(split(datum.lines, '\\n')) - 1)"
    dy = alt.expr(f"-{_above(mark_height):g} - {higher}")
    names: alt.Chart = (
        chart.transform_calculate(lines=lines)
        .mark_text(align="left", dy=dy, lineBreak="\n", lineHeight=LINE, **style)
        .encode(x=alt.value(0), y=row_axis(), text="lines:N")
    )
    return names


def share_axis(field: str, title: str | None = None) -> alt.X:
    """Rates on 0 to 100 %, always."""
    return alt.X(
        f"{field}:Q",
        title=title,
        scale=alt.Scale(domain=[0, 1]),
        axis=alt.Axis(format=".0%", values=[0, 0.25, 0.5, 0.75, 1]),
    )


def label_expression(names: dict[str, str]) -> str:
    """Vega's expression for the word of each code on an axis or in a legend."""
    pairs = "".join(f"datum.value == '{code}' ? '{name}' : " for code, name in names.items())
    return f"{pairs}''"
