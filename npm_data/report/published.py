"""The published figures of `data/reference/published_figures.csv` in the reader's language.

The file is in English and is quoted as it stands; what it says goes through messages named by
codes. A measure, part, note or country that is not known here is a `KeyError`: a test walks the
file, so that a new line of it cannot appear half translated.
"""

import re
from datetime import date

from npm_data.i18n import Words
from npm_data.reference import BORDER_SETS, PublishedFigure, reference

HOME_COUNTRY = "Kazakhstan"
TERRITORIES = {
    "Kazakhstan": "KZ",
    "Ukraine": "UA",
    "Moldova": "MD",
    "France": "FR",
    "Georgia": "GE",
}
"""Countries that bear the name that CLDR gives them."""

OWN_NAMES = {"Kyrgyzstan": "kyrgyzstan", "England and Wales": "england_and_wales"}
"""Those with a message of their own: `mechanisms.country_<code>`."""

MEASURES = {
    "preventive visits": "visits",
    "preventive visits (13 years)": "visits",
    "preventive visits per year": "visits_a_year",
    "NPM visits": "npm_visits",
    "institutions in mandate": "mandate",
    "facilities monitored": "facilities",
    "recommendations made": "recommendations",
    "submissions to eliminate violations": "submissions",
    "assignments given by Parliament": "assignments",
    "key concerns per inspection": "concerns",
    "recommendations implemented": "implemented",
    "recommendations fully implemented": "fully_implemented",
    "progress judgement levels": "levels",
    "penal institutions": "penal",
    "organisations providing special social services": "social",
    "organisations for orphans and children without parental care": "orphans",
    "population": "population",
}
"""Measures of the file by code: `mechanisms.measure_<code>`."""

PARTS = {
    ("total", ""): "",
    ("count", ""): "",
    ("total (2.5 years, cumulative)", ""): "cumulative",
    ("maximum", ""): "maximum",
    ("share", ""): "of_unstated",
    ("share of recommendations made", ""): "of_made",
    ("visit type", "planned"): "planned",
    ("visit type", "special"): "special",
    ("institution type", "SIZO"): "sizo",
    ("institution type", "institutions executing imprisonment"): "imprisonment",
    ("type", "residential"): "residential",
    ("type", "semi-residential"): "semi_residential",
    ("type", "temporary stay"): "temporary_stay",
    ("type", "several conditions"): "several_conditions",
}
"""Breakdown and its value by code: `mechanisms.part_<code>`; regions go by their names."""

NOTES = {
    "presented at the forum": "forum",
    "DERIVED: 680 minus 153 'more than the previous year'; conflicts by 1 with the 528 below": (
        "derived"
    ),
    "called 'monitoring visits'; conflicts by 1 with the derived 527": "conflict",
    "'During 2,5 years'; exact cut-off date not stated; article is from 2016; do not subtract to "
    "get 2014 or 2016": "cumulative",
    "'Over 3,000 institutions and organizations of the internal security, defense, healthcare, "
    "education and national security'; lower bound, not a register": "mandate",
    "'more than 500 monitoring visits to closed institutions'; lower bound; page dated 7 March, "
    "year 2018 inferred from its content": "inferred_content",
    "422 planned + 33 special = 455, so 6 visits are not explained by the page": "unexplained",
    "page says 'planned', not 'periodic'; split periodic/interim not given": "planned",
    "'covering a total of 474 monitored facilities'; more facilities than visits; whether they "
    "are distinct facilities is not stated": "distinct",
    "'more than 3,000'; lower bound": "bound",
    "as of Nov 2024, 'almost half (40 percent) have already been implemented'; source of the "
    "status (authority or NPM check) and the denominator not stated": "denominator",
    "includes 16 SIZO": "with_sizo",
    "year inferred from the page number, the page gives only 27 May": "inferred_number",
    "10 more than 2022": "ten_more",
    "1 June 2024": "first_of_june",
    "National Centre for Prevention of Torture; an earlier appeal says 12,000+ in 12 years "
    "(media.kg)": "kyrgyz_centre",
    "'over 1.5 thousand visits a year', said in Dec 2025; which year is not stated": "kyrgyz_year",
    "80% on persons in police custody": "custody",
    "'moins d'un tiers d'entre elles sont intégralement suivies d'effet'; report year not in the "
    "excerpt; it covers data up to 2023": "third",
    "Public Defender's whole report, not only NPM": "whole_report",
    "based on 244 recommendations, 'approximately 78%'": "assignments",
    "replaced 30-35 recommendations from 3 May 2022; 3 to 6 are priorities": "concerns",
    "no meaningful / insufficient / reasonable / good progress": "levels",
}
"""Notes of the file by code: `mechanisms.note_<code>`."""

_BOUNDS = {"lower_bound": "more_than", "upper_bound": "less_than", "approximate": "about"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def country_name(words: Words, country: str) -> str:
    if country in OWN_NAMES:
        return words(f"mechanisms.country_{OWN_NAMES[country]}")
    return str(words.locale.territories[TERRITORIES[country]])


def figure_name(words: Words, figure: PublishedFigure) -> str:
    """What was counted: the measure and, behind a colon, the part of it."""
    name = words(f"mechanisms.measure_{MEASURES[figure.measure]}")
    part = _part(words, figure)
    return f"{name}: {part}" if part else name


def period_text(words: Words, figure: PublishedFigure) -> str:
    """`2016`, `2014–2016`, `since 2022`, a day, or that the source names none."""
    period = figure.period
    if period == "not stated":
        return words("mechanisms.period_not_stated")
    if _DAY.fullmatch(period):
        return words.date(date.fromisoformat(period))
    if period.endswith("-"):
        return words("mechanisms.period_since", year=period[:-1])
    return period.replace("-", "\u2013")


def value_text(words: Words, figure: PublishedFigure) -> str:
    """The figure with its bound: `more than 3,000`."""
    is_share = figure.unit == "percent"
    number = words.percent(figure.value / 100, 0) if is_share else words.number(figure.value)
    bound = _BOUNDS.get(figure.precision)
    return words(f"mechanisms.{bound}", number=number) if bound else number


_PRECISIONS = {
    code: f"mechanisms.precision_{code}"
    for code in ("exact", "derived", "lower_bound", "upper_bound", "approximate", "rounded")
}


def precision_text(words: Words, figure: PublishedFigure) -> str:
    return words(_PRECISIONS[figure.precision])


def remark(words: Words, figure: PublishedFigure) -> str:
    """What must be said beside the figure; empty where the file says nothing."""
    return words(f"mechanisms.note_{NOTES[figure.note]}") if figure.note else ""


def _part(words: Words, figure: PublishedFigure) -> str:
    if figure.breakdown == "region":
        return _region(words, figure)
    code = PARTS[figure.breakdown, figure.breakdown_value]
    return words(f"mechanisms.part_{code}") if code else ""


def _region(words: Words, figure: PublishedFigure) -> str:
    """A region under the name and in the borders of the figure's day; a country as such."""
    name = figure.breakdown_value
    if name == HOME_COUNTRY:
        return country_name(words, name)
    borders = next(
        each
        for each in reversed(BORDER_SETS)
        if each <= figure.period[:4] or each == BORDER_SETS[0]
    )
    wanted = {name.removesuffix(" (city)"), f"{name.removesuffix(' (region)')} Region"}
    wanted -= {"Almaty Region"} if name.endswith("(city)") else set()
    unit = next(each for each in reference().regions_of(borders) if each.names["en"] in wanted)
    return unit.names[words.language]
