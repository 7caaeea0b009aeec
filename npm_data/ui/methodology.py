"""The tables of the methodology page: what the figures rest on, and what of it is not certain."""

from datetime import date
from functools import cache

import polars as pl

from npm_data.i18n import Words, words_for
from npm_data.reference import LANGUAGES, InstitutionType, MinistryName, PublishedFigure, reference
from npm_data.ui.app import App
from npm_data.ui.definitions import SECTIONS
from npm_data.ui.filter_line import SEPARATOR
from npm_data.ui.table import plain_table

RULES = ("periodic", "interim", "special", "visit_report", "report", "answer", "monitoring")
"""What the law fixes: `methodology.rule_<name>` and `methodology.rule_<name>_source`."""

TERMS = (
    "npm",
    "preventive_visit",
    "periodic_visit",
    "interim_visit",
    "special_visit",
    "council",
    "commissioner",
    "participant",
    "report",
    "recommendation",
    "implementation",
    "mandate",
)
"""The glossary: `methodology.term_<name>`."""

ASSUMPTIONS = ("social_care", "children", "health_ministry", "astana", "reply_from_issue", "mark")
"""What is assumed or was not confirmed: `methodology.assumed_<name>`."""

CHAPTERS = (
    *SECTIONS,
    "demonstration",
    "law",
    "assumed",
    "types",
    "ministries",
    "published",
    "glossary",
    "sources",
)
"""The page's headings in their order: `methodology.section_<name>`."""

_FIGURES = {
    ("preventive visits", ""): "visits",
    ("preventive visits", "planned"): "visits_planned",
    ("preventive visits", "special"): "visits_special",
    ("facilities monitored", ""): "facilities",
    ("institutions in mandate", ""): "mandate",
    ("recommendations made", ""): "recommendations",
    ("recommendations implemented", ""): "implemented",
    ("penal institutions", ""): "penal",
    ("penal institutions", "SIZO"): "sizo",
    ("organisations providing special social services", ""): "social",
    ("organisations providing special social services", "residential"): "social_residential",
    ("organisations for orphans and children without parental care", ""): "orphans",
}
"""Published figures by measure and part: `methodology.figure_<name>`."""

_NOTED = {
    ("visits", "2015", "derived"): "derived",
    ("visits", "2015", "exact"): "conflict",
    ("visits", "2014-2016", "exact"): "cumulative",
    ("visits", "2023", "exact"): "unexplained",
    ("facilities", "2023", "exact"): "distinct",
    ("implemented", "2023", "exact"): "denominator",
    ("visits", "2017", "lower_bound"): "inferred_year",
    ("penal", "2024", "exact"): "inferred_year",
    ("sizo", "2024", "exact"): "inferred_year",
}
"""What must be said beside a figure: `methodology.note_<name>`."""

UNCONFIRMED = "\u25cb"
"""Marks a usual term that was not read in a law."""


def anchor(chapter: str) -> str:
    """Apart from the anchors of the definitions, some of which bear the same name."""
    return f"section-{chapter}"


@cache
def contents(language: str, *, is_demonstration: bool) -> str:
    words = words_for(language)
    chapters = [each for each in CHAPTERS if each != "demonstration" or is_demonstration]
    links = (f"[{words(f'methodology.section_{each}')}](#{anchor(each)})" for each in chapters)
    return SEPARATOR.join(links)


@cache
def assumptions(language: str) -> str:
    words = words_for(language)
    return "\n".join(f"- {words(f'methodology.assumed_{each}')}" for each in ASSUMPTIONS)


@cache
def rules(language: str) -> pl.DataFrame:
    words = words_for(language)
    rows = [
        (words(f"methodology.rule_{name}"), words(f"methodology.rule_{name}_source"))
        for name in RULES
    ]
    return plain_table((words("methodology.rule"), words("methodology.source")), rows)


@cache
def institution_types(language: str) -> pl.DataFrame:
    """All three names of each type, its host and the day from which it is in the mandate."""
    words = words_for(language)
    rows = [
        (
            *(_term(each, every) for every in LANGUAGES),
            _host(words, each),
            _since(words, each),
        )
        for each in reference().institution_types
    ]
    heads = (*_languages(words), words("methodology.host"), words("methodology.since"))
    return plain_table(heads, rows)


@cache
def ministries(language: str) -> pl.DataFrame:
    words = words_for(language)
    rows = [
        (*(each.names[every] for every in LANGUAGES), _validity(words, each))
        for each in reference().ministries
    ]
    return plain_table((*_languages(words), words("methodology.valid")), rows)


@cache
def glossary(language: str) -> pl.DataFrame:
    rows = [
        tuple(words_for(each)(f"methodology.term_{name}") for each in LANGUAGES) for name in TERMS
    ]
    return plain_table(_languages(words_for(language)), rows)


@cache
def published_figures(language: str) -> pl.DataFrame:
    """Every published figure of the mechanism with its precision and source, corrected nowhere."""
    words = words_for(language)
    named = [
        (_FIGURES[each.measure, each.breakdown_value], each)
        for each in reference().published_figures
        if each.country == "Kazakhstan" and (each.measure, each.breakdown_value) in _FIGURES
    ]
    in_order = sorted(named, key=lambda pair: list(_FIGURES.values()).index(pair[0]))
    rows = [
        (
            words(f"methodology.figure_{name}"),
            each.period.replace("-", "\u2013"),
            _value(words, each),
            _remark(words, name, each),
            _source(each),
        )
        for name, each in in_order
    ]
    heads = ("figure", "period", "value", "remark", "source")
    return plain_table([words(f"methodology.{head}") for head in heads], rows)


def register(app: App) -> str:
    """Which register is shown: version, day of import, rows and source files."""
    words, data_set = app.words, app.data_set
    counts = data_set.row_counts
    lines = [
        words("methodology.register_version", version=words.number(data_set.register_version)),
        words("methodology.register_imported", date=words.date(data_set.imported_at.date())),
        words("frame.data_date", date=words.date(data_set.data_date)),
        *(
            words("methodology.register_rows", sheet=names[words.language], count=count)
            for sheet, names in reference().sheets.items()
            for count in (words.number(counts.get(sheet, 0)),)
        ),
        *(
            words("methodology.register_file", name=source.name, digest=source.sha256[:12])
            for source in data_set.sources
        ),
    ]
    return "\n".join(f"- {line}" for line in lines)


def _languages(words: Words) -> tuple[str, ...]:
    return tuple(words(f"methodology.in_{language}") for language in LANGUAGES)


def _term(institution_type: InstitutionType, language: str) -> str:
    mark = "" if institution_type.is_confirmed[language] else f" {UNCONFIRMED}"
    return institution_type.names[language] + mark


def _host(words: Words, institution_type: InstitutionType) -> str:
    """The ministry under its latest name."""
    return words.ministry(institution_type.portfolio, date.max)


def _since(words: Words, institution_type: InstitutionType) -> str:
    if institution_type.mandate_from.year == 2014:
        return "2014"
    day = words.date(institution_type.mandate_from)
    assumed = words("methodology.assumed") if institution_type.is_mandate_assumed else ""
    return f"{day} {assumed}".strip()


def _validity(words: Words, name: MinistryName) -> str:
    if name.valid_from is not None:
        return words("methodology.valid_from", date=words.date(name.valid_from))
    if name.valid_to is not None:
        return words("methodology.valid_until", date=words.date(name.valid_to))
    return words("methodology.valid_always")


def _value(words: Words, figure: PublishedFigure) -> str:
    number = (
        words.percent(figure.value / 100, 0)
        if figure.unit == "percent"
        else words.number(figure.value)
    )
    if figure.precision == "lower_bound":
        return words("methodology.more_than", number=number).replace(">", "\\>")
    return number


def _source(figure: PublishedFigure) -> str:
    """A link named after who published it; the whole title where there is no link to follow."""
    publisher = figure.source_title.partition(":")[0]
    return f"[{publisher}]({figure.source_url})" if figure.source_url else figure.source_title


def _remark(words: Words, name: str, figure: PublishedFigure) -> str:
    noted = _NOTED.get((name, figure.period, figure.precision))
    return words(f"methodology.note_{noted}") if noted else ""
