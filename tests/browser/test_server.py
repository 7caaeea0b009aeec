"""The server as it is started: what it answers, what is seen of a failure, what it logs."""

import http.client
import json
import re
from pathlib import Path

import pytest

from npm_data.i18n import words_for
from npm_data.ui.frame import accessibility
from npm_data.ui.server.security_headers import headers
from tests.browser.conftest import MakeVisitor
from tests.browser.server import ADDRESS, AppServer
from tests.patience import STANDS_STILL_SECONDS

pytestmark = pytest.mark.browser

MARKER = "hidden-marker"
FAILS = f"""
from npm_data.ui.frame import shell
shell.settle()
raise KeyError("{MARKER}")
"""
TROUBLE = """
window.refused = [];
document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  window.refused.push(`${effectiveDirective} ${blockedURI}`);
});
"""
LONG_TRIES = ["script-src wasm-eval"]
"""Streamlit's library for long numbers would like WebAssembly, and does without."""
# Later, since what the test itself evaluates is exempt from the policy.
TRIES = """() => { setTimeout(() => {
  const script = document.createElement('script');
  script.textContent = 'window.wasRun = true';
  document.body.append(script);
  const elsewhere = document.createElement('img');
  elsewhere.src = 'http://127.0.0.2/picture.png';
  document.body.append(elsewhere);
  try { window.wasEvaluated = new Function('return true')(); } catch { /* what should happen */ }
}, 0); }"""


def ask(server: AppServer, path: str, method: str = "GET") -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection(ADDRESS, server.port, timeout=STANDS_STILL_SECONDS)
    connection.request(method, path)
    answer = connection.getresponse()
    answer.text = answer.read().decode()
    connection.close()
    return answer


def test_health_is_told_and_every_address_has_the_headers(worked_server: AppServer) -> None:
    answer = ask(worked_server, "/health")
    assert (answer.status, json.loads(answer.text)["status"]) == (200, "ok")
    for path in ("/", "/coverage", "/health", "/media/none", "/_stcore/health", "/..%2f"):
        answer = ask(worked_server, path)
        for name, value in headers().items():
            assert answer.headers.get_all(name) == [value], path
        assert answer.headers["server"] is None


def test_style_and_script_come_with_the_page_once_for_all(worked_server: AppServer) -> None:
    page = ask(worked_server, "/")
    assert ask(worked_server, "/coverage?lang=kk").text == page.text
    assert (page.headers["cache-control"], page.headers["etag"]) == ("no-cache", None)
    for kind, text in (("css", accessibility.style()), ("js", accessibility.script())):
        (name,) = re.findall(rf"\./(frame\.[0-9a-f]+\.{kind})", page.text)
        answer = ask(worked_server, f"/{name}")
        assert answer.text == text
        assert "immutable" in answer.headers["cache-control"]
    assert int(ask(worked_server, "/", "HEAD").headers["content-length"]) == len(page.text.encode())


def test_an_unavailable_register_is_told_to_who_watches(
    server_without_a_register: AppServer,
) -> None:
    answer = ask(server_without_a_register, "/health")
    assert answer.status == 503
    assert json.loads(answer.text) == {"status": "unavailable"}


def test_the_browser_runs_no_script_but_ours(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server, is_changed_for_good=True)
    window.context.add_init_script(TROUBLE)
    page = window.open("overview", lang="en", period="2016")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert page.evaluate("window.refused") == LONG_TRIES
    page.evaluate(TRIES)
    page.wait_for_function("() => window.refused.length >= 4")
    assert page.evaluate("[window.wasRun, window.wasEvaluated]") == [None, None]
    refused = page.evaluate("window.refused")
    assert {"script-src-elem inline", "script-src eval"} <= set(refused)
    assert any(each.startswith("img-src http://127.0.0.2") for each in refused)
    # What was tried here on purpose is no complaint.
    window.complaints.clear()
    window.requests = [url for url in window.requests if "127.0.0.2" not in url]


def test_a_failure_shows_a_reference_that_the_log_has_and_nothing_else(
    visitor: MakeVisitor, worked_server: AppServer, tmp_path: Path
) -> None:
    script = tmp_path / "fails.py"
    script.write_text(FAILS, encoding="utf-8")
    with AppServer(worked_server.database, tmp_path / "log", script) as server:
        window = visitor(server)
        window.page.goto(f"{server.url}/?lang=ru")
        said = window.page.locator('[data-testid="stAlertContentError"]').inner_text()
        reference = re.search("[0-9A-F]{4}-[0-9A-F]{4}", said)
        assert reference
        assert words_for("ru")("frame.error", reference=reference[0]) in said
        shown = window.page.content()
        assert MARKER not in shown
        assert str(tmp_path) not in shown
        printed = [line for line in server.printed().splitlines() if line.startswith("{")]
    logged = [json.loads(line) for line in printed]
    (line,) = (each for each in logged if each.get("reference") == reference[0])
    assert line["error"] == "KeyError"
    assert MARKER not in "".join(printed)


def test_neither_search_words_nor_addresses_stand_in_the_log(
    visitor: MakeVisitor, worked_server: AppServer
) -> None:
    window = visitor(worked_server)
    window.open("follow_up", lang="en", search=MARKER)
    ask(worked_server, f"/media/{MARKER}?search={MARKER}")
    assert MARKER not in worked_server.printed()
    assert "search" not in worked_server.printed()
