"""Single places and their lists, held against the other road: every row, count and sentence."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from npm_data.charts.theme import Look
from npm_data.figures import places
from npm_data.figures.places import STATES, Place, Sought
from npm_data.figures.subject import Report
from npm_data.i18n import words_for
from npm_data.questions.disclosure import WithheldError
from npm_data.register.filters import Role
from tests.figures.conftest import Ask, by_code, plain
from tests.queries.oracle import Row, add_months
from tests.telling import truth
from tests.telling.truth import EVER, PART, WHOLE, YEAR, Choice

SMALL = replace(EVER, regions=("KZ-79",))
NOTHING = replace(YEAR, regions=("KZ-61",))
TOO_EARLY = replace(YEAR, from_on=date(2013, 1, 1), to_on=date(2013, 12, 31))
CHOICES = (YEAR, EVER, PART, SMALL, NOTHING, TOO_EARLY)
IS_IN: dict[str, Callable[[str, bool], bool]] = {
    "never-visited": lambda clock, _: clock == "never_visited",
    "never-visited-past-due": lambda clock, is_past: clock == "never_visited" and is_past,
    "past-due": lambda _, is_past: is_past,
    "due-soon": lambda clock, _: clock == "due_soon",
    "on-time": lambda clock, _: clock == "on_time",
}


def counted(figure: Any) -> str:
    return plain(" ".join(figure.counts))


@pytest.mark.parametrize("choice", CHOICES)
@pytest.mark.parametrize("state", ["all", *STATES])
def test_the_register_has_each_place_with_its_term_and_last_visits(
    choice: Choice, state: str, about: Ask
) -> None:
    said, day = truth.oracle(), choice.clock_day
    subject = about(choice)
    figure = places.register(subject, Sought(state=state))
    known = {}
    for place in said.places_on(choice.row, day):
        clock, due = said.clock_class(place, day)[0], said.due_on(place, day)
        if state == "all" or IS_IN[state](clock, due < day):
            chains = said.chains_of(place, truth.DATA_DATE)
            known[place["institution_id"]] = {
                "name": place["name"],
                "type": subject.words.institution_type(place["institution_type"]),
                "region_name": subject.words.region(place["region"], on=day),
                "district": place["district"],
                "state": subject.words(f"figures.clock_{clock}"),
                "due_on": due,
                "last_periodic_on": said.last(place, day, "periodic"),
                "last_interim_on": said.last(place, day, "interim"),
                "last_special_on": said.last(place, day, "special"),
                "open_recommendations": sum(said.is_open(c, truth.DATA_DATE) for c in chains),
            }
    shown = {
        row["institution_id"]: {name: row[name] for name in figure.columns}
        for row in figure.rows.iter_rows(named=True)
    }
    hosts = {identifier: row.pop("host") for identifier, row in shown.items()}
    assert {i: {"institution_id": i} | row for i, row in known.items()} == shown
    portfolios = truth.types_of_places()
    for identifier, host in hosts.items():
        kind = said.places[identifier]["institution_type"]
        assert host == subject.words.ministry(portfolios[kind]["portfolio"], day)
    total = len(said.places_on(choice.row, day))
    finding = f"Places in the register: {total}"
    assert figure.finding == (
        finding if state == "all" else f"Places found: {len(known)} of {total}"
    )
    assert "For the Coordination Council only" in counted(figure)
    assert (f"Four-year term: {places.state_options('en')[state]}" in counted(figure)) is (
        state != "all"
    )


def test_a_list_says_what_was_sought_in_it(about: Ask) -> None:
    figure = places.register(about(EVER), Sought("nowhere at all", with_outside=True))
    assert figure.rows.is_empty()
    assert figure.finding.startswith("Places found: 0 of ")
    assert "Search: nowhere at all" in counted(figure)
    assert "Include places outside the mandate" in counted(figure)


@pytest.mark.parametrize("choice", CHOICES)
def test_where_to_go_next_has_what_is_due_and_what_the_round_needs(
    choice: Choice, about: Ask
) -> None:
    known, day, subject = truth.oracle(), choice.clock_day, about(choice)
    figure = places.planning(subject)
    wanted = known.planning(choice.row, day)
    shown = figure.rows.select("institution_id", "due_on", "term", "last_periodic_on").rows()
    assert shown == [
        (
            row["institution_id"],
            row["due_on"],
            "past due" if row["is_past_due"] else "due within 12 months",
            row["last_periodic_on"],
        )
        for row in wanted
    ]
    needs = places.needs_of_the_round(subject)
    places_of_it = known.places_on(choice.row, day)
    if not places_of_it:
        assert places.planning_finding(subject.words, needs) == (
            "This choice has no place in the mandate."
        )
        return
    past = sum(row["is_past_due"] for row in wanted)
    assert places.planning_finding(subject.words, needs) == (
        f"Periodic visits needed in the coming 12 months: {len(wanted)}, of these past due: {past}"
    )
    never = sum(row["is_past_due"] and row["last_periodic_on"] is None for row in wanted)
    year_ago = add_months(day, -12)
    visited = sum(
        last is not None and last > year_ago
        for last in (known.last(place, day, "periodic") for place in places_of_it)
    )
    said = [
        *(len(places_of_it), -(-len(places_of_it) // 4), 12, day.day, day.year, len(wanted)),
        *(len(wanted) - past, past, never, 12, visited),
    ]
    sentence = plain(places.planning_sentence(subject.words, needs, day))
    assert [int(each) for each in re.findall(r"\d+", sentence)] == said
    assert sentence in counted(figure)
    assert "visits may be unannounced" in counted(figure)


@pytest.mark.parametrize("choice", CHOICES)
def test_regions_have_the_places_without_a_visit_and_what_they_need(
    choice: Choice, about: Ask
) -> None:
    known, day = truth.oracle(), choice.clock_day
    figure = places.regions(about(choice))
    needs = known.planning_needs(choice.row, day, "region")
    whole = known.planning_needs(choice.row, day, "total").get(WHOLE)
    pace = truth.ask("pace", choice, "region") | truth.ask("pace", choice)
    rows = by_code(figure)
    if whole is None:
        assert rows == {}
        return
    assert list(rows) == [*(code for code in known.region_order if code in needs), "total"]
    for code, row in rows.items():
        wanted = whole if code == "total" else needs[code]
        names = ("places", "never_visited", "share_never_visited", "past_due", "coming")
        assert {name: row[name] for name in names} == {name: wanted[name] for name in names}
        assert row["needed_a_year"] == -(-wanted["places"] // 4)
        assert row["places_visited"] == pace[WHOLE if code == "total" else code]["places_visited"]
    share = 100 * whole["never_visited"] / whole["places"]
    assert plain(figure.finding) == (
        f"{whole['never_visited']} of {whole['places']} places have had no periodic visit"
        f" ({share:.1f} %)"
    )


def test_regions_stand_by_share_only_when_asked_for(about: Ask) -> None:
    shares = places.regions(about(EVER), by_share=True).rows["share_never_visited"].to_list()
    assert shares[:-1] == sorted(shares[:-1], reverse=True)
    assert shares[:-1] != places.regions(about(EVER)).rows["share_never_visited"].to_list()[:-1]


@pytest.mark.parametrize("identifier", sorted(truth.oracle().places))
def test_a_place_says_what_it_was_told_when_it_was_visited_and_when_it_is_due(
    identifier: str, about: Ask
) -> None:
    known, day, subject = truth.oracle(), truth.DATA_DATE, about(YEAR)
    place, row = known.places[identifier], known.place(known.places[identifier], day)
    asked = places.place_of(subject, identifier)
    assert asked is not None
    told, visited, due = map(plain, places.sentences(subject, asked))
    withdrawn = row["no_longer_applicable"]
    gone = f", no longer applicable {withdrawn};" if withdrawn else ","
    assert told == (
        f"Recommendations: {row['recommendations']}; done {row['done']} (the NPM established"
        f" {row['verified']}), open {row['open_recommendations']}{gone}"
        f" repeated {row['repeated']}."
        if row["recommendations"]
        else "No recommendation to this place is recorded."
    )
    last, periodic = row["last_visit_on"], row["last_periodic_on"]
    if last is None:
        assert visited == "No visit to this place is recorded."
    else:
        count = f"{row['visits']} visit{'s' * (row['visits'] != 1)}"
        assert visited.startswith(f"{count}, the last on {long_day(last)} (")
        on_that_day = [each for each in known.visits_of(place, day) if each["started_on"] == last]
        assert any(f"({each['visit_type']})" in visited for each in on_that_day)
        if periodic is None:
            assert visited.endswith("); no periodic visit yet.")
        elif periodic != last:
            assert visited.endswith(f"; the last periodic visit on {long_day(periodic)}.")
    if row["due_on"] is None:
        assert "mandate" in due
    elif row["is_past_due"]:
        assert due == f"The next periodic visit was due by {long_day(row['due_on'])}: past due."
    else:
        assert due == f"The next periodic visit is due by {long_day(row['due_on'])}."


def long_day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def test_a_place_that_nobody_knows_is_none(about: Ask) -> None:
    assert places.place_of(about(YEAR), "no-such") is None


def told(subject: Report, identifier: str) -> Place:
    place = places.place_of(subject, identifier)
    assert place is not None
    return place


def test_a_place_has_its_recommendations_with_their_status(about: Ask) -> None:
    subject, known = about(YEAR), truth.oracle()
    figure = places.recommendations(subject, told(subject, "P1"))
    wanted = known.recommendations_of_place(known.places["P1"], truth.DATA_DATE)
    words = subject.words
    assert sorted(figure.rows.select(*figure.columns).drop("since").rows()) == sorted(
        (
            each["chain_id"],
            each["issued_on"],
            each["text"],
            words.ministry(each["ministry"], truth.DATA_DATE),
            words.code("theme", each["theme"]),
            places.status_of(words, each["status"]),
            each["times"],
            each["last_said_on"],
        )
        for each in wanted
    )
    since = dict(figure.rows.select("chain_id", "since").rows())
    assert since == {
        "R01": date(2017, 12, 31),
        "R14": date(2019, 8, 1),
        "R33": date(2017, 8, 1),
    }
    assert figure.finding.startswith(f"{known.places['P1']['name']}. Recommendations: 3; done ")


@pytest.mark.parametrize("identifier", ["P1", "S1"])
def test_the_timeline_has_visits_what_was_said_and_each_change_of_a_status(
    identifier: str, about: Ask
) -> None:
    subject, known, day = about(YEAR), truth.oracle(), truth.DATA_DATE
    place = known.places[identifier]
    wanted: list[tuple[date, str, int | None]] = [
        (each["started_on"], f"visit: {each['visit_type']}", None)
        for each in known.visits_of_place(place, day)
    ]
    for each in known.statements_of_place(place, day):
        for what, count in (
            ("recommendations made", "recommendations"),
            ("earlier recommendations repeated", "repeats"),
        ):
            wanted += [(each["issued_on"], what, each[count])] if each[count] else []
    by_day: dict[date, Counter[str]] = {}
    for each in known.statuses_of_place(place, day):
        by_day.setdefault(each["read_on"], Counter())[each["status"]] = each["recommendations"]
    before: Counter[str] = Counter()
    for read_on, counts in by_day.items():
        wanted += [
            (read_on, f"status: {places.status_of(subject.words, status)}", counts[status])
            for status in truth.STATUSES
            if counts[status] != before[status]
        ]
        before = counts
    wanted.append((known.due_on(place, day), "a periodic visit is due", None))
    figure = places.timeline(subject, told(subject, identifier))
    shown = figure.rows.select("on", "what", "count").rows()
    assert sorted(shown, key=str) == sorted(wanted, key=str)
    assert set(figure.rows["place"]) == {place["name"]}
    assert [row[0] for row in shown] == sorted(row[0] for row in shown)


def test_the_picture_of_a_place_has_the_stack_of_its_last_month(about: Ask) -> None:
    subject, known, day = about(YEAR), truth.oracle(), truth.DATA_DATE
    picture = places.timeline(subject, told(subject, "P1")).picture(Look.LIGHT)
    assert picture is not None
    drawn = picture.frame.to_dicts()
    at_last = max(row["until"] for row in drawn if row["kind"] == "status")
    stack = {
        row["status"]: row["high"] - row["low"]
        for row in drawn
        if row["kind"] == "status" and row["until"] == at_last
    }
    bands = Counter(known.band(each, day) for each in known.chains_of(known.places["P1"], day))
    bands.pop("no_longer_applicable", None)
    assert stack == bands
    visits = [row["visit_type"] for row in drawn if row["kind"] == "visit"]
    assert visits == [each["visit_type"] for each in known.visits_of_place(known.places["P1"], day)]


def test_nothing_of_a_single_place_is_told_the_public(about: Ask) -> None:
    subject = about(YEAR, Role.PUBLIC)
    for ask in (
        lambda: places.register(subject, Sought()),
        lambda: places.planning(subject),
        lambda: places.regions(subject),
        lambda: places.place_of(subject, "P1"),
    ):
        with pytest.raises(WithheldError):
            ask()


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("ru", 1, "обойти 1 учреждение, нужно 1 периодическое посещение в год"),
        ("ru", 2, "у 2 учреждений наступает срок, у 2 учреждений срок уже истёк"),
        ("ru", 5, "предстоит 5 периодических посещений"),
        ("ru", 21, "предстоит 21 периодическое посещение: у 21 учреждения наступает срок"),
        ("ru", 21, "периодическое посещение проведено в 21 учреждении."),
        ("ru", 2, "периодические посещения проведены в 2 учреждениях."),
        ("kk", 21, "21 мекеменің мерзімі келеді, 21 мекеменің мерзімі өткен"),
        ("en", 0, "0 periodic visits are needed: 0 fall due and 0 are past due"),
        (
            "en",
            1,
            "1 periodic visit is needed: 1 falls due and 1 is past due, 1 of these for",
        ),
        ("en", 21, "In the 12 months before, 21 places had a periodic visit."),
    ],
)
def test_the_planning_sentence_bends_its_words_to_the_numbers(
    language: str, count: int, said: str
) -> None:
    numbers = ("needed", "coming", "past_due", "never_visited_past_due", "places_visited")
    needs: Row = {"places": max(count, 1), "needed_a_year": float(count)}
    needs |= dict.fromkeys(numbers, count)
    assert said in places.planning_sentence(words_for(language), needs, truth.DATA_DATE)


def months(*rows: tuple[date, date, str, int]) -> pl.DataFrame:
    return pl.DataFrame(
        rows, schema=["month_on", "read_on", "status", "recommendations"], orient="row"
    )


def test_a_band_lasts_as_long_as_it_stays_where_it_is() -> None:
    january, february, march = (date(2016, month, 1) for month in (1, 2, 3))
    drawn = places.bands(
        months(
            (january, date(2016, 1, 31), "no_information", 2),
            (february, date(2016, 2, 29), "no_information", 2),
            (march, date(2016, 3, 20), "verified", 1),
            (march, date(2016, 3, 20), "no_information", 1),
            (march, date(2016, 3, 20), "no_longer_applicable", 4),
        ),
        date(2016, 1, 11),
    )
    days = 24 * 60 * 60 * 1000
    lengths = [
        (row["status"], row["low"], row["high"], (row["until"] - row["at"]) / days) for row in drawn
    ]
    assert lengths == [
        ("no_information", 0, 2, 21 + 29),
        ("verified", 0, 1, 20),
        ("no_information", 1, 2, 20),
    ]


def test_a_status_that_was_away_begins_a_new_band() -> None:
    days = [date(2016, month, 1) for month in (1, 2, 3)]
    statuses = ["verified", "in_progress", "verified"]
    rows = [(day, day, status, 1) for day, status in zip(days, statuses, strict=True)]
    assert [row["status"] for row in places.bands(months(*rows), None)] == statuses
