"""Texts of the register on a page: as they are written, whatever signs stand in them."""

import re
from collections.abc import Iterable

from npm_data.ui.table import escaped

_LIST_AT_START = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))", re.MULTILINE)
_LONGEST_BEGINNING = 170


def plain(text: str, found: Iterable[str] = ()) -> str:
    """A text as Markdown that reads as it is written; words that a search found are marked."""
    words = sorted(set(found), key=len, reverse=True)
    if not words:
        return _escaped(text)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)")
    parts = pattern.split(text)
    return "".join(
        f":orange-background[**{_escaped(part)}**]" if is_found else _escaped(part)
        for part, is_found in zip(parts, _alternating(len(parts)), strict=True)
    )


def beginning_of(text: str) -> str:
    """The first words of a text, in one line."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_BEGINNING:
        return line
    return f"{line[:_LONGEST_BEGINNING].rsplit(' ', 1)[0]}\u2026"


def in_paragraphs(text: str) -> str:
    """Markdown that keeps the line breaks of a text."""
    return "  \n".join(line.strip() for line in text.splitlines() if line.strip())


def _escaped(text: str) -> str:
    signs = escaped(text).replace("&", "\\&")
    # Zero width, so that what a line begins with does not make it an item of a list.
    return _LIST_AT_START.sub("\\1\u200b\\2", signs)


def _alternating(count: int) -> list[bool]:
    return [number % 2 == 1 for number in range(count)]
