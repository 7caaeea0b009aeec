"""Rates and times held against the libraries of statisticians, which the program does without."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
from lifelines import AalenJohansenFitter
from statsmodels.stats.proportion import proportion_confint

from npm_data.database.connection import cursor_of
from npm_data.model.filters import Filters, Period
from npm_data.repository import HORIZONS, Repository
from tests.queries.oracle import Row
from tests.registers import register_of, repository_of

ISSUED_ON = date(2015, 1, 1)
DATA_DATE = date(2019, 6, 30)
EVER = Filters(Period(date(2014, 1, 1), DATA_DATE))
LEFT_AS = {0: None, 1: "implemented", 2: "no_longer_applicable", 3: "implemented"}
"""In turn: still open, implemented, withdrawn, implemented."""


def _issued_on(number: int) -> date:
    """11 days apart: the ages on the data date differ, and are all 2 more than times 11."""
    return ISSUED_ON + timedelta(days=11 * number)


def _days(number: int) -> int:
    """To the exit, in no order; no two alike, and none like an age: all 5 more than times 11."""
    return 5 + 11 * (37 * number % 120)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    recommendations: list[Row] = []
    follow_up: list[Row] = []
    for number in range(120):
        issued_on, status = _issued_on(number), LEFT_AS[number % 4]
        recommendations.append(
            {
                "recommendation_id": f"R{number:03}",
                "addressee": "interior",
                "theme": "staff",
                "issued_on": issued_on,
                "text": "Repair the windows",
            }
        )
        left_on = issued_on + timedelta(days=_days(number))
        if status and left_on <= DATA_DATE:
            follow_up.append(
                {
                    "recommendation_id": f"R{number:03}",
                    "on": left_on,
                    "axis": "implementation",
                    "status": status,
                    "judge": "npm",
                }
            )
    register = register_of(recommendations=recommendations, follow_up=follow_up)
    made: Path = tmp_path_factory.mktemp("references")
    repository = repository_of(register, made, DATA_DATE)
    yield repository
    repository.close()


def test_the_share_implemented_by_time_is_that_of_lifelines(repository: Repository) -> None:
    times, exits = [], []
    for number in range(120):
        status = LEFT_AS[number % 4]
        age = (DATA_DATE - _issued_on(number)).days
        has_left = status is not None and _days(number) <= age
        times.append(_days(number) if has_left else age)
        exits.append((1 if status == "implemented" else 2) if has_left else 0)
    assert len(set(times)) == len(times), "lifelines moves times that are alike"
    fitter = AalenJohansenFitter(calculate_variance=False)
    fitter.fit(pd.Series(times), pd.Series(exits), event_of_interest=1)
    curve = fitter.cumulative_density_["CIF_1"]
    for row in repository.time_to_implementation(EVER).iter_rows(named=True):
        horizon = math.floor(30.4375 * row["month"])
        wanted = curve[curve.index <= horizon].iloc[-1]
        assert row["cumulative_incidence"] == pytest.approx(wanted, abs=1e-9), row["month"]
        assert row["at_risk"] == sum(time >= horizon for time in times)
    assert repository.time_to_implementation(EVER)["month"].to_list() == list(HORIZONS)


@pytest.mark.parametrize("trials", [1, 4, 5, 12, 100, 37_000])
def test_the_interval_is_statsmodels_wilson(repository: Repository, trials: int) -> None:
    for successes in {0, 1, trials // 3, trials - 1, trials}:
        sql = "select wilson_low($k, $n), wilson_high($k, $n)"
        cursor = cursor_of(repository._connection)
        low, high = cursor.execute(sql, {"k": successes, "n": trials}).fetchall()[0]
        wanted = proportion_confint(successes, trials, alpha=0.05, method="wilson")
        assert (low, high) == pytest.approx(wanted, abs=1e-12)
