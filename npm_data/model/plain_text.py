"""A text as a reader sees it: plain digits, plain signs, nothing between that cannot be seen.

A number written in full-width or Arabic digits, with a zero-width blank in its middle or with a
long dash is the same number to a person; so it has to be to whoever looks for it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_PLAIN = re.compile(r"[\x20-\x7eА-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі«»№–—]*")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\ufe58\ufe63\uff0d"
_SIGNS = str.maketrans(dict.fromkeys(_DASHES, "-") | {"\t": " ", "\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True)
class PlainText:
    """The text to look at; its letter i stands at `positions[i]` of what was written."""

    text: str
    positions: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of the plain text stands in what was written."""
        if self.positions is None:
            return start, end
        return self.positions[start], self.positions[end - 1] + 1


def plain(written: str) -> PlainText:
    """The text with each letter made plain, and without what cannot be seen."""
    if _PLAIN.fullmatch(written):
        return PlainText(written.translate(_SIGNS), None)
    letters: list[str] = []
    positions: list[int] = []
    for at, letter in enumerate(written):
        for each in _plain_letters(letter):
            letters.append(each)
            positions.append(at)
    return PlainText("".join(letters), tuple(positions))


@lru_cache(maxsize=4096)
def _plain_letters(letter: str) -> str:
    """Nothing for an unseen letter, otherwise mostly one; more for what stands for several (①)."""
    category = unicodedata.category(letter)
    if letter in _DASHES or letter in "\t\n\r":
        return letter.translate(_SIGNS)
    if category in ("Cf", "Cc", "Mn", "Me"):
        return ""
    if category == "Zs":
        return " "
    if category == "Nd":
        return str(unicodedata.decimal(letter))
    return unicodedata.normalize("NFKC", letter)
