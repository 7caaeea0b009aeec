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
from tests.telling.tables import CODES, percent
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
    said = plain(figure.finding)
    visits, _, replies = said.partition(". ")
    share = whole["past_due"] / whole["places"]
    assert visits.startswith(
        f"Places past due for a periodic visit: {whole['past_due']} of {whole['places']}"
        f" ({percent(share)})"
    )
    assert replies.startswith(f"Replies overdue: {whole['overdue']} of {whole['due']}")
    for sentence, part, of in ((visits, "past_due", "places"), (replies, "overdue", "due")):
        for fewest in (20, 5):
            large = {code: row for code, row in rows.items() if row[of] >= fewest}
            if len(large) > 1:
                break
        shares = {code: row[part] / row[of] for code, row in large.items()}
        if len(large) < 2 or not max(shares.values()):
            assert "largest share" not in sentence
            continue
        unit = "places" if of == "places" else "replies due"
        assert f"named by a share: those with {fewest} {unit} or more" in figure.counts
        named = sentence.partition(", the largest share: ")[2]
        most = max(shares.values())
        assert f"({percent(most)})" in named
        full = words_for("en").ministry(next(c for c, s in shares.items() if s == most), DATA_DATE)
        assert named.startswith(full)


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
        share = f" ({percent(row['share_past_due'])})" if row["places"] else ""
        assert f"{row['past_due']} of {row['places']}{share}" in texts
        assert f"replies overdue: {row['overdue']} of {row['due']}" in texts


def test_the_public_is_told_nothing_of_it(about: Ask) -> None:
    for make in (past_due.by_ministry, past_due.longest_visits, past_due.longest_replies):
        with pytest.raises(WithheldError):
            make(about(YEAR, Role.PUBLIC))
