"""The annex on visits: by unit, by type, over the years."""

from functools import partial

from npm_data.charts.theme import Look
from npm_data.figures.subject import Subject
from npm_data.figures.visible import all_told
from npm_data.figures.visits import UNITS, by_unit, by_year
from npm_data.report.annex_tables import Part


def visits(subject: Subject) -> Part:
    """How many visits there were, in the period and in all years."""
    units = all_told(subject, *(partial(by_unit, unit=unit) for unit in UNITS))
    years = by_year(subject)
    return Part("visits", (*units, years), years.picture(Look.LIGHT))
