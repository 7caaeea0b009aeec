"""IDs that only look different, or only look alike, and references to nothing."""

from pathlib import Path

import pytest

from npm_data.register.spelling import difference
from tests.keeping.files import update, worked_register
from tests.office_files.office import CASES, EXPECTED, checked, numbers_of
from tests.registers import WORKED
from tests.sources import address, change, new_findings, worked_copy
from tests.sources import checked as register_of

THE_NUMBERS = [[pytest.approx(row) for row in case["rows"]] for case in EXPECTED["cases"]]


def test_two_places_of_a_cell_are_two_rows(tmp_path: Path) -> None:
    assert numbers_of(CASES / "18_two_places_in_a_cell.xlsx", tmp_path) == THE_NUMBERS


def test_an_id_is_read_without_a_soft_hyphen() -> None:
    register, worked = register_of(CASES / "14d_id_soft_hyphen.xlsx").register, register_of(WORKED)

    assert register is not None
    assert worked.register is not None
    assert register.visits.equals(worked.register.visits)


def test_a_sign_that_is_not_seen_makes_no_second_visit(tmp_path: Path) -> None:
    wrong, right = tmp_path / "wrong", tmp_path / "right"
    wrong.mkdir()
    right.mkdir()

    found = numbers_of(CASES / "14g_visit_code_with_lrm_behind.xlsx", wrong)

    assert found == numbers_of(CASES / "14g_reference_without_R07.xlsx", right)


@pytest.mark.parametrize(
    ("name", "at"),
    [
        ("14_id_cyrillic_P.xlsx", ("visits", 13, "institution_id")),
        ("14b_id_cyrillic_twin_place.xlsx", ("institutions", 11, "institution_id")),
    ],
)
def test_a_letter_of_another_alphabet_is_one_error_that_names_it(
    name: str, at: tuple[str, int, str]
) -> None:
    told = checked(CASES / name)

    assert [(each["sheet"], each["row"], each["column"]) for each in told.errors] == [at]
    alphabets = {"en": "Cyrillic", "ru": "кириллица", "kk": "кирилл"}
    for language, text in told.sentences().items():
        assert alphabets[language] in text
        assert {"Р1", "P1"} <= {each for each in ("Р1", "P1") if each in text}


@pytest.mark.parametrize(
    ("written", "sheet", "row", "column"),
    [
        ("v06", "recommendations", 7, "visit_id"),
        ("V 06", "recommendations", 7, "visit_id"),
        ("r02", "recommendations", 7, "repeats"),
        ("s1", "visits", 8, "institution_id"),
    ],
)
def test_a_reference_spelt_otherwise_is_told_with_the_id_that_was_meant(
    written: str, sheet: str, row: int, column: str, tmp_path: Path
) -> None:
    folder = worked_copy(tmp_path)
    change(folder, sheet, row, **{column: written})

    found = new_findings(folder)

    assert [address(each) for each in found] == [("error", sheet, row, column)]
    assert f"Perhaps “{written.upper().replace(' ', '')}” is meant" in found[0].message


def test_two_spellings_of_one_visit_are_one_error(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 9, visit_id="v06")

    found = new_findings(folder)

    assert [address(each) for each in found] == [("error", "visits", 9, "visit_id")]
    assert "“V06” in row 8" in found[0].message


def test_an_update_is_held_against_the_ids_of_the_register(tmp_path: Path) -> None:
    database = worked_register(tmp_path)
    place = {"institution_id": "p1", "name": "Colony 9", "institution_type": "penal"}

    change = update(
        database, institutions=[{**place, "region": "KZ-35", "opened_on": "2001-01-01"}]
    )

    errors = [each for each in change.checked.findings if each.severity == "error"]
    assert [(each.rule, each.column) for each in errors] == [
        ("an_id_is_spelt_in_one_way", "institution_id")
    ]
    assert "in the register" in errors[0].message


@pytest.mark.parametrize("written", ["S1; I1", "S1 и I1", "S1 / I1", "S1 I1"])
def test_places_of_one_cell_may_be_parted_in_several_ways(written: str, tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 3, institution_id=written)
    change(folder, "visits", 4, visit_id="V13", institution_id="K1")

    found = new_findings(folder)

    assert ("warning", "visits", 3, "institution_id") in [address(each) for each in found]
    assert not any(each.sheet == "recommendations" for each in found)


def test_a_fault_of_a_row_with_two_places_is_told_once(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 5, institution_id="P1, I2", ended_on="2015-12-31", reported_on="soon")

    errors = [each for each in new_findings(folder) if each.severity == "error"]

    assert [address(each)[1:] for each in errors] == [
        ("visits", 5, "ended_on"),
        ("visits", 5, "reported_on"),
    ]


def test_an_unknown_place_among_several_is_named(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 5, institution_id="P1, X9")

    found = new_findings(folder)

    assert [address(each) for each in found] == [("error", "visits", 5, "institution_id")]
    assert "“X9”" in found[0].message


def test_a_recommendation_to_two_places_needs_two_rows(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "recommendations", 3, institution_id="S1, I1")

    found = new_findings(folder)

    assert [(each.rule, each.row) for each in found] == [("a_cell_names_one_record", 3)]


def test_an_id_with_a_stroke_is_not_taken_for_several(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "recommendations", 3, visit_id="V02/7")

    found = new_findings(folder)

    assert [each.rule for each in found] == ["a_recommendations_visit_is_in_the_register"]


def test_a_reference_to_nothing_is_told_once_for_all_its_rows(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    for row in (3, 4, 8):
        change(folder, "recommendations", row, visit_id="V99")

    found = new_findings(folder)

    assert [address(each) for each in found] == [("error", "recommendations", 3, "visit_id")]
    assert "4, 8" in found[0].message


def test_an_id_that_cannot_be_read_is_not_told_again_by_what_refers_to_it(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 2, visit_id="#REF!")
    change(folder, "recommendations", 12, recommendation_id="")

    assert [address(each) for each in new_findings(folder)] == [
        ("error", "visits", 2, "visit_id"),
        ("error", "recommendations", 12, "recommendation_id"),
    ]


def test_a_wrong_first_day_is_not_told_again_by_the_days_after_it(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 2, started_on="2017-12-12")

    assert [address(each) for each in new_findings(folder)] == [("error", "visits", 2, "ended_on")]


@pytest.mark.parametrize(
    ("here", "there", "kind"),
    [
        ("Р1", "P1", ("alphabet", "Р", "P")),
        ("p1", "P1", ("case", "p", "P")),
        ("P 1", "P1", ("blank", "P 1", "P1")),
        ("P–1", "P-1", ("sign", "–", "-")),
    ],
)
def test_a_difference_is_named_by_its_first_sign(
    here: str, there: str, kind: tuple[str, str, str]
) -> None:
    assert difference(here, there) == kind
