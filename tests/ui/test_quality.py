"""The data quality page: gaps, visits outside the mandate, published figures and findings."""

from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.cli import main
from npm_data.i18n import words_for
from npm_data.load import Problem
from npm_data.reference import LANGUAGES, reference
from npm_data.register.schema import Register
from npm_data.register.storage.build import write_database
from npm_data.register.storage.versions import Origin
from npm_data.ui.quality_columns import COLUMNS, _counts_text, _matrix, required_line
from npm_data.ui.table import ROWS_ON_THE_PAGE
from tests.registers import WORKED, register_of, repository_of, worked_rows
from tests.ui.conftest import DATA_DATE, RunApp, text_of


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example by the command, with its four warnings."""
    database = tmp_path_factory.mktemp("imported") / "register.duckdb"
    command = ["import", str(WORKED), "--database", str(database), "--data-date", "2018-06-30"]
    assert main(command) == 0
    return database


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    return tmp_path / "register.duckdb"


def _page(run_app: RunApp, database: Path, **query: str) -> AppTest:
    app = run_app(database, "quality", **query)
    assert not app.exception
    assert not app.error
    return app


def _tables(app: AppTest) -> list[list[dict[str, object]]]:
    return [table.value.to_dict("records") for table in app.table]


@pytest.mark.smoke
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("split", ["year", "region"])
@pytest.mark.parametrize("cells", ["gaps", "optional"])
def test_the_page_stands_in_each_language_with_each_choice(
    language: str, split: str, cells: str, imported: Path, run_app: RunApp
) -> None:
    app = _page(run_app, imported, lang=language, period="all", split=split, cells=cells)
    assert len(app.header) == 7
    assert words_for(language)(f"quality.note_{split}") in text_of(app)
    assert required_line(words_for(language)) in text_of(app)


def test_the_emptiest_column_is_the_title_and_nothing_is_imputed(
    imported: Path, run_app: RunApp
) -> None:
    said = text_of(_page(run_app, imported, lang="en", period="all"))
    assert "Most often empty: “Level of the addressee (Recommendations)”" in said
    assert "not recorded for 11 of 11" in said
    assert "nothing is put in its place" in said


def test_columns_that_may_stay_empty_are_no_gaps(imported: Path, run_app: RunApp) -> None:
    said = text_of(_page(run_app, imported, lang="en", period="all", cells="optional"))
    assert "filled in 0.0\u00a0% to 90.9\u00a0% of the records" in said
    assert "an empty cell is no gap" in said


def test_every_column_of_the_register_is_either_required_or_shown() -> None:
    shown = {name for names in COLUMNS.values() for name in names}
    for column in reference().columns:
        is_shown = (column.sheet, column.column) in shown
        assert is_shown != (column.is_required and column.column != "visit_type")
    assert "Place ID" in required_line(words_for("en"))


def test_without_a_gap_the_title_says_so(tmp_path: Path, run_app: RunApp) -> None:
    place = worked_rows()["institutions"][0] | {"district": "somewhere"}
    repository_of(register_of(institutions=[place]), tmp_path, DATA_DATE).close()
    said = text_of(_page(run_app, tmp_path / "register.duckdb", lang="en", period="2016"))
    assert "No gap: every record of this choice fills these columns" in said
    assert "No visits for this choice" in said


def test_visits_outside_the_mandate_are_counted_by_year_and_reason(
    imported: Path, run_app: RunApp
) -> None:
    app = _page(run_app, imported, lang="en", period="all")
    assert "Visits to a place that was not in the mandate that day: 3 of 12" in text_of(app)
    assert words_for("en")("frame.council_only") in text_of(app)
    by_year, listed = _tables(app)[:2]
    assert [list(row.values()) for row in by_year] == [
        ["2016", 6, 2, 1, 1, 0],
        ["2017", 3, 1, 0, 0, 1],
    ]
    assert [row["Visit ID"] for row in listed] == ["V12", "V07", "V09"]
    assert listed[0]["Reason"] == "place not open yet"


def test_where_all_visits_are_in_the_mandate_it_says_so(imported: Path, run_app: RunApp) -> None:
    app = _page(run_app, imported, lang="en", period="2015")
    assert "No visit went to a place outside the mandate (1 visit)" in text_of(app)
    assert "Every place was in the mandate" in text_of(app)


def test_the_register_stands_beside_each_published_figure_with_its_difference(
    imported: Path, run_app: RunApp
) -> None:
    app = _page(run_app, imported, lang="en", period="2016")
    rows = next(table for table in _tables(app) if table and "Published" in table[0])
    visits = [row for row in rows if row["Figure"] == "Preventive visits"]
    said = [(row["Published"], row["Register"], row["Difference"]) for row in visits]
    assert ("680 (exact)", "6", "−674") in said
    assert ("527 (worked out)", "1", "−526") in said
    assert ("528 (exact)", "1", "−527") in said
    assert ("more than\u00a0500 (lower bound)", "3", "−497 (not reached)") in said
    assert ("461 (exact)", "the records end: 30\u00a0June\u00a02018", "") in said
    text = text_of(app)
    assert "the register equals or reaches 0 of them" in text
    assert "What cannot be compared strictly" in text
    assert "made to resemble" not in text


def test_a_demonstration_says_what_it_was_made_from_and_has_no_findings(
    worked: Path, run_app: RunApp
) -> None:
    said = text_of(_page(run_app, worked, lang="en", period="2016"))
    assert "that they agree proves nothing" in said
    assert "were not imported but generated" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_findings_of_the_last_import_are_told_in_the_readers_language(
    language: str, imported: Path, run_app: RunApp
) -> None:
    words = words_for(language)
    app = _page(run_app, imported, lang=language, period="2016")
    assert words.plural("quality.findings_finding", 4) in text_of(app)
    by_rule, listed = _tables(app)[-2:]
    assert sum(int(str(row[words("quality.findings")])) for row in by_rule) == 4
    assert [row[words("import.title_row")] for row in listed] == ["7", "10", "12", "15"]
    opened = words.date(date(2016, 9, 1))
    message = words("import.a_visited_place_is_open_already", day=opened)
    assert listed[-1][words("import.title_message")] == message.replace("г..", "г.")


def test_one_rule_can_be_picked_and_a_long_list_is_cut(tmp_path: Path, run_app: RunApp) -> None:
    database = tmp_path / "register.duckdb"
    rule = "a_visit_has_a_day_of_its_report"
    problems = tuple(
        Problem(rule, "visits.csv", "visits", row, "reported_on", severity="warning")
        for row in range(2, 2 + ROWS_ON_THE_PAGE + 20)
    )
    other = Problem("a_file_is_one_of_the_tables", "staff.csv", severity="warning")
    register: Register = register_of(**worked_rows())
    write_database(register, database, Origin((), DATA_DATE, problems=(*problems, other)))
    app = _page(run_app, database, lang="en", period="2016")
    assert "The first 100 of 121 rows. The files hold them all." in text_of(app)
    app = _page(run_app, database, lang="en", period="2016", rule="a_file_is_one_of_the_tables")
    (row,) = _tables(app)[-1]
    assert row["File"] == "staff.csv"


def test_an_empty_register_says_so_and_an_import_without_findings_too(
    empty: Path, run_app: RunApp
) -> None:
    said = text_of(_page(run_app, empty, lang="en"))
    assert "No records for this choice" in said
    assert "found nothing that deserves a second look" in said


def test_of_fewer_than_five_records_no_per_cent_is_said() -> None:
    words = words_for("en")
    assert _counts_text(words, 1, 4) == "1 of 4"
    assert _counts_text(words, 1, 5) == "1 of 5 (20.0\u00a0%)"
    cell = {"label": "2016", "order": 0, "column": "District", "column_order": 0}
    frame = _matrix(words, [cell | {"part": 1, "whole": 4}, cell | {"part": 199, "whole": 200}])
    assert frame["cell_label"].to_list() == ["1/4", "99\u00a0%"]
