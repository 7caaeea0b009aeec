"""What is shown and told of a register that several machines share, while the lake is silent."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from npm_data.register.storage import replica
from npm_data.register.storage.replica import Record, note
from npm_data.register.storage.versions import versions_folder
from npm_data.ui.frame import register
from npm_data.ui.server import serving
from npm_data.ui.server.access import Visitor
from tests.ui.conftest import text_of
from tests.ui.test_server import asked_by

ADDRESS = "ducklake:sqlite:/nowhere/catalog.sqlite"
Open = Callable[..., AppTest]
Told = Callable[..., None]


@pytest.fixture
def told(own: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """`told(seconds, fault)`: so long the lake was silent, or why it was not followed."""
    followed: list[Path] = []
    monkeypatch.setattr(register, "follow_always", followed.append)
    monkeypatch.setenv("NPM_REPLICA", str(own))
    monkeypatch.setenv("NPM_DATABASE", ADDRESS)
    for name in ("NPM_LAKE_DATA", "NPM_LAKE_DIRECT"):
        monkeypatch.delenv(name, raising=False)
    replica._replica_of.cache_clear()

    def tell(seconds: float, fault: str = "") -> None:
        heard_at = datetime.now(UTC) - timedelta(seconds=seconds)
        note(own, replace(Record(ADDRESS), heard_at=heard_at, fault=fault))

    return tell


def warned(run_app: Open, language: str = "en") -> list[str]:
    app = run_app(Path(ADDRESS), "visits", lang=language, period="2016")
    assert not app.exception
    return [str(each.value) for each in app.warning]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_secretariat_is_told_since_when_the_lake_is_silent(
    told: Told, run_app: Open, language: str
) -> None:
    told(3 * 3600, "lake_gone")
    words = words_for(language)
    hour = f"{datetime.now(UTC) - timedelta(hours=3):%H:%M}"
    (said,) = warned(run_app, language)
    before, after = words("history.lake_unheard", moment="|", version="1").split("|")
    assert said.startswith(before)
    assert said.endswith(f"{hour}{after}")


@pytest.mark.parametrize(("seconds", "fault"), [(5, ""), (40, "lake_gone"), (40, "busy")])
def test_a_short_silence_is_not_worth_a_word(
    told: Told, run_app: Open, seconds: float, fault: str
) -> None:
    told(seconds, fault)
    assert warned(run_app) == []


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.COUNCIL])
def test_who_only_reads_is_not_told(
    told: Told, run_app: Open, who_looks: Callable[[Visitor], None], role: Role
) -> None:
    told(3 * 3600)
    who_looks(Visitor(role, "reader@example.org"))
    assert warned(run_app) == []


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("format_newer", "a newer program wrote it"),
        ("disk_full", "this server's disk is full"),
        ("lake_refused", "it does not let this server in"),
        ("damaged", "its file could not be made"),
    ],
)
def test_a_newer_version_that_is_not_seen_here_is_told_with_the_reason(
    told: Told, run_app: Open, fault: str, why: str
) -> None:
    told(2, fault)
    (said,) = warned(run_app)
    assert f": {why}. Version 1," in said


def test_health_tells_this_computer_how_long_the_lake_is_silent(told: Told) -> None:
    told(100, "lake_gone")
    answer = json.loads(serving.Health().answer(asked_by()).body)
    assert answer["register_version"] == 1
    assert 100 <= answer["seconds_since_the_lake_answered"] < 160
    assert answer["not_followed_because_of"] == "lake_gone"
    assert json.loads(serving.Health().answer(asked_by("192.0.2.7")).body) == {"status": "ok"}


def test_a_replica_that_is_not_there_yet_is_said_as_a_register_that_is_missing(
    told: Told, run_app: Open, own: Path
) -> None:
    own.unlink()
    shutil.rmtree(versions_folder(own))
    app = run_app(Path(ADDRESS), lang="en")
    assert "There is no register at" in text_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_that_cannot_be_used_is_one_sentence(
    run_app: Open, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.delenv("NPM_REPLICA", raising=False)
    app = run_app(Path("ducklake:postgres:dbname=npm password=secret"), lang=language)
    (said,) = [str(each.value) for each in app.error]
    assert "PGPASSFILE" in said
    assert "secret" not in said
    assert not app.exception
