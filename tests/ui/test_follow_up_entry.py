"""A follow-up entered below a story: by the rules, once, and seen in the story at once."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from npm_data.register.storage.change import history
from npm_data.ui.server import access
from npm_data.ui.server.access import Visitor
from tests.ui.conftest import text_of

Open = Callable[..., AppTest]
WORDS = words_for("en")


@pytest.fixture
def story(kept: Path, run_app: Open) -> Open:
    def run(lang: str = "en", recommendation: str = "R08", **query: str) -> AppTest:
        address = {"lang": lang, "period": "all", "recommendation": recommendation}
        return run_app(kept, "follow_up", **address | query)

    return run


def said(app: AppTest) -> str:
    return "\n".join([text_of(app), *(str(each.value) for each in app.success)])


def filled(
    app: AppTest, status: str | None, day: str, judge: str | None, note: str, chain: str = "R08"
) -> AppTest:
    """The form opened and filled in, and sent."""
    app.button(key=f"entry.open.called.{chain}").click().run()
    sent = [str(each.key) for each in app.button if str(each.key).endswith(".store")]
    key = sent[0].removesuffix(".store")
    if status:
        app.selectbox(key=f"{key}.status").set_value(status)
    if judge:
        app.radio(key=f"{key}.judge").set_value(judge)
    app.text_input(key=f"{key}.day").set_value(day)
    app.text_area(key=f"{key}.note").set_value(note)
    return app.button(key=f"{key}.store").click().run()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_is_a_version_and_stands_in_the_story_at_once(
    language: str, story: Open, kept: Path
) -> None:
    words, app = words_for(language), story(language)
    app = filled(app, "not_implemented", "20.05.2018", "npm", "Nothing was found")
    assert not app.exception
    assert words("entry.done", version="2") in said(app)
    status = words.code("implementation_status", "not_implemented")
    assert words("story.told_by_npm", status=status) in said(app)
    assert "Nothing was found" in said(app)
    assert words("history.newer", version="2") not in said(app)
    newest = history(kept)[0]
    assert (newest.action, newest.who) == ("follow_up", "local")
    assert newest.difference is not None
    assert newest.difference["follow_up"] == (1, 0, 0)
    assert "entry.open.called.R08" in {each.key for each in app.button}


def test_a_reply_needs_no_judge(story: Open, kept: Path) -> None:
    app = filled(story(), "rejected", "20.05.2018", None, "")
    assert WORDS("entry.done", version="2") in said(app)
    assert history(kept)[0].counts["follow_up"] == 20


def test_what_is_missing_is_a_sentence_each(story: Open, kept: Path) -> None:
    app = filled(story(), None, "", None, "")
    assert [each.value for each in app.error] == [
        WORDS("entry.no_status"),
        WORDS("intake.no_day"),
        WORDS("entry.no_judge"),
    ]
    assert len(history(kept)) == 1


@pytest.mark.parametrize(
    ("status", "day", "judge"),
    [
        ("implemented", "01.01.2015", "npm"),
        ("implemented", "01.01.2100", "npm"),
        ("accepted", "20.05.2018", "npm"),
    ],
)
def test_the_rules_of_an_import_hold(
    status: str, day: str, judge: str, story: Open, kept: Path
) -> None:
    app = filled(story(), status, day, judge, "")
    assert len(app.error) == 1
    assert len(history(kept)) == 1
    assert "entry.called.R08.0.store" in {each.key for each in app.button}, (
        "the form stays as it is"
    )


def test_personal_data_in_the_note_are_refused_and_not_said_again(story: Open, kept: Path) -> None:
    address = "@".join(("somebody", "example.org"))
    app = filled(story(), "implemented", "20.05.2018", "npm", f"Write to {address}")
    assert len(app.error) == 1
    assert address not in said(app)
    assert len(history(kept)) == 1


def test_the_same_entry_twice_is_one(story: Open, kept: Path) -> None:
    entry = ("implemented", "20.05.2018", "npm", "")
    app = filled(filled(story(), *entry), *entry)
    assert len(app.error) == 1
    assert len(history(kept)) == 2


def test_a_second_click_on_the_form_that_was_sent_finds_none(story: Open, kept: Path) -> None:
    app = filled(story(), "implemented", "20.05.2018", "npm", "")
    assert "entry.called.R08.0.store" not in {each.key for each in app.button}
    app.button(key="entry.open.called.R08").click().run()
    assert "entry.called.R08.1.store" in {each.key for each in app.button}


def test_of_several_statements_it_belongs_to_the_latest_unless_chosen(story: Open) -> None:
    app = story(recommendation="R01")
    app.button(key="entry.open.called.R01").click().run()
    assert app.selectbox(key="entry.called.R01.0.statement").value == "R04"


def test_giving_up_closes_the_form(story: Open, kept: Path) -> None:
    app = story()
    app.button(key="entry.open.called.R08").click().run()
    app.button(key="entry.called.R08.0.cancel").click().run()
    assert "entry.open.called.R08" in {each.key for each in app.button}
    assert len(history(kept)) == 1


def test_the_council_reads_and_does_not_write(story: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "visitor", lambda: Visitor(Role.COUNCIL, "somebody@example.org"))
    app = story()
    assert WORDS("story.issued") in said(app)
    assert "entry.open.called.R08" not in {each.key for each in app.button}


def test_an_earlier_version_cannot_be_written_to(story: Open, kept: Path) -> None:
    filled(story(), "implemented", "20.05.2018", "npm", "")
    app = story(version="1")
    assert "entry.open.called.R08" not in {each.key for each in app.button}
    assert date(2018, 6, 30) == history(kept)[0].data_date
