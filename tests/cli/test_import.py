"""The commands `import` and `check`."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import duckdb
import openpyxl
import pytest

from npm_data.cli import main
from npm_data.cli.import_ import LIMITS
from npm_data.i18n import language_of_environment
from npm_data.questions.repository import open_repository
from npm_data.reference import PROJECT
from npm_data.register.reading.source import Limits
from npm_data.register.storage.build import write_database
from npm_data.register.storage.connection import DatabaseError
from tests.registers import WORKED
from tests.sources import change, repeat, worked_copy

EXAMPLES = WORKED.parent
EXPECTED = json.loads((WORKED / "expected.json").read_text(encoding="utf-8"))
KEYS = ["severity", "file", "sheet", "row", "column", "value", "rule", "message", "more"]


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def _import(path: Path, database: Path, *options: str) -> int:
    return main(["import", str(path), "--database", str(database), *options])


def test_an_import_writes_the_register_and_where_it_came_from(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "register.duckdb"

    assert _import(WORKED, database, "--data-date", "2018-06-30") == 0

    out = capsys.readouterr().out
    assert "Imported: 9 places, 12 visits, 11 statements of recommendations, 19 follow-up" in out
    assert "Data date: 30\u00a0June\u00a02018" in out
    with duckdb.connect(database, read_only=True) as connection:
        names = connection.execute("select file_name from sources order by 1").fetchall()
        meta = connection.execute("select data_date, is_demonstration from meta").fetchall()
    assert [name for (name,) in names] == sorted(each.name for each in WORKED.glob("*.csv"))
    assert str(meta[0][0]) == "2018-06-30"
    assert meta[0][1] is False


@pytest.mark.everywhere
@pytest.mark.parametrize("name", ["worked_ru.xlsx", "worked_kk.xlsx"])
def test_a_workbook_of_another_office_gives_the_answers_of_the_worked_example(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "register.duckdb"
    assert _import(EXAMPLES / name, database, "--data-date", EXPECTED["data_date"]) == 0
    capsys.readouterr()
    for case in EXPECTED["cases"]:
        options = [
            text
            for option, given in case["args"].items()
            for value in (given if isinstance(given, list) else [given])
            for text in (f"--{option}", str(value))
        ]
        query = ["query", case["query"], "--database", str(database), "--format", "json"]
        assert main([*query, *options]) == 0
        rows = json.loads(capsys.readouterr().out)
        assert len(rows) == len(case["rows"])
        for row, expected in zip(rows, case["rows"], strict=True):
            assert row == pytest.approx(expected, abs=1e-6), case


def test_an_import_keeps_its_warnings_without_the_values(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "register.duckdb"

    assert _import(WORKED, database, "--data-date", "2018-06-30") == 0

    assert "0 errors, 4 warnings" in capsys.readouterr().out
    repository = open_repository(database)
    counts = repository.findings_by_rule().select("rule", "sheet", "findings").rows()
    assert counts == [
        ("a_visit_has_a_day_of_its_report", "visits", 1),
        ("a_visited_type_is_in_the_mandate", "visits", 1),
        ("a_visited_place_is_not_closed_yet", "visits", 1),
        ("a_visited_place_is_open_already", "visits", 1),
    ]
    rows = repository.findings().select("file_name", "row_number", "severity").rows()
    assert rows == [("visits.csv", row, "warning") for row in (7, 10, 12, 15)]
    assert repository.findings("a_visit_has_a_day_of_its_report")["facts"].to_list() == ["{}"]
    assert repository.findings(most=2).height == 2
    repository.close()


def test_an_import_that_fails_while_it_keeps_its_warnings_leaves_the_old_register(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "register.duckdb"
    _import(WORKED, database, "--data-date", "2018-06-30")
    before = database.read_bytes()

    def fail(problems: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("npm_data.register.storage.build.kept_frame", fail)

    assert _import(WORKED, database, "--data-date", "2018-06-30") == 2
    assert database.read_bytes() == before
    assert not list(tmp_path.glob(".*.new*"))


def test_with_an_error_nothing_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "register.duckdb"
    folder = worked_copy(tmp_path)
    _import(folder, database)
    before = database.read_bytes()
    change(folder, "visits", 2, institution_id="P9")

    assert _import(folder, database, "--language", "ru") == 1

    assert database.read_bytes() == before
    captured = capsys.readouterr()
    assert (
        "ошибка: visits.csv, Посещения, строка 2, Код учреждения (institution_id)" in captured.out
    )
    assert "1 ошибка, 4 предупреждения" in captured.out
    assert "Ничего не импортировано" in captured.err


def test_a_check_prints_an_array_of_findings_and_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 3, institution_id="S9")

    code = main(["check", str(folder), "--format", "json", "--language", "kk"])

    found = json.loads(capsys.readouterr().out)
    assert code == 1
    assert all(list(each) == KEYS for each in found)
    error = found[0]
    assert (error["severity"], error["file"], error["sheet"], error["row"]) == (
        "error", "visits.csv", "visits", 3,
    )  # fmt: skip
    assert (error["column"], error["value"]) == ("institution_id", "S9")
    assert "Коды «S9» мекеме жоқ." in error["message"]


def test_warnings_alone_do_not_keep_a_register_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(WORKED)]) == 0

    out = capsys.readouterr().out
    assert "0 errors, 4 warnings" in out
    assert out.endswith("The register can be imported.\n")


def test_of_many_findings_of_a_kind_the_screen_shows_some(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = worked_copy(tmp_path)
    for _ in range(12):
        repeat(folder, "follow_up", 2)

    assert main(["check", str(folder)]) == 0

    out = capsys.readouterr().out
    assert out.count("The row repeats an earlier one") == 10
    assert "… and 2 more like it" in out


def test_square_brackets_in_a_value_are_printed_as_they_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 2, visit_type="[bold]yearly[/nope]")

    main(["check", str(folder)])

    assert "“[bold]yearly[/nope]” is none of the values" in capsys.readouterr().out


def test_findings_are_written_into_a_workbook(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "findings.xlsx"

    code = main(["check", str(WORKED), "--findings", str(target), "--format", "json"])

    captured = capsys.readouterr()
    assert code == 0
    assert len(json.loads(captured.out)) == 4
    assert str(target) in captured.err
    assert openpyxl.load_workbook(target).sheetnames[0] == "Findings"


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["nowhere"], "There is nothing at nowhere."),
        ([str(WORKED), "--data-date", "31.12.2018"], "“31.12.2018” is not a day"),
        ([str(WORKED), "--findings", "findings.csv"], "not the name of an XLSX file"),
        ([str(EXAMPLES / "worked_ru.xlsx"), "--findings", str(EXAMPLES / "worked_ru.xlsx")],
         "is the register itself"),
        ([str(WORKED), "--findings", "no/such/folder/findings.xlsx"], "cannot be written"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", [["check"], ["import", "--database", "unused.duckdb"]])
def test_a_mistake_in_the_command_is_one_line_and_exit_code_2(
    command: list[str],
    options: list[str],
    told: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)

    assert main([*command, *options]) == 2

    captured = capsys.readouterr()
    assert captured.out == ""
    assert told in captured.err
    assert captured.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_none_of_ours_is_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "register.duckdb"
    database.write_bytes(b"not a database at all")

    assert _import(WORKED, database) == 2

    assert database.read_bytes() == b"not a database at all"
    assert capsys.readouterr().err.count("\n") == 1


def test_an_import_that_meets_another_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def busy(*_: object, **__: object) -> int:
        raise DatabaseError("busy", tmp_path / "register.duckdb")

    assert callable(write_database)
    monkeypatch.setattr("npm_data.register.storage.change.write_database", busy)

    assert _import(WORKED, tmp_path / "register.duckdb") == 2
    assert "Another import" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "kk_KZ.UTF-8"}, "kk"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "ru_RU.UTF-8", "LC_ALL": "kk_KZ"}, "kk"),
        ({}, "en"),
    ],
)
def test_the_language_is_that_of_the_environment(
    environment: dict[str, str], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert language_of_environment() == language


def test_the_module_runs_as_a_command_and_speaks_utf_8_through_a_pipe(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "npm_data", "check", str(WORKED), "--language", "kk"]
    environment = {"PATH": "/usr/bin", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}

    run = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, check=False)

    assert run.returncode == 0
    assert "Тізілімді импорттауға болады." in run.stdout.decode("utf-8")
    assert run.stderr == b""


def test_what_is_to_be_added_is_checked_against_the_register_it_is_added_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database, more = tmp_path / "register.duckdb", tmp_path / "more"
    assert _import(WORKED, database) == 0
    before = database.read_bytes()
    more.mkdir()
    text = "recommendation_id,on,axis,status,judge,note\nR01,2018-05-02,implementation,{},npm,\n"
    (more / "follow_up.csv").write_text(text.format("implemented"), encoding="utf-8")
    check = ["check", str(more), "--mode", "update"]
    assert main(check) == 2
    assert "--database" in capsys.readouterr().err
    assert main([*check, "--database", str(database)]) == 0
    assert "Follow-up: 1 new" in capsys.readouterr().out
    (more / "follow_up.csv").write_text(text.format("no such"), encoding="utf-8")
    assert main([*check, "--database", str(database)]) == 1
    assert database.read_bytes() == before


def test_what_is_too_large_is_read_without_limits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The refusal names the option; where the limits are lifted, the register is imported."""
    monkeypatch.setitem(LIMITS, "usual", Limits(rows=10))
    database = tmp_path / "register.duckdb"

    assert _import(WORKED, database) == 1

    said = capsys.readouterr()
    assert "has too many rows: at most 10 are read" in said.out
    assert "--limits none" in said.err
    assert main(["check", str(WORKED)]) == 1
    assert "--limits none" in capsys.readouterr().err
    assert _import(WORKED, database, "--limits", "none") == 0
    assert "19 follow-up" in capsys.readouterr().out


def test_another_fault_does_not_speak_of_limits(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(tmp_path)]) == 1

    assert "--limits" not in capsys.readouterr().err


def test_nothing_is_too_large_where_there_are_no_limits() -> None:
    lifted, usual = asdict(Limits.none()), asdict(Limits())

    assert lifted.keys() == usual.keys()
    assert all(each is None or each > 10 * usual[name] for name, each in lifted.items())
