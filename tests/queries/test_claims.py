"""What was claimed against what was found, how often it was said: by hand and by an oracle."""

from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from npm_data.questions.repository import Repository
from npm_data.questions.statements import DIMENSIONS_OF
from npm_data.register.filters import Filters, Period
from tests.extent import drawn
from tests.queries.oracle import Row
from tests.queries.oracle_claims import ClaimsOracle
from tests.queries.test_oracle import (
    DATA_DATE,
    TYPES_OF_REFERENCE,
    days,
    filter_rows,
    registers,
)
from tests.registers import SHEETS, frame_of, in_memory, register_of, repository_of, worked_rows

EVER = Filters(Period(date(2014, 1, 1), date(2018, 12, 31)))
RATES = (("cohort", 12), ("cohort", 24), ("stock", 12), ("answered", 12))
NOT_ASKED = {"region_2016", "region_2018", "region_ministry", "year_visit_type"}
"""Dimensions that the oracle does not know."""


@pytest.fixture(scope="module")
def worked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    folder = tmp_path_factory.mktemp("worked")
    repository = repository_of(register_of(**worked_rows()), folder, date(2018, 6, 30))
    yield repository
    repository.close()


def test_a_later_claim_does_not_wash_a_downgrade_away(worked: Repository) -> None:
    """R01 was found not implemented after its first claim, and confirmed after its second; R07 was
    confirmed; nobody has looked at R02 (its only look came before the claim) and R08."""
    assert worked.claims(EVER).rows() == [("total", "", 4, 1, 1, 2, 0)]


def test_what_the_npm_says_after_the_day_does_not_exist(worked: Repository) -> None:
    assert worked.claims(EVER, date(2016, 1, 2)).rows() == [("total", "", 1, 0, 0, 1, 0)]
    assert worked.claims(EVER, date(2016, 1, 3)).rows() == [("total", "", 1, 0, 1, 0, 0)]


def test_two_of_nine_recommendations_were_said_twice(worked: Repository) -> None:
    assert worked.repeats(EVER).rows() == [("total", "", 9, 11, 7, 2, 0, 0)]
    assert worked.repeats(EVER, date(2016, 1, 14)).rows() == [("total", "", 3, 3, 3, 0, 0, 0)]
    assert worked.repeats(EVER, date(2016, 1, 15)).rows() == [("total", "", 3, 4, 2, 1, 0, 0)]


def test_the_longest_chains_say_first_and_last_day_and_the_status(worked: Repository) -> None:
    first, second = worked.longest_chains(EVER).rows(named=True)
    assert (first["chain_id"], first["issued_on"], first["last_said_on"], first["times"]) == (
        "R01",
        date(2014, 5, 20),
        date(2016, 1, 15),
        2,
    )
    assert (first["status"], first["is_verified"]) == ("implemented", True)
    assert (second["chain_id"], second["status"]) == ("R02", "partly_implemented")
    assert worked.longest_chains(EVER, most=1)["chain_id"].to_list() == ["R01"]


def test_the_next_cohort_is_of_the_oldest_that_are_too_young(worked: Repository) -> None:
    assert worked.next_cohort(EVER, months=12)["ready_on"].to_list() == [date(2019, 3, 5)]
    of_2014 = Filters(Period.of_year(2014))
    assert worked.next_cohort(of_2014, months=12)["ready_on"].to_list() == [None]


def _as_oracle(answer: Row) -> Row:
    """A row of an answer with its key named after its dimension, as the oracle has it."""
    counts = {name: value for name, value in answer.items() if name not in ("dimension", "key")}
    by = answer["dimension"]
    return counts if by == "total" else {by: answer["key"]} | counts


def _answers(
    repository: Repository, oracle: ClaimsOracle, row: Row, day: date
) -> Iterator[tuple[object, object]]:
    """Each question's answer beside the oracle's, as lists of rows."""
    chosen = {name: value for name, value in row.items() if not name.endswith("_on")}
    filters = Filters(period=Period(row["from_on"], row["to_on"]), **chosen)
    for name in ("claims", "repeats"):
        dimensions = [each for each in DIMENSIONS_OF[name] if each not in NOT_ASKED]
        answer = getattr(repository, name)(filters, day, dimensions).rows(named=True)
        for by in dimensions:
            of_dimension = [each for each in answer if each["dimension"] == by]
            yield [_as_oracle(each) for each in of_dimension], getattr(oracle, name)(row, day, by)
    for most in (1, 20):
        longest = repository.longest_chains(filters, day, most).rows(named=True)
        yield longest, oracle.longest_chains(row, day, most)
    for months in (12, 48):
        ready = repository.next_cohort(filters, day, months)["ready_on"].to_list()
        yield ready, [oracle.next_cohort(row, day, months)]
    at_once = repository.implementation_by_definition(filters, RATES, day, ("total", "ministry"))
    for number, (rate, months) in enumerate(RATES, start=1):
        alone = repository.implementation(filters, day, rate, months, ("total", "ministry"))
        yield at_once.filter(definition=number).drop("definition").rows(), alone.rows()


@drawn(5, 200)
@given(
    rows=registers(),
    asked=st.lists(st.tuples(filter_rows(), days), min_size=3, max_size=3),
)
def test_each_question_agrees_with_plain_python_on_random_registers(
    rows: dict[str, list[Row]], asked: list[tuple[Row, date]]
) -> None:
    full = {sheet: frame_of(sheet, rows[sheet]).drop("record").to_dicts() for sheet in SHEETS}
    oracle = ClaimsOracle(**full, types=TYPES_OF_REFERENCE, data_date=DATA_DATE)
    with in_memory(register_of(**rows), DATA_DATE) as repository:
        for row, day in asked:
            for answer, wanted in _answers(repository, oracle, row, day):
                assert answer == wanted, (row, day)
