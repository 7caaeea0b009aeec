"""The query command: its three formats, and one clear line for each mistake."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import pytest

from npm_data.cli import main
from npm_data.cli.query import _as_csv
from tests.extent import some
from tests.keeping.files import worked_register
from tests.registers import register_of, repository_of, worked_rows


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("query")
    repository_of(register_of(**worked_rows()), folder, date(2018, 6, 30)).close()
    return str(folder / "register.duckdb")


def _query(*words: str, database: str) -> int:
    return main(["query", *words, "--database", database])


def test_an_old_region_code_means_the_units_that_came_out_of_it(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    year = ("--from", "2016-01-01", "--to", "2016-12-31", "--format", "json", "--by", "region")
    assert _query("visits", "--region", "KZ-VOS", *year, database=database) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [row["region"] for row in rows] == ["KZ-10", "KZ-63"]


def test_csv_has_the_columns_of_the_json_and_empty_cells_for_null(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _query("recommendations", "--by", "region", "--format", "csv", database=database) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert list(rows[0])[:2] == ["region", "recommendations"]
    assert rows[-1]["region"] == ""


def test_a_text_of_a_csv_answer_is_no_formula_and_numbers_and_keys_stay() -> None:
    records = [
        {"region": "=1+1", "visits": -1, "rate": 0.5},
        dict.fromkeys(("region", "visits", "rate")),
    ]
    assert _as_csv(["region", "visits", "rate"], records) == (
        "region,visits,rate\n'=1+1,-1,0.5\n,,\n"
    )


def test_the_table_is_for_reading(database: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert _query("pace", "--as-of", "2018-06-30", database=database) == 0
    printed = capsys.readouterr().out
    assert "needed_a_year" in printed
    assert "0.571429" in printed


def test_without_a_group_there_is_one_row_even_when_nothing_passes(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    nowhere = ("--region", "KZ-11", "--format", "json")
    assert _query("implementation", *nowhere, database=database) == 0
    empty = {"implemented": 0, "considered": 0, "verified": 0}
    assert json.loads(capsys.readouterr().out) == [
        empty | {"rate": None, "low": None, "high": None}
    ]


def test_coverage_by_year_without_a_period_lists_the_years_of_the_register(
    database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _query("coverage", "--by", "year", "--format", "json", database=database) == 0
    years = [row["year"] for row in json.loads(capsys.readouterr().out)]
    assert years == ["2014", "2015", "2016", "2017", "2018"]


@pytest.mark.parametrize(
    ("words", "clue"),
    [
        (("visits", "--region", "KZ-00"), 'no code "KZ-00"'),
        (("visits", "--ministry", "mvd"), 'no code "mvd"'),
        (("visits", "--institution-type", "prison"), 'no code "prison"'),
        (("visits", "--visit-type", "planned"), 'no code "planned"'),
        (("replies", "--theme", "food"), 'no code "food"'),
        (("visits", "--from", "2017-01-01", "--to", "2016-01-01"), "after its end"),
        (("visits", "--from", "01.01.2016"), "is not a day"),
        (("clock", "--by", "theme"), "cannot be grouped"),
        (("visits", "--by", "region_2016"), "cannot be grouped"),
        (("time-to-implementation", "--by", "month"), "cannot be grouped"),
        (("implementation", "--rate", "stock", "--months", "24"), "--months"),
    ],
)
def test_a_mistake_is_one_clear_line_and_exit_code_2(
    words: tuple[str, ...], clue: str, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _query(*words, database=database) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert clue in printed.err
    assert printed.err.count("\n") == 1


@pytest.mark.parametrize(("language", "clue"), [("en", "no register"), ("kk", "тізілімі жоқ")])
def test_a_missing_database_is_one_clear_line_in_the_language_asked_for(
    language: str, clue: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "none.duckdb")
    assert _query("visits", "--language", language, database=missing) == 2
    printed = capsys.readouterr().err
    assert clue in printed
    assert printed.count("\n") == 1


@pytest.mark.parametrize("words", [("visits", "--by"), ("nonsense",), ("visits", "--months", "13")])
def test_what_the_command_line_itself_refuses_is_one_line_too(
    words: tuple[str, ...], database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        _query(*words, database=database)
    assert caught.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "option"),
    [
        (("clock", "--visit-type", "special"), "--visit-type"),
        (("clock", "--from", "2016-01-01"), "--from"),
        (("visits", "--as-of", "2016-01-01"), "--as-of"),
        (("coverage", "--theme", "staff"), "--theme"),
        (("replies", "--rate", "stock"), "--rate"),
    ],
)
def test_a_filter_that_a_figure_does_not_depend_on_is_named(
    words: tuple[str, ...], option: str, database: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _query(*words, "--format", "json", database=database) == 0
    printed = capsys.readouterr()
    assert f"does not depend on {option}." in printed.err
    assert json.loads(printed.out)


def test_demonstration_records_are_named_beside_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = register_of(**worked_rows())
    repository_of(register, tmp_path, date(2018, 6, 30), is_demonstration=True).close()
    assert _query("visits", "--format", "json", database=str(tmp_path / "register.duckdb")) == 0
    printed = capsys.readouterr()
    assert "demonstration records" in printed.err
    assert json.loads(printed.out)


@pytest.mark.parametrize("share", some([0.5, 0.5, 0.0, None], 2))
def test_of_a_half_copied_register_the_newest_whole_version_is_read_and_restore_is_named(
    share: float | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    register = worked_register(tmp_path)
    assert _query("visits", "--format", "json", database=str(register)) == 0
    expected = capsys.readouterr().out
    whole = register.read_bytes()
    register.unlink()
    if share is not None:
        register.write_bytes(whole[: int(len(whole) * share)])
    assert _query("visits", "--format", "json", database=str(register)) == 0
    printed = capsys.readouterr()
    assert printed.out == expected
    assert "version 1, the newest whole one" in printed.err
    command = re.search(r"python -m npm_data (restore .*)$", printed.err)
    assert command is not None
    assert main([*command[1].split(), "--yes", "--who", "x"]) == 0
    capsys.readouterr()
    assert _query("visits", "--format", "json", database=str(register)) == 0
    assert "newest whole" not in capsys.readouterr().err
