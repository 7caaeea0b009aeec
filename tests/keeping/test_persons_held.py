"""What the register holds about persons already: told, and no obstacle to taking it out."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from npm_data.i18n import words_for
from npm_data.questions.repository import open_repository
from npm_data.reference import LANGUAGES
from npm_data.register.rules.findings import message_of, problem_of
from npm_data.register.rules.texts import SURE
from npm_data.register.storage.build import write_database
from npm_data.register.storage.change import apply, prepare, restore, usable_file
from npm_data.register.storage.follow_up import FollowUpEntry, enter_follow_up
from npm_data.register.storage.versions import Origin
from tests.extent import some
from tests.keeping.files import DATA_DATE, TODAY, as_format, source_of, update
from tests.persons import identification_number
from tests.registers import register_of, worked_rows

NUMBER = identification_number()
PLACE = {
    "institution_id": "N1", "name": "Colony 3", "institution_type": "penal", "region": "KZ-35",
    "opened_on": "2010-01-01",
}  # fmt: skip


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register that a program without the guard has written: R02 and an ID hold a number."""
    rows = worked_rows()
    rows["recommendations"][1]["text"] = f"To the person {NUMBER}"
    rows["follow_up"][0]["note"] = "Said by the detainee John Example"
    path = tmp_path_factory.mktemp("written") / "register.duckdb"
    write_database(register_of(**rows), path, Origin((), DATA_DATE))
    return path.parent


@pytest.fixture
def database(written: Path, tmp_path: Path) -> Path:
    return shutil.copytree(written, tmp_path / "held") / "register.duckdb"


def kept(database: Path, rule: str) -> list[str]:
    """What the register tells of a rule, in all languages."""
    rows = open_repository(database).findings(rule).to_dicts()
    return [message_of(problem_of(row), words_for(each)) for row in rows for each in LANGUAGES]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "In the register itself (table Recommendations, ID R02, column"),
        ("ru", "В самом реестре (таблица «Рекомендации», код R02, столбец"),
        ("kk", "Тізілімнің өзінде («Ұсынымдар» кестесі, коды R02,"),
    ],
)
def test_an_update_of_other_rows_tells_of_it_at_its_id_and_goes_through(
    database: Path, tmp_path: Path, language: str, said: str
) -> None:
    source = source_of(tmp_path / "more", institutions=[PLACE])
    prepared = prepare(source, database, mode="update", language=language, today=TODAY)
    (finding,) = prepared.checked.findings
    assert (finding.rule, finding.severity, finding.row, finding.file) == (
        SURE, "warning", None, "",
    )  # fmt: skip
    assert finding.message.startswith(said)
    assert NUMBER not in f"{prepared.checked.findings}{prepared.checked.problems}"
    if language == "en":
        assert apply(prepared, database, who="") == 2
        told = kept(database, SURE)
        assert len(told) == len(LANGUAGES)
        assert NUMBER not in str(told)
        assert kept(database, "a_text_names_nobody"), "a guess is kept, and told of only once"


def test_the_update_that_takes_it_out_is_not_held_up_and_nothing_is_told_after(
    database: Path,
) -> None:
    mended = {"recommendation_id": "R02", "text": "To the person"}
    prepared = update(database, recommendations=[mended])
    assert prepared.checked.findings == ()
    apply(prepared, database, who="")
    assert kept(database, SURE) == []
    assert restore(database, 1, who="") == 3
    assert len(kept(database, SURE)) == len(LANGUAGES), "what is brought back is looked at again"


def test_a_row_that_the_file_names_without_that_column_still_holds_it(database: Path) -> None:
    prepared = update(
        database, recommendations=[{"recommendation_id": "R02", "theme": "conditions"}]
    )
    assert [(each.rule, each.severity) for each in prepared.checked.findings] == [(SURE, "warning")]


def test_an_entry_by_hand_goes_through(database: Path) -> None:
    entry = FollowUpEntry("R01", date(2018, 5, 2), "implementation", "implemented", "npm")
    assert enter_follow_up(database, entry, who="", language="en", today=TODAY) == 2


@pytest.mark.parametrize("version", some([1, 2], 1))
def test_a_register_of_an_older_format_is_looked_at_when_it_is_brought_up_to_date(
    database: Path, version: int
) -> None:
    as_format(database, version)
    assert usable_file(database).version == 2
    told = kept(database, SURE)
    assert len(told) == len(LANGUAGES)
    assert NUMBER not in str(told)
