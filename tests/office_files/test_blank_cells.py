"""An empty cell below a value may be meant as the same: asked where empty is another number."""

from pathlib import Path

import pytest

from tests.office_files.books import found_in, told, worked_book
from tests.office_files.office import CASES, checked

_AS_ABOVE = "an_empty_cell_is_not_meant_as_above"


def test_visits_left_blank_below_their_first_row_are_asked_about() -> None:
    for language, findings in checked(
        CASES / "H1_blank_means_same_as_above.xlsx"
    ).by_language.items():
        said = [each for each in findings if each["rule"] == _AS_ABOVE]
        assert [(each["severity"], each["row"], each["column"]) for each in said] == [
            ("warning", 4, "visit_id")
        ], language
        assert ": 2)" in said[0]["message"]


@pytest.mark.parametrize(
    ("levels", "first"),
    [
        (["central", None, None, "local", None, "institution", None, None, None, None, "local"], 3),
        (["central", "central", None, "local", "local", "local", "local", "local"], 4),
        ([None, "central", None, None, None, None, None, None, None, None, None], None),
        ([None] * 11, None),
        (["central", None, None, "central", None, None, "central", "central"], None),
    ],
)
def test_levels_left_blank_below_another_are_asked_about_where_they_stand_so(
    levels: list[str | None], first: int | None, tmp_path: Path
) -> None:
    book = worked_book()
    for row, level in enumerate(levels, start=2):
        book["recommendations"].cell(row, 5).value = level

    expected = [(_AS_ABOVE, "recommendations", first, "addressee_level")] if first else []

    assert told(found_in(book, tmp_path)) == expected


def test_a_systemic_recommendation_of_the_day_of_a_visit_is_none_where_visits_are_written_out(
    tmp_path: Path,
) -> None:
    book = worked_book()
    page = book["recommendations"]
    page.insert_rows(5)
    for at, cell in enumerate(page[4], start=1):
        page.cell(5, at).value = cell.value
    page["A5"], page["B5"], page["C5"], page["I5"] = "R20", None, None, "Amend the law"
    page.insert_rows(4)
    for at, cell in enumerate(page[3], start=1):
        page.cell(4, at).value = cell.value
    page["A4"] = "R21"

    assert found_in(book, tmp_path) == []
