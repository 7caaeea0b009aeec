"""Text that a spreadsheet would take for a formula, when it reads a CSV file."""

import re

MARK = "'"
_FORMULA = re.compile(
    r"[\s\x00-\x1f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20\u2212|]"
    r"|[\t\r\n]"
)
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet might calculate it.

    A number stays one, a negative too. What a cell begins with, blanks and full-width signs
    included, is after OWASP's "CSV injection".
    """
    if _NUMBER.fullmatch(text) or not _FORMULA.match(text):
        return text
    return MARK + text
