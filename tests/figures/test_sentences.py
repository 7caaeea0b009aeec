"""Shares as they are spoken: bounds written down by hand, the same steps in three languages."""

from itertools import pairwise

import pytest

from npm_data.figures.sentences import spoken, spoken_share
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from tests.figures.conftest import plain
from tests.telling import tables


def test_every_share_is_spoken_as_it_is_written_down() -> None:
    """All shares that can be shown, from 0.1 to 99.9 %."""
    words = words_for("en")
    for part in range(1, 1000):
        assert spoken(words, part, 1000) == tables.spoken(part, 1000), part


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_steps_are_the_same_in_every_language(language: str) -> None:
    """Each step has its own words, and they change where the English ones do."""
    words = words_for(language)
    last = [round(10 * share) for share, _ in tables.SPOKEN]
    said = [spoken(words, min(each, 999), 1000) for each in last]
    assert len(set(said)) == len(tables.SPOKEN)
    for before, after in pairwise(last):
        assert spoken(words, before, 1000) != spoken(words, before + 1, 1000)
        assert spoken(words, before + 1, 1000) == spoken(words, min(after, 999), 1000)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "more than a third (35.6 %)"),
        ("ru", "более трети (35,6 %)"),
        ("kk", "үштен бірінен астамы (35,6 %)"),
    ],
)
def test_the_exact_per_cent_stands_beside_it(language: str, said: str) -> None:
    assert plain(spoken_share(words_for(language), 356, 1000)) == said


def test_few_none_and_all_are_counted() -> None:
    words = words_for("en")
    assert [spoken(words, *each) for each in ((7, 19), (0, 30), (30, 30))] == [None] * 3
    assert plain(spoken_share(words, 7, 19)) == "7 of 19 (36.8 %)"
    assert plain(spoken_share(words, 1, 4)) == "1 of 4"
    assert spoken(words, 7, 20) == "more than a third"
