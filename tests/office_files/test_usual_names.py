"""Names that offices use beside those of the lists: read where they mean one thing."""

from pathlib import Path

import pytest

from npm_data.reference import reference
from npm_data.register.spelling import fold
from npm_data.register.vocabulary import CODED_COLUMNS, meaning_of, vocabulary
from tests.sources import change, new_findings, worked_copy


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("ВКО", "KZ-63"),
        ("CKO", "KZ-59"),
        ("ШҚО", "KZ-63"),
        ("Алматинская обл.", "KZ-19"),
        ("г. Алматы", "KZ-75"),
        ("Нур-Султан", "KZ-71"),
        ("Астана қ.", "KZ-71"),
        ("Солтустик Казакстан облысы", "KZ-59"),
    ],
)
def test_a_usual_name_of_a_region_is_read(written: str, region: str) -> None:
    assert meaning_of(written, None).region == region


def test_a_short_name_of_a_region_that_was_split_needs_the_district() -> None:
    assert meaning_of("ЮКО", None).region is None
    assert set(meaning_of("ЮКО", None).units) == {"KZ-61", "KZ-79"}


@pytest.mark.parametrize(
    ("column", "written", "code"),
    [
        ("status", "Выполнено", "implemented"),
        ("status", "НЕ ИСПОЛНЕНО", "not_implemented"),
        ("status", "Частично исполнена", "partly_implemented"),
        ("status", "орындалган", "implemented"),
        ("addressee", "Минздрав РК", "health"),
        ("addressee", "Минпросвещения", "education"),
        ("institution_type", "ИВС", "ivs"),
        ("institution_type", "тергеу изоляторы", "sizo"),
        ("visit_type", "периодическая", "periodic"),
    ],
)
def test_a_usual_name_of_a_code_is_read(column: str, written: str, code: str) -> None:
    assert vocabulary(column).code(written) == code


def test_a_usual_name_never_means_two_codes() -> None:
    for column in CODED_COLUMNS:
        assert vocabulary(column)  # a name of two codes is refused as it is made
    for other in reference().others_of("region"):
        assert set(meaning_of(other.name, None).units) == set(other.codes)
    names = [(each.list, fold(each.name)) for each in reference().other_names]
    assert len(set(names)) == len(names)
    assert {each.list for each in reference().other_names} <= {"region", *CODED_COLUMNS}


@pytest.mark.parametrize("written", ["Частично", "ГП", "Минюст", "Не", "область"])
def test_what_could_mean_two_things_or_none_is_not_read(written: str) -> None:
    assert vocabulary("status").code(written) is None
    assert vocabulary("addressee").code(written) is None
    assert meaning_of(written, None).units == ()


def test_the_nearest_three_are_offered_and_not_the_whole_list(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "institutions", 2, region="Карагандиская обл", institution_type="palace")
    change(folder, "follow_up", 3, status="Выполненна")

    told = {each.column: each.message for each in new_findings(folder)}

    assert "Perhaps you meant: Karaganda Region." in told["region"]
    assert "Nothing in the list is much like it." in told["institution_type"]
    assert "Perhaps you meant: implemented" in told["status"]
    assert "Mangystau" not in told["region"]
