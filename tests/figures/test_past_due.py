"""What is past due, by body and by name, against the other road."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from npm_data.charts.theme import Look
from npm_data.figures import past_due
from npm_data.figures.subject import Report
from npm_data.i18n import words_for
from npm_data.questions.disclosure import WithheldError
from npm_data.register.filters import Role
from tests.figures.conftest import Ask, by_code, plain
from tests.queries.oracle import add_months
from tests.registers import register_of, repository_of
from tests.telling import truth
from tests.telling.tables import CODES, percent, spoken
from tests.telling.truth import DATA_DATE, EVER, PART, YEAR, Choice

FEW = replace(YEAR, ministries=("education",))
NOTHING = replace(YEAR, regions=("KZ-15",))
BEFORE_ALL = Choice(date(2012, 1, 1), date(2012, 12, 31))
CHOICES = (YEAR, EVER, PART, FEW, BEFORE_ALL)
NAMES = {code: name for name, code in CODES.items()}


def now(choice: Choice) -> Choice:
    """The same of all days: what is late is late whatever period is looked at."""
    return replace(choice, from_on=EVER.from_on, to_on=DATA_DATE)


def known(choice: Choice) -> dict[str, dict[str, Any]]:
    clock, replies = (
        truth.with_whole(name, now(choice), "ministry") for name in ("clock", "replies")
    )
    found = {}
    for code in {*clock, *replies}:
        place, reply = clock.get(code, {}), replies.get(code, {})
        due, overdue = reply.get("due", 0), reply.get("overdue", 0)
        found[code or "total"] = {
            "places": place.get("places", 0),
            "past_due": place.get("past_due", 0),
            "share_past_due": place.get("share_past_due"),
            "never_visited_past_due": place.get("never_visited_past_due", 0),
            "due": due,
            "overdue": overdue,
            "share_overdue": overdue / due if due else None,
        }
    return found


@pytest.mark.parametrize("choice", CHOICES)
def test_each_body_has_its_places_and_its_replies_on_the_data_date(
    choice: Choice, about: Ask
) -> None:
    figure = past_due.by_ministry(about(choice))
    shown, right = by_code(figure), known(choice)
    assert list(shown)[-1] == "total"
    assert set(shown) == set(right)
    for code, row in right.items():
        for name, value in row.items():
            assert shown[code][name] == pytest.approx(value), (code, name)
    assert set(figure.columns) == {"name", *right["total"]}
    assert figure.columns["share_overdue"].of == "due"
    assert plain(figure.counts[0]) == "as of 30 June 2020"


@pytest.mark.parametrize("choice", CHOICES)
def test_the_sentences_count_the_whole_and_name_the_largest_share(
    choice: Choice, about: Ask
) -> None:
    rows = known(choice)
    whole = rows.pop("total")
    figure = past_due.by_ministry(about(choice))
    parts = [("past_due", "places"), ("overdue", "due")]
    # The larger share first; before the first terms can end, see below.
    parts.sort(key=lambda each: -whole[each[0]] / whole[each[1]])
    sentences = plain(figure.finding).removesuffix(".").split(". ")
    for sentence, (part, of) in zip(sentences, parts, strict=True):
        for fewest in (20, 5):
            large = {code: row for code, row in rows.items() if row[of] >= fewest}
            if len(large) > 1:
                break
        shares = {code: row[part] / row[of] for code, row in large.items()}
        counted = f"{whole[part]} of {whole[of]}"
        share = f" ({percent(whole[part] / whole[of])})" if whole[of] >= 5 or of == "places" else ""
        if len(large) < 2 or len(set(shares.values())) < 2:
            assert sentence.endswith(f": {counted}{share}")
            continue
        most = max(shares.values())
        code = next(c for c, s in shares.items() if s == most)
        name = words_for("en").ministry(code, DATA_DATE, is_short=True)
        all_of = spoken(whole[part], whole[of]) or counted
        places = " places" if of == "places" else ""
        assert sentence.endswith(
            f": most at {name} ({percent(most)}), of all{places} {all_of}{share}"
        )
        unit = "places" if of == "places" else "replies due"
        assert f"named by a share: those with {fewest} {unit} or more" in figure.counts


@pytest.mark.parametrize("choice", [EVER, PART])
def test_the_places_whose_term_passed_first_are_named(choice: Choice, about: Ask) -> None:
    due = {}
    for place in truth.oracle().places_on(choice.row, DATA_DATE):
        if truth.oracle().clock_class(place, DATA_DATE)[1]:
            due[place["institution_id"]] = place
    figure = past_due.longest_visits(about(choice))
    rows = figure.rows.to_dicts()
    assert len(rows) == min(len(due), past_due.LONGEST)
    assert {row["institution_id"] for row in rows} <= set(due)
    days = [row["due_on"] for row in rows]
    assert days == sorted(days)
    assert all(day < DATA_DATE for day in days)
    assert plain(figure.finding).endswith(f": {len(rows)} of {len(due)}")


def test_the_replies_awaited_longest_are_named(about: Ask) -> None:
    right = sorted(
        add_months(chain["issued_on"], 3)
        for chain in truth.oracle().chosen_chains(EVER.row, DATA_DATE)
        if truth.changes(EVER).is_reply_overdue(chain, DATA_DATE)
    )
    figure = past_due.longest_replies(about(YEAR))
    assert list(figure.rows["reply_due_on"]) == right[: past_due.LONGEST]
    shown = min(len(right), past_due.LONGEST)
    assert plain(figure.finding).endswith(f": {shown} of {len(right)}")


def test_a_choice_without_places_and_replies_says_so(about: Ask) -> None:
    figure = past_due.by_ministry(about(NOTHING))
    assert figure.rows.is_empty()
    assert plain(figure.finding) == plain(figure.empty)
    for make in (past_due.longest_visits, past_due.longest_replies):
        assert make(about(NOTHING)).rows.is_empty()


def test_before_the_first_terms_can_end_it_says_who_was_never_visited(tmp_path: Path) -> None:
    """None past due would say nothing: it could not be otherwise."""
    rows = truth.rows()
    visits = [row for row in rows["visits"] if row["started_on"] <= date(2017, 6, 30)]
    told = {"institutions": rows["institutions"], "visits": visits}
    repository = repository_of(register_of(**told), tmp_path, date(2017, 6, 30))
    try:
        report = Report(words_for("en"), EVER.filters, repository)
        said = plain(past_due.by_ministry(report).finding)
    finally:
        repository.close()
    assert "past due" not in said
    assert said.startswith("Places without a periodic visit: ")
    assert said.endswith("; the first four-year terms end on 1 January 2018.")


def test_a_hall_sees_a_bar_a_body(about: Ask) -> None:
    figure = past_due.by_ministry(about(EVER))
    assert figure.picture(Look.LIGHT) is None
    picture = figure.picture(Look.LIGHT.in_the_hall)
    assert picture is not None
    texts = [plain(each) for each in picture.frame["text"].drop_nulls()]
    for row in known(EVER).values():
        for part, of, fewest in (("past_due", "places", 1), ("overdue", "due", 5)):
            share = f" ({percent(row[part] / row[of])})" if row[of] >= fewest else ""
            assert not row[of] or f"{row[part]} of {row[of]}{share}" in texts


def test_bodies_bear_the_names_of_the_day_and_not_of_the_period(tmp_path: Path) -> None:
    """In 2016 health and social affairs were one ministry; what is past due is so today."""
    repository = repository_of(register_of(**truth.rows()), tmp_path, DATA_DATE)
    try:
        year = Report(
            words_for("en"),
            replace(YEAR, from_on=date(2016, 1, 1), to_on=date(2016, 12, 31)).filters,
            repository,
        )
        names = past_due.by_ministry(year).rows["name"].to_list()
    finally:
        repository.close()
    assert "Ministry of Health" in names
    assert "Ministry of Health and Social Development" not in names


def test_the_public_is_told_of_replies_alone_that_are_long_due(about: Ask) -> None:
    """Of places it is told no term, and of replies those to what lies a year back."""
    figure = past_due.by_ministry(about(YEAR, Role.PUBLIC))
    until = replace(EVER, to_on=date(2018, 12, 31))
    right = truth.with_whole("replies", until, "ministry")
    shown = by_code(figure)
    assert {code: (row["overdue"], row["due"]) for code, row in shown.items()} == {
        code or "total": (row["overdue"], row["due"]) for code, row in right.items()
    }
    assert set(figure.columns) == {"name", "overdue", "due", "share_overdue"}
    assert "periodic" not in figure.finding
    assert plain(figure.counts[1]) == "replies to recommendations issued up to 31 December 2018"
    picture = figure.picture(Look.HALL)
    assert picture is not None
    assert "Places past due" not in picture.frame["text"].to_list()


def test_the_public_is_told_of_no_place_and_no_part(about: Ask) -> None:
    for make in (past_due.longest_visits, past_due.longest_replies):
        with pytest.raises(WithheldError):
            make(about(YEAR, Role.PUBLIC))
    with pytest.raises(WithheldError):
        past_due.by_ministry(about(PART, Role.PUBLIC))
