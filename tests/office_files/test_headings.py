"""Headings as offices set them: broken, noted, numbered, in two rows, nearly right."""

from pathlib import Path

import pytest

from npm_data.reference import LANGUAGES, reference
from npm_data.register.reading.headings import column_of, nearest_column
from tests.office_files.books import (
    RIGHT,
    assert_alike,
    found_in,
    place_of,
    told,
    worked_book,
)
from tests.office_files.office import CASES, checked, numbers_of

_ASKS = "a_heading_names_its_column"
_LEFT_OUT = "a_column_is_of_the_register"


@pytest.mark.parametrize(
    "name",
    [
        "20_headings_breaks_footnotes",
        "20d_two_row_heading",
        "26c_repeats_footnote",
        "31_kk_headings_russian_letters",
    ],
)
def test_a_heading_is_read_through_its_dress(name: str, tmp_path: Path) -> None:
    assert_alike(numbers_of(CASES / f"{name}.xlsx", tmp_path), RIGHT)


@pytest.mark.parametrize(
    ("heading", "sheet", "column"),
    [
        ("Код учреж-\nдения*", "visits", "institution_id"),
        ("Код учреж- дения", "visits", "institution_id"),
        ("Код учреж\u00adдения", "visits", "institution_id"),
        ("Код учреж\nдения", "visits", "institution_id"),
        ("Дата отчёта¹", "visits", "reported_on"),
        ("Повторяет2", "recommendations", "repeats"),
        ("Повторяет [3]", "recommendations", "repeats"),
        ("Повторяет **", "recommendations", "repeats"),
        ("3. Дата начала (дд.мм.гггг)", "visits", "started_on"),
        ("3) Дата начала, дд.мм.гггг", "visits", "started_on"),
        ("№ 3. Дата начала", "visits", "started_on"),
        ("Ашылган куни", "institutions", "opened_on"),
        ("ОНИР", "institutions", "region"),
        ("Онір", "institutions", "region"),
        ("Ұсыным күні*", "recommendations", "issued_on"),
        ("Note²", "follow_up", "note"),
        ("Дата начала и окончания", "visits", None),
        ("2016", "visits", None),
        ("Примечание", "recommendations", None),
    ],
)
def test_signs_of_notes_breaks_numbers_and_units_name_nothing(
    heading: str, sheet: str, column: str | None
) -> None:
    assert column_of(heading, sheet) == column


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_in_every_dress_is_its_own_column(language: str) -> None:
    for each in reference().columns:
        name = each.names[language]
        for dressed in (f"1. {name}", f"{name}¹", f"{name} (1)", name.upper(), f"{name}*"):
            assert column_of(dressed, each.sheet) == each.column, dressed


@pytest.mark.parametrize(
    ("heading", "sheet", "column"),
    [
        ("Повторяетт", "recommendations", "repeats"),
        ("Код учережд", "visits", "institution_id"),
        ("Код учр.", "visits", "institution_id"),
        ("Дата нач.", "visits", "started_on"),
        ("Мекеме турі", "institutions", "institution_type"),
        ("Repeat", "recommendations", "repeats"),
        ("Примечание", "recommendations", None),
        ("Responsible person", "recommendations", None),
        ("Год посещения", "visits", None),
        ("Вид рекомендации", "recommendations", None),
        ("Суть рекомендации", "recommendations", None),
        ("№ п/п", "visits", None),
        ("Shut on", "institutions", None),
        ("Ответственный", "follow_up", None),
    ],
)
def test_only_a_heading_that_is_nearly_a_name_is_asked_about(
    heading: str, sheet: str, column: str | None
) -> None:
    every = frozenset(each.column for each in reference().columns if each.sheet == sheet)

    assert nearest_column(heading, sheet, every) == column
    assert nearest_column(heading, sheet, every - {column}) is None


def test_a_misspelt_heading_is_one_error_that_names_the_nearest(tmp_path: Path) -> None:
    book = worked_book()
    book["recommendations"].cell(1, place_of("recommendations", "repeats")).value = "Повторяетт"
    book["visits"].cell(1, place_of("visits", "institution_id")).value = "Код учережд"

    found = found_in(book, tmp_path)

    assert told(found) == [
        (_ASKS, "visits", 1, "institution_id"),
        (_ASKS, "recommendations", 1, "repeats"),
    ]
    assert "“Repeats”" in found[1].message
    assert "“Повторяетт”" in found[1].message


def test_a_heading_that_is_no_word_is_asked_about_in_three_languages() -> None:
    of_the_file = checked(CASES / "uncaught-validation.xlsx")

    assert [(each["rule"], each["row"], each["column"]) for each in of_the_file.errors] == [
        (_ASKS, 4, "institution_id")
    ]
    for language, name in (("en", "Place ID"), ("ru", "Код учреждения"), ("kk", "Мекеме коды")):
        assert name in of_the_file.sentences()[language]


def test_a_column_of_another_kind_is_left_out_with_a_notice(tmp_path: Path) -> None:
    book = worked_book()
    page = book["recommendations"]
    page.cell(1, page.max_column + 1).value = "Примечание"
    page.cell(1, page.max_column + 1).value = "Responsible person"

    found = found_in(book, tmp_path)

    assert [(each.rule, each.severity) for each in found] == [(_LEFT_OUT, "warning")] * 2


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        (
            ["Код посещения", "Код учреждения", "Дата", None, "Вид посещения", "Дата отчета"],
            [None, None, "начала", "окончания", None, None],
        ),
        (
            ["Код", "Код", "Дата", "Дата", "Вид", "Дата"],
            ["посещения", "учреждения", "начала", "окончания", "посещения", "отчета"],
        ),
        (
            [None, None, "Дата", None, None, "Дата"],
            ["Код посещения", "Код учреждения", "начала", "окончания", "Вид посещения", "отчета¹"],
        ),
    ],
)
def test_two_rows_that_name_the_columns_together_are_one_heading(
    upper: list[str | None], lower: list[str | None], tmp_path: Path
) -> None:
    book = worked_book()
    page = book["visits"]
    page.insert_rows(1)
    for at, (above, below) in enumerate(zip(upper, lower, strict=True), start=1):
        page.cell(1, at).value, page.cell(2, at).value = above, below
    page["G2"], page["G4"] = "Замечания", "предупреждение: ..."

    assert found_in(book, tmp_path) == []


@pytest.mark.parametrize(
    ("sheet", "column"),
    [
        (each.sheet, each.column)
        for each in reference().columns
        if each.is_required and (each.column.endswith("_id") or each.sheet == "visits")
    ],
)
def test_a_missing_column_is_one_error_and_makes_no_rows_copies(
    sheet: str, column: str, tmp_path: Path
) -> None:
    book = worked_book()
    book[sheet].delete_cols(place_of(sheet, column))

    assert told(found_in(book, tmp_path)) == [("a_required_column_is_there", sheet, 1, column)]


@pytest.mark.parametrize(
    ("sheet", "column", "heading", "values"),
    [
        ("recommendations", "repeats", "Предыдущая", {}),
        ("recommendations", "visit_id", "Поездка", {}),
        ("recommendations", "addressee_level", "Кому", {2: "central", 3: "местный орган"}),
        ("visits", "institution_id", "Объект", {}),
        ("follow_up", "recommendation_id", "По какой", {}),
    ],
)
def test_a_foreign_name_over_what_a_missing_column_holds_is_asked_about(
    sheet: str, column: str, heading: str, values: dict[int, str], tmp_path: Path
) -> None:
    book = worked_book()
    page, place = book[sheet], place_of(sheet, column)
    page.cell(1, place).value = heading
    for row, value in values.items():
        page.cell(row, place).value = value

    assert told(found_in(book, tmp_path)) == [(_ASKS, sheet, 1, column)]


def test_a_foreign_column_of_other_content_is_left_out(tmp_path: Path) -> None:
    book = worked_book()
    page, place = book["recommendations"], place_of("recommendations", "repeats")
    page.cell(1, place).value = "Предыдущая"
    page.cell(2, place).value = "R99"

    assert told(found_in(book, tmp_path)) == [(_LEFT_OUT, "recommendations", 1, None)]
