"""The cases, brought in as a clerk brings them in: from the terminal, then asked for numbers."""

import contextlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

import duckdb

from npm_data.cli import import_, main
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.rules import Checked, check
from npm_data.register.rules.findings import findings_of
from tests.registers import WORKED

CASES = Path(__file__).parents[1] / "examples" / "office"
EXPECTED = json.loads((WORKED / "expected.json").read_text(encoding="utf-8"))
DATA_DATE = str(EXPECTED["data_date"])
Finding = dict[str, Any]
Numbers = list[list[dict[str, Any]]]
"""What the query command prints for each case of the worked example, in their order."""


@dataclass(frozen=True, slots=True)
class Told:
    """The findings of a case in each language; they differ in their sentences alone."""

    by_language: dict[str, list[Finding]]

    @property
    def findings(self) -> list[Finding]:
        return self.by_language["en"]

    @property
    def errors(self) -> list[Finding]:
        return [each for each in self.findings if each["severity"] == "error"]

    @property
    def warnings(self) -> list[Finding]:
        return [each for each in self.findings if each["severity"] == "warning"]

    def sentences(self, number: int = 0) -> dict[str, str]:
        """Of one error, by language."""
        return {
            language: [each for each in found if each["severity"] == "error"][number]["message"]
            for language, found in self.by_language.items()
        }


def checked(path: Path, *options: str) -> Told:
    """`check --format json`, and the same findings in the other languages."""
    made: list[Checked] = []

    def noted(*given: Any, **named: Any) -> Checked:
        made.append(check(*given, **named))
        return made[-1]

    with mock.patch.object(import_, "check", noted):
        code, out, err = _run(
            ["check", str(path), "--format", "json", "--language", "en", *options]
        )
    assert code in (0, 1), err
    by_language = {"en": json.loads(out)}
    for language in LANGUAGES:
        told = findings_of(made[0].problems, words_for(language)) if made else None
        if told is not None:
            by_language[language] = [each.as_dict() for each in told]
        elif language != "en":
            again = _run(["check", str(path), "--format", "json", "--language", language, *options])
            by_language[language] = json.loads(again[1])
    assert by_language["en"] == json.loads(out)
    assert code == int(any(each["severity"] == "error" for each in by_language["en"]))
    return Told(by_language)


def imported(path: Path, database: Path, *options: str) -> int:
    """`import`; gives the exit code."""
    day = () if "--data-date" in options else ("--data-date", DATA_DATE)
    return _run(["import", str(path), "--database", str(database), *day, *options])[0]


def numbers(database: Path) -> Numbers:
    """The numbers of the worked example, asked of this register; of equal ones once."""
    with duckdb.connect(database, read_only=True) as connection:
        fingerprint = connection.execute("select fingerprint, data_date from meta").fetchall()[0]
    if fingerprint not in _ASKED:
        _ASKED[fingerprint] = _numbers(database)
    return _ASKED[fingerprint]


_ASKED: dict[tuple[Any, ...], Numbers] = {}
"""By fingerprint and data date: a register with the same records gives the same answers."""


def _numbers(database: Path) -> Numbers:
    found = []
    for case in EXPECTED["cases"]:
        command = [case["query"], "--database", str(database)]
        for option, value in case["args"].items():
            for each in value if isinstance(value, list) else [value]:
                command += [f"--{option}", str(each)]
        found.append(printed(*command))
    return found


def printed(*question: str) -> list[dict[str, Any]]:
    """What the query command answers."""
    code, out, err = _run(["query", *question, "--format", "json"])
    assert code == 0, err
    rows: list[dict[str, Any]] = json.loads(out)
    return rows


def numbers_of(path: Path, folder: Path, *options: str) -> Numbers:
    """Imported into a new register in `folder`, which must succeed, and asked."""
    database = folder / "register.duckdb"
    assert imported(path, database, *options) == 0
    return numbers(database)


def ran(*command: str) -> tuple[int, str, str]:
    """Exit code, standard output and error of a command."""
    return _run([*command])


def _run(command: list[str]) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main(command)
    return code, out.getvalue(), err.getvalue()
