"""One row entered by hand: the rules of an import, and a version like any other."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from npm_data.reference import LANGUAGES
from npm_data.register.rules import Finding
from npm_data.register.storage import follow_up as form
from npm_data.register.storage.change import history
from npm_data.register.storage.connection import KeepingError
from npm_data.register.storage.follow_up import FollowUpEntry, enter_follow_up
from tests.extent import some
from tests.keeping.files import TODAY, register_in, worked_register
from tests.persons import EMAIL

SEEN = FollowUpEntry("R01", date(2018, 5, 2), "implementation", "implemented", "npm", " seen ")


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return worked_register(tmp_path)


def enter(database: Path, entry: FollowUpEntry, language: str = "en") -> int | tuple[Finding, ...]:
    return enter_follow_up(database, entry, who="judge@example.org", language=language, today=TODAY)


def test_an_entry_is_the_last_row_and_a_version_that_says_who_made_it(database: Path) -> None:
    assert enter(database, SEEN) == 2
    newest = history(database)[0]
    assert (newest.action, newest.who, newest.sources) == ("follow_up", "judge@example.org", ())
    assert newest.difference
    assert newest.difference["follow_up"] == (1, 0, 0)
    last = register_in(database).follow_up.row(-1, named=True)
    assert (last["recommendation_id"], last["status"], last["note"]) == (
        "R01", "implemented", "seen",
    )  # fmt: skip


def test_the_data_date_moves_only_forward(database: Path) -> None:
    enter(database, SEEN)
    assert history(database)[0].data_date == date(2018, 6, 30)
    later = FollowUpEntry("R01", date(2018, 7, 2), "implementation", "in_progress", "npm")
    enter(database, later)
    assert history(database)[0].data_date == date(2018, 7, 2)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_entry_twice_is_refused(database: Path, language: str) -> None:
    enter(database, SEEN)
    found = enter(database, SEEN, language)
    assert isinstance(found, tuple)
    assert [each.rule for each in found] == ["the_entry_is_new"]
    assert len(history(database)) == 2


@pytest.mark.parametrize(
    ("entry", "rules"),
    some([
        (FollowUpEntry("R01", date(2018, 1, 1), "reply", "accepted", "authority", EMAIL),
         ["a_text_says_nothing_about_a_person"]),
        (FollowUpEntry("R99", date(2018, 1, 1), "reply", "accepted", "authority"),
         ["follow_up_belongs_to_a_recommendation"]),
        (FollowUpEntry("R01", date(2014, 1, 1), "reply", "accepted", "authority"),
         ["follow_up_is_not_before_the_recommendation_was_issued"]),
        (FollowUpEntry("R01", date(2018, 1, 1), "reply", "implemented", "authority"),
         ["a_status_belongs_to_its_axis"]),
        (FollowUpEntry("R01", date(2018, 1, 1), "reply", "accepted", "npm"),
         ["a_reply_is_the_authoritys"]),
        (FollowUpEntry("R01", date(2026, 1, 2), "reply", "accepted", "authority"),
         ["a_recorded_day_is_not_in_the_future"]),
        (FollowUpEntry("", date(2018, 1, 1), "reply", "accepted", "authority"),
         ["a_required_value_is_there"]),
    ], 4),
)  # fmt: skip
def test_an_entry_that_breaks_a_rule_is_told_and_not_made(
    database: Path, entry: FollowUpEntry, rules: list[str]
) -> None:
    found = enter(database, entry)
    assert isinstance(found, tuple)
    assert [(each.rule, each.severity) for each in found] == [(rule, "error") for rule in rules]
    assert EMAIL not in str(found)
    assert len(history(database)) == 1


def test_there_must_be_a_register_to_add_to(tmp_path: Path) -> None:
    with pytest.raises(KeepingError) as caught:
        enter(tmp_path / "none.duckdb", SEEN)
    assert caught.value.reason == "no_register"


def while_somebody_enters(other: FollowUpEntry, monkeypatch: pytest.MonkeyPatch) -> None:
    """Between what is worked out and what is written, another person is faster, once."""
    write = form.apply

    def apply(*arguments: Any, **named: Any) -> int:
        monkeypatch.setattr(form, "apply", write)
        assert enter(arguments[1], other) == 2
        return write(*arguments, **named)

    monkeypatch.setattr(form, "apply", apply)


def test_what_two_people_enter_at_once_of_two_recommendations_is_both_stored(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_somebody_enters(replace(SEEN, recommendation_id="R02"), monkeypatch)
    assert enter(database, SEEN) == 3
    assert register_in(database).follow_up["recommendation_id"].to_list()[-2:] == ["R02", "R01"]


def test_who_enters_what_another_has_just_told_of_is_shown_that_first(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    while_somebody_enters(replace(SEEN, status="not_implemented"), monkeypatch)
    with pytest.raises(KeepingError) as caught:
        enter(database, SEEN)
    assert caught.value.reason == "changed_meanwhile"
    assert register_in(database).follow_up["status"][-1] == "not_implemented"
    assert enter(database, SEEN) == 3
