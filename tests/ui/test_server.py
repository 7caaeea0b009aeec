"""What stands round the pages: the log, the health endpoint, the headers, answers to failures."""

import asyncio
import contextlib
import io
import json
import logging
import re
import shutil
import sys
import time
from pathlib import Path

import pytest
import streamlit.logger
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from streamlit import config

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.register.storage.connection import DatabaseError
from npm_data.register.storage.log import new_reference
from npm_data.register.storage.versions import versions_folder
from npm_data.ui.server import failures, logs, serving
from npm_data.ui.server.security_headers import SecurityHeaders, headers
from tests.keeping.files import as_format

MARKER = "Айгүл-marker@example.org"


@pytest.fixture
def log():
    """What a process writes whose log is set up as the server's; all is put back afterwards."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level, streamlit.logger.setup_formatter
    hooks = sys.excepthook, logs.threading.excepthook
    output = io.StringIO()
    logs.set_up(output)
    yield output
    root.handlers[:], level, streamlit.logger.setup_formatter = kept
    root.setLevel(level)
    sys.excepthook, logs.threading.excepthook = hooks
    logging.captureWarnings(capture=False)


def lines(output):
    return [json.loads(line) for line in output.getvalue().splitlines()]


def fail_with_a_record():
    try:
        raise KeyError(MARKER)
    except KeyError as error:
        raise ValueError(f"the cell says {MARKER}") from error


@pytest.mark.parametrize("name", ["npm_data.ui.x", "streamlit.x", "uvicorn.error"])
def test_the_log_has_places_in_the_code_and_nothing_that_a_record_said(name, log):
    logger = logging.getLogger(name)
    try:
        fail_with_a_record()
    except ValueError as error:
        logger.exception("It failed for %s", MARKER)
        logger.error(error)
        logger.error(f"put together with {MARKER}" if name != "npm_data.ui.x" else "It failed")
    assert MARKER not in log.getvalue()
    assert "marker" not in log.getvalue()
    first, second, third = lines(log)
    assert first["error"] == second["error"] == "ValueError"
    assert "after KeyError" in first["where"]
    assert any("test_server.py:" in place for place in first["where"])
    assert third["level"] == "ERROR"


def test_a_fixed_message_of_others_is_kept_as_it_stands_in_their_code(log):
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    logging.getLogger("uvicorn.error").warning("Bad host %s", MARKER)
    assert [line["message"] for line in lines(log)] == [
        "Invalid HTTP request received.",
        "Bad host %s",
    ]


def test_a_logger_that_streamlit_makes_later_writes_the_same_lines(log):
    logger = streamlit.logger.get_logger("streamlit.made_later")
    streamlit.logger.update_formatter()
    logger.error("It failed")
    (line,) = lines(log)
    assert line["logger"] == "streamlit.made_later"


def test_what_the_operating_system_said_is_logged_without_the_path(log):
    for error in (PermissionError(13, "no", f"/home/{MARKER}"), DatabaseError("format", Path("x"))):
        logging.getLogger("npm_data").error("It failed", exc_info=error)
    assert [line["error"] for line in lines(log)] == [
        "PermissionError: Permission denied",
        "DatabaseError: format",
    ]
    assert MARKER not in log.getvalue()


def test_our_own_messages_may_name_pages_and_counts(log):
    logging.getLogger("npm_data.x").info("Made %s of %s for %s", 3, "coverage.map", MARKER)
    assert lines(log)[0]["message"] == "Made 3 of coverage.map for …"


def test_what_ends_the_process_or_a_thread_is_a_line_too(log):
    sys.excepthook(ValueError, ValueError(MARKER), None)
    arguments = (ValueError, ValueError(MARKER), None, None)
    logs.threading.excepthook(logs.threading.ExceptHookArgs(arguments))
    assert [line["level"] for line in lines(log)] == ["CRITICAL", "ERROR"]
    assert MARKER not in log.getvalue()


def test_streamlit_prints_no_failure_beside_the_log():
    assert config.get_option("logger.enableRich") is False


def test_no_two_references_are_the_same():
    made = {new_reference() for _ in range(1000)}
    assert len(made) > 990
    assert all(re.fullmatch("[0-9A-F]{4}-[0-9A-F]{4}", each) for each in made)


def asked_by(peer="127.0.0.1", **headers):
    told = {"host": "localhost:8501", **headers}.items()
    pairs = [(name.encode(), value.encode()) for name, value in told]
    return Request({"type": "http", "client": (peer, 1), "headers": pairs})


def test_the_health_endpoint_tells_the_version_to_this_computer(worked, monkeypatch):
    monkeypatch.setenv("NPM_DATABASE", str(worked))
    answer = serving.Health().answer(asked_by())
    assert answer.status_code == 200
    assert json.loads(answer.body) == {
        "status": "ok",
        "register_version": 1,
        "data_date": "2017-12-31",  # the public is told the end of a year
    }


@pytest.mark.parametrize(
    "request_",
    [
        asked_by("192.0.2.7"),
        asked_by(**{"x-forwarded-for": "127.0.0.1"}),
        asked_by(**{"cf-connecting-ip": "127.0.0.1"}),
        asked_by(host="npm.example.org"),
        asked_by(origin="https://npm.example.org"),
        Request({"type": "http", "client": None, "headers": []}),
    ],
)
def test_everybody_else_is_told_that_it_is_alive_and_nothing_else(request_, worked, monkeypatch):
    monkeypatch.setenv("NPM_DATABASE", str(worked))
    answer = serving.Health().answer(request_)
    assert answer.status_code == 200
    assert json.loads(answer.body) == {"status": "ok"}


@pytest.mark.parametrize("fault", ["missing", "garbage", "cut"])
def test_a_register_that_cannot_be_opened_is_503_and_logged_once(fault, own, monkeypatch, caplog):
    monkeypatch.setenv("NPM_DATABASE", str(own))
    watched = serving.Health()
    request = asked_by()
    assert watched.answer(request).status_code == 200
    content = own.read_bytes()
    own.unlink()
    if fault != "missing":
        own.write_bytes(b"no database" * 1000 if fault == "garbage" else content[:5000])
    answers = [watched.answer(request) for _ in range(3)]
    assert [each.status_code for each in answers] == [503] * 3
    assert json.loads(answers[0].body) == {"status": "unavailable"}
    assert len(caplog.records) == 1
    own.unlink(missing_ok=True)
    own.write_bytes(content)
    assert watched.answer(request).status_code == 200


def test_a_register_of_an_older_format_is_healthy_before_anybody_opens_a_page(kept, monkeypatch):
    as_format(kept, 2)
    monkeypatch.setenv("NPM_DATABASE", str(kept))
    watched = serving.Health()
    assert watched.answer(asked_by()).status_code == 503
    serving.bring_up_to_date()
    assert json.loads(watched.answer(asked_by()).body)["register_version"] == 2
    kept.unlink()
    shutil.rmtree(versions_folder(kept))
    serving.bring_up_to_date()
    assert watched.answer(asked_by()).status_code == 503


def test_asked_again_the_health_endpoint_does_not_open_the_register(worked, monkeypatch):
    monkeypatch.setenv("NPM_DATABASE", str(worked))
    watched = serving.Health()
    request = asked_by()
    watched.answer(request)
    monkeypatch.setattr(serving, "open_connection", lambda path: pytest.fail("opened"))
    began = time.perf_counter()
    for _ in range(100):
        assert watched.answer(request).status_code == 200
    assert time.perf_counter() - began < 1


def fail(request):
    raise ValueError(MARKER)


def ask(path):
    """Status, headers as pairs and text of an answer of an application with all that is ours."""
    page = PlainTextResponse("x", headers={"X-Frame-Options": "ALLOW"})
    app = Starlette(
        routes=[Route("/page", lambda request: page), Route("/fails", fail)],
        middleware=[Middleware(SecurityHeaders)],
        exception_handlers=failures.HANDLERS,
    )
    sent = []

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b""}
    # Starlette answers and lets the server have the failure as well.
    with contextlib.suppress(ValueError):
        asyncio.run(app(scope, receive, send))
    pairs = [(name.decode(), value.decode()) for name, value in sent[0]["headers"]]
    return sent[0]["status"], pairs, b"".join(each["body"] for each in sent[1:]).decode()


def test_every_answer_has_the_headers_once():
    for path in ("/page", "/nothing"):
        _, pairs, _ = ask(path)
        for name, value in headers().items():
            assert [found for key, found in pairs if key == name.lower()] == [value]


def test_a_websocket_is_handed_on_as_it_is():
    """No function of ours stands between its messages and the server."""
    given = []

    async def app(scope, receive, send):
        given.append((receive, send))

    receive, send = object(), object()
    run = SecurityHeaders(app)({"type": "websocket"}, receive, send)
    with pytest.raises(StopIteration):
        run.send(None)
    assert given == [(receive, send)]


def test_the_policy_permits_no_evaluation_and_no_other_host():
    policy = headers()["Content-Security-Policy"]
    scripts = re.search("script-src ([^;]*)", policy)[1]
    assert "unsafe" not in scripts
    assert "http" not in policy
    assert len(re.findall("'sha256-", scripts)) == 1


def test_an_address_that_is_not_there_is_a_sentence_in_all_languages():
    status, _, text = ask("/nothing")
    assert status == 404
    assert text.splitlines() == [words_for(each)("http.nothing_here") for each in LANGUAGES]


def test_a_request_that_fails_shows_a_reference_that_the_log_has(caplog):
    status, _, text = ask("/fails")
    assert status == 500
    assert MARKER not in text
    assert ".py" not in text
    (record,) = (each for each in caplog.records if hasattr(each, "reference"))
    for language in LANGUAGES:
        assert words_for(language)("http.failed", reference=record.reference) in text
