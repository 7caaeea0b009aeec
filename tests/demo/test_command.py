"""`python -m npm_data demo`: what is written, and what is left alone."""

import argparse
from datetime import date
from pathlib import Path

import duckdb
import pytest

from npm_data.cli import demo
from npm_data.demo import DATA_DATE, csv_files, write_csv_files
from npm_data.questions.repository import open_repository
from npm_data.register.schema import Register
from npm_data.register.storage.build import write_database
from npm_data.register.storage.versions import Origin
from tests.registers import register_of


@pytest.fixture(autouse=True)
def _generate_once(monkeypatch: pytest.MonkeyPatch, register: Register) -> None:
    monkeypatch.setattr(demo, "generate", lambda: register)


def run(*options: str | Path) -> int:
    parser = argparse.ArgumentParser()
    demo.add_options(parser)
    arguments = parser.parse_args(list(map(str, options)))
    return int(arguments.run(arguments))


def is_demonstration(database: Path) -> bool:
    repository = open_repository(database)
    try:
        return repository.data_set.is_demonstration
    finally:
        repository.close()


def test_the_database_says_that_it_is_a_demonstration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "demo.duckdb"
    assert run("--database", database, "--language", "ru") == 0
    repository = open_repository(database)
    assert repository.data_set.is_demonstration
    assert repository.data_set.data_date == DATA_DATE
    repository.close()
    said = capsys.readouterr().out
    assert said.startswith("Демонстрационный реестр записан")
    assert "3\u202f416" in said


def test_an_existing_file_is_left_alone_when_only_a_missing_one_is_wanted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "register.duckdb"
    write_database(register_of(), database, Origin((), date(2020, 1, 1)))
    before = database.read_bytes()
    assert run("--database", database, "--if-missing") == 0
    assert database.read_bytes() == before
    assert "already there" in capsys.readouterr().out


def test_a_real_register_is_never_replaced_by_the_demonstration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "register.duckdb"
    write_database(register_of(), database, Origin((), date(2020, 1, 1)))
    assert run("--database", database, "--language", "kk") == 2
    assert not is_demonstration(database)
    assert capsys.readouterr().err.startswith("Бұл файлда нақты тізілім бар")


def test_a_demonstration_of_an_older_format_is_written_anew(tmp_path: Path) -> None:
    database = tmp_path / "demo.duckdb"
    write_database(register_of(), database, Origin((), DATA_DATE, is_demonstration=True))
    with duckdb.connect(database) as connection:
        connection.execute("update meta set format_version = 0")
    assert run("--database", database, "--if-missing") == 0
    assert is_demonstration(database)


def test_a_file_that_is_no_register_is_not_touched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    letter, other = tmp_path / "letter.txt", tmp_path / "other.duckdb"
    letter.write_text("to whom it may concern", encoding="utf-8")
    with duckdb.connect(other) as connection:
        connection.execute("create table meta (name varchar)")
    for file in (letter, other):
        before = file.read_bytes()
        assert run("--database", file) == 2
        assert file.read_bytes() == before
        assert str(file) in capsys.readouterr().err


def test_the_csv_files_can_be_written_alone_and_again(tmp_path: Path, register: Register) -> None:
    folder = tmp_path / "new" / "csv"
    assert run("--csv", folder) == 0
    assert run("--csv", folder) == 0
    written = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert written == csv_files(register)


def test_other_files_of_the_same_names_are_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "visits.csv"
    mine.write_text("visit_id", encoding="utf-8")
    assert run("--csv", tmp_path) == 2
    assert mine.read_text(encoding="utf-8") == "visit_id"
    assert list(tmp_path.iterdir()) == [mine]
    assert str(mine) in capsys.readouterr().err


def test_a_folder_that_cannot_be_made_is_said_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "file"
    file.touch()
    assert run("--csv", file / "folder") == 2
    assert str(file / "folder") in capsys.readouterr().err


def test_without_a_place_to_write_to_the_command_asks_for_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run() == 2
    assert "--database" in capsys.readouterr().err


def test_the_import_takes_the_csv_files_without_an_error(
    tmp_path: Path, register: Register
) -> None:
    from npm_data.register.reading import read_source
    from npm_data.register.rules import check

    write_csv_files(register, tmp_path)
    checked = check(read_source(tmp_path), "en")
    assert checked.data_date == DATA_DATE
    assert {finding.severity for finding in checked.findings} == {"warning"}
    assert len(checked.findings) < 100
    assert checked.register is not None
    for sheet, frame in register.to_dict().items():
        assert checked.register.to_dict()[sheet].collect().height == frame.collect().height
