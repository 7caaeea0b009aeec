"""A dash or a word for nothing: an empty cell, unless a value must stand there."""

from pathlib import Path

import pytest

from tests.office_files.office import CASES, EXPECTED, checked, numbers_of
from tests.sources import address, change, new_findings, worked_copy
from tests.sources import checked as checked_register

THE_NUMBERS = [[pytest.approx(row) for row in case["rows"]] for case in EXPECTED["cases"]]


def test_a_dash_in_an_optional_column_is_an_empty_cell(tmp_path: Path) -> None:
    assert numbers_of(CASES / "16_dash_for_empty.xlsx", tmp_path) == THE_NUMBERS


def test_it_is_said_once_a_column_how_many_there_are() -> None:
    told = checked(CASES / "16_dash_for_empty.xlsx").warnings
    dashes = [each for each in told if each["rule"] == "a_dash_is_read_as_an_empty_cell"]

    assert (dashes[1]["row"], dashes[1]["column"]) == (2, "closed_on")
    assert "(cells: 8)" in dashes[1]["message"]
    assert len({(each["sheet"], each["column"]) for each in dashes}) == len(dashes)


@pytest.mark.parametrize("word", ["—", "– ", "нет", "Жоқ", "Н/Д", "действует", "none", "N/A"])
def test_a_word_for_nothing_closes_no_place(word: str, tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "institutions", 2, closed_on=word)

    assert [address(each) for each in new_findings(folder)] == [
        ("warning", "institutions", 2, "closed_on")
    ]


def test_where_a_value_must_stand_a_dash_is_an_error(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "institutions", 2, region="—", opened_on="нет", name="-")

    found = new_findings(folder)

    assert {each.rule for each in found} == {"a_dash_is_no_value"}
    assert [each.column for each in found] == ["name", "region", "opened_on"]


def test_a_word_in_a_free_text_is_a_text(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "follow_up", 2, note="Нет")
    change(folder, "follow_up", 3, note="-")

    register = checked_register(folder).register

    assert register is not None
    assert register.follow_up["note"].to_list()[:2] == ["Нет", None]
