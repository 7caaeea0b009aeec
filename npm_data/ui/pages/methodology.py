"""The tables of the methodology page: what the figures rest on, and what of it is not certain."""

from datetime import date
from functools import cache

import polars as pl

from npm_data.figures.definitions import SECTIONS
from npm_data.figures.periods import SEPARATOR
from npm_data.i18n import Words, words_for
from npm_data.reference import LANGUAGES, InstitutionType, MinistryName, reference
from npm_data.ui.card import plain_table
from npm_data.ui.frame.app import App
from npm_data.ui.register_text import as_text

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
    "glossary",
    "sources",
)
"""The page's headings in their order: `methodology.section_<name>`."""

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
            *(marked_name(each, every) for every in LANGUAGES),
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


def register(app: App) -> str:
    """Which register is shown: version, day of import, rows and source files.

    The public is told version and data date.
    """
    words, data_set = app.words, app.data_set
    lines = [
        words("methodology.register_version", version=words.number(data_set.register_version)),
        words("frame.data_date", date=words.date(data_set.data_date)),
        *_import(app),
    ]
    return "\n".join(f"- {line}" for line in lines)


def _import(app: App) -> tuple[str, ...]:
    words, data_set = app.words, app.data_set
    counts, imported_at = data_set.row_counts, data_set.imported_at
    if imported_at is None:
        return ()
    return (
        words("methodology.register_imported", date=words.date(imported_at.date())),
        *(
            words("methodology.register_rows", sheet=names[words.language], count=count)
            for sheet, names in reference().sheets.items()
            for count in (words.number(counts.get(sheet, 0)),)
        ),
        *(
            words("methodology.register_file", name=as_text(source.name), digest=source.sha256[:12])
            for source in data_set.sources
        ),
    )


def _languages(words: Words) -> tuple[str, ...]:
    return tuple(words(f"methodology.in_{language}") for language in LANGUAGES)


def marked_name(institution_type: InstitutionType, language: str) -> str:
    """The type's name in a language, with the mark where it was not read in a law."""
    mark = "" if institution_type.is_confirmed[language] else f" {UNCONFIRMED}"
    return institution_type.names[language] + mark


def _host(words: Words, institution_type: InstitutionType) -> str:
    """The ministry under its latest name."""
    return words.ministry(institution_type.portfolio, date.max)


def _since(words: Words, institution_type: InstitutionType) -> str:
    if institution_type.mandate_from.year == 2014:
        return "2014"
    day = words.date(institution_type.mandate_from)
    if not institution_type.is_mandate_assumed:
        return day
    is_inferred = institution_type.mandate_source.startswith("inferred")
    return f"{day} {words('methodology.inferred' if is_inferred else 'methodology.assumed')}"


def _validity(words: Words, name: MinistryName) -> str:
    if name.valid_from is not None:
        return words("methodology.valid_from", date=words.date(name.valid_from))
    if name.valid_to is not None:
        return words("methodology.valid_until", date=words.date(name.valid_to))
    return words("methodology.valid_always")
