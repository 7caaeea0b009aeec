"""Text that a spreadsheet would take for a formula when it reads a CSV file: made harmless on its
way out, and as it was on its way back in.
"""

import re

import polars as pl

MARK = "'"
# The signs themselves, not their escapes: Polars has other ones than Python.
_UNSEEN = "\\s\x01-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20\u2212|"
_FORMULA = f"^{MARK}*(?:[{_UNSEEN}]*[{_SIGNS}]|[\t\r\n])"
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
