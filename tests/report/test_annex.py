"""The annex's numbers are those of the worked example; its files say where they come from."""

import json
import math

import pytest

from npm_data.figures.units import name_of
from npm_data.i18n import words_for
from npm_data.report.annex import annex_of
from npm_data.report.annex_chapters import chapters_of
from tests.registers import WORKED
from tests.report.annexes import EVER, YEAR, empty, report, worked

EXPECTED = json.loads((WORKED / "expected.json").read_text("utf-8"))["cases"]
IN_2016 = {"from": "2016-01-01", "to": "2016-12-31"}
IN_ALL = {"from": "2014-01-01", "to": "2018-12-31"}
TABLES = (
    ("visits", IN_2016, "visits.ministry", YEAR),
    ("visits", IN_2016 | {"by": "region"}, "visits.region", YEAR),
    ("visits", IN_2016 | {"by": "visit-type"}, "visits.visit_type", YEAR),
    ("coverage", IN_2016, "coverage.region", YEAR),
    ("coverage", IN_2016 | {"by": "ministry"}, "coverage.ministry", YEAR),
    ("clock", {"as-of": "2016-12-31"}, "clock.institution_type", YEAR),
    ("clock", {"by": "ministry", "as-of": "2018-06-30"}, "clock.ministry", EVER),
    ("pace", {"as-of": "2018-06-30"}, "pace.ministry", EVER),
    ("recommendations", IN_ALL, "recommendations.theme", EVER),
    ("recommendations", IN_ALL | {"by": "ministry"}, "statuses.ministry", EVER),
    ("replies", IN_ALL, "replies.ministry", EVER),
    ("replies", IN_ALL | {"by": "ministry"}, "replies.ministry", EVER),
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    opened = worked(tmp_path_factory.mktemp("annex"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def rows_of(repository):
    """Rows of a table of the annex in English by their first cell, the whole as `All`."""
    made = {filters: annex_of(report(repository, "en", filters)) for filters in (YEAR, EVER)}
    tables = {
        filters: {table.released.key: table.released.frame for table in annex.tables}
        for filters, annex in made.items()
    }

    def rows(key, filters=EVER):
        frame = tables[filters][f"annex.{key}"]
        return {row[frame.columns[0]]: row for row in frame.iter_rows(named=True)}

    return rows


def expected(query, args):
    return next(each["rows"] for each in EXPECTED if (each["query"], each["args"]) == (query, args))


def named(unit, code, day):
    words = words_for("en")
    if unit == "visit_type":
        return words.code("visit_type", code)
    return name_of(unit, words, day)(code)


@pytest.mark.parametrize(("query", "args", "key", "filters"), TABLES)
def test_a_table_says_what_was_worked_out_by_hand(rows_of, query, args, key, filters):
    told = rows_of(key, filters)
    unit = args.get("by", "").replace("-", "_")
    for row in expected(query, args):
        name = named(unit, row[unit], filters.period.to_on) if unit else "All"
        compared = {column: value for column, value in row.items() if column in told[name]}
        if "needed_a_year" in compared:
            # Of a quarter of the places, the whole visits that it takes.
            compared["needed_a_year"] = math.ceil(compared["needed_a_year"])
        assert compared
        assert {column: told[name][column] for column in compared} == pytest.approx(
            compared, abs=1e-6
        )


def test_all_five_definitions_stand_with_counts_and_interval(rows_of):
    rows = rows_of("implementation.definitions")
    by_args = {
        "After 12 months": {"rate": "cohort", "months": 12},
        "Stock on the data date": {"rate": "stock"},
        "Of those answered": {"rate": "answered"},
    }
    assert len(rows) == 5
    for name, args in by_args.items():
        for column, value in expected("implementation", IN_ALL | args)[0].items():
            if column != "verified":
                assert rows[name][column] == pytest.approx(value, abs=1e-6)


def test_of_fewer_than_five_only_the_counts_are_told(rows_of):
    row = rows_of("implementation.definitions")["After 24 months"]
    assert (row["implemented"], row["considered"]) == (0, 3)
    assert row["rate"] is row["low"] is row["high"] is None


def test_the_period_before_stands_beside_the_year(rows_of):
    whole = rows_of("visits.ministry", YEAR)["All"]
    assert (whole["visits"], whole["before"], whole["change"]) == (6, 1, 5)


def test_places_without_a_periodic_visit_are_listed_one_by_one(rows_of):
    whole = expected("clock", {"as-of": "2016-12-31"})[0]
    assert len(rows_of("clock.never_visited", YEAR)) == whole["never_visited"]


def test_types_stand_in_the_order_of_the_reports_chapters(repository):
    order = [code for codes in chapters_of(report(repository)).values() for code in codes]
    assert list(chapters_of(report(repository))) == list(range(1, 9))
    assert order.index("infant_home") < order.index("special_school")


def test_a_chapter_counts_each_visit_once(rows_of, repository):
    rows = rows_of("chapters.3", YEAR)
    types = chapters_of(report(repository))[3]
    whole = repository.visits(type(YEAR)(YEAR.period, institution_types=types))["visits"].item()
    assert rows["All"]["visits"] == whole


def test_every_table_passes_the_gate_with_its_provenance(repository):
    annex = annex_of(report(repository, "ru"))
    assert [table.number for table in annex.chapters[1].tables][:2] == ["2.1", "2.2"]
    for table in annex.tables:
        told = table.released.provenance
        assert told.title == f"{table.number} {table.heading}"
        assert told.demonstration
        assert "30\u00a0июня\u00a02018" in told.data_date


def test_tables_by_region_say_whose_borders_they_are_in(repository):
    """The map of 2016 has sixteen regions; a place is counted in the unit that it lies in today."""
    said = {
        table.released.key
        for table in annex_of(report(repository)).tables
        if "regions in the borders of today" in table.released.provenance.notes
    }
    # Coverage has its rows in the borders of the map.
    assert said == {"annex.visits.region"}


def test_the_annex_of_an_empty_register_has_its_tables_without_rows(tmp_path):
    repository = empty(tmp_path)
    frames = {
        table.released.key: table.released.frame for table in annex_of(report(repository)).tables
    }
    assert frames["annex.coverage.ministry"].is_empty()
    assert frames["annex.implementation.definitions"].is_empty()
    assert frames["annex.notes.definitions"].height > 10
    repository.close()
