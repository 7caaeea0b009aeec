"""Making two spellings of a name equal: letter case, spaces, ё, letters of the wrong alphabet."""

import re
import unicodedata
from functools import lru_cache

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
