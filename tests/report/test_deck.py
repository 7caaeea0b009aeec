"""The deck's sentences are those of the worked example's numbers, in every state and language."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from npm_data.figures.filter_line import filter_line
from npm_data.figures.subject import Report
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Filters, Period
from npm_data.report.deck import SLIDES, deck_of
from npm_data.report.deck_recommendations import _largest
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
    assert said(worked, YEAR_2016, "where_we_went") == (
        "2016: 4 of 8 places were visited (50.0 %); "
        "2 of 5 regions reach the 25 % that a four-year round needs"
    )
    of_all = {key: plain(each.sentence) for key, each in slides(worked, ALL).items()}
    assert of_all["four_year_round"] == (
        "2 of 7 places have not yet had a periodic visit; 1 of them are past their first term"
    )
    assert of_all["carried_out"] == (
        "1 January 2014 – 30 June 2018: of 8 recommendations, 3 implemented by 30 June 2018 "
        "(37.5 %): 2 verified by the NPM, 1 claimed by authorities alone"
    )
    assert of_all["how_fast"] == (
        "A quarter were implemented within 12 months; half were not within 16 months"
    )
    assert of_all["overdue"] == (
        "Places past due for a periodic visit: 2 of 7 (28.6 %). Replies overdue: 3 of 9 (33.3 %)."
    )


def test_the_largest_theme_is_named_only_where_it_is_one_alone(worked):
    assert said(worked, ALL, "what_we_recommended").endswith(
        "9 recommendations; the largest theme is “Staff”: 2 (22.2 %)"
    )
    assert said(worked, YEAR_2016, "what_we_recommended") == "2016: 3 recommendations"
    assert said(worked, HALF_2018, "what_we_recommended").endswith(
        ": 1 recommendation; the only theme is “Contact with the outside world”"
    )


def test_of_more_themes_than_can_be_read_the_smallest_are_summed_and_named():
    counted = dict(zip("abcdefgh", (5, 9, 1, 7, 4, 3, 2, 8), strict=True))
    named, others = _largest(counted)
    assert named == {"a": 5, "b": 9, "d": 7, "e": 4, "f": 3, "h": 8}
    assert others == {"c": 1, "g": 2}
    assert _largest({"a": 1}) == ({"a": 1}, {})


@pytest.mark.parametrize("filters", [YEAR_2016, TWO_PLACES])
def test_fewer_than_five_recommendations_are_counted_and_never_rated(worked, filters):
    shown = slides(worked, filters)
    for key in ("what_we_recommended", "carried_out"):
        slide = shown[key]
        assert "%" not in slide.sentence
        assert not any("%" in line for line in slide.lines)
        assert slide.frame["share"].is_null().all()
        assert not any("%" in text for text in slide.picture.frame["text"].drop_nulls())
    assert shown["how_fast"].picture is None
    assert "Fewer than five" in shown["how_fast"].sentence


def test_a_period_too_young_to_judge_says_when_it_can_be(worked):
    shown = slides(worked, HALF_2018)
    assert plain(shown["headline"].sentence).endswith(
        "1 visit, as many as in the same length of time before"
    )
    assert "reaches that age on 5\u00a0March\u00a02019" in shown["carried_out"].lines[0]
    assert slides(worked, ALL)["how_fast"].lines == (
        "Too early to judge from 24 months on: fewer than five have been observed that long.",
    )


def test_what_is_missing_is_said_or_left_out_and_never_a_dash(worked):
    before, nothing = slides(worked, BEFORE_ALL), slides(worked, NOTHING_IN_IT)
    assert before["headline"].sentence == "2013: the register holds no visits as early as that"
    assert before["where_we_went"].sentence == "No place in the mandate matches this choice"
    assert nothing["headline"].sentence == "2016: no visits"
    for key in ("where_we_went", "four_year_round"):
        assert nothing[key].sentence == "No place in the mandate matches this choice"
    assert not {"whom_we_reached", "carried_out", "how_fast"} & {*before, *nothing}
    assert "what_changed" not in before
    assert "overdue" not in nothing
    assert plain(nothing["what_changed"].sentence) == (
        "Between 31 December 2015 and 31 December 2016 nothing changed for this choice"
    )
    # What is past due now is so whatever period is looked at.
    assert before.pop("overdue").picture
    assert all(each.picture is None for each in [*before.values(), *nothing.values()])


def test_an_empty_register_gives_a_whole_deck(tmp_path):
    empty = repository_of(register_of(), tmp_path, DATA_DATE)
    for language in LANGUAGES:
        shown = slides(empty, YEAR_2016, language)
        assert next(iter(shown)) == "title"
        assert list(shown)[-1] == "sources"
        assert shown["headline"].sentence == words_for(language)("deck.register_empty")
    empty.close()


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


def test_a_published_figure_is_quoted_for_the_whole_country_only(worked):
    def published(filters):
        return slides(worked, filters)["headline"].lines[0]

    assert published(YEAR_2016) == "Published for 2016: 680 (exact; Kazinform 2017)"
    assert published(Filters(Period.of_year(2015))) == (
        "Published for 2015: 527 (worked out; Kazinform 2017), 528 (exact; Kazinform)"
    )
    assert published(TWO_PLACES) == (
        "The columns are the whole calendar years of the period, at most the last seven."
    )


def test_the_source_of_a_published_figure_is_named_in_full_among_the_sources(worked):
    year = slides(worked, Filters(Period.of_year(2015)))
    for said_in in (year["sources"].lines, year["headline"].notes):
        first, second = [line for line in said_in if line.startswith("Kazinform")]
        assert first.endswith("hosts the first Forum of National Preventive Mechanism")
        assert "reported President on work conducted in 2015: https://" in second
    assert not [line for line in slides(worked, ALL)["sources"].lines if "Kazinform" in line]


def test_a_year_that_is_not_a_whole_one_is_said_where_its_column_stands(worked):
    said_so = "Visits began in April 2014: that year is not a whole one."
    for filters in (Filters(Period.of_year(2014)), YEAR_2016, ALL):
        assert said_so in slides(worked, filters)["headline"].lines
    for filters in (HALF_2018, BEFORE_ALL):
        assert said_so not in slides(worked, filters)["headline"].lines


def test_every_slide_with_a_figure_says_n(worked):
    for choice in CHOICES.values():
        for key, slide in slides(worked, choice).items():
            if not slide.figure and key not in ("title", "sources"):
                assert "n = " in slide.counts, (choice, key)


def test_visits_are_counted_by_the_visit_and_their_rows_are_called_rows(worked):
    counted = worked.data_set.row_counts["visits"]
    (line,) = [line for line in slides(worked, ALL)["sources"].lines if "Rows" in line]
    assert f"visits {counted} (one for each place visited)" in line


def test_the_curve_says_why_its_last_share_is_no_rate(worked):
    assert slides(worked, ALL)["how_fast"].counts.endswith(
        "; what counts is the first day with the status implemented, "
        "even where it was found otherwise later"
    )


def test_a_plan_chooses_the_slides_and_their_order(worked):
    report = Report(words_for("kk"), YEAR_2016, worked)
    told = deck_of(report, ("sources", "headline"))
    assert [each.key for each in told.slides] == ["sources", "headline"]
    assert told.provenance.attribution is None
    whole = deck_of(report)
    assert [each.key for each in whole.slides] == list(SLIDES)
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
    assert "before" not in shown["what_changed"].columns
    # The first visit is of May 2014: of that year eight months are known.
    year = slides(worked, Filters(Period.of_year(2015)))["headline"]
    assert "year before" not in year.sentence
    year = slides(worked, Filters(Period.of_year(2016)))["headline"]
    assert "year before" in year.sentence
