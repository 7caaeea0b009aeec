"""The working list and its stories against plain Python, and by hand on the worked example."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npm_data.questions.recommendations import SORTS, Wanted
from npm_data.questions.repository import Repository
from npm_data.register.filters import Filters, Period
from tests.extent import drawn
from tests.queries.oracle import Oracle, Row, add_months
from tests.queries.test_oracle import DATA_DATE, TYPES_OF_REFERENCE, filter_rows, registers
from tests.registers import SHEETS, frame_of, in_memory, register_of, repository_of, worked_rows

EVERYTHING = Filters(Period(date(2014, 1, 1), date(2020, 12, 31)))
LETTERS = str.maketrans("ёәғқңөұүһі", "еагкноуухи")
TEXTS = (
    "Repair the windows",
    "Обеспечить ежедневные прогулки.",
    "Исключить лишение прогулок, как меру воспитания!",
    "Серуендеу аулаларын жабдықтау",
    "Тёплая ВОДА: 100 % камер",
    "Темир есік_жөндеу (1)",
)
SEARCHES: dict[str, tuple[tuple[str, ...], ...]] = {
    "": (),
    " %_!? ": (),
    "window": (("window",),),
    "ПРОГУЛКА": (("прогулк", "прогулок"),),
    "прогулки лишения": (("прогулк", "прогулок"), ("лишен",)),
    "серуендер": (("серуен",),),
    "жондеу": (("жонд",),),
    "теплая 100%": (("тепл",), ("100",)),
    "есік_жөндеу": (("есик",), ("жонде",)),
    "гор": (("гор",),),
}
"""Searches with what each of their words may begin with, worked out by hand."""

wanted_lists = st.builds(
    Wanted,
    statuses=st.sampled_from([(), (), ("no_information",), ("implemented", "in_progress")]),
    judges=st.sampled_from([(), (), ("npm",), ("authority", "nobody")]),
    older_than=st.sampled_from([None, None, 3, 12, 24, 48]),
    replies=st.sampled_from([(), (), ("overdue",), ("late", "not_yet_due")]),
    only_repeated=st.sampled_from([False, False, True]),
    search=st.sampled_from(["", "", *SEARCHES]),
    sort=st.sampled_from(SORTS),
)


@st.composite
def registers_with_texts(draw: st.DrawFn) -> dict[str, list[Row]]:
    rows = draw(registers())
    for row in rows["recommendations"]:
        row["text"] = draw(st.sampled_from(TEXTS))
    return rows


class FollowUpOracle(Oracle):
    """The list and the story in loops over the rows of the register."""

    def members(self, chain: Row) -> list[Row]:
        first = chain["recommendation_id"]
        return [
            row
            for identifier, row in self.recommendations_by_id.items()
            if self._first_of(identifier) == first
        ]

    def reply(self, chain: Row) -> str:
        due = add_months(chain["issued_on"], 3)
        replied = [event["on"] for event in chain["events"] if event["axis"] == "reply"]
        if replied:
            return "in_time" if min(replied) <= due else "late"
        return "overdue" if due <= self.data_date else "not_yet_due"

    def age(self, chain: Row) -> int:
        months = 0
        while add_months(chain["issued_on"], months + 1) <= self.data_date:
            months += 1
        return months

    def row(self, chain: Row) -> Row:
        status, is_verified = self.status(chain, self.data_date)
        judge = "npm" if is_verified else "authority"
        said = [row["issued_on"] for row in self.members(chain)]
        place = chain["place"] or {}
        return {
            "chain_id": chain["recommendation_id"],
            "issued_on": chain["issued_on"],
            "ministry": chain["addressee"],
            "addressee_level": chain["addressee_level"],
            "theme": chain["theme"],
            "institution_id": chain["institution_id"],
            "place": place.get("name"),
            "institution_type": place.get("institution_type"),
            "region": place.get("region"),
            "status": status,
            "judge": "nobody" if status == "no_information" else judge,
            "reply": self.reply(chain),
            "reply_due_on": add_months(chain["issued_on"], 3),
            "times_said": len(said),
            "latest_on": max([*said, *(event["on"] for event in chain["events"])]),
            "age_months": self.age(chain),
            "text": chain["text"],
        }

    def follow_up_list(self, filters: Row, wanted: Wanted) -> list[Row]:
        chains = self.chosen_chains(filters, self.data_date)
        # Sorting is stable: first the order of issue, then what the list is sorted by.
        chains.sort(key=lambda chain: chain["issued_on"])
        rows = [
            row
            for chain in chains
            for row in [self.row(chain)]
            if (not wanted.statuses or row["status"] in wanted.statuses)
            and (not wanted.judges or row["judge"] in wanted.judges)
            and (
                wanted.older_than is None
                or add_months(row["issued_on"], wanted.older_than) < self.data_date
            )
            and (not wanted.replies or row["reply"] in wanted.replies)
            and (not wanted.only_repeated or row["times_said"] > 1)
            and self.is_found(chain, SEARCHES[wanted.search])
        ]
        chapters = list(dict.fromkeys(kind["portfolio"] for kind in self.types.values()))
        if wanted.sort == "newest":
            rows.reverse()
        if wanted.sort == "most_said":
            rows.sort(key=lambda row: -row["times_said"])
        if wanted.sort == "latest_event":
            rows.sort(key=lambda row: -row["latest_on"].toordinal())
        if wanted.sort == "addressee":
            rows.sort(key=lambda row: chapters.index(row["ministry"]))
        return rows

    def is_found(self, chain: Row, looked_for: tuple[tuple[str, ...], ...]) -> bool:
        said = [word for row in self.members(chain) for word in folded(row["text"])]
        return all(any(word.startswith(ways) for word in said) for ways in looked_for)

    def story(self, chain: Row) -> list[Row]:
        members = self.members(chain)
        since: dict[str, date] = {}
        for row in sorted(members, key=lambda row: row["issued_on"]):
            if row["institution_id"]:
                since.setdefault(row["institution_id"], row["issued_on"])
        events = [
            (row["started_on"], 1, number, "visit", row["visit_id"])
            for number, row in enumerate(self.visit_rows)
            if row["institution_id"] in since and row["started_on"] > since[row["institution_id"]]
        ]
        order = list(self.recommendations_by_id)
        events += [
            (
                row["issued_on"],
                2,
                order.index(row["recommendation_id"]),
                "statement",
                row["visit_id"],
            )
            for row in members
        ]
        events += [
            (event["on"], 3, event["number"], event["axis"], None) for event in chain["events"]
        ]
        return [
            {
                "happened_on": day,
                "kind": kind,
                "visit_id": visit_id,
                "standing": self.status(chain, day)[0],
                "is_verified": self.status(chain, day)[1],
            }
            for day, _, _, kind, visit_id in sorted(events, key=lambda event: event[:3])
        ]


def folded(text: str) -> list[str]:
    composed = unicodedata.normalize("NFC", text).lower().translate(LETTERS)
    return re.findall(r"[^\W_]+", composed)


def _filters(row: Row) -> Filters:
    chosen = {name: value for name, value in row.items() if not name.endswith("_on")}
    return Filters(period=Period(row["from_on"], row["to_on"]), **chosen)


def _without_numbers(rows: list[Row]) -> list[Row]:
    return [{k: v for k, v in row.items() if k not in ("number", "total")} for row in rows]


@drawn(4, 150)
@given(
    rows=registers_with_texts(),
    asked=st.lists(st.tuples(filter_rows(), wanted_lists), min_size=4, max_size=4),
)
def test_list_and_story_agree_with_plain_python_on_random_registers(
    rows: dict[str, list[Row]], asked: list[tuple[Row, Wanted]]
) -> None:
    full = {sheet: frame_of(sheet, rows[sheet]).drop("record").to_dicts() for sheet in SHEETS}
    oracle = FollowUpOracle(**full, types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    all_days = {"from_on": date(2013, 1, 1), "to_on": date(2030, 1, 1)}
    with in_memory(register_of(**rows), DATA_DATE) as repository:
        for drawn, wanted in asked:
            for row in (drawn, drawn | all_days):
                found = repository.follow_up_list(_filters(row), wanted).rows(named=True)
                right = oracle.follow_up_list(row, wanted)
                assert _without_numbers(found) == right, (row, wanted)
                assert [each["number"] for each in found] == list(range(1, len(right) + 1))
                assert {each["total"] for each in found} <= {len(right)}
                paged = list(_pages(repository, _filters(row), wanted, len(right)))
                assert paged == found
        for chain in oracle.chains:
            story = repository.story(chain["recommendation_id"]).rows(named=True)
            wanted_story = oracle.story(chain)
            assert [
                {name: event[name] for name in wanted_story[0]} for event in story
            ] == wanted_story


def _pages(
    repository: Repository, filters: Filters, wanted: Wanted, total: int
) -> Iterator[dict[str, Any]]:
    """The rows of all pages of two, one page after the other."""
    for page in range(1, -(-total // 2) + 1):
        rows = repository.follow_up_list(filters, wanted, page, 2).rows(named=True)
        assert 0 < len(rows) <= 2
        yield from rows


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    folder = tmp_path_factory.mktemp("follow_up")
    repository = repository_of(register_of(**worked_rows()), folder, date(2018, 6, 30))
    yield repository
    repository.close()


def _ids(repository: Repository, wanted: Wanted) -> list[str]:
    return repository.follow_up_list(EVERYTHING, wanted)["chain_id"].to_list()


def test_the_worked_examples_chains_stand_in_the_order_of_issue(worked: Repository) -> None:
    in_order = ["R01", "R02", "R03", "R05", "R07", "R09", "R11", "R08", "R10"]
    assert _ids(worked, Wanted()) == in_order
    assert _ids(worked, Wanted(sort="newest")) == in_order[::-1]
    assert _ids(worked, Wanted(sort="most_said"))[:2] == ["R01", "R02"]


def test_what_the_worked_example_says_of_a_chain(worked: Repository) -> None:
    row = worked.recommendation("R04").row(0, named=True)
    assert row["chain_id"] == "R01"
    assert (row["status"], row["judge"], row["reply"]) == ("implemented", "npm", "in_time")
    assert (row["times_said"], row["age_months"]) == (2, 49)
    assert row["latest_on"] == date(2017, 11, 20)


def test_the_worked_examples_overdue_replies_and_unjudged_ones(worked: Repository) -> None:
    # R03 was answered on 11 September, a day after its three months; R09 and R07 never.
    assert _ids(worked, Wanted(replies=("overdue",))) == ["R07", "R09", "R11"]
    assert _ids(worked, Wanted(judges=("nobody",))) == ["R03", "R11", "R10"]
    assert worked.recommendation("R03")["reply"].to_list() == ["late"]
    assert worked.recommendation("R10")["reply"].to_list() == ["in_time"]


def test_a_page_after_the_last_one_means_the_last(worked: Repository) -> None:
    last = worked.follow_up_list(EVERYTHING, Wanted(), 99, 4)
    assert last["number"].to_list() == [9]
    assert last["total"].to_list() == [9]
    assert last["chain_id"].to_list() == ["R10"]


def test_an_unknown_recommendation_has_no_row(worked: Repository) -> None:
    assert worked.recommendation("R99").is_empty()
    assert worked.recommendation("' or 1=1 --").is_empty()


def test_the_story_of_a_repeated_recommendation(worked: Repository) -> None:
    story = worked.story("R01").rows(named=True)
    assert [(str(row["happened_on"]), row["kind"], row["standing"]) for row in story] == [
        ("2014-05-20", "statement", "no_information"),
        ("2014-07-01", "reply", "no_information"),
        ("2014-09-01", "implementation", "implemented"),
        ("2016-01-01", "visit", "implemented"),
        ("2016-01-03", "implementation", "not_implemented"),
        ("2016-01-15", "statement", "not_implemented"),
        ("2016-05-01", "implementation", "not_implemented"),
        ("2017-11-20", "visit", "implemented"),
        ("2017-11-20", "implementation", "implemented"),
    ]
    # What the authority claims in May 2016 does not outweigh what the NPM saw in January.
    assert [row["is_verified"] for row in story] == [False] * 4 + [True] * 5


def test_the_story_has_no_events_of_other_chains(worked: Repository) -> None:
    assert {event["recommendation_id"] for event in worked.story("R05").rows(named=True)} <= {
        "R05",
        None,
    }


@pytest.mark.parametrize(
    ("search", "chains"),
    [
        ("ventilation CELLS", ["R01"]),
        ("ventilation nurse", []),
        ("window%", []),
        ("repairing", ["R01"]),
        ("_", ["R01", "R02", "R03", "R05", "R07", "R09", "R11", "R08", "R10"]),
        ("children's", ["R09"]),
    ],
)
def test_every_word_of_a_search_must_occur(
    search: str, chains: list[str], worked: Repository
) -> None:
    assert _ids(worked, Wanted(search=search)) == chains


def test_a_long_query_is_looked_for_by_its_longest_words(worked: Repository) -> None:
    sentence = "a an to of in on at by it is be or Repair the ventilation of the cells"
    assert _ids(worked, Wanted(search=sentence)) == []
    pasted = "Extend the mandate to children's institutions " * 5
    assert _ids(worked, Wanted(search=pasted)) == ["R09"]


@pytest.mark.parametrize(
    ("text", "search", "words"),
    [
        (
            "Прогу\u00adлки и про\u0301гулка, прогул",
            "прогулок",
            ["Прогу\u00adлки", "про\u0301гулка"],
        ),
        ("ТӘРБИЕ мен тарбие", "тәрбиеге", ["ТӘРБИЕ", "тарбие"]),
        ("елка, Ёлка, и\u0306од, йод", "ЁЛКИ йода", ["Ёлка", "елка", "и\u0306од", "йод"]),
        ("nothing", "", []),
        ("100 % of _", "%", []),
    ],
)
def test_found_words_are_given_as_they_are_written(
    text: str, search: str, words: list[str], worked: Repository
) -> None:
    assert sorted(worked.found_words(search, (text,))["word"]) == sorted(words)


def test_a_wanted_list_is_a_value(worked: Repository) -> None:
    wanted = Wanted(statuses=("implemented",))
    assert worked.follow_up_list(EVERYTHING, wanted) is worked.follow_up_list(
        EVERYTHING, replace(wanted)
    )
