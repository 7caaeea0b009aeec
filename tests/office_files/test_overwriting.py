"""Updates that would make other records of known ones: asked, shown first, and never in silence."""

from pathlib import Path

import polars as pl
import pytest

from npm_data.reference import LANGUAGES
from npm_data.register.rules.update import is_another_day, is_another_text
from npm_data.register.storage.change import Prepared, apply, history, prepare
from npm_data.register.storage.connection import KeepingError
from tests.keeping.files import TODAY, source_of, update, worked_register
from tests.office_files.office import CASES, printed, ran

RESTARTED = str(CASES / "32_visits_2017_only.xlsx")
OF_A_PLACE = {
    "institution_id": "P1",
    "name": "Colony 1",
    "institution_type": "penal",
    "region": "KZ-35",
    "opened_on": "2001-01-01",
}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Read only."""
    return worked_register(tmp_path_factory.mktemp("overwriting"))


@pytest.fixture
def of_2016(tmp_path: Path) -> Path:
    database = tmp_path / "register.duckdb"
    case = str(CASES / "32_register_2016.xlsx")
    assert ran("import", case, "--database", str(database))[0] == 0
    return database


def others(prepared: Prepared) -> dict[str, set[str]]:
    """By table, the IDs that would be another record's."""
    return {sheet: set(frame[frame.columns[0]]) for sheet, frame in prepared.others.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_that_begin_anew_each_year_ask_and_nothing_is_written(
    language: str, of_2016: Path
) -> None:
    before = of_2016.read_bytes()
    options = ("--database", str(of_2016), "--mode", "update", "--language", language)
    code, out, err = ran("import", RESTARTED, *options)
    assert code == 2
    assert "--yes" in err
    assert of_2016.read_bytes() == before
    shown = out.splitlines()
    at = next(number for number, line in enumerate(shown) if line.startswith("3 "))
    assert [line.count(" → ") for line in shown[at + 1 : at + 4]] == [4, 4, 5]
    assert all("2016" in line and "2017" in line for line in shown[at + 1 : at + 4])


def test_a_yes_writes_them(of_2016: Path) -> None:
    options = ("--database", str(of_2016), "--mode", "update")
    assert ran("import", RESTARTED, *options, "--yes")[0] == 0
    (row,) = printed("visits", "--database", str(of_2016), "--from", "2017-01-01")
    assert row["visits"] == 3
    assert len(history(of_2016)) == 2


def test_apply_refuses_what_was_not_confirmed(tmp_path: Path) -> None:
    database = worked_register(tmp_path)
    prepared = update(
        database, visits=[{"visit_id": "V05", "institution_id": "I1", "started_on": "2015-03-21"}]
    )
    assert prepared.reasons_to_ask == ("overwrites",)
    with pytest.raises(KeepingError, match="not_confirmed"):
        apply(prepared, database, who="")
    assert apply(prepared, database, who="", confirmed=True) == 2


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("visits", {"visit_id": "V05", "institution_id": "I1", "started_on": "2015-03-21"}),
        ("visits", {"visit_id": "V05", "institution_id": "I2"}),
        ("recommendations", {"recommendation_id": "R03", "issued_on": "2015-08-27"}),
        ("recommendations", {"recommendation_id": "R03", "institution_id": "S1"}),
        ("recommendations", {"recommendation_id": "R01", "text": "Buy new beds"}),
        (
            "recommendations",
            {"recommendation_id": "R11", "addressee": "health", "text": "Train the day staff"},
        ),
        ("institutions", OF_A_PLACE | {"name": "Guardhouse 7", "region": "KZ-10"}),
    ],
)
def test_another_day_place_addressee_or_text_asks(
    sheet: str, row: dict[str, str], database: Path
) -> None:
    prepared = update(database, **{sheet: [row]})
    assert prepared.asks_again, prepared.checked.findings
    assert others(prepared) == {sheet: {next(iter(row.values()))}}


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("visits", {"visit_id": "V01", "institution_id": "P1", "started_on": "2014-05-11"}),
        ("visits", {"visit_id": "V01", "institution_id": "P1", "ended_on": "2014-05-19"}),
        ("visits", {"visit_id": "V05", "institution_id": "I1", "reported_on": "2016-05-01"}),
        ("recommendations", {"recommendation_id": "R01", "text": "Repair the ventilaton of cells"}),
        ("recommendations", {"recommendation_id": "R01", "addressee": "health"}),
        ("recommendations", {"recommendation_id": "R01", "theme": "health_care"}),
        ("institutions", OF_A_PLACE | {"name": "Correctional facility ЛА-155/8"}),
        ("institutions", OF_A_PLACE | {"closed_on": "2018-01-01"}),
        ("institutions", OF_A_PLACE | {"institution_id": "NEW"}),
    ],
)
def test_a_correction_does_not_ask(sheet: str, row: dict[str, str], database: Path) -> None:
    prepared = update(database, **{sheet: [row]})
    assert prepared.difference is not None, prepared.checked.findings
    assert not prepared.difference.is_empty
    assert not prepared.asks_again, prepared.others


def test_a_place_more_of_a_visit_that_the_file_names_in_full_does_not_ask(database: Path) -> None:
    known = {"visit_id": "V05", "institution_id": "I1"}
    assert not update(database, visits=[known, known | {"institution_id": "S1"}]).asks_again


def test_a_visit_of_several_places_is_one_record(database: Path) -> None:
    rows = [
        {"visit_id": "V02", "institution_id": each, "started_on": "2013-01-01"}
        for each in ("S1", "I1")
    ]
    (frame,) = update(database, visits=rows).others.values()
    assert frame.columns == ["visit_id", "institution_id", "column", "before", "after"]
    assert frame.filter(pl.col("column") == "started_on").rows() == [
        ("V02", "S1", "started_on", "2015-06-01", "2013-01-01"),
        ("V02", "I1", "started_on", "2015-06-01", "2013-01-01"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "is_another"),
    [
        ("2016-05-12", "2016-05-21", False),
        ("2016-05-12", "2016-06-12", False),
        ("2016-05-12", "2016-12-05", False),
        ("2016-05-31", "2016-06-01", False),
        ("2016-12-31", "2017-01-02", False),
        ("2061-05-12", "2016-05-12", False),
        ("2016-05-12", "2017-05-12", True),
        ("2016-05-12", "2016-08-27", True),
        ("2016-01-01", "2017-03-01", True),
        ("2016-05-12", None, True),
    ],
)
def test_a_slip_in_a_day_is_no_other_day(before: str, after: str | None, is_another: bool) -> None:
    assert is_another_day(before, after) is is_another


@pytest.mark.parametrize(
    ("before", "after", "is_another"),
    [
        (
            "Обеспечить доступ к врачу",
            "Обеспечить доступ к врачу в выходные дни и ночью, не позднее 1 июля",
            False,
        ),
        ("Обеспечить доступ к врачу", "ОБЕСПЕЧИТЬ доступ к  врачу.", False),
        ("Обеспечить доступ к врачу", "Обеспечить доступ к врачам", False),
        ("Обеспечить доступ к врачу", "Отремонтировать кровлю", True),
        ("Обеспечить доступ к врачу", "Дәрігерге қолжетімділікті қамтамасыз ету", True),
    ],
)
def test_a_text_that_was_reworded_is_no_other_text(
    before: str, after: str, is_another: bool
) -> None:
    assert is_another_text(before, after) is is_another


def test_a_check_shows_them_as_well(of_2016: Path) -> None:
    options = ("--database", str(of_2016), "--mode", "update", "--language", "en")
    code, out, _ = ran("check", RESTARTED, *options)
    assert code == 0
    assert "3 known records would become others" in out


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_hangs_on_an_overwritten_record_is_not_told_of_beside_it(
    language: str, database: Path
) -> None:
    """R01 has a story of 2014 to 2016, and V02 two recommendations of 2015."""
    rows = {
        "visits": [
            {
                "visit_id": "V02",
                "institution_id": each,
                "started_on": "2017-05-10",
                "ended_on": "2017-05-11",
                "reported_on": "2017-06-01",
            }
            for each in ("S1", "I1")
        ],
        "recommendations": [{"recommendation_id": "R01", "issued_on": "2017-05-20"}],
    }
    source = source_of(database.parent / language, **rows)
    made = prepare(source, database, mode="update", language=language, today=TODAY)
    errors = [each for each in made.checked.findings if each.severity == "error"]
    assert [(each.sheet, each.row, each.column, each.value) for each in errors] == [
        ("visits", 2, "visit_id", "V02"),
        ("recommendations", 2, "recommendation_id", "R01"),
    ]
    assert {each.rule for each in errors} == {"a_known_id_stays_with_its_record"}
    assert made.difference is None


def test_a_fault_of_another_kind_is_told_by_itself(database: Path) -> None:
    """The numbers that begin anew are asked about once there is nothing to mend."""
    moved = {"visit_id": "V05", "institution_id": "I1", "started_on": "2015-03-21"}
    made = update(database, visits=[moved | {"visit_type": "unheard of"}])
    errors = [each.rule for each in made.checked.findings if each.severity == "error"]
    assert errors == ["the_code_is_known"]
    unknown = update(database, visits=[{"visit_id": "V05", "institution_id": "X9"}])
    errors = [each.rule for each in unknown.checked.findings if each.severity == "error"]
    assert errors == ["a_visits_place_is_in_the_register"]
