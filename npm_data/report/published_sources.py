"""The numbered sources of the published figures, the same for all pages and files."""

import re
from collections.abc import Iterable
from functools import cache

from npm_data.reference import PublishedFigure, reference

_CYRILLIC, _KAZAKH = re.compile("[а-я]", re.IGNORECASE), re.compile("[әғқңөұүһі]", re.IGNORECASE)
_FRENCH = "Cour des comptes"

Source = tuple[str, str]
"""Its title and its address, which may be empty."""


@cache
def sources() -> dict[Source, int]:
    """Title and address of each source with its number, in the order of the file."""
    pairs = [(each.source_title, each.source_url) for each in reference().published_figures]
    return {pair: number for number, pair in enumerate(dict.fromkeys(pairs), start=1)}


def source_number(figure: PublishedFigure) -> str:
    """`[3]`, as the list of sources has it."""
    return f"[{sources()[figure.source_title, figure.source_url]}]"


def source_lines(figures: Iterable[PublishedFigure]) -> list[str]:
    """The sources of figures as lines for a file: `[3] title, address`."""
    return [f"[{number}] {', '.join(filter(None, pair))}" for pair, number in sources_of(figures)]


def sources_of(figures: Iterable[PublishedFigure]) -> list[tuple[Source, int]]:
    """The sources of some figures with their numbers."""
    used = {(each.source_title, each.source_url) for each in figures}
    return [(pair, number) for pair, number in sources().items() if pair in used]


def language_of(title: str) -> str:
    """The language that a source's title is in."""
    if _KAZAKH.search(title):
        return "kk"
    if _CYRILLIC.search(title):
        return "ru"
    return "fr" if title.startswith(_FRENCH) else "en"
