"""IDs that only look different, or only look alike: letter case, alphabets, blanks, dashes."""

from typing import Literal, NamedTuple

import polars as pl

from npm_data.register.spelling import LOOK_ALIKES

_LOOK_ALIKES = LOOK_ALIKES | dict(zip("ѕјԁԛԝ", "sjdqw", strict=True))
"""With letters that no Kazakh or Russian word has, and an ID may."""

_DASHES = r"[‐‑‒–—―−_]"
_BLANKS = r"\s+"

Kind = Literal["alphabet", "case", "blank", "sign"]


class Difference(NamedTuple):
    """In what two spellings of one ID differ first: here `here`, there `there`."""

    kind: Kind
    here: str
    there: str


def in_one_spelling(ids: pl.Expr) -> pl.Expr:
    """What is equal for IDs that nobody can tell apart when they are read aloud or seen."""
    text = ids.str.normalize("NFKC").str.to_lowercase()
    text = text.str.replace_all(_BLANKS, "").str.replace_all(_DASHES, "-")
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
