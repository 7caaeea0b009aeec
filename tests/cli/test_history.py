"""The commands `history`, `restore` and `upgrade`, and the two ways of `import`."""

import io
import json
import shutil
from pathlib import Path
from typing import Any

import duckdb
import pytest

from npm_data.cli import demo, main
from npm_data.questions.repository import open_repository
from npm_data.reference import LANGUAGES
from npm_data.register.storage.change import history
from tests.registers import WORKED, register_of, worked_rows
from tests.sources import records_of, worked_copy, write_records


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("imported")
    path = folder / "register.duckdb"
    options = ["--data-date", "2018-06-30", "--who", "first\nperson"]
    assert main(["import", str(WORKED), "--database", str(path), *options]) == 0
    return folder


@pytest.fixture
def database(imported: Path, tmp_path: Path) -> Path:
    """The worked example, imported as version 1: once, and then copied."""
    return shutil.copytree(imported, tmp_path, dirs_exist_ok=True) / "register.duckdb"


@pytest.fixture
def shorter(tmp_path: Path) -> Path:
    """The worked example without two of its 19 rows of follow-up: more than a tenth."""
    copy = worked_copy(tmp_path)
    write_records(copy, "follow_up", records_of(copy, "follow_up")[:-2])
    return copy


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main([str(each) for each in arguments])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_an_import_that_drops_much_wants_a_yes(
    database: Path, shorter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = database.read_bytes()
    code, out, err = run(capsys, "import", shorter, "--database", database)
    assert code == 2
    assert "Differs from version 1:\n  Follow-up: 0 new, 0 changed, 2 no longer there" in out
    assert err == (
        "The file drops more than a tenth of the records of a table, so nothing was imported. "
        "To confirm, add --yes; to add its records only, --mode update.\n"
    )
    assert database.read_bytes() == before
    assert run(capsys, "import", shorter, "--database", database, "--yes")[0] == 0
    assert open_repository(database).data_set.row_counts["follow_up"] == 17


@pytest.mark.parametrize(("answer", "code"), [("yes\n", 0), ("да\n", 2), ("no\n", 2), ("", 2)])
def test_on_a_terminal_it_is_asked(
    database: Path,
    shorter: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    answer: str,
    code: int,
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(answer))
    said = Terminal()
    monkeypatch.setattr("sys.stderr", said)
    assert main(["import", str(shorter), "--database", str(database)]) == code
    assert "Go on? [yes/no]" in said.getvalue()


def test_the_same_file_in_update_mode_drops_nothing(
    database: Path, shorter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--mode", "update"]
    code, out, _ = run(capsys, "import", shorter, "--database", database, *options)
    assert code == 0
    assert "Nothing differs from version 1." in out
    assert open_repository(database).data_set.row_counts["follow_up"] == 19
    assert history(database)[0].mode == "update"


def test_real_records_replace_a_demonstration_without_a_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "generate", lambda: register_of(**worked_rows()))
    database = tmp_path / "register.duckdb"
    assert run(capsys, "demo", "--database", database)[0] == 0
    code, out, _ = run(capsys, "import", WORKED, "--database", database)
    assert code == 0
    assert "The demonstration records are replaced: they are made up" in out
    newest, first = history(database)
    assert (first.action, newest.action) == ("demonstration", "import")
    assert first.difference
    assert first.difference["institutions"].new == first.counts["institutions"]


def test_the_history_is_a_table_of_who_did_what(
    database: Path, shorter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import", shorter, "--database", database, "--yes", "--who", "second")
    code, out, err = run(capsys, "history", "--database", database)
    assert (code, err) == (0, "")
    assert out.index("second") < out.index("first person")
    assert "import: all replaced" in out
    assert "Follow-up: 0 new, 0 changed, 2 no longer there" in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_history_is_json_for_other_programs(
    database: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    options = ["--format", "json", "--language", language]
    code, out, _ = run(capsys, "history", "--database", database, *options)
    (entry,) = json.loads(out)
    assert code == 0
    assert (entry["number"], entry["who"], entry["action"]) == (1, "first person", "import")
    assert entry["at"].endswith("Z")
    assert entry["difference"]["visits"] == {"new": 14, "changed": 0, "missing": 0}
    assert entry["sources"][0]["name"] == "follow_up.csv"


def test_an_earlier_version_comes_back(
    database: Path, shorter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import", shorter, "--database", database, "--yes")
    code, out, err = run(capsys, "restore", 1, "--database", database)
    assert (code, out) == (2, "")
    assert err == "Nothing was restored. To confirm, add --yes.\n"
    code, out, _ = run(capsys, "restore", 1, "--database", database, "--yes", "--who", "third")
    assert (code, out) == (0, "Version 1 was restored; it is now version 3.\n")
    assert open_repository(database).data_set.row_counts["follow_up"] == 19
    assert "version 1 restored" in run(capsys, "history", "--database", database)[1]


def test_a_register_that_was_damaged_comes_back_from_the_terminal(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database.write_bytes(b"half")
    assert run(capsys, "restore", 1, "--database", database, "--yes")[0] == 0
    assert open_repository(database).data_set.row_counts["follow_up"] == 19


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "arguments",
    [
        ["history", "--database", "none.duckdb"],
        ["restore", "1", "--database", "none.duckdb", "--yes"],
        ["restore", "7", "--database", "register.duckdb", "--yes"],
        ["upgrade", "--database", "none.duckdb"],
    ],
)
def test_a_mistake_is_one_line_and_exit_code_2(
    database: Path,
    arguments: list[str],
    language: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(database.parent)
    code, out, err = run(capsys, *arguments, "--language", language)
    assert (code, out, err.count("\n")) == (2, "", 1)


def test_a_version_whose_file_is_gone_cannot_come_back(
    database: Path, shorter: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(capsys, "import", shorter, "--database", database, "--yes")
    (database.parent / "register.versions" / "1.duckdb").unlink()
    code, _, err = run(capsys, "restore", 1, "--database", database, "--yes")
    assert code == 2
    assert "The file of this version is no longer there" in err


def test_an_older_register_is_brought_up_to_date(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(database) as connection:
        connection.execute("drop table history")
        connection.execute("update meta set format_version = 2")
    code, _, err = run(capsys, "query", "visits", "--database", database)
    assert code == 2
    assert "python -m npm_data upgrade" in err
    code, out, _ = run(capsys, "upgrade", "--database", database)
    assert code == 0
    assert "version 2" in out
    assert run(capsys, "query", "visits", "--database", database)[0] == 0
    assert "up to date already" in run(capsys, "upgrade", "--database", database)[1]
    assert "program renewed" in run(capsys, "history", "--database", database)[1]


def test_a_damaged_history_is_said(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with duckdb.connect(database) as connection:
        connection.execute("update history set counts = '{'")
    code, out, err = run(capsys, "history", "--database", database)
    assert code == 0
    assert "first person" in out
    assert err == ("The table of the history is damaged. Below is what other files know of it.\n")


def test_a_clock_that_went_back_is_said_below_the_table(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with duckdb.connect(database) as connection:
        connection.execute("update history set \"at\" = '2099-01-01'")
    run(capsys, "import", WORKED, "--database", database)
    out = run(capsys, "history", "--database", database)[1]
    assert "* The computer's clock had gone back" in out


def test_what_came_meanwhile_is_one_line(
    database: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from npm_data.cli import import_

    prepare = import_.prepare

    def slowly(*arguments: Any, **options: Any) -> Any:
        prepared = prepare(*arguments, **options)
        monkeypatch.setattr(import_, "prepare", prepare)
        assert main(["import", str(WORKED), "--database", str(database)]) == 0
        return prepared

    monkeypatch.setattr(import_, "prepare", slowly)
    code, _, err = run(capsys, "import", WORKED, "--database", database)
    assert code == 2
    assert "Another version of the register has come" in err


def test_who_is_the_person_that_the_system_knows_unless_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = tmp_path / "register.duckdb"
    monkeypatch.setattr("getpass.getuser", lambda: "clerk")
    assert main(["import", str(WORKED), "--database", str(database)]) == 0

    def unknown() -> str:
        raise OSError

    monkeypatch.setattr("getpass.getuser", unknown)
    assert main(["import", str(WORKED), "--database", str(database)]) == 0
    assert [each.who for each in history(database)] == ["", "clerk"]
