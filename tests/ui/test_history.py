"""The page of versions; an earlier one looked at on all pages; what other sessions are told."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from streamlit.testing.v1 import AppTest

from npm_data.figures.subject import Report
from npm_data.files.release import provenance_of
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Filters, Period, Role
from npm_data.register.reading import read_files
from npm_data.register.storage.change import Prepared, apply, history, history_as_known, prepare
from npm_data.register.storage.difference import Difference, TableDifference
from npm_data.register.storage.versions import RowsChanged, Version, kept_file
from npm_data.ui.difference_view import _counts, _table
from npm_data.ui.frame import register
from npm_data.ui.frame.page_list import PAGES
from npm_data.ui.pages.history import changes_text
from npm_data.ui.register_text import as_text
from npm_data.ui.server import access
from npm_data.ui.server.access import Visitor
from tests.extent import some
from tests.ui.conftest import address_of, text_of
from tests.ui.keeping import ended, renamed_and_one_more, upload, without_the_last

Open = Callable[..., AppTest]
WORDS = words_for("en")


def change(database: Path, who: str = "clerk@example.org", **changes: object) -> int:
    """Another version of the register, by somebody else."""
    source = read_files([file[:2] for file in upload(**changes)])
    prepared: Prepared = prepare(source, database, mode="replace", language="en")
    return apply(prepared, database, who=who, confirmed=True)


@pytest.fixture(scope="module")
def two_for_all(
    worked_file: Callable[[bool], Path], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = shutil.copytree(worked_file(False), tmp_path_factory.mktemp("two") / "kept")
    change(folder / "register.duckdb", institutions=renamed_and_one_more)
    return folder


@pytest.fixture
def two(two_for_all: Path, tmp_path: Path) -> Path:
    """Version 2 has one place more, and another name of the first."""
    return shutil.copytree(two_for_all, tmp_path / "two") / "register.duckdb"


@pytest.fixture
def page(two: Path, run_app: Open) -> Open:
    def run(**query: str) -> AppTest:
        return run_app(two, "history", **{"lang": "en", "period": "2016"} | query)

    return run


def said(app: AppTest) -> str:
    return "\n".join([text_of(app), *(str(each.value) for each in app.success)])


def opened(app: AppTest, number: int) -> AppTest:
    app.session_state[f"history.row.{number}"] = True
    return app.run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_version_says_who_when_what_and_how_much(language: str, page: Open) -> None:
    words, app = words_for(language), page(lang=language)
    assert not app.exception
    newest, first = (each.label for each in app.expander)
    assert newest.startswith(f"**{words('history.version', version='2')}** \u00b7 ")
    assert as_text("clerk@example.org") in newest
    assert words("history.is_present") in newest
    assert words.plural("difference.new", 1) in newest
    assert words("history.is_present") not in first
    assert "UTC+00:00" in said(app)


def test_what_was_changed_is_said_in_its_own_words(two: Path) -> None:
    parts = {"visits": RowsChanged(3, 2, 1), "institutions": RowsChanged(10, 20, 30)}
    said = changes_text(WORDS, replace(history(two)[0], difference=parts))
    wanted = {"new": 13, "changed": 22, "missing": 31}
    assert said == "; ".join(WORDS.plural(f"difference.{kind}", n) for kind, n in wanted.items())


def test_rows_and_fields_stand_under_before_and_after() -> None:
    field = {"visit_id": "V1", "institution_id": "P1", "column": "started_on"}
    changed = pl.DataFrame([field | {"before": "2016-01-05", "after": "2016-02-07"}])
    new, missing = (pl.DataFrame({"visit_id": map(str, range(rows))}) for rows in (3, 2))
    table = TableDifference(10, 11, new, missing, changed, changed.clear())
    (counts,) = _counts(WORDS, Difference({"visits": table})).data.to_dict("records")
    counts.pop("Table")
    assert counts == {"Before": 10, "After": 11, "New": 3, "Changed": 1, "Removed": 2}
    shown = _table(WORDS, "visits", changed)
    assert shown.columns[-2:] == ["Before", "After"]
    assert shown.row(0)[-2:] == ("05.01.2016", "07.02.2016")


def test_a_version_opens_with_its_sources_hashes_and_counts(page: Open, two: Path) -> None:
    app = opened(page(), 2)
    version = history(two)[0]
    assert version.fingerprint[:12] in said(app)
    for source in version.sources:
        assert source.sha256[:12] in said(app)
    assert "history.look.2" not in {each.key for each in app.button}


@pytest.mark.everywhere
def test_an_earlier_version_is_looked_at_on_every_page(page: Open) -> None:
    app = opened(page(), 1)
    app.button(key="history.look.1").click().run()
    banner = WORDS("history.looking_back", version="1", date=today(app), present="2")
    assert banner in said(app)
    for entry in PAGES:
        if entry.is_bare:
            continue
        app.switch_page(str(entry.path)).run()
        assert not app.exception
        assert banner in said(app), entry.name
        assert address_of(app)["version"] == ["1"]
    app.button(key="looking_back.come_back").click().run()
    assert banner not in said(app)
    assert "version" not in address_of(app)


def today(app: AppTest) -> str:
    """The day of the banner, which is that of the version."""
    said_there = next(each.value for each in app.warning if "You are looking " in each.value)
    return str(said_there).split(" of ", 1)[1].split(";", 1)[0]


@pytest.mark.parametrize("role", Role)
def test_a_link_to_a_version_is_for_who_may(
    role: Role, two: Path, run_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access, "visitor", lambda: Visitor(role, "somebody@example.org"))
    app = run_app(two, lang="en", period="2016", version="1")
    is_shown = any("You are looking " in each.value for each in app.warning)
    assert is_shown == role.may(register.LEAST_ROLE)


def test_what_leaves_says_from_which_version_it_is(page: Open, two: Path) -> None:
    app = opened(page(), 1)
    app.button(key="history.look.1").click().run()
    app.switch_page("pages/overview.py").run()
    repository = repository_looked_at(two)
    report = Report(WORDS, Filters(Period(date(2016, 1, 1), date(2016, 12, 31))), repository)
    told = provenance_of(report, "title")
    assert WORDS("history.not_the_present", present="2") in told.register
    assert "1 (" in told.register


def repository_looked_at(database: Path) -> object:
    from npm_data.ui.frame import register

    found = register.repository_of(1, 2)
    assert found is not None, database
    return found


@pytest.mark.parametrize("asked", some(["7", "one", "0", "999999999999", ""], 3))
def test_a_version_that_is_not_there_is_said_and_the_present_one_shown(
    asked: str, two: Path, run_app: Open
) -> None:
    app = run_app(two, lang="en", period="2016", version=asked)
    assert not app.exception
    gone = WORDS("history.gone", version=asked)
    assert (gone in said(app)) == (asked in ("7", "0"))
    assert not any("You are looking " in each.value for each in app.warning)


def test_the_link_to_the_present_version_is_the_present_one(two: Path, run_app: Open) -> None:
    app = run_app(two, lang="en", period="2016", version="2")
    assert not app.warning
    assert "version" not in address_of(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_open_page_says_at_the_next_click_that_there_is_a_newer_version(
    language: str, kept: Path, run_app: Open
) -> None:
    words = words_for(language)
    app = run_app(kept, lang=language, period="2016")
    assert words("history.newer", version="2") not in said(app)
    change(kept, institutions=renamed_and_one_more)
    app.selectbox(key="period").set_value("2017").run()
    assert words("history.newer", version="2") in said(app)
    app.switch_page("pages/coverage.py").run()
    assert words("history.newer", version="2") in said(app), "for a minute"


def test_the_sentence_on_a_newer_version_goes_after_a_minute(
    kept: Path, run_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("npm_data.ui.frame.register.SECONDS_TOLD", 0.0)
    app = run_app(kept, lang="en", period="2016")
    change(kept, institutions=renamed_and_one_more)
    assert WORDS("history.newer", version="2") not in said(app.run())


def test_the_versions_are_read_anew_when_there_is_another_and_not_at_every_click(
    page: Open, two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Path] = []

    def counted(database: Path) -> tuple[tuple[Version, ...], bool]:
        read.append(database)
        return history_as_known(database)

    monkeypatch.setattr(register, "history_as_known", counted)
    app = opened(page(), 1)
    assert len(read) == 1
    change(two, follow_up=without_the_last(1))
    assert WORDS.plural("history.versions", 3) in text_of(app.run())
    assert len(read) == 2


def test_who_looks_at_an_earlier_version_is_not_moved(page: Open, two: Path) -> None:
    app = opened(page(), 1)
    app.button(key="history.look.1").click().run()
    change(two, follow_up=without_the_last(1))
    app.run()
    assert WORDS("history.newer", version="3") not in said(app)
    assert "You are looking at version 1 of " in said(app)
    assert "the current one is version 3" in said(app)


def test_bringing_back_shows_the_difference_first(page: Open, two: Path) -> None:
    app = opened(page(), 1)
    app.button(key="history.restore.1").click().run()
    assert WORDS.plural("difference.missing", 1) in said(app)
    assert WORDS.plural("difference.changed", 1) in said(app)
    assert len(history(two)) == 2
    app.run()
    app.button(key="history.restore_now").click().run()
    app = ended(app, lambda: app.session_state["history.job"].state)
    assert WORDS("history.was_restored", version="1", present="3") in said(app)
    assert "history.restore_now" not in {each.key for each in app.button}
    newest = history(two)[0]
    assert (newest.number, newest.action, newest.restored_from) == (3, "restore", 1)


def test_a_damaged_register_shows_the_last_whole_version_and_is_mended(
    two: Path, run_app: Open
) -> None:
    two.write_bytes(b"\0" * two.stat().st_size)
    app = run_app(two, lang="en", period="2016")
    assert not app.exception
    assert WORDS("history.damaged", version="2") in said(app)
    app.switch_page("pages/history.py").run()
    app.button(key="history.mend").click().run()
    app = ended(app, lambda: app.session_state["history.job"].state)
    assert WORDS("history.was_restored", version="2", present="3") in said(app)
    assert WORDS("history.damaged", version="2") not in said(app)
    assert [each.number for each in history(two)] == [3, 2, 1]


def test_a_kept_file_that_is_damaged_is_a_sentence(page: Open, two: Path) -> None:
    kept_file(two, 1).write_bytes(b"no register")
    app = opened(page(), 1)
    app.button(key="history.restore.1").click().run()
    assert not app.exception
    assert WORDS("intake.fault_unreadable") in said(app)
    assert "history.restore_now" not in {each.key for each in app.button}


def test_a_version_whose_file_is_gone_offers_nothing(page: Open, two: Path) -> None:
    kept_file(two, 1).unlink()
    app = opened(page(), 1)
    assert WORDS("history.not_kept_about") in said(app)
    assert "history.look.1" not in {each.key for each in app.button}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hall_is_told_that_an_earlier_version_is_presented(
    language: str, two: Path, run_app: Open
) -> None:
    words = words_for(language)
    marks = []
    for query in ({"version": "1"}, {}):
        app = run_app(two, "forum", lang=language, period="2016", **query)
        (screen,) = app.get("bidi_component")
        marks.append({slide["mark"] for slide in json.loads(screen.proto.json)["slides"]})
    earlier, present = marks
    said_of_it = words("forum.earlier", version="1", present="2")
    assert all(each.startswith(said_of_it) for each in earlier)
    assert not any(said_of_it in each for each in present)
