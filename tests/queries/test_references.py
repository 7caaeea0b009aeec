"""Rates and times held against the libraries of statisticians, which the program does without."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from npm_data.questions.recommendations import HORIZONS
from npm_data.questions.repository import Repository
from npm_data.register.filters import Filters, Period
from npm_data.register.storage.connection import cursor_of
from tests.queries.oracle import Row
from tests.references import reference_rows
from tests.registers import register_of, repository_of

DATA_DATE = date(2019, 6, 30)
EVER = Filters(Period(date(2014, 1, 1), DATA_DATE))


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """The cohort that lifelines was asked about."""
    recommendations: list[Row] = []
    follow_up: list[Row] = []
    for number, row in enumerate(reference_rows("cohort")):
        name = f"R{number:03}"
        recommendations.append(
            {
                "recommendation_id": name,
                "addressee": "interior",
                "theme": "staff",
                "issued_on": row["issued_on"],
                "text": "Repair the windows",
            }
        )
        if row["left_as"]:
            follow_up.append(
                {
                    "recommendation_id": name,
                    "on": row["left_on"],
                    "axis": "implementation",
                    "status": row["left_as"],
                    "judge": "npm",
                }
            )
    register = register_of(recommendations=recommendations, follow_up=follow_up)
    made: Path = tmp_path_factory.mktemp("references")
    repository = repository_of(register, made, DATA_DATE)
    yield repository
    repository.close()


def test_the_share_implemented_by_time_is_that_of_lifelines(repository: Repository) -> None:
    curve = repository.time_to_implementation(EVER)
    wanted = reference_rows("cumulative_incidence")
    assert curve["month"].to_list() == [row["month"] for row in wanted] == list(HORIZONS)
    assert curve["at_risk"].to_list() == [row["at_risk"] for row in wanted]
    shares = [row["cumulative_incidence"] for row in wanted]
    assert curve["cumulative_incidence"].to_list() == pytest.approx(shares, abs=1e-9)


def test_the_interval_is_statsmodels_wilson(repository: Repository) -> None:
    cursor = cursor_of(repository._connection)
    for row in reference_rows("wilson"):
        sql = "select wilson_low($k, $n), wilson_high($k, $n)"
        asked = {"k": row["successes"], "n": row["trials"]}
        found = cursor.execute(sql, asked).fetchall()[0]
        assert found == pytest.approx((row["low"], row["high"]), abs=1e-12), asked
