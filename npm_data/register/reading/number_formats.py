"""How a spreadsheet shows a whole number by a format such as `000` or `"V"00`.

Only formats of codes: digits that are filled up with zeros, and fixed letters and signs around and
between them. Those of days, amounts and shares are none.
"""

import re
from functools import lru_cache

_TOKEN = re.compile(
    r"\"(?P<text>[^\"]*)\"|\\(?P<sign>.)|[_*].|\[[^\]]*\]|(?P<digit>[0#?])|(?P<plain>[-+/():! $])"
)
_WHOLE = re.compile(r"(\d{1,15})(?:\.0+)?")
_Token = tuple[bool, str]
"""Whether it is a digit's place, and the placeholder or the fixed text."""


@lru_cache(maxsize=1024)
def tokens_of(code: str) -> tuple[_Token, ...] | None:
    """A format of codes taken apart; None of any other, and of those that only show the number."""
    positive = re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", code[:256])[0]
    tokens: list[_Token] = []
    at = 0
    while at < len(positive):
        found = _TOKEN.match(positive, at)
        if found is None:
            return None
        fixed = found["text"] or found["sign"] or found["plain"]
        if fixed or found["digit"]:
            tokens.append((bool(found["digit"]), found["digit"] or fixed))
        at = found.end()
    places = [text for is_digit, text in tokens if is_digit]
    adds_something = len(places) < len(tokens) or places.count("0") > 1
    return tuple(tokens) if places and adds_something else None


@lru_cache(maxsize=65536)
def shown(text: str, code: str) -> str:
    """The number as the sheet shows it; the text itself where it is no whole number."""
    number, tokens = _WHOLE.fullmatch(text), tokens_of(code)
    if number is None or tokens is None:
        return text
    digits = list(number[1].lstrip("0"))
    first = next(at for at, (is_digit, _) in enumerate(tokens) if is_digit)
    written: list[str] = []
    for at in range(len(tokens) - 1, -1, -1):
        is_digit, sign = tokens[at]
        if not is_digit:
            written.append(sign)
        elif at == first and digits:
            written.append("".join(digits))
        elif digits:
            written.append(digits.pop())
        elif sign == "0":
            written.append("0")
    return "".join(reversed(written)).strip()
