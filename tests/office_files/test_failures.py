"""Whatever fails: one sentence at the file, a reference for the log, and nothing written."""

import io
import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest
from polars.exceptions import PanicException

from npm_data.i18n import words_for
from npm_data.reference import reference
from npm_data.register.reading import Source, read_source
from npm_data.register.reading.typed import TypedTable, typed_tables
from npm_data.register.rules import check
from npm_data.register.storage.log import JsonLines
from tests.keeping.files import source_of, update, worked_register
from tests.office_files.office import CASES, checked, ran
from tests.registers import WORKED
from tests.sources import records_of, without_column, worked_copy

LAYERS = {
    "reading": "npm_data.register.reading.read.read_named_file",
    "headings": "npm_data.register.reading.read.table_of",
    "typing": "npm_data.register.reading.typed.written_days",
    "rules": "npm_data.register.rules.check.evaluate",
    "merge": "npm_data.register.rules.check.merge",
    "register": "npm_data.register.storage.change.read_register",
    "difference": "npm_data.register.storage.change.difference_of",
}
MARKER = "P1 as it stood in a cell"
NEW_PLACE = {
    "institution_id": "N1",
    "name": "Colony 3",
    "institution_type": "penal",
    "region": "KZ-35",
    "opened_on": "2010-01-01",
}


@pytest.fixture
def fail(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, type[BaseException]], None]:
    def at(function: str, kind: type[BaseException]) -> None:
        def failing(*_given: object, **_named: object) -> object:
            raise kind(MARKER)

        module, _, name = function.rpartition(".")
        monkeypatch.setattr(import_module(module), name, failing)

    return at


def content_of(folder: Path) -> dict[str, bytes]:
    files = (each for each in folder.rglob("*") if each.is_file())
    return {str(each): each.read_bytes() for each in files if each.suffix != ".lock"}


@pytest.mark.parametrize(
    ("layer", "kind"),
    [*((layer, RuntimeError) for layer in LAYERS), ("rules", PanicException)],
)
def test_a_failure_of_any_layer_is_one_finding_with_a_reference(
    layer: str,
    kind: type[BaseException],
    fail: Callable[..., None],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    database = worked_register(tmp_path / "kept")
    before = content_of(database.parent)
    source_of(tmp_path / "more", institutions=[NEW_PLACE])
    fail(LAYERS[layer], kind)
    options = (str(tmp_path / "more"), "--database", str(database), "--mode", "update")
    code, out, err = ran("check", *options, "--format", "json")
    (finding,), (told,) = json.loads(out), caplog.records
    assert (code, err) == (1, "")
    assert finding["rule"] == "the_program_ends_its_work"
    assert (finding["severity"], finding["file"]) == ("error", "more")
    assert told.__dict__["reference"] in finding["message"]
    assert MARKER not in out
    code, out, err = ran("import", *options)
    assert (code, err) == (1, "")
    assert caplog.records[1].__dict__["reference"] in out
    assert content_of(database.parent) == before


@pytest.mark.parametrize("function", ["create_derived_tables", "_check", "swap"])
def test_a_failure_while_writing_leaves_the_register_as_it_was(
    function: str, fail: Callable[..., None], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = worked_register(tmp_path / "kept")
    before = content_of(database.parent)
    source_of(tmp_path / "more", institutions=[NEW_PLACE])
    fail(f"npm_data.register.storage.build.{function}", RuntimeError)
    options = ("--database", str(database), "--mode", "update", "--language", "ru")
    code, out, _ = ran("import", str(tmp_path / "more"), *options)
    assert code == 1
    reference = caplog.records[0].__dict__["reference"]
    assert words_for("ru")("import.the_program_ends_its_work", reference=reference) in out
    assert content_of(database.parent) == before


def test_the_log_names_places_in_the_code_and_nothing_of_a_cell(
    fail: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As in a terminal, where nothing else listens to what is logged."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    monkeypatch.setattr(logging, "lastResort", handler)
    fail(LAYERS["typing"], RuntimeError)
    ran("check", str(WORKED))
    assert isinstance(handler.formatter, JsonLines)
    logging.getLogger("npm_data").addHandler(handler)
    try:
        ran("check", str(WORKED))
    finally:
        logging.getLogger("npm_data").removeHandler(handler)
    line = json.loads(out.getvalue())
    assert line["error"] == "RuntimeError"
    assert line["message"] == "The work check failed"
    assert any("typed.py" in place for place in line["where"])
    assert MARKER not in out.getvalue()


def test_a_column_of_places_left_out_is_one_finding_at_the_header() -> None:
    told = checked(CASES / "csv-without-place-column")
    (error,) = told.errors
    assert (error["sheet"], error["row"], error["column"]) == (
        "recommendations", 1, "institution_id",
    )  # fmt: skip
    sentences = told.sentences()
    assert "“Place ID” is missing" in sentences["en"]
    assert "Нет столбца" in sentences["ru"]
    assert "бағаны жоқ" in sentences["kk"]
    assert all("10" in each for each in sentences.values())


def test_a_heading_of_places_mistyped_is_no_failure() -> None:
    told = checked(CASES / "uncaught-validation.xlsx")
    assert {(each["sheet"], each["row"]) for each in told.errors} == {("recommendations", 4)}


def test_an_encoding_that_nobody_knows_is_a_damaged_workbook() -> None:
    (error,) = checked(CASES / "encoding.xlsx").errors
    assert error["rule"] == "a_workbook_is_whole"


def test_new_recommendations_of_an_update_need_the_column_as_well(tmp_path: Path) -> None:
    new = {
        "recommendation_id": "R90",
        "visit_id": "V01",
        "addressee": "interior",
        "theme": "conditions",
        "issued_on": "2014-05-20",
        "text": "Mend the roof",
    }
    database = worked_register(tmp_path)
    prepared = update(database, recommendations=[new, new | {"recommendation_id": "R01"}])
    (error,) = [each for each in prepared.checked.findings if each.severity == "error"]
    assert (error.rule, error.row) == ("a_column_that_rows_need_is_there", 1)
    assert "(1)" in error.message
    assert update(database, recommendations=[new | {"recommendation_id": "R01"}]).difference


def test_any_other_optional_column_may_be_left_out(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    optional = [each for each in reference().columns if not each.is_required]
    for each in optional:
        is_needed = (each.sheet, each.column) == ("recommendations", "institution_id")
        if each.column in records_of(folder, each.sheet)[0] and not is_needed:
            without_column(folder, each.sheet, each.column)
    found = check(read_source(folder), "en")
    assert [each for each in found.findings if each.severity == "error"] == []


def test_a_rule_is_told_though_its_cell_counts_as_unread_and_nobody_said_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def typed(source: Source, places: Iterable[str]) -> dict[str, TypedTable]:
        tables = typed_tables(source, places)
        table = tables["recommendations"]
        is_first = pl.col("recommendation_id") == "R01"
        place = pl.when(~is_first).then("institution_id").alias("institution_id")
        frame = table.frame.with_columns(place)
        unread = frame.filter(is_first).select("record", column=pl.lit("institution_id"))
        return tables | {"recommendations": replace(table, frame=frame, unread=unread)}

    monkeypatch.setattr(import_module("npm_data.register.rules.check"), "typed_tables", typed)
    found = check(read_source(WORKED), "en").findings
    (error,) = [each for each in found if each.severity == "error"]
    assert (error.rule, error.row) == ("a_recommendation_from_a_visit_names_a_place", 2)
