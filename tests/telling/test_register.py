"""The telling register's numbers, worked out by hand: no two definitions give the same.

Each number is checked against the oracle, the repository and, where it has the query, the command.
"""

import json
from dataclasses import replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from npm_data.cli import main
from npm_data.questions.repository import Repository
from npm_data.questions.statements import DIMENSIONS_OF
from tests.queries.oracle import wilson
from tests.telling import truth
from tests.telling.truth import BEFORE, EVER, PART, RATES, YEAR, Choice

# On 31 December 2018: P1, S1, I3 overdue; P3 (that very day), P4 due within 12 months;
# P2, P5, I1, I2, H1, H2, E2 on time; S2, I4, I5, H3, E1 never visited, of them S2 past due.
# I6 closed in May, C1 and C2 enter in 2019, O1 and O2 in 2020: 3 + 2 + 7 + 5 = 17.
CLOCK_2018 = {
    "places": 17,
    "on_time": 7,
    "due_soon": 2,
    "overdue": 3,
    "never_visited": 5,
    "never_visited_past_due": 1,
    "past_due": 4,
    "share_past_due": 4 / 17,
}
# On 30 June 2020: P1, P3, P4, P5, S1, E2 overdue; I1 (that very day), I2 due within 12 months;
# P2, I3, H1, H2, C1 on time; S2, I4, I5, H3, E1, C2, O1, O2 never visited, S2, I4, H3 past due.
CLOCK_2020 = {
    "places": 21,
    "on_time": 5,
    "due_soon": 2,
    "overdue": 6,
    "never_visited": 8,
    "never_visited_past_due": 3,
    "past_due": 9,
    "share_past_due": 9 / 21,
}
VISITS = {
    # V14 to V23 and V29; to S1 and P2 twice, and V17 to two places: 11 + 1 - 2 = 10 places.
    YEAR: {"visits": 11, "places_visited": 10},
    # V10 to V13 and V26 to V28; to P1 and S1 twice.
    BEFORE: {"visits": 7, "places_visited": 5},
    # V01 to V29; of 22 places S2, I4, I5, E1, C2, O1, O2 never.
    EVER: {"visits": 29, "places_visited": 15},
}
TYPES_2018 = {
    "periodic": {"visits": 3, "places_visited": 3},  # V15, V19, V20
    "interim": {"visits": 5, "places_visited": 5},  # V14, V16, V21, V22, V29
    "special": {"visits": 2, "places_visited": 3},  # V17 (two places), V18
    "unspecified": {"visits": 1, "places_visited": 1},  # V23
}
COVERAGE = {
    # The 17 of the year's end and I6; of the 10 places visited not I6 (closed that day), C1 (2019).
    YEAR: {"places_in_mandate": 18, "places_visited": 8, "coverage": 8 / 18},
    # Without E1 (opened in 2018), with I6.
    BEFORE: {"places_in_mandate": 17, "places_visited": 5, "coverage": 5 / 17},
    # All 22; of the 15 visited not C1, which was visited before its type came in.
    EVER: {"places_in_mandate": 22, "places_visited": 14, "coverage": 14 / 22},
}
PACE = {
    YEAR: {"places": 17, "needed_a_year": 4.25, "places_visited": 2, "pace": 2 / 4.25},  # P2, H2
    EVER: {"places": 21, "needed_a_year": 5.25, "places_visited": 1, "pace": 1 / 5.25},  # I3
}
# 33 rows less five repeats (R09, R30 of R01, R31 of R03, R32 of R08, R34 of R06) are 28.
STATUSES = {
    "recommendations": 28,
    "answered": 22,  # not R03, R08, R14, R21, R25, R26
    "implemented": 11,
    "verified": 7,  # R02, R12, R14, R16, R18, R19, R20; claimed: R06, R15, R22, R24
    "partly_implemented": 4,  # R03, R04, R23, R28
    "in_progress": 3,  # R10, R27, R33
    "not_started": 1,  # R11
    "not_implemented": 4,  # R01, R07, R17, R21
    "no_longer_applicable": 2,  # R05, R13
    "no_information": 3,  # R08, R25, R26
    "claimed": 4,  # R06, R15, R22, R24
    "judged": 26,
}
REPEATS = {
    "recommendations": 28,
    "statements": 33,
    "once": 24,
    "twice": 3,  # R03, R06, R08
    "three_times": 1,  # R01
    "four_times_and_more": 0,
}
REPLIES = {
    "due": 26,  # not R26, R27
    "in_time": 16,
    "late": 4,  # R02, R11, R19, R23
    "overdue": 6,  # R03, R08, R14, R21, R24, R25
    "share_in_time": 16 / 26,
}
CLAIMS = {
    "claims": 13,
    "confirmed": 6,  # R02, R12, R16, R17 (found otherwise later), R19, R20
    "downgraded": 2,  # R01, R04
    "no_longer_applicable": 1,  # R05
    "not_yet_looked_at": 4,  # R06, R15, R22, R24
}
# Implemented, considered, verified. By 12 months, of 28 without R13 (no longer applicable then) and
# R24 to R27 (too young): R01, R04, R06, R12, R14, R16, R17, R18, R19, R22.
RATES_EVER = {
    "cohort_12": (10, 23, 4),  # verified: R12, R14, R16, R18
    # Issued up to June 2018: R01 to R08, R10, R11, R16, R17, R20, R21, R33;
    # implemented R01, R02, R04, R05, R06, R16, R17, R20; verified R16, R20.
    "cohort_24": (8, 15, 2),
    # R01 to R04, R06, R20, R21 (R05 no longer applicable); implemented R02, R06, R20.
    "cohort_48": (3, 7, 2),
    # 28 without R05, R13.
    "stock": (11, 26, 7),
    # The 22 answered without R05, R13; of the 11 R14 was never answered.
    "answered": (10, 20, 6),
}
RATES_2018 = {
    "cohort_12": (5, 10, 3),  # of R10 to R15, R18, R19, R22, R23, R28 without R13: five
    "cohort_24": (0, 2, 0),  # R10, R11
    "cohort_48": (0, 0, 0),
    "stock": (6, 10, 4),  # R15, too
    "answered": (5, 9, 3),  # without R14
}
BY_ADDRESSEE = {
    # R01 to R08, R10, R11, R14, R15, R33; implemented R01, R04, R06, R14.
    "interior": (4, 13),
    # R12, R16 to R19: exactly five. R12 is of a place of the interior ministry.
    "health": (5, 5),
    # R20 to R23: four, so that no share is told; implemented R22.
    "education": (1, 4),
    "social": (0, 1),  # R28
}


def answers(query: str, choice: Choice, repository: Repository, *more: object) -> list[Any]:
    """The whole's row by the oracle and by the repository."""
    question = getattr(repository, query)
    if query in ("clock", "pace"):
        frame = question(choice.filters, choice.clock_day)
    elif query == "implementation":
        frame = question(choice.filters, rate=more[0], months=more[1])
    else:
        frame = question(choice.filters)
    return [
        truth.of(query, choice, *more),
        frame.drop("dimension", "key").row(0, named=True),
    ]


@pytest.mark.parametrize(
    ("query", "choice", "wanted"),
    [
        *(("visits", choice, row) for choice, row in VISITS.items()),
        *(("coverage", choice, row) for choice, row in COVERAGE.items()),
        *(("pace", choice, row) for choice, row in PACE.items()),
        ("clock", YEAR, CLOCK_2018),
        ("clock", EVER, CLOCK_2020),
        ("recommendations", EVER, STATUSES),
        ("repeats", EVER, REPEATS),
        ("replies", EVER, REPLIES),
        ("claims", EVER, CLAIMS),
    ],
)
def test_what_was_counted_by_hand_is_what_both_roads_say(
    query: str, choice: Choice, wanted: dict[str, float], repository: Repository
) -> None:
    for answer in answers(query, choice, repository):
        assert answer == pytest.approx(wanted)


@pytest.mark.parametrize(("choice", "wanted"), [(EVER, RATES_EVER), (YEAR, RATES_2018)])
def test_each_definition_of_the_rate_gives_its_own_number(
    choice: Choice, wanted: dict[str, tuple[int, int, int]], repository: Repository
) -> None:
    for name, (implemented, considered, verified) in wanted.items():
        for answer in answers("implementation", choice, repository, *RATES[name]):
            counts = (answer["implemented"], answer["considered"], answer["verified"])
            assert counts == (implemented, considered, verified)


def test_one_addressee_has_exactly_five_and_one_has_four(repository: Repository) -> None:
    rows = repository.implementation(EVER.filters, by=("ministry",)).rows(named=True)
    known = truth.ask("implementation", EVER, "ministry", "cohort", 12)
    assert {row["key"]: (row["implemented"], row["considered"]) for row in rows} == BY_ADDRESSEE
    assert {k: (row["implemented"], row["considered"]) for k, row in known.items()} == BY_ADDRESSEE


@pytest.mark.parametrize(
    ("successes", "trials", "low", "high"),
    # Wilson's interval as tables of it have it, to four places.
    [(10, 23, 0.2563, 0.6319), (5, 10, 0.2366, 0.7634), (5, 5, 0.5655, 1.0)],
)
def test_the_interval_is_wilsons_at_95_per_cent(
    successes: int, trials: int, low: float, high: float, repository: Repository
) -> None:
    asked = {23: EVER, 10: YEAR, 5: replace(EVER, ministries=("health",))}[trials]
    row = repository.implementation(asked.filters).row(0, named=True)
    assert (row["implemented"], row["considered"]) == (successes, trials)
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=5e-5)


GROUPED = [
    *((query, ()) for query in ("visits", "coverage", "clock", "pace", "recommendations")),
    *((query, ()) for query in ("replies", "claims", "repeats")),
    *(("implementation", rate) for rate in RATES.values()),
]


@pytest.mark.parametrize("choice", [YEAR, EVER, PART])
def test_both_roads_agree_on_every_group(choice: Choice, repository: Repository) -> None:
    for query, more in GROUPED:
        dimensions = [
            each
            for each in DIMENSIONS_OF[query]
            if each not in ("region_2016", "region_2018", "region_ministry", "year_visit_type")
        ]
        question = getattr(repository, query)
        if query in ("clock", "pace"):
            frame = question(choice.filters, choice.clock_day, dimensions)
        elif query == "implementation":
            frame = question(choice.filters, rate=more[0], months=more[1], by=dimensions)
        else:
            frame = question(choice.filters, by=dimensions)
        found: dict[str, truth.Answer] = {each: {} for each in dimensions}
        for row in frame.rows(named=True):
            found[row.pop("dimension")][row.pop("key")] = row
        for each in dimensions:
            known = truth.ask(query, choice, each, *more)
            assert set(found[each]) == set(known), (query, each)
            for key, row in known.items():
                assert found[each][key] == pytest.approx(row, abs=1e-9), (query, each, key)


def rate_row(name: str) -> dict[str, float]:
    implemented, considered, verified = RATES_EVER[name]
    low, high = wilson(implemented, considered)
    return {
        "implemented": implemented,
        "considered": considered,
        "verified": verified,
        "rate": implemented / considered,
        "low": low,
        "high": high,
    }


def test_the_command_prints_the_same(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    whole = {"from": "2018-01-01", "to": "2018-12-31"}
    asked: list[tuple[str, dict[str, str], list[dict[str, Any]]]] = [
        ("visits", whole, [VISITS[YEAR]]),
        (
            "visits",
            whole | {"by": "visit-type"},
            [{"visit_type": name} | TYPES_2018[name] for name in sorted(TYPES_2018)],
        ),
        ("coverage", whole, [COVERAGE[YEAR]]),
        ("clock", {"as-of": "2018-12-31"}, [CLOCK_2018]),
        ("clock", {}, [CLOCK_2020]),
        ("pace", {"as-of": "2018-12-31"}, [PACE[YEAR]]),
        ("recommendations", {}, [STATUSES]),
        ("replies", {}, [REPLIES]),
        ("replies", {"ministry": "health"}, [{"due": 5, "in_time": 4, "late": 1, "overdue": 0}]),
        ("implementation", {}, [rate_row("cohort_12")]),
        ("implementation", {"months": "24"}, [rate_row("cohort_24")]),
        ("implementation", {"rate": "answered"}, [rate_row("answered")]),
        (
            "time-to-implementation",
            {},
            truth.oracle().time_to_implementation(
                EVER.row, truth.DATA_DATE, "total", (0, 6, 12, 24, 36, 48)
            ),
        ),
    ]
    for query, options, wanted in asked:
        given = [part for name, value in options.items() for part in (f"--{name}", value)]
        capsys.readouterr()
        assert main(["query", query, "--database", str(file), "--format", "json", *given]) == 0
        rows = json.loads(capsys.readouterr().out)
        assert len(rows) == len(wanted)
        for row, known in zip(rows, wanted, strict=True):
            right = {name: value for name, value in known.items() if name not in FOR_FIGURES}
            assert row == pytest.approx(right, abs=1e-6), (query, options)


FOR_FIGURES = ("past_due", "share_past_due", "claimed", "judged", "share_in_time")
"""Columns of the answers that the command does not print."""


# Pairs that somebody could take for each other: in this register none of them is the same.
TOLD_APART = {
    "rate": [(k, n) for k, n, _ in RATES_EVER.values()],
    "rate in per cent": [round(100 * k / n, 1) for k, n, _ in RATES_EVER.values()],
    "verified share": [(verified, k) for k, _, verified in RATES_EVER.values()],
    "past due in 2018": [1, 2, 3, 3 + 1, 5, 7, 17],
    "past due in 2020": [2, 3, 5, 6, 6 + 3, 8, 21],
    "visits": [11, 10, 8, 18, 17, 7],
    "types of visits": [3, 5, 2, 1, 11],
    "replies": [28, 26, 16, 4, 6, 28 - 26],
    "claims": [13, 6, 2, 1, 4, 6 + 2, 13 - 4],
    "statements": [28, 33, 24, 3, 1],
    "answered": [28, 22, 20, 26],
}


@pytest.mark.parametrize("name", TOLD_APART)
def test_no_two_definitions_are_the_same_number(name: str) -> None:
    for one, other in combinations(TOLD_APART[name], 2):
        assert one != other


@pytest.mark.parametrize(
    ("query", "choice", "by"),
    [
        ("recommendations", EVER, "ministry"),
        ("replies", EVER, "ministry"),
        ("claims", EVER, "ministry"),
        ("repeats", EVER, "ministry"),
        ("clock", YEAR, "region"),
        ("clock", EVER, "ministry"),
        ("visits", YEAR, "ministry"),
        ("coverage", YEAR, "ministry"),
        ("coverage", YEAR, "region"),
    ],
)
def test_no_two_columns_of_an_answer_are_the_same(query: str, choice: Choice, by: str) -> None:
    answer = truth.with_whole(query, choice, by)
    columns = {name: [row[name] for row in answer.values()] for name in answer[truth.WHOLE]}
    empty = [name for name, values in columns.items() if not any(values)]
    assert empty in ([], ["four_times_and_more"])
    for one, other in combinations(columns, 2):
        assert columns[one] != columns[other], (one, other)


def test_a_region_with_places_has_no_visit_and_a_type_no_place() -> None:
    assert truth.ask("clock", EVER, "region")["KZ-39"]["places"] == 2
    assert "KZ-39" not in truth.ask("visits", EVER, "region")
    assert "guardhouse" not in truth.ask("clock", EVER, "institution_type")


def test_the_first_visit_lies_within_the_first_month_of_the_mandate() -> None:
    assert min(row["started_on"] for row in truth.rows()["visits"]) <= date(2014, 1, 31)
