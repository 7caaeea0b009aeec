"""The mandate in pictures: how it grew, and what its round needs."""

from functools import cache
from typing import Any, Literal

import altair as alt

from npm_data.charts.named_rows import NARROW, label_expression
from npm_data.charts.spec import (
    NARROW_FOR_FOUR_DIGITS,
    Spec,
    column_number,
    count_axis,
    edges,
    finished,
    halo,
    rows,
)
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words
from npm_data.register.filters import entries

VISITS = {"every": "all", "periodic": "periodic"}
"""All visits of a year, and in front of them those that keep the round: `mandate.visits_<name>`."""

WHOLE = "whole"
"""The group of all types together, which is not drawn but written above the bar."""

SMALL = alt.expr(f"width < {NARROW} ? 10 : 12")


def group_names(words: Words) -> dict[str, str]:
    """Groups of types by the day (ISO) from which they are in the mandate; unsure days marked."""
    return {
        day.isoformat(): words(f"mandate.group_{basis}", year=day.year, date=words.date(day))
        for day, basis in entries().items()
    }


@cache
def mandate_steps(words: Words, look: Look) -> Spec:
    """The places at the end of each year, stacked by the day from which their types are in it.

    Rows, one for each day and group: `label` (unique), `order`, `group` (ISO day, or `WHOLE`),
    `group_order`, `places` and `places_text`.
    """
    names = group_names(words)
    base = alt.Chart(rows())
    day = _years("label")
    bars = (
        base.transform_filter(f"datum.group != '{WHOLE}'")
        .mark_bar(**edges(look))
        .encode(
            x=day,
            y=_counts("places", words("mandate.places_axis"), stack="zero"),
            order=alt.Order("group_order:Q"),
            color=_colours("group", names, look),
        )
    )
    totals = (
        base.transform_filter(f"datum.group == '{WHOLE}'")
        .mark_text(**column_number(NARROW_FOR_FOUR_DIGITS), fontSize=SMALL)
        .encode(x=day, y="places:Q", text="places_text:N")
    )
    return finished(alt.layer(bars, totals).properties(height=300), words, look)


@cache
def needed_visits(words: Words, look: Look) -> Spec:
    """Visits of each year, the periodic in front of all, and a line for what a round needs.

    Rows, one a year: `label`, `order`, `every`, `periodic`, `periodic_text`, `needed` (visits a
    year), and in the first row `needed_text` (else empty).
    """
    inks = palette(look)
    base = alt.Chart(rows())
    year = _years("label")
    names = {kind: words(f"mandate.visits_{name}") for kind, name in VISITS.items()}
    bars = (
        base.transform_fold(list(VISITS), as_=["kind", "visits"])
        .mark_bar(opacity=1)
        .encode(
            x=year,
            y=_counts("visits", words("figures.visits_axis"), stack=None),
            color=_colours("kind", names, look, is_reversed=True),
        )
    )
    counts = base.mark_text(
        **column_number(), fontSize=SMALL, color=inks.ink_on(inks.categories[0])
    ).encode(x=year, y=alt.value("height"), text="periodic_text:N")
    need = base.transform_filter("datum.needed_text").encode(y="needed:Q")
    line = need.mark_rule(color=inks.text, strokeWidth=3, strokeDash=[6, 4])
    said = need.encode(x=alt.value("width"), text="needed_text:N")
    letters: dict[str, Any] = {"align": "right", "baseline": "middle", "dy": -10}
    # As wide as the gaps between letters: else a line of the grid strikes the words through.
    behind = said.mark_text(**letters, **halo(inks) | {"strokeWidth": 12})
    above = said.mark_text(fontWeight="bold", **letters)
    chart = alt.layer(bars, counts, line, behind, above, data=rows()).properties(height=300)
    return finished(chart, words, look)


def _years(field: str) -> alt.X:
    return alt.X(
        f"{field}:N",
        title=None,
        sort=alt.EncodingSortField(field="order", op="min"),
        axis=alt.Axis(labelAngle=0, labelOverlap="parity"),
    )


def _counts(field: str, title: str, stack: Literal["zero"] | None) -> alt.Y:
    """From zero, in whole numbers however few there are."""
    return alt.Y(f"{field}:Q", title=title, stack=stack, axis=count_axis("y"))


def _colours(
    field: str, names: dict[str, str], look: Look, *, is_reversed: bool = False
) -> alt.Color:
    """Inks for the codes; reversed where the last of them is the one that matters."""
    inks = list(palette(look).categories[: len(names)])
    scale = alt.Scale(domain=list(names), range=inks[::-1] if is_reversed else inks)
    return alt.Color(f"{field}:N", scale=scale, legend=_legend(names))


def _legend(names: dict[str, str]) -> alt.Legend:
    return alt.Legend(
        title=None,
        labelExpr=label_expression(names),
        labelLimit=330,
        offset=26,
        columns=alt.expr(f"width < {NARROW} ? 1 : 3"),
    )
