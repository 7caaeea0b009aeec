"""The published rate is met by claims of authorities, never by what the NPM found."""

from datetime import date

import pytest

from npm_data.demo.follow_up import Chain, Statement, settle_the_published_rate
from npm_data.demo.plan import RATE_DAY

ISSUED_ON = date(2023, 3, 1)
HEARD_ON = date(2024, 2, 1)


def chain(status: str, judge: str = "authority") -> Chain:
    first = Statement(None, None, "interior", "central", "conditions", ISSUED_ON, "Repair the roof")
    made = Chain("ru", [first])
    made.add(HEARD_ON, status, judge)
    return made


def implemented(chains: list[Chain]) -> int:
    return sum(each.status_on(RATE_DAY) == "implemented" for each in chains)


@pytest.mark.parametrize("claimed", [0, 3, 4, 5, 10])
def test_four_of_ten_are_implemented_afterwards(claimed: int) -> None:
    chains = [chain("implemented") for _ in range(claimed)]
    chains += [chain("in_progress") for _ in range(10 - claimed)]
    settle_the_published_rate(chains)
    assert implemented(chains) == 4


def test_what_the_npm_found_stays_as_it_was_found() -> None:
    checked = [chain("implemented", "npm") for _ in range(3)]
    chains = checked + [chain("implemented") for _ in range(5)] + [chain("in_progress")] * 2
    settle_the_published_rate(chains)
    assert implemented(chains) == 4
    assert implemented(checked) == 3


def test_a_claim_lies_between_the_last_word_and_the_day_of_the_rate() -> None:
    chains = [chain("in_progress") for _ in range(10)]
    settle_the_published_rate(chains)
    claims = [each.events[-1] for each in chains if each.events[-1].status == "implemented"]
    assert len(claims) == 4
    assert all(HEARD_ON < claim.on <= RATE_DAY and claim.judge == "authority" for claim in claims)


def test_other_years_are_left_alone() -> None:
    first = Statement(None, None, "health", "central", "staff", date(2022, 3, 1), "Hire a nurse")
    other = Chain("ru", [first])
    other.add(HEARD_ON, "in_progress", "authority")
    settle_the_published_rate([other])
    assert other.status_on(RATE_DAY) == "in_progress"
