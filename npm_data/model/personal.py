"""Whether a text holds something about a person, and the text without it.

`kinds_in` and `masked` look exactly; `may_be_personal` tells which texts are worth that look, so
that a hundred thousand of them are sifted in a moment.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, cast

import polars as pl

from npm_data.model.personal_names import PERHAPS_A_NAME, names_of_persons
from npm_data.model.personal_numbers import Found, numbers_of_persons
from npm_data.register.spelling import plain

Kind = Literal["iin", "phone", "email", "card", "number", "name"]

CERTAIN: tuple[Kind, ...] = ("iin", "phone", "email", "card")
"""What is surely about a person. `number` only has the shape of an identification number, and
`name` is what looks like one."""

MASK = "•••"

_A_DIGIT = r"[\p{Nd}\p{No}]"
_FEWEST_DIGITS, _FEWEST_AFTER_A_PLUS = 10, 9
_AT = r"[@＠﹫]|[(\[{]\s*(?i:at|собака)\s*[)\]}]"

_EMAIL = re.compile(
    r"[\w.+%-]{1,64} {0,2}(?:@|[(\[{] ?(?:at|собака) ?[)\]}]) {0,2}"
    r"(?:[\w-]{1,63} {0,1}(?:\.|[(\[{] ?(?:dot|точка) ?[)\]}]) {0,1}){1,5}[^\W\d_]{2,}",
    re.IGNORECASE,
)


def may_be_personal(texts: pl.Expr) -> pl.Expr:
    """True of every text in which `kinds_in` finds something, and of few others."""
    digits = texts.str.count_matches(_A_DIGIT)
    has_a_number = (digits >= _FEWEST_DIGITS) | (
        (digits >= _FEWEST_AFTER_A_PLUS) & texts.str.contains("[+＋﹢]")
    )
    return has_a_number | texts.str.contains(f"{_AT}|{PERHAPS_A_NAME}")


def kinds_in(text: str) -> tuple[Kind, ...]:
    """The kinds of personal data in a text, each once, in the order of their places."""
    return tuple(dict.fromkeys(cast(Kind, found.kind) for found in _found(plain(text).text)))


@lru_cache(maxsize=16_384)
def masked(text: str) -> str:
    """The text with everything that `kinds_in` tells of replaced by a mark."""
    seen = plain(text)
    spans = sorted(seen.span(found.start, found.end) for found in _found(seen.text))
    parts: list[str] = []
    done = 0
    for start, end in spans:
        if start >= done:
            parts += [text[done:start], MASK]
        done = max(done, end)
    return "".join((*parts, text[done:]))


def _found(text: str) -> Iterator[Found]:
    yield from (Found("email", *match.span()) for match in _EMAIL.finditer(text))
    yield from numbers_of_persons(text)
    yield from names_of_persons(text)
