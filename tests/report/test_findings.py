"""Findings say rise, fall, no change, nothing and nothing earlier, in three languages."""

import pytest

from npm_data.figures import sentences
from npm_data.figures.sentences import Change, change_of
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES

EN, RU, KK = words_for("en"), words_for("ru"), words_for("kk")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (EN, "2016: 680 visits, 153 more than the year before (+29.0\u00a0%)"),
        (RU, "2016: 680 посещений, на 153 больше, чем годом раньше (+29,0\u00a0%)"),
        (KK, "2016: 680 бару, алдыңғы жылмен салыстырғанда 153 бару артық (+29,0\u00a0%)"),
    ],
)
def test_the_visits_of_2016_are_153_more_than_those_of_2015(words, sentence):
    assert (
        sentences.visits_finding(words, "2016", _visits(680), _visits(527), is_year=True)
        == sentence
    )


def _visits(count):
    return None if count is None else {"visits": count, "places_visited": count + 24}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (EN, "2016: 21 places visited, 1 more than the year before (+5.0\u00a0%)"),
        (RU, "2016: посещено 21 учреждение, на 1 больше, чем годом раньше (+5,0\u00a0%)"),
        (
            KK,
            "2016: 21 мекемеге барылды, алдыңғы жылмен салыстырғанда 1 мекеме артық (+5,0\u00a0%)",
        ),
    ],
)
def test_whoever_is_not_told_the_visits_reads_the_places(words, sentence):
    now, before = ({"visits": None, "places_visited": count} for count in (21, 20))
    assert sentences.visits_finding(words, "2016", now, before, is_year=True) == sentence


@pytest.mark.parametrize(
    ("now", "before", "sentence"),
    [
        (1, 4, "2016: 1 visit, 3 fewer than the year before (\u221275.0\u00a0%)"),
        (4, 4, "2016: 4 visits, as many as the year before"),
        (0, 4, "2016: 0 visits, 4 fewer than the year before (\u2212100.0\u00a0%)"),
        (4, 0, "2016: 4 visits, 4 more than the year before"),
        (4, None, "2016: 4 visits"),
        (0, 0, "2016: no visits"),
        (0, None, "2016: no visits"),
    ],
)
def test_every_direction_has_its_sentence(now, before, sentence):
    assert (
        sentences.visits_finding(EN, "2016", _visits(now), _visits(before), is_year=True)
        == sentence
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("is_year", [True, False])
@pytest.mark.parametrize(("now", "before"), [(2, 1), (1, 2), (1, 1), (0, 0), (1, None), (21, 0)])
def test_every_sentence_can_be_said_in_every_language(language, is_year, now, before):
    counts = (_visits(now), _visits(before))
    said = sentences.visits_finding(words_for(language), "X", *counts, is_year=is_year)
    assert said.startswith("X: ")
    assert "{" not in said


def test_places_past_their_term_are_counted_with_their_share():
    assert sentences.clock_finding(EN, 3_277, 1_807) == (
        "The four-year term has passed for 1,807 of 3,277 places (55.1\u00a0%)"
    )
    assert sentences.clock_finding(EN, 12, 0) == (
        "The four-year term has passed for none of the places (12 in total)"
    )
    assert sentences.clock_finding(EN, 0, 0) == "No place of this choice is in the mandate"


@pytest.mark.parametrize(
    ("implemented", "considered", "text"),
    [(0, 0, "no data"), (1, 4, "1 of 4"), (2, 5, "40.0\u00a0%"), (0, 5, "0.0\u00a0%")],
)
def test_a_rate_of_fewer_than_five_is_said_as_counts(implemented, considered, text):
    assert sentences.rate_text(EN, implemented, considered) == text


def test_a_change_has_its_sign_share_and_base():
    assert change_of(EN, 680, 527, "2015: 527") == Change("+153 (+29.0\u00a0%)", "up", "2015: 527")
    assert change_of(EN, 527, 680, "").text == "\u2212153 (\u221222.5\u00a0%)"
    assert change_of(EN, 5, 0, "").text == "+5"
    assert change_of(EN, 5, 5, "") == Change("no change", "none", "")


def test_shares_change_by_points():
    assert sentences.points_change(EN, 0.232, 0.18, "") == Change("+5.2 points", "up", "")
    assert sentences.points_change(EN, 0.18, 0.232, "").text == "\u22125.2 points"
    assert sentences.points_change(EN, 0.18, 0.1801, "").direction == "none"
