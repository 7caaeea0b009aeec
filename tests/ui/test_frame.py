"""The frame: language, filters and notices stand on every page, whatever was asked for."""

import re
import shutil
import sys
from datetime import date
from types import SimpleNamespace

import pytest
from streamlit.testing.v1 import AppTest

from npm_data.figures.periods import filter_line
from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES, PROJECT, ReferenceFileError
from npm_data.register.filters import Filters, Period, Role
from npm_data.ui.frame import shell
from npm_data.ui.frame.page_list import PAGES
from npm_data.ui.register_text import as_text
from npm_data.ui.server import access
from tests.registers import register_of, repository_of
from tests.ui.conftest import DATA_DATE, address_of, text_of

LISTS = ("ministry", "institution-type", "region", "visit-type")


def chosen(app):
    """The values of the widgets of the row of filters, by name."""
    lists = {each.key: list(each.value) for each in app.button_group if each.key in LISTS}
    return lists | {key: app.selectbox(key=key).value for key in ("period", "until")}


@pytest.mark.everywhere
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_every_page_stands_in_its_frame_in_every_language(entry, language, worked, run_app):
    words = words_for(language)
    app = run_app(worked, entry.name, lang=language, period="2016", ministry="interior")
    said = text_of(app)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == words(entry.title)
    mark = "frame.demonstration" if entry.is_bare else "frame.demonstration_short"
    assert words(mark) in said
    assert (words("frame.data_date", date=f"{DATA_DATE:%d.%m.%Y}") in said) != entry.is_bare
    filters = Filters(Period.of_year(2016), ministries=("interior",))
    line = filter_line(words, filters, has_period=entry.has_period)
    assert (line in said) == entry.has_filters


@pytest.mark.parametrize("is_ours", [True, False])
def test_style_and_script_are_elements_only_where_streamlit_hands_out_its_own_page(
    is_ours, worked, run_app, monkeypatch
):
    monkeypatch.setattr(access, "is_our_server", lambda: is_ours)
    app = run_app(worked, "methodology", lang="en")
    assert len(app.get("html")) == (0 if is_ours else 2)


@pytest.mark.smoke
@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.name)
def test_a_page_that_is_run_alone_comes_out_in_the_frame(entry, worked, run_app):
    app = run_app(worked, alone=str(entry.path.relative_to(PROJECT)), lang="kk")
    assert not app.exception
    assert app.selectbox(key="period").label == words_for("kk")("filters.period")
    assert app.title


def test_an_address_sets_the_widgets_and_the_rest_is_left_out(worked, run_app):
    app = run_app(
        worked, lang="ru", period="2016", ministry=["health", "magic"], visit_type="special"
    )
    assert chosen(app) == {
        "ministry": ["health"],
        "institution-type": [],
        "region": [],
        "visit-type": ["special"],
        "period": "2016",
        "until": "2016",
    }
    assert "Министерство здравоохранения и социального развития" in text_of(app)
    assert address_of(app)["ministry"] == ["health"]


def test_another_language_keeps_what_was_chosen(worked, run_app):
    app = run_app(worked, lang="ru", period="2016", ministry="health", region=["KZ-35", "KZ-71"])
    before = chosen(app)
    for language in ("kk", "en", "ru"):
        app.button_group(key="lang").set_value(language).run()
        assert chosen(app) == before
        assert address_of(app)["lang"] == [language]
        assert address_of(app)["region"] == ["KZ-71", "KZ-35"]


def test_a_ministry_that_is_renamed_between_two_years_stays_chosen(worked, run_app):
    app = run_app(worked, lang="en", period="2016", ministry="health")
    app.selectbox(key="period").set_value("2017").run()
    assert app.button_group(key="ministry").value == ["health"]
    assert "2017 · Ministry of Health" in text_of(app)


def test_a_reset_shows_the_default_again(worked, run_app):
    app = run_app(worked, lang="en", period="2016", ministry="health")
    app.button(key="filters.reset").click().run()
    assert chosen(app)["ministry"] == []
    assert address_of(app)["period"] == ["2017"]
    assert app.button(key="filters.reset").disabled


@pytest.mark.parametrize(
    ("period", "key", "value", "now"),
    [
        ("2016", "period", "2014", "2014"),
        ("2016", "period", "2017", "2017"),
        ("2014-2016", "period", "2015", "2015-2016"),
        ("2014-2016", "period", "2017", "2017"),
        ("2014-2016", "period", "2016", "2016"),
        ("2016", "until", "2017", "2016-2017"),
        ("2016", "until", "2015", "2015"),
        ("2015-2017", "until", "2016", "2015-2016"),
        ("2014-2016", "period", "last-12", "last-12"),
        ("last-12", "period", "2015", "2015"),
    ],
)
def test_one_click_is_one_year_and_neither_year_passes_the_other(
    period, key, value, now, worked, run_app
):
    app = run_app(worked, lang="en", period=period)
    assert address_of(app)["period"] == [period]
    app.selectbox(key=key).set_value(value).run()
    assert not app.exception
    assert address_of(app)["period"] == [now]
    assert not app.warning


def test_a_span_that_ends_with_the_records_shows_their_last_day(worked, run_app):
    app = run_app(worked, lang="en", period="last-12")
    assert app.selectbox(key="until").options == ["30.06.2018"]
    assert app.selectbox(key="until").disabled
    app = run_app(worked, lang="en", period="2017-2018")
    assert app.selectbox(key="until").options[:2] == ["30.06.2018", "2017"]
    assert "1\u00a0January\u00a02017 – 30\u00a0June\u00a02018" in text_of(app)


def test_the_row_says_what_is_chosen(worked, run_app):
    def said(**query):
        app = run_app(worked, lang="ru", period="2016", **query)
        return [each.proto.popover.label for each in app.get("popover")]

    assert said() == ["Все министерства", "Все регионы", "Ещё"]
    assert said(ministry=["interior", "health"], region="KZ-71", institution_type="sizo") == [
        "МВД, МЗСР",
        "город Астана",
        "Ещё: 1",
    ]
    many = {"ministry": ["interior", "health", "social"], "region": ["KZ-71", "KZ-35"]}
    assert said(**many, visit_type="special", institution_type="sizo") == [
        "3 министерства",
        "2 региона",
        "Ещё: 2",
    ]


def test_a_free_range_begins_as_the_period_before_it(worked, run_app):
    app = run_app(worked, lang="en", period="2016")
    assert [app.text_input(key=name).value for name in ("from", "to")] == [
        "01.01.2016",
        "31.12.2016",
    ]
    app.text_input(key="from").set_value("01.03.2016").run()
    assert address_of(app)["from"] == ["2016-03-01"]
    assert "period" not in address_of(app)
    assert [app.selectbox(key=key).options[-1] for key in ("period", "until")] == [
        "01.03.2016",
        "31.12.2016",
    ]


@pytest.mark.parametrize(
    ("value", "message"),
    [("01.01.2017", "range_inverted"), ("", "range_incomplete"), ("1.1.1999", "range_outside")],
)
def test_a_range_that_cannot_be_is_one_sentence_and_the_last_period_stays(
    value, message, worked, run_app
):
    app = run_app(worked, lang="en", **{"from": "2016-03-01", "to": "2016-08-31"})
    app.text_input(key="from").set_value(value).run()
    assert [each.value for each in app.warning] == [words_for("en")(f"filters.{message}")]
    assert "1\u00a0March\u00a02016 – 31\u00a0August\u00a02016" in text_of(app)
    assert address_of(app)["from"] == ["2016-03-01"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_without_a_register_the_page_says_how_to_get_one(language, tmp_path, run_app):
    app = run_app(tmp_path / "none.duckdb", lang=language)
    words = words_for(language)
    assert not app.exception
    assert app.title[0].value == words("frame.no_register")
    assert app.error[0].value == words(
        "database.missing", path=as_text(str(tmp_path / "none.duckdb"))
    )
    assert any("python -m npm_data demo" in each.value for each in app.code)


def test_a_broken_register_is_one_sentence(tmp_path, run_app):
    path = tmp_path / "broken.duckdb"
    path.write_text("this is no database")
    app = run_app(path, lang="en")
    assert not app.exception
    assert app.error[0].value == words_for("en")("database.unreadable", path=as_text(str(path)))


def test_an_empty_register_says_so_on_every_page(tmp_path, run_app):
    repository_of(register_of(), tmp_path, date(2018, 6, 30)).close()
    app = run_app(tmp_path / "register.duckdb", lang="ru")
    for entry in PAGES:
        app.switch_page(str(entry.path.relative_to(PROJECT))).run()
        assert not app.exception
        assert not app.error
        assert words_for("ru")("frame.register_is_empty") in text_of(app)


def test_a_register_that_is_imported_meanwhile_is_seen_at_the_next_run(own, tmp_path, run_app):
    app = run_app(own, lang="en")
    assert words_for("en")("frame.demonstration_short") in text_of(app)
    assert words_for("en")("frame.demonstration") in {each.proto.help for each in app.markdown}
    repository_of(register_of(), tmp_path, date(2020, 2, 29)).close()
    shutil.move(tmp_path / "register.duckdb", own)
    app.run()
    assert "29.02.2020" in text_of(app)
    assert words_for("en")("frame.demonstration_short") not in text_of(app)


def test_a_page_that_fails_is_one_sentence(worked, run_app, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(shell, "_notices", lambda app: None)
    monkeypatch.setattr("npm_data.figures.visits.ever", fail)
    app = run_app(worked, lang="en")
    assert not app.exception
    assert re.fullmatch(sentence("en"), app.error[0].value)


def test_a_failure_outside_a_page_is_one_sentence_in_the_language(caplog) -> None:
    script = """
import streamlit as st
from npm_data.ui.server import failures
st.session_state["lang"] = "kk"
assert failures.take_failure(ValueError("of the frame"))
"""
    app = AppTest.from_string(script).run()
    (said,) = (each.value for each in app.error)
    found = re.fullmatch(sentence("kk"), said)
    assert found
    assert [each.reference for each in caplog.records if hasattr(each, "reference")] == [
        found["reference"]
    ]


def sentence(language):
    """The sentence on a page that failed, as a pattern with its reference."""
    marked = re.escape(words_for(language)("frame.error", reference="REFERENCE"))
    return marked.replace("REFERENCE", "(?P<reference>[0-9A-F]{4}-[0-9A-F]{4})")


def test_without_a_register_only_the_person_at_the_computer_reads_its_path(
    tmp_path, run_app, monkeypatch
):
    missing = tmp_path / "none.duckdb"
    assert as_text(str(missing)) in text_of(run_app(missing, lang="ru"))
    monkeypatch.setattr(
        access, "visitor", lambda: access.Visitor(Role.SECRETARIAT, "a@example.org")
    )
    app = run_app(missing, lang="ru")
    assert tmp_path.name not in text_of(app)
    assert not app.code
    assert re.search("[0-9A-F]{4}-[0-9A-F]{4}", app.error[0].value)


def test_without_a_file_of_reference_data_the_page_says_so_in_all_languages(
    worked, run_app, monkeypatch, capsys
):
    def find_spec(name, *_):
        if name == "npm_data.ui.frame.shell":
            raise ReferenceFileError(PROJECT / "data" / "reference" / "regions.csv")

    monkeypatch.delitem(sys.modules, "npm_data.ui.frame.shell")
    monkeypatch.delattr("npm_data.ui.frame.shell")
    monkeypatch.setattr(sys, "meta_path", [SimpleNamespace(find_spec=find_spec), *sys.meta_path])
    app = run_app(worked)
    assert not app.exception
    said = [words_for(each)("database.reference_missing", path="regions.csv") for each in LANGUAGES]
    assert [each.value for each in app.error] == said
    assert str(PROJECT) not in text_of(app)
    assert str(PROJECT / "data" / "reference" / "regions.csv") in capsys.readouterr().err
