"""Forum mode, the server's side: what is sent, what stays frozen, and the way in and out."""

import json
import shutil
from datetime import date
from xml.etree import ElementTree

import pytest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Role
from npm_data.ui.frame.page_list import FORUM, PAGES
from npm_data.ui.pages import forum
from npm_data.ui.server.access import Visitor
from tests.registers import register_of, repository_of, worked_rows
from tests.ui.conftest import address_of, text_of


def open_forum(run_app, database, language="ru", **query):
    return run_app(database, "forum", lang=language, period="2017", **query)


def sent(app):
    """What the screen was given."""
    (screen,) = app.get("bidi_component")
    return json.loads(screen.proto.json)


def import_anew(database, folder):
    """Another register of the same shape takes the file's place; its fingerprint is another."""
    folder.mkdir()
    repository_of(register_of(**worked_rows()), folder, date(2018, 6, 29)).close()
    shutil.move(folder / "register.duckdb", database)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_is_sent_in_the_language_with_its_strip(language, worked, run_app):
    words = words_for(language)
    deck = sent(open_forum(run_app, worked, language))
    assert deck["language"] == language
    assert {each["language"] for each in deck["others"]} == {*LANGUAGES} - {language}
    assert deck["words"]["next"] == words("forum.next")
    keys = [slide["key"] for slide in deck["slides"]]
    assert keys[0] == "title"
    assert keys[-1] == "sources"
    for slide in deck["slides"]:
        assert slide["sentence"]
        assert "2017" in slide["foot"]
        assert slide["mark"] == words("deck.mark")
        assert not slide["failed"]
        if slide["svg"]:
            assert ElementTree.fromstring(slide["svg"]).tag.endswith("}svg")
            assert slide["alt"]


def test_an_import_meanwhile_changes_nothing_until_it_is_asked_for(own, tmp_path, run_app):
    app = open_forum(run_app, own)
    before = sent(app)
    assert before["newer"] is None
    import_anew(own, tmp_path / "new")
    again = sent(app.run())
    assert again["newer"] == words_for("ru")("forum.newer", version="1")
    assert again | {"newer": None} == before
    app.session_state["lang"] = "kk"
    in_kazakh = sent(app.run())
    assert in_kazakh["language"] == "kk"
    assert in_kazakh["version"] == before["version"]
    del app.session_state["forum.held"]
    anew = sent(app.run())
    assert anew["newer"] is None
    assert anew["version"] != before["version"]


def test_who_goes_back_to_a_page_presents_the_register_as_it_is_then(own, tmp_path, run_app):
    app = open_forum(run_app, own)
    version = sent(app)["version"]
    import_anew(own, tmp_path / "new")
    app.switch_page("pages/coverage.py").run()
    app.switch_page("pages/forum.py").run()
    assert sent(app)["version"] != version


def test_the_address_names_the_day_of_what_was_known(worked, run_app):
    words = words_for("ru")
    then = sent(open_forum(run_app, worked, **{"as-of": "2017-12-31"}))
    assert all(
        words("frame.known_on", date=words.date(date(2017, 12, 31))) in each["foot"]
        for each in then["slides"]
    )
    text, address = then["known"]["ru"]
    assert text == words("forum.known_today", date=words.date(date(2018, 6, 30)))
    assert "as-of" not in address
    for wrong in ("2016-12-31", "2018-06-30", "then"):
        today = sent(open_forum(run_app, worked, **{"as-of": wrong}))
        assert today["slides"][0]["lines"][1].startswith("По сегодняшним сведениям")
        assert today["known"]["ru"][1].startswith("forum?")
        assert "as-of=2017-12-31" in today["known"]["ru"][1]
    assert {each["id"] for each in (then, *then["others"])}.isdisjoint(
        each["id"] for each in (today, *today["others"])
    )


def test_the_public_has_what_is_known_today(worked, run_app, who_looks):
    who_looks(Visitor(Role.PUBLIC, "nobody"))
    deck = sent(open_forum(run_app, worked, **{"as-of": "2016-12-31"}))
    assert deck["known"] is None


def test_a_picture_that_fails_leaves_the_other_slides_standing(worked, run_app, monkeypatch):
    def fail(picture):
        raise ZeroDivisionError

    monkeypatch.setattr(forum, "slide_svg", fail)
    forum._made.clear()
    deck = sent(open_forum(run_app, worked, "en"))
    forum._made.clear()
    failed = [slide for slide in deck["slides"] if slide["failed"]]
    assert 0 < len(failed) < len(deck["slides"])
    assert all(slide["sentence"] and not slide["svg"] for slide in failed)


def test_an_empty_register_has_no_slides_but_a_way_back(tmp_path, run_app):
    repository_of(register_of(), tmp_path, date(2018, 6, 30)).close()
    app = open_forum(run_app, tmp_path / "register.duckdb", back="coverage")
    assert not app.get("bidi_component")
    assert words_for("ru")("frame.register_is_empty") in text_of(app)
    assert app.get("page_link")


def test_leaving_leads_to_the_page_that_the_address_names(worked, run_app):
    address = {"lang": "kk", "period": "2017", "ministry": "interior", "back": "coverage"}
    app = run_app(worked, "forum", **address)
    assert sent(app)["back"].startswith("coverage?lang=kk&period=2017")
    app.session_state[forum._LEAVES] = True
    app.run()
    assert app.title[0].value == words_for("kk")("coverage.title")
    assert address_of(app)["ministry"] == ["interior"]


@pytest.mark.parametrize("back", ["forum", "no_such_page", ""])
def test_without_a_page_to_go_back_to_the_start_page_is_it(back, worked, run_app):
    assert sent(open_forum(run_app, worked, back=back))["back"].startswith("overview?")


def test_every_page_with_filters_has_the_way_in(worked, run_app):
    app = run_app(worked, lang="en", period="2017")
    for entry in PAGES:
        app.switch_page(f"pages/{entry.name}.py").run()
        ways = [
            link for link in app.get("page_link") if f"back={entry.name}" in link.proto.query_string
        ]
        assert len(ways) == entry.has_filters, entry.name
        assert all(link.proto.label == words_for("en")(FORUM.title) for link in ways)
