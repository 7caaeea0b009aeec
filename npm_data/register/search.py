"""What a search looks for: the beginnings of words, after their endings are taken off.

A search word is cut, a text never is: a word is found where a word of the text begins with what is
left. So `прогулка` looks for `прогулк` and, since a vowel comes and goes there, for `прогулок`.

Russian and English words are cut by Snowball's stemmers (Porter 1980, 2001). It has none for
Kazakh, whose endings are taken off here: plural, possession and case as often as they stand behind
each other, then the ending of a verbal noun, at least four letters being left. Words come in
folded, as `queries/register/folding.sql` says: small letters, `ё` as `е`, Kazakh letters as
Russian ones.
"""

import re
from functools import lru_cache

MOST_WORDS = 12
"""Of a longer query the longest words count: a whole sentence may be pasted in."""
_SHORTEST = 3
_SHORTEST_KAZAKH = 4
_CYRILLIC = re.compile("[а-я]")
_KAZAKH = re.compile("[әғқңөұүһі]")
_VOWELS = "аеиоуыэюя"
_COME_AND_GO = "оеыи"
"""Russian о and е (окно, окон), Kazakh ы and і (орын, орны)."""
_AFTER_THEM = "кнцрлм"
_VOICED = {"к": "г", "г": "к", "п": "б", "б": "п"}
"""A Kazakh word's last letter before an ending: көмек, көмегі; есеп, есебі."""

_PLURAL = ("лар", "лер", "дар", "дер", "тар", "тер")
_OF_A_PLURAL = ("ды", "ди", "га", "ге", "да", "де", "ы", "и", "ын", "ин", "ына", "ине")
_CERTAIN = (
    *_PLURAL,
    *(plural + ending for plural in _PLURAL for ending in _OF_A_PLURAL),
    *("нын", "нин", "дын", "дин", "тын", "тин"),
    *("дан", "ден", "тан", "тен", "нан", "нен", "мен", "бен", "пен"),
    *("дагы", "деги", "тагы", "теги", "ндагы", "ндеги"),
)
"""Endings that hardly a Russian word has, taken off where no letter tells the language."""
_NOMINAL = (
    *_CERTAIN,
    *("га", "ге", "ка", "ке", "на", "не", "ны", "ни", "ды", "ди", "ты", "ти"),
    *("да", "де", "та", "те", "нда", "нде", "лык", "лик", "дык", "дик", "тык", "тик"),
    *("сы", "си", "ын", "ин", "сын", "син", "ына", "ине", "сына", "сине", "ы", "и"),
)
_VERBAL = (
    *("у", "уы", "уи", "уын", "уин", "ып", "ип", "п"),
    *("ган", "ген", "кан", "кен", "атын", "етин", "йтын", "йтин"),
)


def is_kazakh(word: str) -> bool:
    """Whether a word as it was typed has a letter that Russian has not."""
    return bool(_KAZAKH.search(word.lower()))


@lru_cache(maxsize=4096)
def beginnings(word: str, *, is_kazakh: bool) -> tuple[str, ...]:
    """What a word of a text may begin with to be found by a folded search word."""
    if not _CYRILLIC.search(word):
        # The stemmer writes policy and policies as polici.
        return (_at_least(word, _snowball_stem(word, "english").rstrip("i")),)
    stems = {_kazakh_stem(word, _NOMINAL if is_kazakh else _CERTAIN)}
    if not is_kazakh:
        stems.add(_at_least(word, _snowball_stem(word, "russian")))
    return _shortest({form for stem in stems for form in (stem, *_other_forms(stem))})


def _snowball_stem(word: str, language: str) -> str:
    # Snowball brings the stemmers of all its languages: only a search is to wait for them.
    from snowballstemmer import stemmer  # type: ignore[import-untyped]

    return str(stemmer(language).stemWord(word))


def _at_least(word: str, stem: str) -> str:
    """The stem, unless it is so short that it begins words of any meaning."""
    return stem if len(stem) >= _SHORTEST else word


def _kazakh_stem(word: str, endings: tuple[str, ...]) -> str:
    stem = word
    while (shorter := _without_ending(stem, endings)) != stem:
        stem = shorter
    return _without_ending(stem, _VERBAL if endings is _NOMINAL else ("у",))


def _without_ending(word: str, endings: tuple[str, ...]) -> str:
    fitting = [
        ending
        for ending in endings
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_KAZAKH
    ]
    return word.removesuffix(max(fitting, key=len)) if fitting else word


def _other_forms(stem: str) -> list[str]:
    """The stem with another last letter, or with or without the vowel before it."""
    before, last = stem[-2:-1], stem[-1:]
    is_voiced = last in _VOICED and before in _VOWELS
    forms = [stem[:-1] + _VOICED[last]] if is_voiced else []
    if len(stem) < _SHORTEST or last in _VOWELS:
        return forms
    if before in _COME_AND_GO and len(stem) > _SHORTEST:
        forms.append(stem[:-2] + last)
    elif before not in _VOWELS and last in _AFTER_THEM:
        forms += [stem[:-1] + vowel + last for vowel in _COME_AND_GO]
    return forms


def _shortest(forms: set[str]) -> tuple[str, ...]:
    """Without those that begin with another of them, and so find nothing more."""
    return tuple(
        form
        for form in sorted(forms)
        if not any(form.startswith(other) for other in forms if other != form)
    )
