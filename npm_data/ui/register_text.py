"""Texts and names of the register on a page: as they were written, whatever signs stand in them.

The one place that knows how Streamlit reads Markdown. Whatever somebody wrote (a name, a text, an
ID, the name of a file, who made a version) goes through here before it stands in a label, a
sentence or a cell of `st.table`. What takes plain text (an option of a select, the value of a
field, `st.code`) takes it as it is.

To escape is not enough. Streamlit changes some texts after Markdown was read: `:smile:`,
`:material_lock:`, `->`, addresses of pages and of e-mail. There the sign stands in a span of its
own (`:color[...]` without a colour), which parts the text and is neither seen nor copied. And
Streamlit changes `:material/` before Markdown is read, which the same span prevents.
"""

import re
from collections.abc import Iterable

_SIGNS = re.compile(r"[\\`*_{}\[\]$<>~#|!&\"^:]")
"""What Markdown takes for a sign wherever it stands."""

_AT_START = re.compile(r"^([-+=]|\d+(?=[.)]))")
"""What makes an item of a list or a heading of a line that begins with it."""

_READ_AGAIN = re.compile(
    r":(?=[\w/+-])"  # `:smile:`, `:material/lock:`, `:red[`, `https://`
    r"|(?<=www)\."
    r"|@"
    r"|[<>~=-](?=[<>~=-])",  # `->`, `--`, `>=`: each sign but the last
    re.IGNORECASE,
)

_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)
"""Control characters, and those that turn the direction of all that follows on the page."""

_BLANKS = re.compile(r"[ \t\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
"""Blanks of a keyboard and ends of lines; those that keep a number together stay what they are."""

_LONGEST_BEGINNING = 170


def as_text(written: str) -> str:
    """What was written, in one line, as Markdown that reads exactly so."""
    return _line(_BLANKS.sub(" ", written).strip(" "))


def as_lines(written: str) -> str:
    """The same with the line breaks of the text; empty lines are left out."""
    return "  \n".join(_line(line) for line in _lines_of(written))


def with_found(written: str, found: Iterable[str]) -> str:
    """The same with the words marked that a search found."""
    words = sorted({each for each in found if each}, key=len, reverse=True)
    if not words:
        return as_lines(written)
    pattern = re.compile(rf"(?<!\w)({'|'.join(map(re.escape, words))})(?!\w)")
    return "  \n".join(_marked(line, pattern) for line in _lines_of(written))


def beginning_of(text: str) -> str:
    """The first words of a text, in one line."""
    line = " ".join(text.split())
    if len(line) <= _LONGEST_BEGINNING:
        return line
    return f"{line[:_LONGEST_BEGINNING].rsplit(' ', 1)[0]}\u2026"


def _marked(line: str, pattern: re.Pattern[str]) -> str:
    """Every second part is what was found."""
    parts = [_line(part) for part in pattern.split(line)]
    parts[1::2] = [f":orange-background[**{part}**]" for part in parts[1::2]]
    return "".join(parts)


def _lines_of(written: str) -> list[str]:
    lines = (_BLANKS.sub(" ", line).strip(" ") for line in written.splitlines())
    return [line for line in lines if line]


def _line(line: str) -> str:
    seen = _UNSEEN.sub("\ufffd", line)
    parts: list[str] = []
    at = 0
    for sign in _READ_AGAIN.finditer(seen):
        parts += [_escaped(seen[at : sign.start()]), f":color[\\{sign[0]}]"]
        at = sign.end()
    text = "".join([*parts, _escaped(seen[at:])])
    return _AT_START.sub(_without_a_list, text)


def _escaped(text: str) -> str:
    return _SIGNS.sub(r"\\\g<0>", text)


def _without_a_list(start: re.Match[str]) -> str:
    """Of `1.` the full stop is escaped: a backslash before a digit would be seen."""
    sign = start[1]
    return f"\\{sign}" if sign in "-+=" else f"{sign}\\"


def small(text: str) -> str:
    """Small grey Markdown of full contrast, unlike a caption's, whose links are too pale."""
    return f":gray[:small[{text}]]"
