"""The page of files offers each kind for the present choice; work in the background can be left."""

import time

from npm_data.i18n import words_for
from npm_data.ui import downloads, file_jobs
from npm_data.ui.downloads import KINDS
from npm_data.ui.file_jobs import Job
from tests.patience import STANDS_STILL_SECONDS
from tests.registers import register_of, repository_of
from tests.ui.conftest import DATA_DATE, text_of

WORDS = words_for("en")


def test_every_kind_of_file_says_what_it_is_and_is_offered(worked, run_app):
    app = run_app(worked, "exports", period="2016", lang="en")
    said = text_of(app)
    assert len(app.get("download_button")) == len(KINDS)
    for kind in KINDS:
        assert WORDS(f"exports.{kind.name}_what") in said


def test_a_template_that_no_deck_can_be_made_in_is_said(worked, run_app, monkeypatch, tmp_path):
    monkeypatch.setattr(downloads, "TEMPLATE", tmp_path / "deck.pptx")
    app = run_app(worked, "exports", period="2016", lang="kk")
    (said,) = app.error
    words = words_for("kk")
    assert said.value == words("deck.template_unreadable", file="deck.pptx")


def test_an_empty_register_offers_no_file(tmp_path, run_app):
    repository_of(register_of(), tmp_path, DATA_DATE).close()
    app = run_app(tmp_path / "register.duckdb", "exports", period="2016", lang="en")
    assert WORDS("frame.register_is_empty") in text_of(app)
    assert not app.get("download_button")


def test_what_nobody_waits_for_ends_by_itself(monkeypatch):
    monkeypatch.setattr(file_jobs, "PATIENCE", 0.05)

    def make(progress):
        while True:
            progress(1, 2)
            time.sleep(0.01)

    job = Job(make, "unwatched")
    until = time.monotonic() + STANDS_STILL_SECONDS
    while job.state != "cancelled":
        assert time.monotonic() < until, job.state
        time.sleep(0.02)
    assert job.made is None
