"""Texts as they are written, and what is compared of them.

Two spellings of a name (letter case, blanks, ё, letters of the wrong alphabet) and of an ID are
made equal; a text is made plain for whoever looks for something in it; and one that a spreadsheet
would take for a formula is made harmless on its way out, and is as it was on its way back in.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

import polars as pl

_CYRILLIC = "АВСЕНКМОРТХУІасекорхуіһә"
_LATIN = "ABCEHKMOPTXYIacekopxyihə"
LOOK_ALIKES = dict(zip(_CYRILLIC.lower(), _LATIN.lower(), strict=True))
"""Small Cyrillic letters by the Latin ones that they, or their capitals, look like."""
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_KAZAKH, _RUSSIAN = "әғқңөұүһіӘҒҚҢӨҰҮҺІ", "агкноуухиАГКНОУУХИ"
_TO_RUSSIAN = str.maketrans(_KAZAKH, _RUSSIAN)
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_HAS_CYRILLIC = re.compile("[\u0400-\u04ff]")
_HAS_LATIN = re.compile("[A-Za-zə]")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """What is compared of a name: its words in small letters, one space apart, ё as е.

    Signs count as spaces, so `follow_up`, `Follow-up` and `FOLLOW UP` are one. A word that mixes
    alphabets (Latin i in a Kazakh word, Cyrillic К in KZ-35) is read in the one that it fits.
    """
    clean = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    words = (_in_one_alphabet(word) for word in _BETWEEN_WORDS.split(clean))
    return " ".join(word for word in words if word).casefold().replace("ё", "е")


def in_cyrillic(text: str) -> str:
    """The text with every Latin letter that looks Cyrillic taken for it (`MO` for `МО`)."""
    return text.translate(_TO_CYRILLIC)


def in_russian_letters(text: str) -> str:
    """The text as it is typed where a keyboard has no Kazakh letters (`караша` for `қараша`)."""
    return text.translate(_TO_RUSSIAN)


def _in_one_alphabet(word: str) -> str:
    if not (_HAS_CYRILLIC.search(word) and _HAS_LATIN.search(word)):
        return word
    cyrillic = word.translate(_TO_CYRILLIC)
    return word.translate(_TO_LATIN) if _HAS_LATIN.search(cyrillic) else cyrillic


_LOOK_ALIKES = LOOK_ALIKES | dict(zip("ѕјԁԛԝ", "sjdqw", strict=True))
"""With letters that no Kazakh or Russian word has, and an ID may."""

Kind = Literal["alphabet", "case", "blank", "sign"]


class Difference(NamedTuple):
    """In what two spellings of one ID differ first: here `here`, there `there`."""

    kind: Kind
    here: str
    there: str


def in_one_spelling(ids: pl.Expr) -> pl.Expr:
    """What is equal for IDs that nobody can tell apart when they are read aloud or seen."""
    text = ids.str.normalize("NFKC").str.to_lowercase()
    text = text.str.replace_all(r"\s+", "").str.replace_all(r"[‐‑‒–—―−_]", "-")
    return text.str.replace_many(list(_LOOK_ALIKES), list(_LOOK_ALIKES.values()))


def difference(here: str, there: str) -> Difference:
    """Between two spellings of one ID."""
    if here.split() != there.split() and "".join(here.split()) == "".join(there.split()):
        return Difference("blank", here, there)
    pairs = zip("".join(here.split()), "".join(there.split()), strict=False)
    first, second = next(((a, b) for a, b in pairs if a != b), ("", ""))
    if first.casefold() == second.casefold():
        return Difference("case", first, second)
    return Difference("alphabet" if first.isalpha() and second.isalpha() else "sign", first, second)


def is_cyrillic(letter: str) -> bool:
    return "\u0400" <= letter <= "\u052f"


_PLAIN = re.compile(r"[\x20-\x7eА-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі«»№–—]*")
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\ufe58\ufe63\uff0d"
_SIGNS = str.maketrans(dict.fromkeys(_DASHES, "-") | {"\t": " ", "\n": " ", "\r": " "})


@dataclass(frozen=True, slots=True)
class PlainText:
    """The text to look at; its letter i stands at `positions[i]` of what was written.

    A number in full-width or Arabic digits, with a zero-width blank in its middle or with a long
    dash is the same number to a person; so it has to be to whoever looks for it.
    """

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


MARK = "'"
# The signs themselves, not their escapes: Polars has other ones than Python.
_UNSEEN = "\\s\x01-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_SIGNS_OF_A_FORMULA = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212|"
_FORMULA = f"^{MARK}*(?:[{_UNSEEN}]*[{_SIGNS_OF_A_FORMULA}]|[\t\r\n])"
_NUMBER = r"^[+-]?[0-9]+(?:[.,][0-9]+)?$"


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet might calculate it.

    A number stays one, a negative too. What a cell begins with, blanks and full-width signs
    included, is after OWASP's "CSV injection". A text that has such an apostrophe by itself gets
    one more, so that no two texts leave as the same.
    """
    if re.match(_NUMBER, text) or not re.match(_FORMULA, text):
        return text
    return MARK + text


def as_they_were(texts: pl.Expr) -> pl.Expr:
    """Texts without the apostrophe that `harmless`, or a person in a spreadsheet, put there."""
    rest = texts.str.slice(1)
    was_marked = (
        texts.str.starts_with(MARK) & rest.str.contains(_FORMULA) & ~rest.str.contains(_NUMBER)
    )
    return pl.when(was_marked).then(rest).otherwise(texts)
