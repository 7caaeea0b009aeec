"""Which words stay together at the end of a line: what is said, not where it is broken, is the
message's business, so this is done where a text is laid out, for slides, documents and pictures.
"""

import re

NO_BREAK, UNBROKEN_HYPHEN = "\u00a0", "\u2011"
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=[^\W\d_])|(?<=№) (?=\d)")
_WITHIN = re.compile(r"(?<=\bn) =|(?<=\bn =) (?=\S)|(?<=%) \u2013|(?<=% \u2013) (?=\d)")
"""Blanks of `n = 680` and of an interval of shares."""
_LONGEST_END = 24
"""Letters of the last two words of a title; longer ones may part."""


def bound(text: str) -> str:
    """A number with its word: `680 visits`, `2016 жыл`, `№ 5`; `n = 680`; `29.6 % – 33.0 %`."""
    kept = _WITHIN.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
    return _NUMBER_AND_UNIT.sub(NO_BREAK, kept)


def bound_title(text: str) -> str:
    """The same, and the last two words, so that neither a word nor a number ends it alone."""
    said = bound(text)
    start, blank, last = said.rpartition(" ")
    before = start.rpartition(" ")[2]
    if not blank or len(before) + len(last) > _LONGEST_END:
        return said
    return f"{start}{NO_BREAK}{last}"
