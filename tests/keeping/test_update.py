"""Add and update: what of a file goes where in the register, and what is left as it was."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from npm_data.i18n import words_for
from npm_data.questions.repository import open_repository
from npm_data.reference import LANGUAGES
from npm_data.register.rules.findings import message_of, problem_of
from npm_data.register.schema import Register
from npm_data.register.storage.change import Prepared, apply, history, prepare
from tests.keeping.files import TODAY, source_of, update, worked_register
from tests.registers import Row

PLACE = {
    "institution_id": "N1",
    "name": "Colony 3",
    "institution_type": "penal",
    "region": "KZ-35",
    "opened_on": "2010-01-01",
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read only: these tests prepare, and nothing is written."""
    return worked_register(tmp_path_factory.mktemp("update"))


def register_of(prepared: Prepared) -> Register:
    assert prepared.checked.register is not None, prepared.checked.findings
    return prepared.checked.register


def rows(prepared: Prepared, sheet: str, **wanted: Any) -> list[Row]:
    frame = register_of(prepared).to_dict()[sheet].collect().drop("record")
    found = frame.filter(**wanted) if wanted else frame
    return found.to_dicts()


def changed(prepared: Prepared, sheet: str) -> list[tuple[Any, ...]]:
    assert prepared.difference
    return prepared.difference.tables[sheet].changed.rows()


def counts(prepared: Prepared) -> dict[str, tuple[int, int, int]]:
    assert prepared.difference
    told = prepared.difference.counts.items()
    return {sheet: tuple(numbers) for sheet, numbers in told if any(numbers)}


def found(prepared: Prepared) -> list[tuple[str, str | None, int | None, str | None]]:
    return [
        (each.rule, each.sheet, each.row, each.column)
        for each in prepared.checked.findings
        if each.severity == "error"
    ]


def test_a_known_row_keeps_its_place_and_a_new_one_comes_last(database: Path) -> None:
    prepared = update(
        database, institutions=[PLACE, PLACE | {"institution_id": "P2", "name": "Another name"}]
    )
    ids = [each["institution_id"] for each in rows(prepared, "institutions")]
    assert ids == ["P1", "P2", "S1", "I1", "I2", "K1", "G1", "H1", "C1", "N1"]
    assert counts(prepared) == {"institutions": (1, 1, 0)}
    assert set(changed(prepared, "institutions")) >= {("P2", "name", "Colony 2", "Another name")}


def test_a_column_that_is_missing_leaves_the_value_and_an_empty_cell_empties_it(
    database: Path,
) -> None:
    row = {key: value for key, value in PLACE.items() if key != "opened_on"}
    without = update(database, institutions=[row | {"institution_id": "P2"}])
    assert rows(without, "institutions", institution_id="P2")[0]["closed_on"] == date(2017, 7, 1)
    empty = update(database, institutions=[{"institution_id": "P2", "closed_on": ""}])
    assert rows(empty, "institutions", institution_id="P2")[0]["closed_on"] is None
    assert changed(empty, "institutions") == [("P2", "closed_on", "2017-07-01", None)]


def test_what_a_visit_says_is_changed_in_all_its_rows(database: Path) -> None:
    prepared = update(
        database,
        visits=[{"visit_id": "V06", "institution_id": "S1", "reported_on": "2016-10-25"}],
    )
    assert prepared.checked.findings == ()
    assert changed(prepared, "visits") == [
        ("V06", "S1", "reported_on", "2016-10-20", "2016-10-25"),
        ("V06", "I1", "reported_on", "2016-10-20", "2016-10-25"),
    ]
    assert counts(prepared) == {"visits": (0, 2, 0)}


def test_a_place_is_added_to_a_visit_with_what_the_visit_says(database: Path) -> None:
    prepared = update(database, visits=[{"visit_id": "V06", "institution_id": "P1"}])
    assert counts(prepared) == {"visits": (1, 0, 0)}
    (row,) = rows(prepared, "visits", visit_id="V06", institution_id="P1")
    assert (row["started_on"], row["ended_on"], row["visit_type"], row["reported_on"]) == (
        date(2016, 10, 10), date(2016, 10, 11), "interim", date(2016, 10, 20),
    )  # fmt: skip


def test_rows_of_a_visit_that_disagree_in_the_file_are_told_at_their_row(database: Path) -> None:
    both = [
        {"visit_id": "V06", "institution_id": "I1", "reported_on": "2016-10-25"},
        {"visit_id": "V06", "institution_id": "S1", "reported_on": "2016-10-26"},
    ]
    prepared = update(database, visits=both)
    rule = "the_rows_of_a_visit_share_the_day_of_its_report"
    assert found(prepared) == [(rule, "visits", 2, "reported_on")]
    assert "in row 3 it is: 26\u00a0October\u00a02016" in prepared.checked.findings[0].message


def test_a_cell_that_cannot_be_read_is_one_finding_and_makes_no_others(database: Path) -> None:
    visit = {"visit_id": "V06", "institution_id": "S1", "started_on": "some day"}
    assert found(update(database, visits=[visit])) == [
        ("a_day_can_be_read", "visits", 2, "started_on")
    ]


def test_a_required_cell_cannot_be_emptied(database: Path) -> None:
    visit = {"visit_id": "V06", "institution_id": "S1", "started_on": "", "ended_on": "2016-10-11"}
    assert found(update(database, visits=[visit])) == [
        ("a_required_value_is_there", "visits", 2, "started_on")
    ]


def test_a_required_column_is_missed_only_by_rows_that_are_new(database: Path) -> None:
    known = {"institution_id": "P1", "name": "Colony 1, renamed"}
    assert found(update(database, institutions=[known])) == []
    new = update(database, institutions=[known, known | {"institution_id": "N1"}])
    assert {(rule, column) for rule, _, _, column in found(new)} == {
        ("a_required_column_is_there", "institution_type"),
        ("a_required_column_is_there", "region"),
        ("a_required_column_is_there", "opened_on"),
    }


def test_without_its_key_a_table_cannot_be_added(database: Path) -> None:
    told = found(update(database, institutions=[{"name": "Colony 1", "region": "KZ-35"}]))
    assert ("a_required_column_is_there", "institutions", 1, "institution_id") in told


def test_two_rows_of_the_file_with_one_key_are_told(database: Path) -> None:
    twice = [PLACE | {"institution_id": "P1"}, PLACE | {"institution_id": "P1", "name": "Other"}]
    prepared = update(database, institutions=twice)
    assert found(prepared) == [
        ("an_institution_id_stands_once", "institutions", 3, "institution_id")
    ]
    assert "row 2" in prepared.checked.findings[0].message


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "In the register itself (table Recommendations, ID R08, column"),
        ("ru", "В самом реестре (таблица «Рекомендации», код R08, столбец"),
        ("kk", "Тізілімнің өзінде («Ұсынымдар» кестесі, коды R08,"),
    ],
)
def test_a_fault_in_a_row_of_the_register_says_which_one_it_is(
    database: Path, tmp_path: Path, language: str, said: str
) -> None:
    """The visit is put after the recommendation that came from it."""
    visit = {
        "visit_id": "V08", "institution_id": "H1", "started_on": "2017-04-15",
        "ended_on": "2017-04-16", "reported_on": "2017-04-20",
    }  # fmt: skip
    source = source_of(tmp_path / "more", visits=[visit])
    prepared = prepare(source, database, mode="update", language=language, today=TODAY)
    assert found(prepared) == [
        ("a_recommendation_is_not_issued_before_its_visit_starts", "recommendations", None,
         "issued_on"),
    ]  # fmt: skip
    finding = prepared.checked.findings[0]
    assert finding.message.startswith(said)
    assert finding.file == ""


def test_a_repeated_recommendation_of_the_register_has_no_row_in_the_sentence(
    database: Path,
) -> None:
    new = {
        "recommendation_id": "R12", "addressee": "interior", "theme": "conditions",
        "issued_on": "2014-01-01", "repeats": "R01", "text": "Repair the ventilation",
    }  # fmt: skip
    prepared = update(database, recommendations=[new])
    (finding,) = prepared.checked.findings
    assert finding.rule == "a_repeated_recommendation_was_issued_before_or_stands_higher"
    assert (
        "“R01”, which is in the register already (issued on: 20\u00a0May\u00a02014)"
        in finding.message
    )
    assert "row" not in finding.message


@pytest.mark.parametrize("language", LANGUAGES)
def test_warnings_about_other_rows_are_kept_but_not_told_again(
    tmp_path: Path, language: str
) -> None:
    database = worked_register(tmp_path)
    before = open_repository(database).findings_by_rule()
    prepared = update(database, institutions=[PLACE])
    assert prepared.checked.findings == ()
    apply(prepared, database, who="")
    repository = open_repository(database)
    counted = ["rule", "sheet", "severity", "findings"]
    after = repository.findings_by_rule().select(counted).sort("rule")
    assert after.equals(before.select(counted).sort("rule"))
    kept = repository.findings("a_visit_has_a_day_of_its_report").to_dicts()[0]
    assert (kept["file_name"], kept["row_number"]) == ("", None)
    assert "V05, I1" in message_of(problem_of(kept), words_for(language))


def test_a_warning_that_the_file_causes_in_another_row_is_told(database: Path) -> None:
    prepared = update(database, institutions=[{"institution_id": "H1", "closed_on": "2017-01-01"}])
    assert [(each.rule, each.row) for each in prepared.checked.findings] == [
        ("a_visited_place_is_not_closed_yet", None)
    ]
    assert "ID V08, H1" in prepared.checked.findings[0].message


def test_the_later_row_of_a_day_wins_also_when_it_is_added(tmp_path: Path) -> None:
    database = worked_register(tmp_path)
    event = {
        "recommendation_id": "R07", "on": "2017-10-20", "axis": "implementation",
        "status": "not_implemented", "judge": "npm",
    }  # fmt: skip
    apply(update(database, follow_up=[event]), database, who="")
    last = open_repository(database).story("R07").to_dicts()[-1]
    assert last["status"] == "not_implemented"


def test_without_the_column_a_note_makes_no_new_row(database: Path) -> None:
    event = {
        "recommendation_id": "R01", "on": "2016-01-03", "axis": "implementation",
        "status": "not_implemented", "judge": "npm",
    }  # fmt: skip
    assert counts(update(database, follow_up=[event])) == {}
    assert counts(update(database, follow_up=[event | {"note": "Seen again"}])) == {
        "follow_up": (1, 0, 0)
    }


def test_a_replaced_source_gives_the_fingerprint_of_the_same_records(tmp_path: Path) -> None:
    database = worked_register(tmp_path)
    apply(update(database, institutions=[PLACE]), database, who="")
    apply(update(database, institutions=[PLACE | {"name": "Other"}]), database, who="")
    apply(update(database, institutions=[PLACE]), database, who="")
    fourth, third, second, first = history(database)
    assert fourth.fingerprint == second.fingerprint
    assert len({first.fingerprint, second.fingerprint, third.fingerprint}) == 3
    assert [each.name for each in fourth.sources] == ["institutions.csv"]


def test_an_update_of_a_demonstration_stays_one(tmp_path: Path) -> None:
    from npm_data.register.storage.build import write_database
    from npm_data.register.storage.versions import Origin
    from tests.registers import register_of as register_from
    from tests.registers import worked_rows

    database = tmp_path / "register.duckdb"
    origin = Origin((), date(2018, 6, 30), is_demonstration=True)
    write_database(register_from(**worked_rows()), database, origin)
    prepared = update(database, institutions=[PLACE])
    assert not prepared.is_demonstration_replaced
    apply(prepared, database, who="")
    assert open_repository(database).data_set.is_demonstration
