"""What changed: each number and each sentence against the other road."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from npm_data.charts.theme import Look
from npm_data.figures import changes
from npm_data.figures.changes import BETTER, KINDS, WORSE, Days
from npm_data.i18n import words_for
from npm_data.questions.disclosure import WithheldError
from npm_data.reference import LANGUAGES, reference
from npm_data.register.filters import Role
from tests.figures.conftest import Ask, by_code, plain
from tests.queries.oracle_changes import ChangeOracle
from tests.telling import truth
from tests.telling.tables import CODES
from tests.telling.truth import DATA_DATE, EVER, PART, WHOLE, YEAR, Choice

HALF = Choice(date(2020, 1, 1), DATA_DATE)
FEW = replace(YEAR, ministries=("social",))
BEFORE_ALL = Choice(date(2012, 1, 1), date(2012, 12, 31))
AFTER_ALL = Choice(date(2021, 1, 1), date(2021, 12, 31))
CHOICES = (YEAR, EVER, PART, HALF, FEW)
MINISTRIES = {name: code for name, code in CODES.items() if code in reference().portfolios}
SAID = {
    "visit_overdue": "newly past due for a periodic visit",
    "reply_overdue": "newly overdue",
    "downgraded": "downgraded",
    "visited": "past due visited since",
    "reply_arrived": "received",
    "verified": "newly established by the NPM",
}


def days_of(choice: Choice) -> Days:
    return Days(choice.from_on - timedelta(days=1), choice.clock_day)


@pytest.mark.parametrize("choice", CHOICES)
def test_kinds_are_counted_in_all_and_by_ministry(choice: Choice, about: Ask) -> None:
    figure = changes.kinds(about(choice), days_of(choice))
    total, by = truth.kinds_of_change(choice)[WHOLE], truth.kinds_of_change(choice, "ministry")
    shown = by_code(figure)
    assert list(shown) == [each for each in KINDS if total[each] or each in (*WORSE, *BETTER)]
    chosen = choice.ministries or tuple(reference().portfolios)
    assert list(figure.columns) == ["kind", "direction", "total", *chosen]
    for kind, row in shown.items():
        assert row["total"] == total[kind]
        for code in chosen:
            assert row[code] == by.get(code, {}).get(kind, 0), (kind, code)
        assert row["direction"] == {1: "worse", -1: "better"}.get(
            (kind in WORSE) - (kind in BETTER), "neither"
        )


@pytest.mark.parametrize("choice", CHOICES)
def test_the_sentence_says_the_largest_change_for_the_worse_first_with_its_body(
    choice: Choice, about: Ask
) -> None:
    total, by = truth.kinds_of_change(choice)[WHOLE], truth.kinds_of_change(choice, "ministry")
    said = plain(changes.kinds(about(choice), days_of(choice)).finding)
    worse = sorted((each for each in WORSE if total[each]), key=lambda each: -total[each])
    better = [each for each in BETTER if total[each]]
    first, _, second = said.partition(". ")
    assert bool(second) == bool(better)
    for kinds, sentence in ((worse, first), (better, second)):
        parts = sentence.removesuffix(".").partition(": ")[2].split(", ") if kinds else []
        assert len(parts) == len(kinds)
        for kind, part in zip(kinds, parts, strict=True):
            assert part.startswith(f"{total[kind]} ")
            assert SAID[kind] in part
    assert ("for the worse" in first) == bool(worse)
    if worse and not choice.ministries:
        largest = max(row.get(worse[0], 0) for row in by.values())
        name, _, count = first.partition("(of these ")[2].partition(")")[0].partition(": ")
        assert int(count) == largest == by[MINISTRIES[name]][worse[0]]
    else:
        assert "of these" not in said


def test_up_to_the_last_day_of_the_records_only_the_first_day_is_named(about: Ask) -> None:
    up_to_now = changes.kinds(about(HALF), days_of(HALF)).finding
    assert plain(up_to_now).startswith("Since 31 December 2019, for the worse: ")
    year = changes.kinds(about(YEAR), days_of(YEAR)).finding
    assert plain(year).startswith("Between 31 December 2017 and 31 December 2018, for the worse: ")


@pytest.mark.parametrize("choice", [YEAR, PART])
def test_it_says_how_many_could_have_changed(choice: Choice, about: Ask) -> None:
    issued = truth.of("recommendations", replace(choice, from_on=EVER.from_on))
    counts = changes.kinds(about(choice), days_of(choice)).counts
    assert plain(counts[1]) == f"{issued['recommendations']} recommendations"
    assert plain(counts[2]) == f"{truth.of('clock', choice)['places']} places in the mandate"


@pytest.mark.parametrize("choice", CHOICES)
def test_statuses_of_both_days_add_up(choice: Choice, about: Ask) -> None:
    figure = changes.statuses(about(choice), days_of(choice))
    moved = truth.moved(choice)
    shown = by_code(figure)
    assert set(shown) == {then for then, _ in moved} | {"total"}
    whole: Counter[str] = Counter()
    for then, row in list(shown.items())[:-1]:
        for now in changes.STATUSES_AFTER:
            assert row[now] == moved[then, now]
            whole[now] += moved[then, now]
        assert row["total"] == sum(moved[then, now] for now in changes.STATUSES_AFTER)
    last = list(shown.values())[-1]
    assert {now: last[now] for now in changes.STATUSES_AFTER} == {
        now: whole[now] for now in changes.STATUSES_AFTER
    }
    assert last["total"] == moved.total()
    new = sum(count for (then, _), count in moved.items() if then == "not_issued")
    same = sum(count for (then, now), count in moved.items() if then == now)
    finding = plain(figure.finding)
    if moved.total() > new:
        assert f": {moved.total() - new}; of the same status" in finding
        assert f": {same}; issued since: {new}" in finding
    else:
        assert finding.endswith(f": {new}")


def test_the_statuses_of_a_day_are_all_there_are_with_implemented_told_apart() -> None:
    known = set(reference().codes("implementation_status")) - {"implemented"}
    assert set(changes.STATUSES_AFTER) == known | {"verified", "claimed", "no_information"}
    assert set(changes.status_names("kk")) == set(changes.STATUSES_BEFORE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("choice", [YEAR, PART])
def test_the_records_behind_a_number_are_those_it_counts(
    choice: Choice, kind: str, about: Ask
) -> None:
    days = days_of(choice)
    oracle = ChangeOracle(truth.oracle(), days.before, days.after)
    is_place = kind in changes.OF_PLACES
    counted = (oracle.place_changes if is_place else oracle.changes)(choice.row, "record")
    known = {name for name, counts in counted.items() if counts[kind]}
    figure = changes.records(about(choice), days, kind)
    rows = figure.rows.to_dicts()
    assert {row["institution_id" if is_place else "chain_id"] for row in rows} == known
    assert plain(figure.finding).endswith(f": {len(known)}")
    names = changes.status_names("en")
    for row in rows:
        assert set(figure.columns) <= set(row)
        if not is_place:
            chain = next(
                each
                for each in truth.oracle().chains
                if each["recommendation_id"] == row["chain_id"]
            )
            assert row["status_before"] == names[oracle.status(chain, days.before)]
            assert row["status_after"] == names[oracle.status(chain, days.after)]


def test_of_a_period_that_has_not_begun_there_is_nothing_to_say(about: Ask) -> None:
    for make in (changes.of_the_period, changes.statuses_of_the_period):
        figure = make(about(AFTER_ALL))
        assert figure.rows.is_empty()
        assert not figure.finding


def test_before_the_records_nothing_changed(about: Ask) -> None:
    figure = changes.of_the_period(about(BEFORE_ALL))
    assert figure.rows.is_empty()
    assert "nothing changed" in figure.finding
    assert changes.statuses_of_the_period(about(BEFORE_ALL)).rows.is_empty()


def test_a_choice_that_nothing_changed_in_says_so_without_a_row(about: Ask) -> None:
    day = Choice(date(2019, 2, 2), date(2019, 2, 2), ministries=("security",))
    assert not any(truth.kinds_of_change(day)[WHOLE].values())
    figure = changes.kinds(about(day), days_of(day))
    assert figure.rows.is_empty()
    assert figure.empty == figure.finding
    assert plain(figure.finding).endswith(" nothing changed for this choice")


def test_the_public_is_told_nothing_of_it(about: Ask) -> None:
    for make in (changes.of_the_period, changes.statuses_of_the_period):
        with pytest.raises(WithheldError):
            make(about(YEAR, Role.PUBLIC))
    with pytest.raises(WithheldError):
        changes.records(about(YEAR, Role.PUBLIC), days_of(YEAR), "issued")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_hall_sees_what_is_for_the_worse_and_for_the_better(language: str, about: Ask) -> None:
    figure = changes.kinds(about(YEAR, language=language), days_of(YEAR))
    assert figure.picture(Look.LIGHT) is None
    picture = figure.picture(Look.LIGHT.in_the_hall)
    assert picture is not None
    texts = [text for text in picture.frame["text"].drop_nulls() if text.isdecimal()]
    total = truth.kinds_of_change(YEAR)[WHOLE]
    assert texts == [str(total[kind]) for kind in (*WORSE, *BETTER)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [0, 1, 2, 5, 11, 21, 1000])
def test_every_part_of_the_sentence_can_be_said_of_any_number(language: str, count: int) -> None:
    words = words_for(language)
    for kind in (*WORSE, *BETTER):
        assert words.number(count) in words.plural(f"changes.said_{kind}", count)
