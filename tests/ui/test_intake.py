"""The page of imports: every state, from nothing chosen to a new version."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from filelock import FileLock
from polars.exceptions import PanicException
from streamlit.testing.v1 import AppTest

from npm_data.files.template import template_workbook
from npm_data.i18n import Words, words_for
from npm_data.reference import LANGUAGES
from npm_data.register.reading import read_files
from npm_data.register.reading.source import MOST_FILES
from npm_data.register.storage import build, change
from npm_data.register.storage.change import history
from npm_data.register.storage.connection import DatabaseError
from npm_data.ui.pages import intake_steps
from tests.extent import some
from tests.ui.conftest import text_of
from tests.ui.keeping import (
    applied,
    checked,
    ended,
    renamed_and_one_more,
    upload,
    with_errors,
    without_the_last,
)

Open = Callable[..., AppTest]
WORDS = words_for("en")


@pytest.fixture
def intake(kept: Path, run_app: Open) -> Open:
    def run(database: Path = kept, lang: str = "en") -> AppTest:
        return run_app(database, "intake", lang=lang, period="2016")

    return run


def keys(app: AppTest) -> set[str]:
    return {str(each.key) for each in app.button}


def said(app: AppTest) -> str:
    return "\n".join([text_of(app), *(str(each.value) for each in app.success)])


def expanders(app: AppTest) -> list[str]:
    return [each.label for each in app.expander]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_files_there_is_a_template_and_nothing_to_check(
    language: str, intake: Open
) -> None:
    words, app = words_for(language), intake(lang=language)
    assert not app.exception
    assert words("intake.nothing_chosen") in said(app)
    assert app.button(key="intake.check").disabled
    assert "intake.apply" not in keys(app)
    assert [each.label for each in app.get("download_button")] == [
        words("intake.template_download")
    ]


def test_files_with_errors_show_them_first_and_offer_nothing_to_apply(
    intake: Open, kept: Path
) -> None:
    before = kept.read_bytes()
    app = checked(intake(), upload(visits=with_errors))
    assert WORDS("intake.has_errors", counted="2 errors, 4 warnings") in said(app)
    rows = [each.value for each in app.markdown if each.value.startswith(":material/")]
    assert rows[0].startswith(":material/error: error \u00b7 **Visits, row 3** \u00b7 **Place ID**")
    severities = ["error" if row.startswith(":material/error:") else "warning" for row in rows]
    assert severities == ["error"] * 2 + ["warning"] * 4
    assert "intake.apply" not in keys(app)
    assert kept.read_bytes() == before
    app.selectbox(key="intake.severity").set_value("error").run()
    assert len([each for each in app.markdown if ":material/warning: w" in each.value]) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_good_upload_is_shown_as_a_difference_and_becomes_a_version(
    language: str, intake: Open, kept: Path
) -> None:
    words = words_for(language)
    app = checked(intake(lang=language), upload(institutions=renamed_and_one_more))
    assert words.plural("difference.new", 1) in said(app)
    assert words.plural("difference.changed", 1) in said(app)
    assert len(expanders(app)) == 2
    assert len(history(kept)) == 1
    steps_stand_above_the_findings_and_what_changes_below(app, words)
    app = applied(app)
    assert words("intake.applied", version="2") in said(app)
    assert [each.proto.label for each in app.main.get("page_link")] == [
        *(words(f"{page}.title") for page in ("overview", "changes", "quality")),
        words("intake.to_history"),
    ], "where to look next"
    assert words("history.newer", version="2") not in said(app)
    newest = history(kept)[0]
    assert (newest.number, newest.action, newest.mode, newest.who) == (
        2,
        "import",
        "update",
        "local",
    )
    assert newest.difference is not None
    assert newest.difference["institutions"] == (1, 1, 0)
    work = app.session_state["intake.work"]
    assert (work.files, work.prepared) == ((), None)
    assert "intake.uploads" not in app.session_state
    app.button(key="intake.another").click().run()
    assert words("intake.nothing_chosen") in said(app)


def steps_stand_above_the_findings_and_what_changes_below(app: AppTest, words: Words) -> None:
    drawn = [(getattr(each, "key", None), str(getattr(each, "value", ""))) for each in app.main]
    apply = [key for key, _ in drawn].index("intake.apply")
    first = next(at for at, (_, said) in enumerate(drawn) if said.startswith(":material/warning: "))
    preview = [said for _, said in drawn].index(words("intake.preview"))
    assert apply < first < preview


def test_the_same_files_again_change_nothing(intake: Open, kept: Path) -> None:
    app = checked(intake(), upload())
    assert WORDS("intake.nothing_changes") in said(app)
    assert "intake.apply" not in keys(app)
    assert len(history(kept)) == 1


def test_another_data_date_alone_is_a_change(intake: Open) -> None:
    app = intake()
    app.text_input(key="intake.data_date").set_value("30.09.2018").run()
    app = checked(app, upload())
    days = {"before": "30\u00a0June\u00a02018", "after": "30\u00a0September\u00a02018"}
    assert WORDS("intake.data_date_moves", **days) in said(app)
    assert WORDS("intake.applied", version="2") in said(applied(app))


def test_an_earlier_data_date_says_what_is_left_out_before_anything_is_stored(
    intake: Open, kept: Path
) -> None:
    app = intake()
    app.text_input(key="intake.data_date").set_value("31.03.2018").run()
    app = checked(app, upload())
    days = {"before": "30\u00a0June\u00a02018", "after": "31\u00a0March\u00a02018"}
    assert WORDS("intake.data_date_goes_back", **days) in said(app)
    assert WORDS.plural("import.rows_left_out", 1, day=days["after"]) in said(app)
    assert history(kept)[0].counts["follow_up"] == 19
    assert WORDS("intake.applied", version="2") in said(applied(app))
    assert history(kept)[0].counts["follow_up"] == 18


@pytest.mark.parametrize(("typed", "message"), [("x", "no_day"), ("31.12.2100", "day_to_come")])
def test_a_wrong_data_date_is_a_sentence(typed: str, message: str, intake: Open) -> None:
    app = intake()
    app.file_uploader[0].set_value(upload())
    app.text_input(key="intake.data_date").set_value(typed).run()
    assert [each.value for each in app.error] == [WORDS(f"intake.{message}")]
    assert app.button(key="intake.check").disabled


def test_a_replacement_that_drops_much_is_asked_for_again_with_its_numbers(
    intake: Open, kept: Path
) -> None:
    app = intake()
    app.radio(key="intake.mode").set_value("replace").run()
    app = checked(app, upload(follow_up=without_the_last(5)))
    app.button(key="intake.apply").click().run()
    gone = WORDS(
        "intake.rows_gone", sheet="Follow-up", missing="5", before="19", share="26.3\u00a0%"
    )
    assert gone in said(app)
    assert app.button(key="intake.apply_anyway").disabled
    assert app.session_state["intake.work"].applying is None
    assert len(history(kept)) == 1
    app.checkbox(key="intake.is_sure_1").check().run()
    app.button(key="intake.apply_anyway").click().run()
    app = ended(app, lambda: app.session_state["intake.work"].applying.state)
    assert WORDS("intake.applied", version="2") in said(app)
    assert history(kept)[0].counts["follow_up"] == 14


def test_a_no_leaves_everything_and_a_question_asked_again_is_not_answered_by_the_last_yes(
    intake: Open, kept: Path
) -> None:
    """The browser keeps what a box with a known key had for a moment after the box is gone."""
    app = intake()
    app.radio(key="intake.mode").set_value("replace").run()
    app = checked(app, upload(follow_up=without_the_last(5)))
    boxes = set()
    for _ in range(2):
        app.button(key="intake.apply").click().run()
        (box,) = app.checkbox
        assert not box.value
        box.check().run()
        boxes.add(box.key)
        app.button(key="intake.do_not").click().run()
        assert "intake.apply_anyway" not in keys(app.run())
    assert len(boxes) == 2
    assert len(history(kept)) == 1


def test_an_update_that_makes_others_of_known_records_shows_them_first_and_asks(
    intake: Open, kept: Path
) -> None:
    def of_another_year(rows: list[list[str]]) -> None:
        at = {name: rows[0].index(name) for name in rows[0]}
        rows[6][at["started_on"]], rows[6][at["ended_on"]] = "2015-03-21", "2015-03-22"

    app = checked(intake(), upload(visits=of_another_year))
    assert WORDS.plural("difference.others", 1) in said(app)
    assert app.expander[0].label == WORDS("difference.others_of", sheet="Visits", count="2")
    assert len(app.expander[0].get("table")) == 1, "it is open"
    app.button(key="intake.apply").click().run()
    assert WORDS("intake.about_overwrites") in said(app)
    assert "Visits V05" in said(app)
    assert "4 April 2016 → 21 March 2015" in said(app)
    assert len(history(kept)) == 1
    app.checkbox(key="intake.is_sure_1").check().run()
    app.button(key="intake.apply_anyway").click().run()
    app = ended(app, lambda: app.session_state["intake.work"].applying.state)
    assert WORDS("intake.applied", version="2") in said(app)


def test_what_is_no_register_is_a_sentence(intake: Open) -> None:
    app = checked(intake(), [("register.xlsx", b"not a workbook at all", "text/plain")])
    assert not app.exception
    assert len(app.error) == 1
    assert "intake.apply" not in keys(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_template_as_it_came_down_is_a_sentence(language: str, intake: Open) -> None:
    words = words_for(language)
    content = template_workbook(words)
    app = checked(intake(lang=language), [("a.xlsx", content, "application/octet-stream")])
    assert words("intake.no_rows") in said(app)
    assert "intake.apply" not in keys(app)


def test_more_files_than_are_read_at_once_are_not_checked(intake: Open) -> None:
    app = intake()
    others = [(f"visits {number}.csv", b"a,b", "text/csv") for number in range(MOST_FILES)]
    app.file_uploader[0].set_value([*upload(), *others]).run()
    assert WORDS("intake.too_many", files=MOST_FILES) in said(app)
    assert app.button(key="intake.check").disabled


def test_another_version_meanwhile_is_said_and_checked_again(intake: Open, kept: Path) -> None:
    app = checked(intake(), upload(institutions=renamed_and_one_more))
    other = read_files([file[:2] for file in upload(follow_up=without_the_last(1))])
    change.apply(
        change.prepare(other, kept, mode="replace", language="en"), kept, who="other@example.org"
    )
    app = applied(app)
    assert WORDS("intake.fault_changed_meanwhile") in said(app)
    assert WORDS("history.newer", version="2") in said(app)
    app.button(key="intake.check_again").click().run()
    app = ended(app, lambda: app.session_state["intake.work"].checking.state)
    assert WORDS.plural("difference.new", 2) in said(app)
    assert WORDS("intake.applied", version="3") in said(applied(app))


def test_another_import_at_work_is_said(
    intake: Open, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(build.write_database.__kwdefaults__, "seconds_to_wait", 0.1)
    app = checked(intake(), upload(institutions=renamed_and_one_more))
    with FileLock(f"{kept}.lock"):
        app = applied(app)
    assert WORDS("intake.fault_busy") in said(app)
    assert len(history(kept)) == 1
    assert WORDS("intake.applied", version="2") in said(applied(app))


@pytest.mark.parametrize("reason", some(["disk_full", "foreign", "unwritable", "damaged"], 2))
def test_what_the_disk_refuses_is_a_sentence_without_a_path(
    reason: str, intake: Open, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> int:
        raise DatabaseError(reason, kept)

    monkeypatch.setattr(intake_steps, "apply", refuse)
    app = applied(checked(intake(), upload(institutions=renamed_and_one_more)))
    told = "unreadable" if reason == "foreign" else reason
    assert WORDS(f"intake.fault_{told}") in said(app)
    assert str(kept.parent) not in said(app)
    assert "intake.apply" in keys(app)


@pytest.mark.parametrize(
    ("module", "function", "kind"),
    [
        ("npm_data.ui.pages.intake_steps", "read_files", RuntimeError),
        ("npm_data.register.rules.check", "evaluate", PanicException),
        ("npm_data.register.storage.build", "_check", RuntimeError),
    ],
)
def test_a_failure_that_nobody_foresaw_is_a_sentence_with_its_reference(
    module: str,
    function: str,
    kind: type[BaseException],
    intake: Open,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(*_arguments: object, **_options: object) -> object:
        raise kind("unforeseen")

    before = kept.read_bytes()
    monkeypatch.setattr(import_module(module), function, fail)
    app = checked(intake(), upload(institutions=renamed_and_one_more))
    app = applied(app) if "intake.apply" in keys(app) else app
    (told,) = [each for each in caplog.records if hasattr(each, "reference")]
    assert WORDS("intake.fault_unforeseen", reference=told.reference) in said(app)
    assert "unforeseen" in caplog.text
    assert kept.read_bytes() == before


def test_another_choice_or_another_page_drops_what_was_checked(intake: Open) -> None:
    app = checked(intake(), upload(institutions=renamed_and_one_more))
    assert "intake.apply" in keys(app)
    app.radio(key="intake.mode").set_value("replace").run()
    assert "intake.apply" not in keys(app)
    assert "intake.work" not in app.session_state
    app = checked(app, upload(institutions=renamed_and_one_more))
    app.switch_page("pages/coverage.py").run()
    assert "intake.work" not in app.session_state
    assert "intake.uploads" not in app.session_state


def test_another_language_has_the_findings_in_it(intake: Open) -> None:
    app = checked(intake(), upload(visits=with_errors))
    app.get("button_group")
    app.session_state["lang"] = "ru"
    app.run()
    app = ended(app, lambda: app.session_state["intake.work"].checking.state)
    words = words_for("ru")
    counted = f"{words.plural('import.errors', 2)}, {words.plural('import.warnings', 4)}"
    assert words("intake.has_errors", counted=counted) in said(app)


def test_demonstration_records_can_only_be_replaced(intake: Open, own: Path) -> None:
    app = intake(own)
    assert WORDS("intake.first_demonstration") in said(app)
    assert not app.radio
    app = applied(checked(app, upload()))
    assert WORDS("intake.applied", version="2") in said(app)
    assert WORDS("frame.demonstration") not in said(app)


def test_the_first_register_comes_without_a_terminal(run_app: Open, tmp_path: Path) -> None:
    database = tmp_path / "register.duckdb"
    app = run_app(database, lang="en")
    assert WORDS("frame.no_register") in said(app)
    app = checked(app, upload())
    assert WORDS.plural("difference.new", 53) in said(app)
    app = applied(app)
    assert not app.exception
    assert app.title[0].value == WORDS("overview.title")
    assert len(history(database)) == 1


def test_many_findings_are_turned_page_by_page_and_the_rest_are_counted(
    intake: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("npm_data.register.reading.source.MOST_OF_A_KIND", 15)

    def all_wrong(rows: list[list[str]]) -> None:
        for row in rows[1:]:
            row[rows[0].index("judge")] = "nobody"
            row[rows[0].index("status")] = "nothing"

    app = checked(intake(), upload(follow_up=all_wrong))
    shown = [each.value for each in app.markdown if each.value.startswith(":material/error:")]
    assert len(shown) == 20
    assert "38 errors" in said(app)
    app.button(key="intake.findings.page.next").click().run()
    assert "21 to" in said(app)
    assert "4 more of this kind" in said(app)


def test_a_session_left_behind_does_not_end_a_version_half_made(intake: Open, kept: Path) -> None:
    app = checked(intake(), upload(institutions=renamed_and_one_more))
    app.button(key="intake.apply").click().run()
    job = app.session_state["intake.work"].applying
    app.switch_page("pages/overview.py").run()
    ended(app, lambda: job.state)
    assert job.made == 2
    assert [each.number for each in history(kept)] == [2, 1]
