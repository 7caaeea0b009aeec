"""A register that is reached by a symbolic link, and strange names among its versions."""

from datetime import date
from pathlib import Path

import pytest

from npm_data.cli import main
from npm_data.register.reading import read_source
from npm_data.register.storage.change import history, prepare, restore
from npm_data.register.storage.connection import DatabaseError
from npm_data.register.storage.versions import kept_numbers, versions_folder
from tests.keeping.files import add, reason_of, register_in, worked_register
from tests.registers import WORKED


@pytest.fixture
def link(tmp_path: Path) -> Path:
    """A link to a link to a register, each in a folder of its own."""
    database = worked_register(tmp_path / "kept")
    between, link = tmp_path / "between.duckdb", tmp_path / "desk" / "link.duckdb"
    link.parent.mkdir()
    between.symlink_to(database)
    link.symlink_to(Path("..") / between.name)
    return link


def test_the_file_behind_a_link_is_replaced_and_the_link_stays(link: Path, tmp_path: Path) -> None:
    database = tmp_path / "kept" / "register.duckdb"
    assert add(link, "through the link") == 2
    assert link.is_symlink()
    assert not database.is_symlink()
    assert register_in(database).follow_up["note"][-1] == "through the link"
    assert [each.number for each in history(link)] == [2, 1]
    assert versions_folder(link) == versions_folder(database)
    assert kept_numbers(database) == [2, 1]
    assert sorted(each.name for each in link.parent.iterdir()) == ["link.duckdb", "more"]
    assert restore(link, 1, who="") == 3
    assert register_in(database).follow_up.height == 19


@pytest.mark.parametrize("target", ["gone.duckdb", "link.duckdb"])
def test_a_link_that_leads_nowhere_is_a_sentence(
    target: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    link = tmp_path / "link.duckdb"
    link.symlink_to(target)
    with pytest.raises(DatabaseError) as told:
        prepare(read_source(WORKED), link, mode="replace", language="en", today=date(2026, 1, 1))
    assert reason_of(told) == "link_leads_nowhere"
    assert main(["import", str(WORKED), "--database", str(link)]) == 2
    assert "leads to no file" in capsys.readouterr().err
    assert [each.name for each in tmp_path.iterdir()] == ["link.duckdb"]


def test_what_does_not_belong_among_the_versions_is_passed_over(tmp_path: Path) -> None:
    database = worked_register(tmp_path)
    folder = versions_folder(database)
    strange = ["9" * 23, "007", "0", "-1", "\u0662", "1 (copy)", "x"]
    for name in strange:
        (folder / f"{name}.duckdb").write_bytes(b"no register")
    (folder / "12.duckdb.bak").mkdir()
    assert kept_numbers(database) == [1]
    assert add(database) == 2
    assert [each.number for each in history(database)] == [2, 1]
    assert (folder / f"{'9' * 23}.duckdb").exists()
