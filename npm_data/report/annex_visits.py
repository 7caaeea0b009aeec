"""The annex on visits: by unit, by type, over the years, and what was published of them."""

from functools import partial

import polars as pl

from npm_data.charts.theme import Look
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure
from npm_data.figures.mechanisms import (
    HOME_COUNTRY,
    MEASURES,
    figure_name,
    period_text,
    precision_text,
    remark,
    source_number,
)
from npm_data.figures.subject import Subject
from npm_data.figures.visible import all_told
from npm_data.figures.visits import UNITS, by_unit, by_year
from npm_data.reference import reference
from npm_data.report.annex_tables import Part

_PUBLISHED = ("visits", "facilities")


def visits(subject: Subject) -> Part:
    """How many visits there were, in the period and in all years."""
    units = all_told(subject, *(partial(by_unit, unit=unit) for unit in UNITS))
    years = by_year(subject)
    return Part("visits", (*units, years, _published(subject)), years.picture(Look.LIGHT))


def _published(subject: Subject) -> Figure:
    """What was published of visits, quoted; it holds for the whole country and never changes."""
    words = subject.words
    figures = [
        each
        for each in reference().published_figures
        if each.country == HOME_COUNTRY and MEASURES[each.measure] in _PUBLISHED
    ]
    rows = [
        {
            "figure": figure_name(words, each),
            "period": period_text(words, each),
            "precision": precision_text(words, each),
            "published": int(each.value),
            "remark": remark(words, each),
            "source": source_number(each),
        }
        for each in figures
    ]
    return Figure(
        key="visits.published",
        heading=words("annex.visits_published"),
        rows=pl.DataFrame(rows),
        columns={
            "figure": Column(words("mechanisms.column_figure")),
            "period": Column(words("mechanisms.column_period"), "year"),
            "precision": Column(words("overview.column_precision")),
            "published": Column(words("quality.column_published"), "number"),
            "remark": Column(words("mechanisms.column_remark")),
            "source": Column(words("mechanisms.column_source")),
        },
        definition="published",
        counts=(words("annex.note_published"),),
        has_filters=False,
    )
