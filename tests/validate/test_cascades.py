"""One fault is one finding: it neither hides others nor is told again elsewhere."""

from pathlib import Path

from npm_data.register.reading import read_source
from npm_data.register.rules import check
from tests.sources import (
    address,
    change,
    checked,
    new_findings,
    repeat,
    without_column,
    worked_copy,
)

Found = list[tuple[str, str | None, int | None, str | None]]


def _found(folder: Path) -> Found:
    return [address(each) for each in new_findings(folder)]


def test_all_faults_of_a_register_are_told_at_once(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "institutions", 2, name="", region="Mars", opened_on="soon")
    change(folder, "visits", 2, ended_on="2014-05-11", visit_type="yearly")
    change(folder, "follow_up", 3, recommendation_id="R99", judge="press")

    assert _found(folder) == [
        ("error", "institutions", 2, "name"),
        ("error", "institutions", 2, "region"),
        ("error", "institutions", 2, "opened_on"),
        ("error", "visits", 2, "ended_on"),
        ("error", "visits", 2, "visit_type"),
        ("error", "follow_up", 3, "recommendation_id"),
        ("error", "follow_up", 3, "judge"),
    ]


def test_a_place_with_a_fault_is_still_a_place_that_was_visited(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "institutions", 2, opened_on="soon", institution_type="palace")

    assert {each[1] for each in _found(folder)} == {"institutions"}


def test_a_visit_whose_place_cannot_be_read_is_not_also_of_an_unknown_place(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 3, institution_id="#REF!")

    assert _found(folder) == [("error", "visits", 3, "institution_id")]


def test_a_visits_misspelt_place_is_not_told_again_at_its_recommendations(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 3, institution_id="S9")

    assert _found(folder) == [("error", "visits", 3, "institution_id")]


def test_a_missing_table_is_not_told_again_by_those_that_refer_to_it(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    (folder / "institutions.csv").unlink()
    (folder / "recommendations.csv").unlink()

    found = [each for each in checked(folder).findings if each.severity == "error"]

    assert [address(each) for each in found] == [
        ("error", "institutions", None, None),
        ("error", "recommendations", None, None),
    ]


def test_a_missing_column_is_not_told_again_in_every_row(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    without_column(folder, "institutions", "institution_id")
    without_column(folder, "follow_up", "axis")

    errors = [each for each in _found(folder) if each[0] == "error"]

    assert errors == [
        ("error", "institutions", 1, "institution_id"),
        ("error", "follow_up", 1, "axis"),
    ]


def test_a_day_that_cannot_be_read_makes_no_other_row_of_its_visit_wrong(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 3, ended_on="soon", reported_on="later")

    assert _found(folder) == [
        ("error", "visits", 3, "ended_on"),
        ("error", "visits", 3, "reported_on"),
    ]


def test_the_readable_rows_of_a_visit_are_still_held_against_each_other(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "visits", 3, ended_on="soon")
    row = repeat(folder, "visits", 4, institution_id="K1", ended_on="2015-06-05")

    assert _found(folder) == [
        ("error", "visits", 3, "ended_on"),
        ("error", "visits", row, "ended_on"),
    ]


def test_rows_that_differ_only_in_what_cannot_be_read_are_no_copies(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "follow_up", 2, note="", on="soon")
    row = repeat(folder, "follow_up", 2, on="later")

    assert _found(folder) == [
        ("error", "follow_up", 2, "on"),
        ("error", "follow_up", row, "on"),
    ]


def test_of_an_id_with_other_content_and_a_copy_each_is_what_it_is(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    other = repeat(folder, "institutions", 3, name="Colony 22")
    copy = repeat(folder, "institutions", 3)

    assert _found(folder) == [
        ("error", "institutions", other, "institution_id"),
        ("warning", "institutions", copy, "institution_id"),
    ]


def test_a_copy_is_left_out_of_the_register(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    row = repeat(folder, "follow_up", 2, on="01.07.2014", status=" ПРИНЯТА ")

    result = checked(folder)

    assert ("warning", "follow_up", row, "recommendation_id") in map(address, result.findings)
    assert result.register is not None
    assert result.register.follow_up.height == 19


def test_a_blank_row_is_no_row(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "follow_up", 21, note="\u00a0 ")

    assert _found(folder) == []


def test_the_data_date_is_the_latest_day_on_which_something_happened(tmp_path: Path) -> None:
    folder = worked_copy(tmp_path)
    change(folder, "institutions", 2, closed_on="2099-01-01")
    change(folder, "visits", 14, reported_on="2018-04-02")

    data_date = checked(folder).data_date

    assert data_date is not None
    assert data_date.isoformat() == "2018-04-02"


def test_days_after_a_given_data_date_are_left_out_and_future_ones_a_warning(
    tmp_path: Path,
) -> None:
    source = read_source(worked_copy(tmp_path))
    day = checked(source.path).data_date
    assert day is not None
    before = day.replace(month=3, day=30)

    given = check(source, "en", data_date=before)
    today = check(source, "en", today=before)
    later = check(source, "en", data_date=before, today=before)

    expected = ("warning", "follow_up", 20, "on")
    rules = {each.rule for each in given.findings if address(each) == expected}
    assert rules == {"a_row_begins_by_the_data_date"}
    assert given.register is not None
    assert given.register.follow_up.height == 18
    assert {each.rule for each in today.findings if address(each) == expected} == {
        "a_recorded_day_is_not_in_the_future"
    }
    assert today.register is not None
    assert later.data_date == before
    assert later.findings == given.findings
