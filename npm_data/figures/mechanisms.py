"""What mechanisms publish: the figures of `data/reference/published_figures.csv`, quoted.

The file is in English and is quoted as it stands; what it says goes through messages named by
codes. A measure, part, note or country that is not known here is a `KeyError`: a test walks the
file, so that a new line of it cannot appear half translated.
"""

import re
from collections.abc import Iterable
from datetime import date
from functools import cache

import polars as pl

from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure
from npm_data.figures.subject import Subject
from npm_data.i18n import Words
from npm_data.i18n.collation import in_order
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

GROUPS = {
    "visits": ("visits", "visits_a_year", "npm_visits"),
    "places": ("mandate", "facilities"),
    "recommendations": ("recommendations", "submissions", "assignments", "concerns"),
    "implemented": ("implemented", "fully_implemented", "levels"),
    "context": ("penal", "social", "orphans", "population"),
}
"""Measures that are read together; `context` are figures that no mechanism publishes of itself."""

WORK = ("visits", "places", "recommendations", "implemented")
"""The groups on the work of mechanisms."""

CAUTIONS = ("span", "order", "bound", "denominator", "judge", "kind")
"""What cannot be compared, and why: `mechanisms.caution_<name>`."""

_COLUMNS = ("country", "figure", "period", "value", "precision", "remark", "source")
_CYRILLIC, _KAZAKH = re.compile("[а-я]", re.IGNORECASE), re.compile("[әғқңөұүһі]", re.IGNORECASE)
_FRENCH = "Cour des comptes"

Source = tuple[str, str]
"""Its title and its address, which may be empty."""

_BOUNDS = {"lower_bound": "more_than", "upper_bound": "less_than", "approximate": "about"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def published(subject: Subject, groups: Iterable[str] = WORK, country: str = "") -> Figure:
    """Figures side by side, in no order of merit: of some groups, of one country or of all."""
    words, groups = subject.words, tuple(groups)
    shown = published_of(words, groups, country)
    rows = [
        {
            "country": country_name(words, each.country),
            "figure": figure_name(words, each),
            "period": period_text(words, each),
            "value": value_text(words, each),
            "precision": precision_text(words, each),
            "remark": remark(words, each),
            "source": source_number(each),
        }
        for each in shown
    ]
    beside = tuple(words(f"mechanisms.beside_{name}") for name in groups if name in WORK)
    return Figure(
        key="mechanisms.published",
        heading=words("mechanisms.title"),
        finding=_finding(words, shown, groups, country),
        rows=pl.DataFrame(rows),
        columns={name: Column(words(f"mechanisms.column_{name}")) for name in _COLUMNS},
        definition="published",
        counts=(*(beside if len(groups) == 1 else ()), words("mechanisms.order")),
        cautions=tuple(words(f"mechanisms.caution_{name}") for name in CAUTIONS),
        has_filters=False,
    )


def sources(words: Words, figures: Iterable[PublishedFigure]) -> Figure:
    """The sources of figures with their numbers."""
    rows = [
        {"number": f"[{number}]", "title": title, "address": address}
        for (title, address), number in sources_of(figures)
    ]
    return Figure(
        key="mechanisms.sources",
        heading=words("annex.sources"),
        rows=pl.DataFrame(rows),
        columns={
            "number": Column(words("annex.column_number")),
            "title": Column(words("annex.column_source_title")),
            "address": Column(words("annex.column_address")),
        },
        has_filters=False,
    )


def published_of(words: Words, groups: Iterable[str], country: str = "") -> list[PublishedFigure]:
    """Kazakhstan first, then by the alphabet; of a country as the file has them."""
    measures = {measure for name in groups for measure in GROUPS[name]}
    return [
        each
        for code in ((country,) if country else countries(words))
        for each in reference().published_figures
        if each.country == code and MEASURES[each.measure] in measures
    ]


def countries(words: Words) -> tuple[str, ...]:
    """Kazakhstan, then the others in the alphabetical order of the language."""
    codes = {each.country for each in reference().published_figures} - {HOME_COUNTRY}
    named = {country_name(words, code): code for code in sorted(codes)}
    return HOME_COUNTRY, *(named[name] for name in in_order(words, list(named)))


def _finding(
    words: Words, shown: list[PublishedFigure], groups: tuple[str, ...], country: str
) -> str:
    if country or len(groups) > 1:
        who = country_name(words, country) if country else words("mechanisms.all_countries")
        return words("mechanisms.finding_some", who=who, count=words.number(len(shown)))
    found = {each.country for each in shown}
    k, n = words.number(len(found)), words.number(len(countries(words)))
    return words(f"mechanisms.finding_{groups[0]}", k=k, n=n)


@cache
def _numbered() -> dict[Source, int]:
    """Title and address of each source with its number, in the order of the file."""
    pairs = [(each.source_title, each.source_url) for each in reference().published_figures]
    return {pair: number for number, pair in enumerate(dict.fromkeys(pairs), start=1)}


def source_number(figure: PublishedFigure) -> str:
    """`[3]`, as the list of sources has it."""
    return f"[{_numbered()[figure.source_title, figure.source_url]}]"


def sources_of(figures: Iterable[PublishedFigure]) -> list[tuple[Source, int]]:
    """The sources of some figures with their numbers."""
    used = {(each.source_title, each.source_url) for each in figures}
    return [(pair, number) for pair, number in _numbered().items() if pair in used]


def language_of(title: str) -> str:
    """The language that a source's title is in."""
    if _KAZAKH.search(title):
        return "kk"
    if _CYRILLIC.search(title):
        return "ru"
    return "fr" if title.startswith(_FRENCH) else "en"


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


def precision_text(words: Words, figure: PublishedFigure) -> str:
    return words(f"mechanisms.precision_{figure.precision}")


def publisher(figure: PublishedFigure) -> str:
    """Who published it, where there is no room for the whole: what the title begins with."""
    return figure.source_title.partition(":")[0]


def source_of(figure: PublishedFigure) -> str:
    """The title of the source, and its address where there is one."""
    return ": ".join(part for part in (figure.source_title, figure.source_url) if part)


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
