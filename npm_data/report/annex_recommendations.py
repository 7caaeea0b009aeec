"""The annex on recommendations: what was recommended to whom, and where it stands."""

from functools import partial

import polars as pl

from npm_data.charts.bands import PARTS, part_names
from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure
from npm_data.figures.subject import Subject
from npm_data.figures.units import numbers, unit_column
from npm_data.figures.visible import all_told
from npm_data.report.annex_tables import Part, with_whole

COUNTED = ("ministry", "theme", "addressee_level", "institution_type")
STATUSES_BY = ("ministry", "theme")


def recommendations(subject: Subject) -> Part:
    """Counts by each unit, then the bands of statuses."""
    counts = [partial(_counts, unit=unit) for unit in COUNTED]
    statuses = [partial(_statuses, unit=unit) for unit in STATUSES_BY]
    return Part("recommendations", all_told(subject, *counts, *statuses))


def _counts(subject: Subject, unit: str) -> Figure:
    words = subject.words
    answer = subject.repository.recommendations(subject.filters, by=("total", unit))
    return Figure(
        key=f"recommendations.{unit}",
        heading=words(f"annex.recommendations_{unit}"),
        rows=with_whole(subject, answer, unit, lambda row: row),
        columns={
            "name": unit_column(words, unit),
            "recommendations": Column(words("recommendations.column_count"), "number"),
            "answered": Column(words("recommendations.tile_answered"), "number"),
        },
        definition="recommendations",
        counts=(words("recommendations.not_a_ranking"),),
        has_whole=True,
    )


def _statuses(subject: Subject, unit: str) -> Figure:
    """Implemented ones verified and claimed apart; the parts add up to all."""
    words = subject.words
    answer = subject.repository.recommendations(subject.filters, by=("total", unit))
    answer = answer.with_columns(claimed=pl.col("implemented") - pl.col("verified"))
    names = part_names("status", words)
    gone = words.code("implementation_status", "no_longer_applicable")
    return Figure(
        key=f"statuses.{unit}",
        heading=words(f"annex.statuses_{unit}"),
        rows=with_whole(subject, answer, unit, lambda row: row),
        columns={
            "name": unit_column(words, unit),
            "recommendations": Column(words("recommendations.column_count"), "number"),
            **numbers({part: names[part] for part in PARTS["status"]}),
            "no_longer_applicable": Column(gone, "number"),
        },
        definition="status",
        counts=(words("annex.note_as_of", date=words.date(subject.data_set.data_date)),),
        has_whole=True,
    )
