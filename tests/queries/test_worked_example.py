"""The worked example of the measures: its numbers are not negotiable."""

import json
from typing import Any

import pytest

from npm_data.cli import main
from tests.registers import WORKED

EXPECTED = json.loads((WORKED / "expected.json").read_text(encoding="utf-8"))
CASES = EXPECTED["cases"]


def _name(case: dict[str, Any]) -> str:
    return case["query"] + " " + " ".join(f"{k}={v}" for k, v in case["args"].items())


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("worked") / "worked.duckdb"
    day = EXPECTED["data_date"]
    assert main(["import", str(WORKED), "--database", str(path), "--data-date", day]) == 0
    return str(path)


def _options(arguments: dict[str, Any]) -> list[str]:
    given = []
    for option, value in arguments.items():
        for each in value if isinstance(value, list) else [value]:
            given += [f"--{option}", str(each)]
    return given


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_query_command_prints_what_the_worked_example_expects(
    case: dict[str, Any], database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["query", case["query"], "--database", database, "--format", "json"]
    capsys.readouterr()
    assert main(command + _options(case["args"])) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [list(row) for row in rows] == [list(row) for row in case["rows"]]
    for row, wanted in zip(rows, case["rows"], strict=True):
        assert row == pytest.approx(wanted, abs=1e-6)


def test_the_worked_example_has_a_case_for_each_query() -> None:
    assert {case["query"] for case in CASES} == {
        "visits",
        "coverage",
        "clock",
        "pace",
        "recommendations",
        "implementation",
        "time-to-implementation",
        "replies",
    }
