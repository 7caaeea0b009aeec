"""The gate for all that leaves: what stands with it, and that there is no way round it."""

import ast
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from npm_data.figures.columns import Column
from npm_data.figures.figure import Figure
from npm_data.figures.subject import Report
from npm_data.files.release import provenance_of, release
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, PROJECT
from npm_data.register.filters import Filters, Period
from tests.registers import register_of, repository_of, worked_rows

MADE_FROM = {"Released", "Deck", "Brief", "Annex", "Subject", "Picture", "File", "OfficeFile"}
"""What a maker of files may take first: released rows, or something whole that is made of them.

A `Picture` is only a part of these, and a `File` is a presentation or a text that is being written.
"""
FRAME = pl.DataFrame({"name": ["A"], "hidden": ["B"]})


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    folder = tmp_path_factory.mktemp("release")
    made = repository_of(register_of(**worked_rows()), folder, date(2018, 6, 30))
    yield made
    made.close()


def subject_in(repository, language="en"):
    filters = Filters(Period.of_year(2016), regions=("KZ-75",))
    return Report(words_for(language), filters, repository)


def trees(folder: str) -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text()) for path in (PROJECT / folder).rglob("*.py")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leaves_says_its_title_choice_measure_day_and_register(repository, language):
    words = words_for(language)
    told = provenance_of(subject_in(repository, language), "Found", definition="visits")
    assert told.lines() == (
        "Found",
        f"{words('frame.csv_filters')}: 2016 · {words.region('KZ-75')}",
        words("definition.visits_short"),
        words("frame.data_date", date=words.date(date(2018, 6, 30))),
        words(
            "frame.csv_made_from",
            version="1",
            fingerprint=repository.data_set.fingerprint[:12],
        ),
    )


def test_notes_a_map_and_made_up_records_are_said_where_they_are_such(repository, tmp_path):
    made_up = repository_of(
        register_of(**worked_rows()), tmp_path, date(2018, 6, 30), is_demonstration=True
    )
    words = words_for("en")
    told = provenance_of(
        subject_in(made_up), "Found", notes=("For some only",), has_filters=False, has_map=True
    )
    made_up.close()
    assert told.filters is None
    assert told.lines()[1] == "For some only"
    assert told.lines()[-2:] == (words("frame.demonstration"), words("charts.attribution"))


def test_only_the_columns_that_are_named_leave(repository):
    released = release(
        subject_in(repository), Figure("k", "", FRAME, {"name": Column("Name")}, finding="T")
    )
    assert released.frame.columns == ["name"]


def test_nothing_but_the_gate_makes_rows_that_may_leave():
    makers = {
        path.relative_to(PROJECT).as_posix()
        for path, tree in trees("npm_data").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "Released"
    }
    assert makers == {"npm_data/files/release.py"}


def test_files_are_handed_out_in_two_places():
    places = {
        path.relative_to(PROJECT).as_posix()
        for folder in ("npm_data", "pages")
        for path, tree in trees(folder).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "download_button"
    }
    # An empty workbook, and the file that the secretariat itself has just handed over.
    no_figures = {"npm_data/ui/pages/intake.py", "npm_data/ui/pages/intake_steps.py"}
    assert places - no_figures == {"npm_data/ui/downloads.py", "pages/exports.py"}


def test_every_maker_of_files_takes_what_has_passed_the_gate():
    wrong = {
        f"{path.name}: {node.name}"
        for folder in ("npm_data/files", "npm_data/report")
        for path, tree in trees(folder).items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
        and node.returns is not None
        and ast.unparse(node.returns) == "bytes"
        and ast.unparse(node.args.args[0].annotation or ast.Constant("")) not in MADE_FROM
    }
    # An empty workbook to fill in: no figure of any register is in it. And behind a chart the
    # numbers of its marks, which are in a picture of it as well.
    behind_a_chart = {"pptx_charts.py: xlsx_blob", "pptx_charts.py: _workbook"}
    assert wrong == {"template.py: template_workbook"} | behind_a_chart
