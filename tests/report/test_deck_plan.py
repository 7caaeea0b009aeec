"""A plan that cannot be used is refused with one clear sentence."""

import pytest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.report.deck import SLIDES, DeckPlanError, read_plan


def test_the_plan_of_the_project_names_seven_between_title_and_sources():
    """The four slides of an annex are there to be named."""
    assert read_plan(SLIDES) == tuple(SLIDES)[:9]
    assert len(SLIDES) == 13


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("slides = []", "at least one is needed"),
        ('slides = ["title", "nobody"]', "that do not exist: nobody"),
        ('slides = ["title", "title"]', "more than once: title"),
        ('slides = "title"', "cannot be read"),
        ("slides = [1]", "cannot be read"),
        ("slides = [", "cannot be read"),
        ("", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(tmp_path, text, sentence):
    path = tmp_path / "deck.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(DeckPlanError, match=sentence) as problem:
        read_plan(SLIDES, path)
    said = {problem.value.said(words_for(language)) for language in LANGUAGES}
    assert len(said) == len(LANGUAGES)


def test_a_missing_file_is_said_without_its_folder(tmp_path):
    with pytest.raises(DeckPlanError, match=r"\(deck\.toml\) cannot be read"):
        read_plan(SLIDES, tmp_path / "deck.toml")
