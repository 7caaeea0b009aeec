"""Files are prepared while somebody waits, can be cancelled, and belong to one choice."""

import io
import threading
import time
from dataclasses import replace

import openpyxl
import pytest

from npm_data.i18n import words_for
from npm_data.ui import exports, file_jobs
from npm_data.ui.downloads import KINDS
from npm_data.ui.file_jobs import Cancelled, Job
from tests.patience import STANDS_STILL_SECONDS
from tests.registers import register_of, repository_of
from tests.ui.conftest import DATA_DATE, text_of

WORDS = words_for("en")
ANNEX = next(kind for kind in KINDS if kind.name == "annex_xlsx")


def open_page(run_app, database, **query):
    return run_app(database, "exports", period="2016", lang="en", **query)


def button(app, name):
    return app.button(key=f"exports.annex_xlsx.{name}")


def keys(app):
    return {each.key for each in app.button}


def job_of(app):
    return app.session_state["exports.jobs"][1]["annex_xlsx"]


def wait_for(state, job):
    until = time.monotonic() + STANDS_STILL_SECONDS
    while job.state != state:
        assert time.monotonic() < until, job.state
        time.sleep(0.02)


@pytest.fixture
def slow(monkeypatch):
    """The annex takes until it is cancelled; the event says that it has ended."""
    ended = threading.Event()

    def make(_report, progress):
        try:
            while True:
                progress(1, 4)
                time.sleep(0.01)
        except Cancelled:
            ended.set()
            raise

    monkeypatch.setattr(exports, "KINDS", (replace(ANNEX, make=make),))
    return ended


def test_every_kind_of_file_says_what_it_is_and_how_large(worked, run_app):
    app = open_page(run_app, worked)
    said = text_of(app)
    for kind in KINDS:
        assert WORDS(f"exports.{kind.name}_what") in said
        assert f"exports.{kind.name}.prepare" in keys(app)
    assert WORDS.plural("exports.size_sheets", 44) in said


def test_a_prepared_file_is_offered_until_the_choice_changes(worked, run_app):
    app = open_page(run_app, worked)
    button(app, "prepare").click().run()
    job = job_of(app)
    wait_for("ready", job)
    app.run()
    assert "exports.annex_xlsx.prepare" not in keys(app)
    assert len(app.get("download_button")) == 1
    book = openpyxl.load_workbook(io.BytesIO(job.made))
    assert book.worksheets[0]["A1"].value == WORDS("annex.title", period="2016")
    app.multiselect(key="ministry").set_value(["interior"]).run()
    assert not app.get("download_button")
    assert "exports.annex_xlsx.prepare" in keys(app)


def test_a_file_in_the_making_shows_how_far_it_is_and_can_be_cancelled(worked, run_app, slow):
    app = open_page(run_app, worked)
    button(app, "prepare").click().run()
    until = time.monotonic() + STANDS_STILL_SECONDS
    while job_of(app).share < 0.25:
        assert time.monotonic() < until
    app.run()
    assert WORDS("exports.preparing", share=WORDS.percent(0.25, 0)) in {
        each.proto.text for each in app.get("progress")
    }
    button(app, "cancel").click().run()
    app.run()
    assert WORDS("exports.cancelled") in text_of(app)
    assert slow.wait(STANDS_STILL_SECONDS)
    assert "exports.annex_xlsx.prepare" in keys(app)


def test_another_choice_ends_what_is_being_made(worked, run_app, slow):
    app = open_page(run_app, worked)
    button(app, "prepare").click().run()
    app.selectbox(key="period").set_value("2017").run()
    assert slow.wait(STANDS_STILL_SECONDS)
    assert "exports.annex_xlsx.prepare" in keys(app)


def test_what_nobody_waits_for_ends_by_itself(monkeypatch):
    monkeypatch.setattr(file_jobs, "PATIENCE", 0.05)

    def make(progress):
        while True:
            progress(1, 2)
            time.sleep(0.01)

    job = Job(make, "unwatched")
    wait_for("cancelled", job)
    assert job.made is None


def test_a_failure_is_one_sentence(worked, run_app, monkeypatch, caplog):
    def make(_report, _progress):
        raise RuntimeError("no room on the disk")

    monkeypatch.setattr(exports, "KINDS", (replace(ANNEX, make=make),))
    app = open_page(run_app, worked)
    button(app, "prepare").click().run()
    wait_for("failed", job_of(app))
    app.run()
    assert [each.value for each in app.error] == [WORDS("exports.failed")]
    assert "no room on the disk" in caplog.text
    assert "exports.annex_xlsx.prepare" in keys(app)


def test_an_empty_register_offers_no_file(tmp_path, run_app):
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    app = open_page(run_app, tmp_path / "register.duckdb")
    assert WORDS("frame.register_is_empty") in text_of(app)
    assert not [key for key in keys(app) if key.startswith("exports.")]
