"""The deck's sentences are those of the worked example's numbers, in every state and language."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from npm_data.figures.periods import SEPARATOR, filter_line
from npm_data.figures.subject import Report
from npm_data.files.pictures import _wrapped
from npm_data.files.slides import pages_of
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Filters, Period, Role
from npm_data.report.deck import SLIDES, deck_of
from tests.registers import register_of, repository_of
from tests.report.decks import (
    ALL,
    DATA_DATE,
    HALF_2018,
    YEAR_2016,
    deck,
    plain,
    slides,
    worked_repository,
)

ROOM = 1760
"""Pixels of a slide's text on a screen of 1920."""
BEFORE_ALL = Filters(Period.of_year(2013))
NOTHING_IN_IT = replace(YEAR_2016, regions=("KZ-15",))
ONE_PLACE = replace(ALL, ministries=("security",))
TWO_PLACES = replace(ALL, regions=("KZ-71",))
CHOICES = {
    "all": ALL,
    "2016": YEAR_2016,
    "young": HALF_2018,
    "before": BEFORE_ALL,
    "nothing": NOTHING_IN_IT,
    "one": ONE_PLACE,
    "two": TWO_PLACES,
}


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    repository = worked_repository(tmp_path_factory.mktemp("deck"))
    yield repository
    repository.close()


def said(repository: Repository, filters: Filters, key: str, language: str = "en") -> str:
    return plain(slides(repository, filters, language)[key].sentence)


def test_the_numbers_are_those_of_the_worked_example(worked):
    assert said(worked, YEAR_2016, "headline") == (
        "2016: 6 visits, 5 more than the year before (+500.0 %)"
    )
    assert said(worked, YEAR_2016, "where_we_went") == ("2016: 4 of 8 places were visited (50.0 %)")
    of_all = {key: plain(each.sentence) for key, each in slides(worked, ALL).items()}
    assert of_all["four_year_round"] == (
        "2 of 7 places have not yet had a periodic visit; for 1 of these the first term has passed"
    )
    assert of_all["carried_out"] == (
        "Of the recommendations of 1 January 2014 – 30 June 2018, 37.5 % were implemented after "
        "12 months (3 of 8); the NPM established 1 of them"
    )
    assert of_all["what_we_ask"] == (
        "Replies overdue: 3 of 9 (33.3 %). Places past due for a periodic visit: 2 of 7 (28.6 %)."
    )
    (row,) = slides(worked, ALL)["carried_out"].frame.to_dicts()
    assert [row[name] for name in ("verified", "claimed", "not_implemented")] == [1, 2, 5]
    annex = deck_of(Report(words_for("en"), ALL, worked), ("how_fast",))
    assert plain(annex.slides[0].sentence) == (
        "It took 12 months until a quarter were implemented; after 16 months half were not"
    )


def test_the_largest_theme_is_named_only_where_it_is_one_alone(worked):
    assert said(worked, ALL, "what_we_recommended").endswith(
        "9 recommendations; the largest theme is “Staff”: 2 (22.2 %)"
    )
    assert said(worked, YEAR_2016, "what_we_recommended") == "2016: 3 recommendations"
    assert said(worked, HALF_2018, "what_we_recommended").endswith(": 1 recommendation")


@pytest.mark.parametrize("filters", [YEAR_2016, TWO_PLACES])
def test_fewer_than_five_recommendations_are_counted_and_never_rated(worked, filters):
    shown = slides(worked, filters)
    for key in ("what_we_recommended", "carried_out"):
        slide = shown[key]
        assert "%" not in slide.sentence
        assert not any("%" in text for text in slide.picture.frame["text"].drop_nulls())
    assert shown["what_we_recommended"].frame["share"].is_null().all()
    assert shown["carried_out"].frame["rate"].is_null().all()
    (how_fast,) = deck_of(Report(words_for("en"), filters, worked), ("how_fast",)).slides
    assert how_fast.picture is None
    assert "Fewer than five" in how_fast.sentence


def test_a_period_too_young_to_judge_says_when_it_can_be(worked):
    shown = slides(worked, HALF_2018)
    assert plain(shown["headline"].sentence).endswith(
        "1 visit, as many as in the same length of time before"
    )
    assert plain(shown["carried_out"].sentence).startswith("Of the recommendations of 2016, ")
    told = "not 12 months old yet: 1 of 1; all can be judged from 30\u00a0June\u00a02019"
    assert any(note.endswith(told) for note in shown["carried_out"].notes)
    assert [line.endswith(told) for line in shown["carried_out"].lines] == [True]


def test_a_choice_of_which_there_is_nothing_is_one_slide_that_says_so(worked):
    before, none = slides(worked, BEFORE_ALL), slides(worked, NOTHING_IN_IT)
    assert list(before) == list(none) == ["title", "nothing", "sources"]
    assert before["nothing"].sentence == "2013: the register holds no visits as early as that"
    assert none["nothing"].sentence == (
        "2016 · Aktobe Region: no place in the mandate, no visit and no recommendation"
    )
    planned = deck_of(Report(words_for("en"), NOTHING_IN_IT, worked), ("carried_out",))
    assert [each.key for each in planned.slides] == ["nothing"]


def test_a_slide_without_a_number_drops_out(worked):
    """A region with places and no visit: nobody was reached, nothing was recommended."""
    quiet = replace(YEAR_2016, regions=("KZ-75",))
    shown = slides(worked, quiet)
    assert shown["headline"].sentence == "2016: no visits"
    assert not {"where_we_went", "whom_we_reached", "what_we_recommended"} & {*shown}
    assert all(each.picture for key, each in shown.items() if each.figure and key != "headline")


def test_of_one_body_the_types_of_its_places_are_shown(worked):
    assert slides(worked, ALL)["whom_we_reached"].figure == "coverage.ministry"
    of_one = slides(worked, replace(ALL, ministries=("interior",)))
    assert of_one["whom_we_reached"].figure == "coverage.institution_type"
    assert of_one["whom_we_reached"].chapter.endswith("· Ministry of Internal Affairs")
    assert slides(worked, ALL)["whom_we_reached"].chapter == "What we reached"


def test_the_public_has_no_hole_where_a_slide_is_withheld(worked):
    told = slides(worked.seen_by(Role.PUBLIC), Filters(Period.of_year(2016)))
    assert "four_year_round" not in told
    assert "past_due" not in told["what_we_ask"].columns
    assert list(told)[-2:] == ["what_we_ask", "sources"]
    # Of tables the public is told only whether they have rows: "places 1" would be read as one.
    assert not any("Rows" in line for line in told["sources"].lines)


def test_an_annex_has_four_slides_more(worked):
    plan = ("how_fast", "what_changed", "by_region", "by_type")
    made = deck_of(Report(words_for("en"), ALL, worked), plan)
    assert tuple(each.key for each in made.slides) == plan
    assert [each.figure for each in made.slides[2:]] == ["clock.region", "clock.institution_type"]
    assert made.provenance.attribution


def test_an_empty_register_gives_a_whole_deck(tmp_path):
    empty = repository_of(register_of(), tmp_path, DATA_DATE)
    for language in LANGUAGES:
        shown = slides(empty, YEAR_2016, language)
        assert list(shown) == ["title", "nothing", "sources"]
        assert shown["nothing"].sentence == words_for(language)("deck.register_empty")
    empty.close()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choice", CHOICES)
def test_every_sentence_fits_two_lines_and_every_foot_one(worked, language, choice):
    """40 px of 1920 in bold type, and 20 px, by the letters of the project's own font."""
    made = deck(worked, CHOICES[choice], language)
    for page in pages_of(made)[: len(made.slides)]:
        assert len(_wrapped(page.title, 40, "Bold", ROOM)) <= 2 or page.is_cover, page.title
        foot = SEPARATOR.join((*page.foot, words_for(language)("deck.mark")))
        assert len(_wrapped(foot, 20, "Regular", ROOM)) == 1, foot


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("choice", CHOICES)
def test_every_sentence_is_whole_in_every_language(worked, language, choice):
    for slide in deck(worked, CHOICES[choice], language).slides:
        texts = [slide.chapter, slide.sentence, *slide.lines, slide.counts, *slide.notes]
        assert slide.chapter
        assert slide.sentence
        for text in texts:
            assert not re.search(r"[{}]|\bNone\b|nan|^[-–—]$", text), text
        if slide.frame is not None:
            assert set(slide.columns) <= set(slide.frame.columns)


def test_a_slide_tells_its_speaker_definition_count_filters_and_cautions(worked):
    slide = slides(worked, TWO_PLACES)["where_we_went"]
    assert slide.definition == words_for("en")("definition.coverage_short")
    assert slide.figure == "coverage.region"
    assert filter_line(words_for("en"), TWO_PLACES) in slide.notes
    assert not any("**" in note for note in slide.notes)


def test_visits_are_counted_by_the_visit_and_their_rows_are_called_rows(worked):
    counted = worked.data_set.row_counts["visits"]
    (line,) = [line for line in slides(worked, ALL)["sources"].lines if "Rows" in line]
    assert f"visits {counted} (one for each place visited)" in line


def test_a_plan_chooses_the_slides_and_their_order(worked):
    report = Report(words_for("kk"), YEAR_2016, worked)
    told = deck_of(report, ("sources", "headline"))
    assert [each.key for each in told.slides] == ["sources", "headline"]
    assert told.provenance.attribution is None
    whole = deck_of(report)
    assert [each.key for each in whole.slides] == list(SLIDES)[:9]
    assert whole.provenance.attribution
    assert whole.register_version == worked.data_set.register_version


def test_a_repeated_deck_asks_the_register_nothing_new(worked):
    deck(worked, ALL)
    kept = len(worked._answers)
    deck(worked, ALL, "ru")
    assert len(worked._answers) == kept


def test_nothing_is_compared_with_years_before_the_records(worked):
    """Four years beside one month of records would say "+1 100 %"."""
    long = Filters(Period(date(2014, 7, 1), DATA_DATE))
    assert long.period.before.to_on > worked.data_set.first_on
    shown = slides(worked, long)
    assert plain(shown["headline"].sentence) == "1 July 2014 – 30 June 2018: 11 visits"
    # The first visit is of May 2014: of that year eight months are known.
    year = slides(worked, Filters(Period.of_year(2015)))["headline"]
    assert "year before" not in year.sentence
    year = slides(worked, Filters(Period.of_year(2016)))["headline"]
    assert "year before" in year.sentence
