"""The one plain line that says what the figures on a page cover."""

from collections.abc import Callable, Sequence
from functools import lru_cache

from npm_data.figures.periods import period_name
from npm_data.i18n import Words, words_for
from npm_data.register.filters import Filters

SEPARATOR = " \u00b7 "


def filter_line(words: Words, filters: Filters, *, has_period: bool = True) -> str:
    """`2016 · Ministry of Internal Affairs · 3 regions`; the period only where it plays a part."""
    return _line(words.language, filters, has_period)


@lru_cache(maxsize=1024)
def _line(language: str, filters: Filters, has_period: bool) -> str:
    words = words_for(language)
    names_on = filters.period.to_on
    parts = [
        period_name(filters.period, words) if has_period else "",
        _part(words, "ministries", filters.ministries, lambda code: words.ministry(code, names_on)),
        _part(words, "institution_types", filters.institution_types, words.institution_type),
        _part(words, "regions", filters.regions, lambda code: words.region(code, on=names_on)),
        _visit_types(words, filters.visit_types),
    ]
    said = [part for part in parts if part]
    if len(said) == has_period:
        said.append(words("filters.line_everything"))
    return SEPARATOR.join(said)


def _part(words: Words, what: str, codes: Sequence[str], name: Callable[[str], str]) -> str:
    """The name when one is chosen, the number when several are, nothing when all are."""
    if len(codes) == 1:
        return name(codes[0])
    return words.plural(f"filters.line_{what}", len(codes)) if codes else ""


def _visit_types(words: Words, codes: Sequence[str]) -> str:
    names = ", ".join(words.code("visit_type", code) for code in codes)
    return words("filters.line_visit_types", names=names) if codes else ""
