"""The annex on implementation: the rate, where recommendations stand, claims, times, repeats."""

from functools import partial

from npm_data.charts.theme import Look
from npm_data.figures.implementation import claims, how_fast, repeats, statuses
from npm_data.figures.rates import by_year, definitions, rates
from npm_data.figures.subject import Subject
from npm_data.figures.visible import all_told, told
from npm_data.report.annex_tables import Part

RATED = ("ministry", "theme", "institution_type")
STANDING = ("ministry", "theme")


def implementation(subject: Subject) -> Part:
    drafts = all_told(
        subject,
        by_year,
        *(partial(rates, unit=unit) for unit in RATED),
        definitions,
        *(partial(statuses, unit=unit) for unit in STANDING),
        *(partial(each, unit="ministry") for each in (claims, how_fast, repeats)),
    )
    years = told(by_year, subject)
    return Part("implementation", drafts, None if years is None else years.picture(Look.LIGHT))
