"""The commands, put together: all are listed, and none waits for what only others use."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from npm_data.cli import COMMANDS, main
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, PROJECT
from tests.registers import register_of, repository_of, worked_rows

PACKAGES_OF_A_COMMAND = """
import json, sys
{before}
known = set(sys.modules)
from npm_data.__main__ import run
try:
    run()
finally:
    new = [name for name in sys.modules if name not in known]
    installed = [n for n in new if "site-packages" in str(getattr(sys.modules[n], "__file__", ""))]
    print(json.dumps([name.partition(".")[0] for name in installed]), file=sys.stderr)
"""
"""Tells which installed packages a command imports, beside those imported before it."""


def packages_of(*words: str, before: str = "") -> set[str]:
    """In a process of its own: here everything is imported already."""
    script = PACKAGES_OF_A_COMMAND.format(before=before)
    command = [sys.executable, "-c", script, *words]
    ran = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    return set(json.loads(ran.stderr.splitlines()[-1]))


def test_a_query_imports_polars_duckdb_and_no_other_package(tmp_path: Path) -> None:
    repository_of(register_of(**worked_rows()), tmp_path, date(2018, 6, 30)).close()
    words = ("query", "visits", "--database", str(tmp_path / "register.duckdb"))
    assert packages_of(*words, before="import duckdb, polars") == set()


def test_the_list_of_commands_imports_nothing_but_the_words() -> None:
    assert packages_of("--help") <= {"babel", "pytz"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_commands_are_listed_with_their_help_in_the_language(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", language)
    monkeypatch.setenv("COLUMNS", "200")
    with pytest.raises(SystemExit) as caught:
        main(["--help"])
    assert caught.value.code == 0
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines()]
    for name, command in COMMANDS.items():
        assert [name, words_for(language)(command.help)] in lines


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_tells_its_own_options(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])
    assert caught.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: npm_data {name} ")
    assert "--language" in said or name == "export"


@pytest.mark.parametrize(
    ("words", "clue"),
    [((), "COMMAND"), (("nonsense",), "nonsense"), (("--nonsense", "history"), "--nonsense")],
)
def test_what_is_no_command_is_one_line_and_exit_code_2(
    words: tuple[str, ...], clue: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(words)
    assert caught.value.code == 2
    printed = capsys.readouterr().err
    assert clue in printed
    assert printed.count("\n") == 1
