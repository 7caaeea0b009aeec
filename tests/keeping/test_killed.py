"""SIGKILL at every step and at random moments: the old version or the new one, whole, each time.

In the gate some forty kills, everywhere two hundred and more. The processes are forked from one
that has loaded everything.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from npm_data.register.storage.change import history, usable_file
from npm_data.register.storage.connection import DatabaseError
from npm_data.register.storage.current_version import look_through, read_register
from npm_data.register.storage.versions import kept_file, kept_numbers
from tests.extent import EVERYWHERE, some, times
from tests.keeping.files import worked_register
from tests.keeping.killing import Killer, killer

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is a POSIX signal")

AT_STEPS, AT_RANDOM, IN_A_RECOVERY = times(1, 100), 60, 20
"""The fewest kills of each kind."""


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return worked_register(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="module")
def process(source: Path) -> Iterator[Killer]:
    with killer(source) as made:
        yield made


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return worked_register(tmp_path)


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
    assert not process.order(witness.database, "step", 0).was_killed
    witness.look()
    witness.look_closer()
    folder = witness.database.parent
    assert not [each.name for each in folder.rglob("*") if each.name.startswith(".")]


def killed_at_each_step(witness: Witness, process: Killer, *built: str) -> int:
    """An import killed at its first step, its second, and so on until it ends; how many kills."""
    kills = 0
    while process.order(witness.database, "step", kills + 1, *built).was_killed:
        witness.look()
        kills += 1
    witness.look()
    witness.look_closer()
    return kills


def test_an_import_is_killed_at_each_thing_that_it_does_to_a_file(
    database: Path, process: Killer
) -> None:
    """With its tables copied, so that what comes after is reached at once; once also built."""
    witness, kills = Witness(database), 0
    steps = process.order(database, "step", 0).steps
    witness.look()
    assert steps > 30, "those of a whole import were counted"
    if EVERYWHERE:
        kills = killed_at_each_step(witness, process)
        assert kills >= steps, "no step is left out"
    while kills < AT_STEPS:
        kills += killed_at_each_step(witness, process, "built")
    import_once_more(witness, process)
    assert witness.old >= kills // 2
    assert witness.new >= 2, "it was killed after the rename as well"


@pytest.mark.everywhere
def test_an_import_is_killed_at_random_moments(database: Path, process: Killer) -> None:
    """Each moment is drawn within the time that an import takes here and now."""
    witness, chance, kills, tries = Witness(database), random.Random(5), 0, 0
    length = process.order(database, "step", 0).seconds
    witness.look()
    while kills < AT_RANDOM:
        answer = process.order(database, "after", chance.uniform(0, length))
        witness.look()
        kills, tries = kills + answer.was_killed, tries + 1
        if not answer.was_killed:
            length = answer.seconds  # it ended first: the machine has become faster
        assert tries < 5 * AT_RANDOM
    import_once_more(witness, process)


@pytest.mark.parametrize("fault", some(["half", "missing"], 1))
@pytest.mark.everywhere
def test_a_recovery_is_killed_at_each_step_and_done_again(
    database: Path, process: Killer, fault: str
) -> None:
    """The present file is gone or damaged: until the new one is there, the kept one is."""
    whole = database.read_bytes()
    contents = {"half": whole[: len(whole) // 2]}
    database.unlink()
    if fault in contents:
        database.write_bytes(contents[fault])
    kills = 0
    while process.order(database, "step", kills + 1, "built").was_killed:
        kills += 1
        usable = usable_file(database)
        assert usable.version in (1, 2)
        assert look_through(usable.path).register_version == usable.version
        if usable.version == 2:
            break
    process.order(database, "step", 0, "built")
    assert usable_file(database).fault is None
    assert kills >= IN_A_RECOVERY
    aside = [each.read_bytes() for each in database.parent.rglob("damaged-*")]
    assert aside == list(contents.values() if fault in contents else ()), "put aside, not lost"


def test_the_witness_sees_a_file_that_is_not_whole(database: Path) -> None:
    witness = Witness(database)
    database.write_bytes(database.read_bytes()[:100_000])
    with pytest.raises(DatabaseError):
        witness.look()
