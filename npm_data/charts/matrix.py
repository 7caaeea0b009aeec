"""Counts in cells of rows and columns, each cell coloured by the same classes as the map."""

from functools import cache
from typing import Any

import altair as alt
import polars as pl

from npm_data.charts.measures import NO_PLACE, Measure, with_measure
from npm_data.charts.named_rows import finished_rows, row_axis, row_labels
from npm_data.charts.regions import class_colour, ink
from npm_data.charts.spec import Spec, finished, rows
from npm_data.charts.theme import LABEL_SIZE, Look, palette
from npm_data.i18n import Words

CELL_HEIGHT = 30
HEAD_LINE = 15
NARROW_CELL = 50
"""Below this width (px) of a cell its counts stand in two lines."""
NARROW_HEADS, NARROW_SHORT_HEADS = 290, 190
"""Below this width (px) of the whole matrix its heads would run into each other."""


def matrix_frame(words: Words, counts: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """What `count_matrix` draws, one row a cell, from counts by row and column.

    `counts` has `label` and `column` (texts, as they are to be read), `order` and `column_order`,
    `part` and `whole`. Cells that are left out stay empty: there a row does not belong to a column.
    Columns of the answer: those, and `value`, `class`, `value_label`, `count_label`
    (see `with_measure`), `cell_label` ("12/40") and `columns` (how many there are).
    """
    cells = [
        "" if not whole else f"{'?' if part is None else words.number(part)}/{words.number(whole)}"
        for part, whole in counts.select("part", "whole").iter_rows()
    ]
    return with_measure(words, counts, measure).with_columns(
        pl.Series("cell_label", cells, pl.String), columns=pl.col("column").n_unique()
    )


@cache
def count_matrix(
    words: Words,
    look: Look,
    measure: Measure,
    *,
    are_rows_named_above: bool = False,
    lines_of_a_head: int = 1,
) -> Spec:
    """A heat map with "k/n" in its cells; frame: `matrix_frame`.

    `are_rows_named_above` puts a row's name above its cells, for names too long for the left side.
    Columns may be named in several lines, `lines_of_a_head` at most.
    """
    inks = palette(look)
    base = alt.Chart(rows())
    place = base.encode(
        x=alt.X(
            "column:N",
            sort=alt.EncodingSortField(field="column_order", op="min"),
            axis=_column_axis(lines_of_a_head, has_lines=are_rows_named_above),
            scale=alt.Scale(paddingInner=0.06, paddingOuter=0),
        ),
        y=row_axis() if are_rows_named_above else _rows_at_the_left(),
    )
    cell: dict[str, Any] = {"height": CELL_HEIGHT, "cornerRadius": 3, "stroke": inks.outline}
    cells = (
        place.transform_filter(f"datum.class != '{NO_PLACE}'")
        .mark_rect(strokeWidth=0.6, **cell)
        .encode(color=class_colour(words, inks, measure), tooltip=_tooltip(words, measure))
    )
    empty = place.transform_filter(f"datum.class == '{NO_PLACE}'").mark_rect(
        fill=inks.background, strokeDash=[4, 3], **cell
    )
    counts = (
        place.transform_calculate(
            cell=f"width / datum.columns < {NARROW_CELL}"
            " ? replace(datum.cell_label, '/', '/\\n') : datum.cell_label"
        )
        .mark_text(
            lineBreak="\n",
            lineHeight=12,
            baseline="middle",
            dy=alt.expr("indexof(datum.cell, '\\n') >= 0 ? -5 : 0"),
            fontSize=alt.expr("width < 420 ? 11 : 13"),
        )
        .encode(text="cell:N", color=ink(inks, measure))
    )
    if are_rows_named_above:
        names = row_labels(base, look, CELL_HEIGHT)
        named = alt.layer(cells, empty, counts, *names, data=rows())
        return finished_rows(named, words, look, step=CELL_HEIGHT + 24, have_counts=False)
    chart = alt.layer(cells, empty, counts, data=rows())
    return finished(chart.properties(height=alt.Step(CELL_HEIGHT + 4)), words, look)


def _rows_at_the_left() -> alt.Y:
    """A name in two lines stands in the middle of its row like one in one line."""
    axis = alt.Axis(
        title=None,
        domain=False,
        labelExpr="split(datum.label, '\\n')",
        labelOffset=alt.expr("indexof(datum.value, '\\n') >= 0 ? -7 : 0"),
    )
    in_order = alt.EncodingSortField(field="order", op="min")
    return alt.Y("label:N", sort=in_order, axis=axis, scale=alt.Scale(padding=0))


def _column_axis(lines: int, *, has_lines: bool) -> alt.Axis:
    """Where most cells are left out, faint lines lead from the columns' heads down to the cells.

    Heads stand upright where a column is narrower than their longest word.
    """
    upright = f"width < {NARROW_HEADS if lines > 1 else NARROW_SHORT_HEADS}"
    padding = 12 if has_lines else 6
    return alt.Axis(
        orient="top",
        title=None,
        labelExpr=f"{upright} ? replace(datum.label, /\\n/g, ' ') : split(datum.label, '\\n')",
        labelAngle=alt.expr(f"{upright} ? -90 : 0"),
        labelAlign=alt.expr(f"{upright} ? 'left' : 'center'"),
        labelBaseline=alt.expr(f"{upright} ? 'middle' : 'alphabetic'"),
        labelLimit=0,
        labelOverlap=False,
        domain=False,
        grid=has_lines,
        zindex=0,
        labelPadding=alt.expr(f"{upright} ? 4 : {padding + HEAD_LINE * (lines - 1)}"),
        labelLineHeight=HEAD_LINE,
        labelFontSize=alt.expr(
            f"width < 420 && {lines} > 1 ? ({upright} ? 11 : 10) : {LABEL_SIZE}"
        ),
    )


def _tooltip(words: Words, measure: Measure) -> list[alt.Tooltip]:
    return [
        alt.Tooltip("label:N", title=words("charts.row")),
        alt.Tooltip("column:N", title=words("charts.column")),
        alt.Tooltip("value_label:N", title=words(f"charts.measure_{measure.name}")),
        alt.Tooltip("count_label:N", title=words("charts.counts")),
    ]
