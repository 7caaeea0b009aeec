"""What a register keeps of a finding: enough for its sentence, nothing that was written."""

import json
import string
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from npm_data.i18n import words_for
from npm_data.i18n.catalogues import catalogue
from npm_data.reference import LANGUAGES
from npm_data.register.reading import Problem
from npm_data.register.rules.findings import (
    KEPT_FACTS,
    LEFT_OUT,
    SCHEMA,
    kept_frame,
    message_of,
    problem_of,
)
from tests.sources import change, checked, repeat, worked_copy
from tests.validate.cases import CASES, NOBODYS_NUMBER, Case

OF_A_SENTENCE = {"value", "sheet", "column"}
"""What every sentence may name; the value is left out."""

WARNED = [case for case in CASES if all(each[0] == "warning" for each in case.found)]


def _problem(**changed: object) -> Problem:
    plain = {
        "rule": "a_visited_place_is_open_already",
        "file": "visits.csv",
        "sheet": "visits",
        "row": 15,
        "column": "started_on",
        "value": "31.08.2016",
        "severity": "warning",
        "facts": {"day": date(2016, 9, 1)},
    }
    return Problem(**(plain | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_kept_problem_reads_as_the_import_read_it(language: str) -> None:
    kept = kept_frame([_problem()])
    assert kept.schema == pl.Schema(SCHEMA)
    back = problem_of(kept.row(0, named=True))
    words = words_for(language)
    assert message_of(back, words) == message_of(_problem(), words)


@pytest.mark.parametrize("case", WARNED, ids=lambda case: case.rule)
def test_every_warning_has_its_sentence_again_in_three_languages(
    case: Case, tmp_path: Path
) -> None:
    folder = worked_copy(tmp_path)
    case.write(folder)
    problems = [each for each in checked(folder).problems if each.severity == "warning"]
    assert case.rule in {problem.rule for problem in problems}
    for problem, row in zip(problems, kept_frame(problems).rows(named=True), strict=True):
        for language in LANGUAGES:
            template = str(catalogue(language, "import")[f"import.{problem.rule}"].string)
            named = {name for _, name, _, _ in string.Formatter().parse(template) if name}
            assert named <= OF_A_SENTENCE | set(KEPT_FACTS), problem.rule
            text = message_of(problem_of(row), words_for(language))
            without = replace(problem, value=LEFT_OUT)
            assert text == message_of(without, words_for(language))


def test_nothing_that_was_written_in_a_cell_is_kept(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "follow_up", 2, note=f"IIN {NOBODYS_NUMBER}")
    change(folder, "institutions", 2, district="Ulytau")
    repeat(folder, "visits", 3)
    kept = kept_frame(checked(folder).problems)
    said = " ".join(str(value) for row in kept.rows() for value in row)
    assert "a_text_holds_no_personal_number" in said
    for written in (NOBODYS_NUMBER, "Ulytau", "V02", "2014-05-12"):
        assert written not in said


def test_a_fact_that_is_not_on_the_list_is_left_out() -> None:
    kept = kept_frame([_problem(facts={"places": ("P1",), "day": None, "letter": "H"})])
    assert json.loads(kept["facts"][0]) == {"letter": "H"}
    with pytest.raises(TypeError, match="no fact"):
        kept_frame([_problem(facts={"letter": object()})])


def test_the_problems_of_a_check_stand_in_the_order_of_its_findings(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    (folder / "staff.csv").write_text("a\n", encoding="utf-8")
    repeat(folder, "follow_up", 3)
    found = checked(folder)
    assert [(each.rule, each.row) for each in found.problems] == [
        (each.rule, each.row) for each in found.findings
    ]
