"""Recommendations by unit, as the pages that are no figures yet show them."""

import polars as pl

from npm_data.figures.subject import Subject
from npm_data.figures.units import Unit, total_of, units_of
from npm_data.i18n import Words


def with_whole(subject: Subject, answer: pl.DataFrame, unit: str) -> list[Unit]:
    """The units below the whole, which is left out where nothing else would stand below it."""
    name = subject.words("recommendations.all")
    units = units_of(subject, answer, unit)
    return [Unit("total", name, total_of(answer), name), *units] if units else []


def by(words: Words, unit: str) -> str:
    """How a finding about units begins: `By addressee`."""
    return words(f"recommendations.by_{unit}")
