"""The sources of published figures: numbered once for all pages, quoted as they stand."""

import html
import re
from collections.abc import Iterable
from functools import cache

import streamlit as st

from npm_data.reference import PublishedFigure, reference

_CYRILLIC, _KAZAKH = re.compile("[а-я]", re.IGNORECASE), re.compile("[әғқңөұүһі]", re.IGNORECASE)
_FRENCH = "Cour des comptes"


@cache
def sources() -> dict[tuple[str, str], int]:
    """Title and address of each source with its number, in the order of the file."""
    pairs = [(each.source_title, each.source_url) for each in reference().published_figures]
    return {pair: number for number, pair in enumerate(dict.fromkeys(pairs), start=1)}


def source_number(figure: PublishedFigure) -> str:
    """`[3]`, as the list of sources has it."""
    return f"[{sources()[figure.source_title, figure.source_url]}]"


def source_lines(figures: Iterable[PublishedFigure]) -> list[str]:
    """The sources of figures as lines for a file: `[3] title, address`."""
    return [f"[{number}] {', '.join(filter(None, pair))}" for pair, number in _of(figures)]


def source_list(figures: Iterable[PublishedFigure]) -> None:
    """Titles marked with their language; addresses as text, for there may be no network."""
    items = "".join(
        f'<li value="{number}"><span lang="{language_of(title)}">{html.escape(title)}</span>'
        f'<br><span style="overflow-wrap: anywhere">{html.escape(address)}</span></li>'
        for (title, address), number in _of(figures)
    )
    st.html(f'<ol translate="no">{items}</ol>')


def language_of(title: str) -> str:
    """The language that a source's title is in."""
    if _KAZAKH.search(title):
        return "kk"
    if _CYRILLIC.search(title):
        return "ru"
    return "fr" if title.startswith(_FRENCH) else "en"


def _of(figures: Iterable[PublishedFigure]) -> list[tuple[tuple[str, str], int]]:
    used = {(each.source_title, each.source_url) for each in figures}
    return [(pair, number) for pair, number in sources().items() if pair in used]
