"""Visits by year: bars from the records, and the published figures drawn apart from them."""

from functools import cache
from typing import Any

import altair as alt
import polars as pl

from npm_data.charts.named_rows import NARROW, label_expression
from npm_data.charts.spec import Spec, column_number, count_axis, finished, halo, rows
from npm_data.charts.theme import Look, palette
from npm_data.i18n import Words
from npm_data.reference import PublishedFigure, reference

RECORDS = "records"
PUBLISHED = "published"
PRECISIONS = {"exact": "circle", "derived": "diamond", "lower_bound": "triangle-up"}
"""Shapes of the open marks; a lower bound points up: the figure is at least that."""


def trend_frame(words: Words, by_year: pl.DataFrame, measure: str) -> pl.DataFrame:
    """What `trend` draws, from `year` (text) and `count`; years after the data are to be left out.

    Columns of the answer: `year` (text), `kind` (`records`, `published`), `precision`, `count`,
    `label`, `slot` (0, 1: figures that contradict each other stand side by side) and `source`.
    """
    records = [
        (year, RECORDS, "", count, words.number(count), 0, words(f"charts.from_records_{measure}"))
        for year, count in by_year.select("year", "count").iter_rows()
    ]
    return pl.DataFrame(
        [*records, *_published(words)],
        schema={
            "year": pl.String,
            "kind": pl.String,
            "precision": pl.String,
            "count": pl.Int64,
            "label": pl.String,
            "slot": pl.Int64,
            "source": pl.String,
        },
        orient="row",
    )


def published_visits() -> tuple[PublishedFigure, ...]:
    """Published totals of visits of one calendar year, the derived before the exact."""
    of_years = [
        figure
        for figure in reference().published_figures
        if figure.country == "Kazakhstan"
        and figure.measure == "preventive visits"
        and figure.breakdown == "total"
        and len(figure.period) == 4
    ]
    return tuple(sorted(of_years, key=lambda figure: (figure.period, figure.value)))


@cache
def _published(words: Words) -> tuple[tuple[object, ...], ...]:
    slots: dict[str, int] = {}
    published = []
    for figure in published_visits():
        slot = slots.get(figure.period, 0)
        slots[figure.period] = slot + 1
        sign = "> " if figure.precision == "lower_bound" else ""
        published.append(
            (
                figure.period,
                PUBLISHED,
                figure.precision,
                int(figure.value),
                sign + words.number(figure.value),
                slot,
                figure.source_title,
            )
        )
    return tuple(published)


@cache
def trend(words: Words, look: Look, measure: str) -> Spec:
    """A bar for each year's records, an open mark for each published figure; see `trend_frame`.

    `measure`: `visits`, which is what was published, or `places_visited`.
    """
    inks = palette(look)
    base = alt.Chart(rows())
    year = alt.X("year:O", title=None, axis=alt.Axis(labelAngle=0, labelOverlap="parity"))
    visits = alt.Y(
        "count:Q",
        title=words(f"figures.{measure}_axis"),
        axis=count_axis("y"),
        scale=alt.Scale(zero=True),
    )
    bars = (
        base.transform_filter(f"datum.kind == '{RECORDS}'")
        .mark_bar()
        .encode(x=year, y=visits, color=_bar_colour(words, look, measure))
    )
    counts = (
        base.transform_filter(f"datum.kind == '{RECORDS}'")
        .mark_text(
            **column_number(),
            fontSize=alt.expr(f"width < {NARROW} ? 10 : 12"),
            color=inks.ink_on(inks.categories[0]),
        )
        .encode(x=year, y=alt.value("height"), text="label:N")
    )
    published = base.transform_filter(f"datum.kind == '{PUBLISHED}'")
    beside = alt.expr("datum.slot == 0 ? -7 : 7")
    marks = published.mark_point(
        filled=False,
        fill=inks.background,
        stroke=inks.text,
        strokeWidth=2,
        opacity=1,
        size=90,
        xOffset=beside,
    ).encode(x=year, y=visits, shape=_shapes(words))
    letters: dict[str, Any] = {
        "baseline": "bottom",
        "fontSize": alt.expr(f"width < {NARROW} ? 10 : 12"),
        "fontWeight": "bold",
        "dy": alt.expr("-8 - 14 * datum.slot"),
    }
    place = published.encode(x=year, y=visits, text="label:N")
    figures = [place.mark_text(**letters, **halo(inks)), place.mark_text(**letters)]
    chart = alt.layer(bars, counts, marks, *figures, data=rows()).properties(height=300)
    return finished(chart, words, look)


def _bar_colour(words: Words, look: Look, measure: str) -> alt.Color:
    return alt.Color(
        "kind:N",
        scale=alt.Scale(domain=[RECORDS], range=[palette(look).categories[0]]),
        legend=alt.Legend(
            title=None,
            labelExpr=label_expression({RECORDS: words(f"charts.from_records_{measure}")}),
        ),
    )


def _shapes(words: Words) -> alt.Shape:
    names = {precision: words(f"charts.published_{precision}") for precision in PRECISIONS}
    return alt.Shape(
        "precision:N",
        scale=alt.Scale(domain=list(PRECISIONS), range=list(PRECISIONS.values())),
        legend=alt.Legend(
            title=None,
            labelExpr=label_expression(names),
            symbolStrokeWidth=2,
            symbolFillColor="transparent",
            labelLimit=330,
            columns=alt.expr(f"width < {NARROW} ? 1 : 3"),
        ),
    )
