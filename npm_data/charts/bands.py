"""Parts of a whole as bands of one bar a row: statuses, claims, replies, repeats, the clock."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import altair as alt

from npm_data.charts.named_rows import (
    finished_rows,
    label_expression,
    row_axis,
    row_names,
    share_axis,
)
from npm_data.charts.spec import Spec, rows
from npm_data.charts.theme import CLOCK, HOLLOW, REPLIES, STATUSES, Look, palette
from npm_data.i18n import Words

Kind = Literal["status", "claim", "reply", "clock", "said"]
CLAIMS = ("confirmed", "not_yet_looked_at", "downgraded")
"""What the NPM found of what an authority had reported as implemented."""
SAID = ("once", "twice", "three_times", "four_times_and_more")
"""How often a recommendation was issued."""
PARTS: dict[Kind, tuple[str, ...]] = {
    "status": STATUSES,
    "claim": CLAIMS,
    "reply": REPLIES,
    "clock": CLOCK,
    "said": SAID,
}
_STATUS_OF_CLAIM = {
    "confirmed": "verified",
    "not_yet_looked_at": "claimed",
    "downgraded": "not_implemented",
}
"""A claim has the colour of the status that it leads to."""
BAR_HEIGHT = 22
_ONE_COLUMN = 420
"""Pixels of a chart below which the words of its legend stand below each other."""
_NARROWEST_WITH_A_COUNT = 0.06
"""Of a bar: a part as narrow has no room for its count."""


def part_names(kind: Kind, words: Words) -> dict[str, str]:
    """The words of the legend, of the alternative text and of the table, by part."""
    return {part: words(f"figures.{kind}_{part}") for part in PARTS[kind]}


def band_rows(
    words: Words, kind: Kind, order: int, name: str, counts: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Rows of `share_bands` for one unit, a part each; none when all its counts are 0."""
    total = sum(counts[part] for part in PARTS[kind])
    if not total:
        return []
    names = part_names(kind, words)
    made = []
    begun = 0.0
    for part_order, part in enumerate(PARTS[kind]):
        share = counts[part] / total
        made.append(
            {
                "label": str(order),
                "name": name,
                "counts_text": words.number(total),
                "order": order,
                "part": part,
                "part_name": names[part],
                "part_order": part_order,
                "count": counts[part],
                "share": share,
                "total": total,
                "middle": begun + share / 2,
                "count_text": words.number(counts[part]) if share > _NARROWEST_WITH_A_COUNT else "",
            }
        )
        begun += share
    return made


@cache
def share_bands(kind: Kind, words: Words, look: Look) -> Spec:
    """A bar of 100 % a row, in bands that stand in the order of `PARTS[kind]`.

    Rows, one for each row and part: `label` (unique), `name`, `counts_text` (the total), `order`,
    `part`, `part_order`, `share`, `middle` (where the band's count stands) and `count_text` (empty
    in bands too narrow for it).
    """
    base = alt.Chart(rows())
    inks = _inks(kind, look)
    letters = [palette(look).ink_on(ink) for ink in inks]
    bands = base.mark_bar(height=BAR_HEIGHT, **_edge(look)).encode(
        x=share_axis("share").stack("zero"),
        y=row_axis(),
        order=alt.Order("part_order:Q"),
        color=alt.Color(
            "part:N",
            scale=alt.Scale(domain=list(PARTS[kind]), range=inks),
            legend=_legend(kind, words, look),
        ),
    )
    counts = base.mark_text(baseline="middle", fontSize=12).encode(
        x=alt.X("middle:Q"),
        y=row_axis(),
        text="count_text:N",
        fill=alt.Fill(
            "part:N", scale=alt.Scale(domain=list(PARTS[kind]), range=letters), legend=None
        ),
    )
    first = base.transform_filter("datum.part_order == 0")
    chart = alt.layer(bands, counts, *row_names(first, look, BAR_HEIGHT)).resolve_scale(
        fill="independent", color="independent"
    )
    return finished_rows(chart, words, look)


def _inks(kind: Kind, look: Look) -> list[str]:
    inks = palette(look)
    claims = {part: inks.statuses[status] for part, status in _STATUS_OF_CLAIM.items()}
    of_kind = {
        "status": {**inks.statuses, HOLLOW: inks.background},
        "claim": claims,
        "reply": inks.replies,
        "clock": inks.clock,
        "said": dict(zip(SAID, inks.ramps["plum"][1:], strict=True)),
    }[kind]
    return [of_kind[part] for part in PARTS[kind]]


def _edge(look: Look) -> dict[str, Any]:
    """A line between neighbours, and a dashed one round a hollow band: to many eyes two inks are
    one, and whoever sees no colours counts the bands.
    """
    inks, is_hollow = palette(look), f"datum.part == '{HOLLOW}'"
    return {
        "stroke": alt.expr(f"{is_hollow} ? '{inks.outline}' : '{inks.background}'"),
        "strokeWidth": alt.expr(f"{is_hollow} ? 1.2 : 2"),
        "strokeDash": alt.expr(f"{is_hollow} ? [4, 3] : [1, 0]"),
    }


def _legend(kind: Kind, words: Words, look: Look) -> alt.Legend:
    return alt.Legend(
        title=None,
        symbolStrokeColor=palette(look).outline,
        symbolStrokeWidth=1,
        labelExpr=label_expression(part_names(kind, words)),
        labelLimit=330,
        columns=alt.ExprRef(f"width < {_ONE_COLUMN} ? 1 : width < 900 ? 2 : 3"),
    )
