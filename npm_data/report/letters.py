"""The letters that go into documents, and what stands for all others."""

import re
import unicodedata

LETTERS = (
    "\\n\\r\\t\u0020-\u007e\u00a0-\u017f\u0400-\u045f\u0462-\u0463\u0472-\u0475\u0490-\u0493"
    "\u0496-\u049b\u04a0-\u04a3\u04aa-\u04ab\u04ae-\u04b3\u04b6-\u04b7\u04ba-\u04bb\u04c0-\u04c4"
    "\u04c7-\u04c8\u04cf-\u04d1\u04d4-\u04d9\u04e2-\u04e3\u04e6-\u04e9\u04ee-\u04ef\u04f2-\u04f3"
    "\u04f6-\u04f7\u2007\u2009-\u200b\u2010-\u201e\u2020-\u2023\u2026\u202f-\u2033\u2035"
    "\u2039-\u203a\u203c-\u203f\u2044\u2047-\u204a\u20a1\u20a3-\u20a4\u20a6-\u20a7\u20a9"
    "\u20ab-\u20ac\u20ae\u20b1-\u20b2\u20b4-\u20b5\u20b8-\u20ba\u20bd\u2116\u2190-\u2193\u2212"
    "\u2248\u2260\u2264-\u2265\u25a0\u25b2-\u25b3\u25bc-\u25bd\u25c6\u25cf\u2713"
)
"""Those of `data/fonts`, in both weights, as a class of a pattern."""
_UNSEEN = "\u200c-\u200f\u2060-\u2064\ufeff"
_OTHERS = re.compile(f"[^{LETTERS}{_UNSEEN}]")


def in_our_letters(text: str) -> str:
    """The text with a question mark for each letter that ours lack.

    A document that everybody can read (PDF/UA-1) must know each of its letters; with one that it
    does not, in the name of a file for instance, there would be no document at all.
    """
    return _OTHERS.sub("?", unicodedata.normalize("NFC", text))
