"""What changed between two days: things by unit, and statuses that passed into each other."""

from functools import cache

import altair as alt

from npm_data.charts.bands import part_names
from npm_data.charts.named_rows import ROW_STEP, finished_rows, row_axis, row_names
from npm_data.charts.spec import Spec, count_axis, rows
from npm_data.charts.theme import STATUSES, Look, palette
from npm_data.i18n import Words

STATUSES_ON_A_DAY = (*STATUSES, "no_longer_applicable")
"""What a recommendation can be on a day; the columns of the matrix."""

NOT_ISSUED = "not_issued"
STATUSES_BEFORE = (NOT_ISSUED, *STATUSES_ON_A_DAY)
"""The rows of the matrix."""

SHARES = (0.02, 0.1, 0.25, 0.5)
"""Of a row: where a cell's colour grows stronger. Most recommendations stand still, so finely."""

DARK_FROM = 0.25
"""The share from which white letters read better."""

_ROW = 52
_CELL = 28
_NARROW = 760
"""Pixels of a chart below which a column is headed by the number of its status."""


def status_names(words: Words) -> dict[str, str]:
    """The words of each status on either day, by its code."""
    gone = words.code("implementation_status", "no_longer_applicable")
    return {
        NOT_ISSUED: words("changes.not_issued"),
        **part_names("status", words),
        "no_longer_applicable": gone,
    }


def short_names(words: Words) -> dict[str, str]:
    """The same for rows and columns of the matrix, short enough for a phone."""
    return status_names(words) | {
        "verified": words("changes.short_verified"),
        "claimed": words("changes.short_claimed"),
    }


@cache
def change_bars(words: Words, look: Look) -> Spec:
    """A bar for each unit, as long as the number of things that changed there.

    Rows: `label` (unique), `name`, `counts_text`, `order` and `count`.
    """
    base = alt.Chart(rows())
    bars = base.mark_bar(height=14).encode(
        x=alt.X("count:Q", title=None, axis=count_axis("x")), y=row_axis()
    )
    chart = alt.layer(bars, *row_names(base, look, 14))
    return finished_rows(chart, words, look, step=ROW_STEP - 4)


@cache
def status_matrix(words: Words, look: Look) -> Spec:
    """Recommendations by their status on the later day (columns) and on the earlier one (rows).

    Rows, one a cell: `label` (the earlier status), `name` (numbered), `order`, `counts_text` (the
    row's total), `column` (the later status), `column_order`, `share` (of the row), `count_text`,
    `is_dark` (whether white letters read better) and `is_same` (nothing changed).
    """
    inks = palette(look)
    base = alt.Chart(rows())
    place = base.encode(
        x=alt.X(
            "column:N",
            title=words("changes.matrix_columns"),
            sort=list(STATUSES_ON_A_DAY),
            axis=_heads(words),
            scale=alt.Scale(paddingInner=0.06, paddingOuter=0),
        ),
        y=row_axis(),
    )
    cells = place.mark_rect(height=_CELL, cornerRadius=3).encode(
        color=alt.condition(
            "datum.share > 0",
            alt.Color(
                "share:Q",
                scale=alt.Scale(
                    type="threshold", domain=list(SHARES), range=list(inks.ramps["blue"])
                ),
                legend=None,
            ),
            alt.value(inks.background),
        ),
        stroke=alt.condition("datum.is_same", alt.value(inks.text), alt.value(inks.outline)),
        strokeWidth=alt.condition("datum.is_same", alt.value(2), alt.value(0.4)),
    )
    light_and_dark = sorted(("#1A1A1A", "#FFFFFF"), reverse=look is Look.DARK)
    counts = place.mark_text(baseline="middle", fontSize=12).encode(
        text="count_text:N",
        color=alt.condition(
            "datum.is_dark", alt.value(light_and_dark[1]), alt.value(light_and_dark[0])
        ),
    )
    first = base.transform_filter("datum.column_order == 0")
    chart = alt.layer(cells, counts, *row_names(first, look, _CELL))
    return finished_rows(chart, words, look, step=_ROW)


def _heads(words: Words) -> alt.Axis:
    """A status in as many lines as it has words; its number where a column is too narrow."""
    names = short_names(words)
    lines = {code: names[code].replace(" ", "\\n") for code in STATUSES_ON_A_DAY}
    numbers = {code: str(number) for number, code in enumerate(STATUSES_ON_A_DAY, start=1)}
    wide, narrow = (
        "".join(f"datum.value == '{code}' ? '{text}' : " for code, text in texts.items()) + "''"
        for texts in (lines, numbers)
    )
    return alt.Axis(
        orient="top",
        labelAngle=0,
        labelOverlap=False,
        labelExpr=f"width < {_NARROW} ? ({narrow}) : split({wide}, '\\n')",
        labelLimit=200,
        labelPadding=24,
        domain=False,
        zindex=0,
    )
