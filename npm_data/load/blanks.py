"""What an office writes into a cell to say that there is nothing in it."""

import polars as pl

from npm_data.register.spelling import fold

_WORDS = (
    *("нет", "нету", "не имеется", "отсутствует", "н/д", "н/п", "нет данных", "не применимо"),
    *("жоқ", "жок", "деректер жоқ", "мәлімет жоқ"),
    *("no", "none", "nil", "null", "n/a", "n.a.", "no data", "not applicable"),
)
_WORDS_OF_A_COLUMN = {
    "closed_on": (
        *("действует", "действующее", "не закрыто", "не закрыта", "не закрыт", "открыто"),
        *("работает", "функционирует", "жұмыс істейді", "жұмыс істеп тұр", "жабылмаған"),
        *("жабылған жоқ", "ашық", "not closed", "open", "still open", "in operation", "operating"),
    ),
    "ended_on": ("не завершено", "аяқталмаған", "not ended"),
    "reported_on": ("не подписан", "не составлен", "нет отчета", "қол қойылмаған", "not signed"),
    "repeats": ("не повторяет", "не повторяется", "қайталамайды", "does not repeat"),
}


_LONGEST_WORD = 40
_SIGNS = r"^[-‐‑‒–—―−_. ]+$"


def texts_for_nothing(texts: pl.Series, *, is_free: bool) -> list[str]:
    """Those of a column that only say that there is nothing: a lone dash, or a word for it.

    In a column of free texts (`is_free`) a word may well be meant.
    """
    written = texts.drop_nulls()
    if written.is_empty():
        return []
    written = written.unique()
    signs = written.filter(written.str.contains(_SIGNS)).to_list()
    if is_free:
        return signs
    meant = _FOLDED.get(texts.name, _FOLDED[""])
    is_short = written.str.len_chars() <= _LONGEST_WORD
    words = written.filter(is_short & ~written.str.contains(r"\d"))
    return signs + [word for word in words if fold(word) in meant]


_FOLDED = {
    column: frozenset(map(fold, (*_WORDS, *words)))
    for column, words in {"": (), **_WORDS_OF_A_COLUMN}.items()
}
