"""SIGKILL at every step and at random moments: the old version or the new one, whole, each time.

Two hundred kills and more in all. The processes are forked from one that has loaded everything.
"""

import os
import random
from pathlib import Path

import pytest

from npm_data.database.errors import DatabaseError
from npm_data.database.reading import look_through, read_register
from npm_data.database.versions import kept_file, kept_numbers
from npm_data.keeping import history, usable_file
from tests.keeping.files import worked_register
from tests.keeping.killing import Killer, killer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX signal")

STEPS = 26
"""At least so many things are done to files in an import; a test holds that all were reached."""


class Witness:
    """Looks at a register after each kill; what was whole before and is unchanged stays so."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.seen: set[tuple[str, int, int]] = set()
        self.number = self.whole(database)
        self.rows = read_register(database)[0].follow_up.height
        self.old = self.new = 0

    def whole(self, file: Path) -> int:
        return look_through(file).register_version

    def look(self) -> None:
        number = self.whole(self.database)
        assert number in (self.number, self.number + 1), "the old version, or the new one"
        self.old += number == self.number
        self.new += number == self.number + 1
        self.number = number
        for kept in kept_numbers(self.database):
            assert kept <= number, "no version is kept that never was the present one"
            file = kept_file(self.database, kept)
            status = file.stat()
            mark = (file.name, status.st_ino, status.st_mtime_ns)
            if mark not in self.seen:
                assert self.whole(file) == kept
                self.seen.add(mark)

    def look_closer(self) -> None:
        """The history is whole, the rows are there, and only this register's files lie about."""
        numbers = [each.number for each in history(self.database)]
        assert numbers == list(range(self.number, 0, -1))
        assert read_register(self.database)[0].follow_up.height == self.rows
        assert usable_file(self.database).fault is None


def import_once_more(witness: Witness, process: Killer) -> None:
    """The next import works, and nothing of those that were killed is left."""
    assert not process.order("step", 0), "it is not killed"
    witness.look()
    witness.look_closer()
    folder = witness.database.parent
    assert not [each.name for each in folder.rglob("*") if each.name.startswith(".")]


def test_an_import_is_killed_at_each_thing_that_it_does_to_a_file(tmp_path: Path) -> None:
    """The tables are copied instead of built, so that what comes after is reached at once."""
    source = worked_register(tmp_path / "source")
    database = worked_register(tmp_path / "target")
    witness, kills = Witness(database), 0
    with killer(source, database) as process:
        while kills < 110:
            step = 1
            while process.order("step", step, "built"):
                witness.look()
                step, kills = step + 1, kills + 1
            witness.look()
            witness.look_closer()
            assert step > STEPS
        import_once_more(witness, process)
    assert witness.old >= kills // 2
    assert witness.new >= 2, "it was killed after the rename as well"


def test_an_import_is_killed_at_random_moments(tmp_path: Path) -> None:
    source = worked_register(tmp_path / "source")
    database = worked_register(tmp_path / "target")
    witness, chance = Witness(database), random.Random(5)
    with killer(source, database) as process:
        for _ in range(50):
            process.order("after", chance.uniform(0.02, 0.25))
            witness.look()
        import_once_more(witness, process)


@pytest.mark.parametrize("fault", ["missing", "half"])
def test_a_recovery_is_killed_at_each_step_and_done_again(tmp_path: Path, fault: str) -> None:
    """The present file is gone or damaged: until the new one is there, the kept one is."""
    source = worked_register(tmp_path / "source")
    database = worked_register(tmp_path / "target")
    whole = database.read_bytes()
    contents = {"half": whole[: len(whole) // 2]}
    with killer(source, database) as process:
        database.unlink()
        if fault in contents:
            database.write_bytes(contents[fault])
        step = 1
        while process.order("step", step, "built"):
            usable = usable_file(database)
            assert usable.version in (1, 2)
            assert look_through(usable.path).register_version == usable.version
            if usable.version == 2:
                break
            step += 1
        process.order("step", 0, "built")
        assert usable_file(database).fault is None
    assert step > STEPS // 2
    if fault == "missing":
        assert not list(tmp_path.rglob("damaged-*"))
    else:
        (aside,) = (tmp_path / "target").rglob("damaged-*")
        assert aside.read_bytes() == contents[fault], "what stood there is put aside, not lost"


def test_the_witness_sees_a_file_that_is_not_whole(tmp_path: Path) -> None:
    database = worked_register(tmp_path)
    witness = Witness(database)
    database.write_bytes(database.read_bytes()[:100_000])
    with pytest.raises(DatabaseError):
        witness.look()
