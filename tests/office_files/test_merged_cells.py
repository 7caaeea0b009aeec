"""One value over several rows holds for each of them; over several columns it is an error."""

from pathlib import Path

import pytest

from npm_data.register.reading import read_source
from npm_data.register.reading.source import Limits
from tests.office_files.books import RIGHT, assert_alike, found_in, register_in, told, worked_book
from tests.office_files.office import CASES, checked, numbers_of

_HOLDS = "a_merged_value_holds_for_all_its_rows"
_ACROSS = "a_merged_value_stays_in_its_column"


def test_a_merged_visit_and_place_is_that_of_every_row(tmp_path: Path) -> None:
    reference, merged = tmp_path / "reference", tmp_path / "merged"
    reference.mkdir()
    merged.mkdir()

    found = numbers_of(CASES / "01_merged_visit_and_place_in_recommendations.xlsx", merged)

    assert found == numbers_of(CASES / "01_unmerged_reference.xlsx", reference)


@pytest.mark.parametrize(
    "name",
    [
        "02_merged_visit_id_in_visits",
        "02b_merged_optional_columns_in_visits",
    ],
)
def test_what_is_merged_over_rows_changes_no_number(name: str, tmp_path: Path) -> None:
    assert_alike(numbers_of(CASES / f"{name}.xlsx", tmp_path), RIGHT)


def test_merged_cells_are_said_once_a_table_with_how_many_were_filled_in() -> None:
    of_the_file = checked(CASES / "01_merged_visit_and_place_in_recommendations.xlsx")

    for language, findings in of_the_file.by_language.items():
        said = [each for each in findings if each["rule"] == _HOLDS]
        assert [(each["row"], each["column"]) for each in said] == [(3, "visit_id")], language
        assert ": 4)" in said[0]["message"]
    assert of_the_file.errors == []


def test_a_level_that_is_merged_over_recommendations_is_that_of_each(tmp_path: Path) -> None:
    book = worked_book()
    page = book["recommendations"]
    page["E2"], page["E7"] = "central", "local"
    page.merge_cells("E2:E6")

    levels = register_in(book, tmp_path).recommendations["addressee_level"]

    assert levels.to_list() == [*["central"] * 5, "local", *[None] * 5]


def test_cells_that_are_merged_over_columns_are_one_error_that_names_them(tmp_path: Path) -> None:
    book = worked_book()
    book["recommendations"].merge_cells("B3:C6")

    found = found_in(book, tmp_path)

    assert told(found) == [(_ACROSS, "recommendations", 3, "visit_id")]
    assert "B3:C6" in found[0].message


def test_each_area_over_columns_is_told_and_no_title_above_or_empty_area_below(
    tmp_path: Path,
) -> None:
    book = worked_book()
    page = book["visits"]
    page.merge_cells("C2:D2")
    page.merge_cells("E5:F6")
    page.insert_rows(1, 2)
    page["A1"] = "Посещения 2014–2018"
    page.merged_cells.ranges.clear()
    for area in ("A1:F1", "C4:D4", "E7:F8", "A25:F25"):
        page.merge_cells(area)

    assert told(found_in(book, tmp_path)) == [
        (_ACROSS, "visits", 4, "started_on"),
        (_ACROSS, "visits", 7, "visit_type"),
    ]


def test_what_lies_hidden_under_a_merged_cell_is_not_read(tmp_path: Path) -> None:
    book = worked_book()
    page = book["recommendations"]
    page.merge_cells("D2:D3")
    hidden = page["D2"].value
    page._cells.pop((3, 4))
    page["D3"] = "Минздрав"
    page["D2"] = hidden

    assert told(found_in(book, tmp_path)) == [(_HOLDS, "recommendations", 3, "addressee")]


def test_an_area_that_runs_on_below_the_table_makes_no_records(tmp_path: Path) -> None:
    book = worked_book()
    book["visits"].merge_cells("A15:A900")
    book["follow_up"].merge_cells("B25:F40")

    assert found_in(book, tmp_path) == []


def test_areas_without_end_are_not_read(tmp_path: Path) -> None:
    book = worked_book()
    for row in range(20, 28, 2):
        book["visits"].merge_cells(f"A{row}:A{row + 1}")

    book.save(tmp_path / "register.xlsx")
    source = read_source(tmp_path / "register.xlsx", Limits(looks=3))

    errors = [(each.rule, each.sheet) for each in source.problems if each.severity == "error"]
    assert errors == [("a_workbook_takes_a_bearable_effort", "visits")]


def test_an_area_that_only_makes_a_column_wide_is_of_that_column(tmp_path: Path) -> None:
    book = worked_book()
    page = book["recommendations"]
    for row in range(1, 13):
        page.merge_cells(f"I{row}:K{row}")
    book["visits"].merge_cells("F3:G4")

    found = found_in(book, tmp_path)

    assert told(found) == [(_HOLDS, "visits", 4, "reported_on")]
