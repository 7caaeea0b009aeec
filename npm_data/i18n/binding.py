"""Which words stay together at the end of a line: what is said, not where it is broken, is the
message's business, so this is done where a text is laid out, for slides, documents and pictures.
"""

import re

NO_BREAK, UNBROKEN_HYPHEN = "\u00a0", "\u2011"
JOINER = "\u2060"
_NUMBER_AND_UNIT = re.compile(r"(?<=\d) (?=[^\W\d_])|(?<=№) (?=\d)")
_OF = re.compile(r"(?<=\d (?:of|из)) (?=\d)|(?<=ішінен) (?=\d)")
"""Before the whole of a part: `3 of 12`."""
_WITHIN = re.compile(
    r"(?<=\bn) =|(?<=\bn =) (?=\S)|(?<=%) \u2013|(?<=% \u2013) (?=\d)"
    r"|(?<=%) (?=to \d)|(?<=% to) (?=\d)|(?<=\bCC) (?=BY)|(?<=©) "
)
"""Blanks of `n = 680`, of an interval of shares, of a licence and of whose it is."""
_DASH = re.compile(r" (?=\u2014 )|(?<=\u2014) (?=\d)")
"""No line begins with a dash, and a number after one stays with what it says."""
_LONGEST_END = 24
"""Letters of the last two words of a title; longer ones may part."""


def bound(text: str) -> str:
    """A number with its word: `680 visits`, `2016 жыл`, `№ 5`; `3 of 12`; `n = 680`; an interval,
    `29.6 % – 33.0 %`; and a dash with what is before it: `тексергені — 806`.
    """
    kept = _WITHIN.sub(lambda found: found[0].replace(" ", NO_BREAK), text)
    kept = _DASH.sub(NO_BREAK, _OF.sub(NO_BREAK, kept))
    # A line may end after a short dash even before a blank that does not break.
    kept = kept.replace(f"\u2013{NO_BREAK}", f"\u2013{JOINER}{NO_BREAK}")
    return _NUMBER_AND_UNIT.sub(NO_BREAK, kept)


def bound_title(text: str) -> str:
    """The same, and the last two words, so that neither a word nor a number ends it alone."""
    said = bound(text)
    start, blank, last = said.rpartition(" ")
    before = start.rpartition(" ")[2]
    if not blank or len(before) + len(last) > _LONGEST_END:
        return said
    return f"{start}{NO_BREAK}{last}"
