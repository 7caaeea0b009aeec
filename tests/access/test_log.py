"""The whole output of a server under attack: lines of JSON, and nothing that somebody said."""

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from streamlit.proto.BackMsg_pb2 import BackendOperationRequest, BackMsg, DeferredFileRequestPayload
from streamlit.proto.ClientState_pb2 import ClientState

from tests.access.guest import Guest
from tests.browser.server import ADDRESS, PROJECT, AppServer
from tests.patience import STANDS_STILL_SECONDS

FORGED = 'forged\n{"level": "INFO", "message": "forged"}\r\nforged\u2028forged\x1b[31mforged'
PRINTS = f"""
import os, runpy, sys
import streamlit as st
asked = st.query_params.get("attack")
if asked == "print":
    print({FORGED!r})
    print({FORGED!r}, file=sys.stderr)
    os.write(1, {FORGED.encode()!r})
    os.write(2, b"thread '<unnamed>' panicked at crates/polars-core/src/frame.rs:12:5:\\nforged\\n")
elif asked == "fail":
    raise KeyError({FORGED!r})
runpy.run_path({str(PROJECT / "dashboard.py")!r})
"""


@pytest.fixture(scope="module")
def attacked(marked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    folder = tmp_path_factory.mktemp("attacked")
    script = folder / "dashboard.py"
    script.write_text(PRINTS, "utf-8")
    with AppServer(marked, folder / "server.log", script, NPM_ADDRESS="0.0.0.0") as server:
        yield server


def test_whatever_is_done_to_a_server_it_prints_lines_of_json_without_what_was_said(
    attacked: AppServer,
) -> None:
    _through_the_socket(attacked)
    _past_the_socket(attacked)
    _by_pages_that_fail(attacked)
    attacked.process.terminate()
    attacked.process.wait(STANDS_STILL_SECONDS)
    printed = attacked.printed()
    assert "forged" not in printed
    assert "\x1b" not in printed
    lines = [json.loads(line) for line in printed.splitlines()]
    assert all({"time", "level", "logger", "message"} <= line.keys() for line in lines)
    assert any(line.get("error") == "KeyError" for line in lines)
    said = [line for line in lines if line["message"] == "Something was printed"]
    assert any(line.get("where") == ["crates/polars-core/src/frame.rs:12"] for line in said)
    assert len(said) >= 6


def _by_pages_that_fail(server: AppServer) -> None:
    for attack in ("print", "fail"):
        with Guest(server) as guest:
            guest.open("methodology", f"lang=en&attack={attack}")


def _through_the_socket(server: AppServer) -> None:
    """Forged names of everything that a window can name."""
    with Guest(server) as guest:
        guest.open("methodology", "lang=en")
        for id_ in (FORGED, f"$$ID-{FORGED}-None", f"$$ID-0123-{FORGED}"):
            state = ClientState(
                query_string=f"lang={FORGED}&period={FORGED}",
                page_script_hash=FORGED,
                page_name=FORGED,
                fragment_id=FORGED,
                cached_message_hashes=[FORGED],
            )
            for value in (
                {"trigger_value": True},
                {"string_value": FORGED},
                {"bytes_value": b"\xff"},
            ):
                state.widget_states.widgets.add(id=id_, **value)
            guest.say(BackMsg(rerun_script=state))
            deferred = DeferredFileRequestPayload(file_id=id_)
            for session in (guest.session, FORGED):
                request = BackendOperationRequest(
                    request_id=FORGED, session_id=session, deferred_file=deferred
                )
                guest.say(BackMsg(backend_operation_request=request))
        guest.say(BackMsg(app_heartbeat=True))
        guest.wait_for("heartbeat_ack")
        assert guest.closed_after(b"\xff" + FORGED.encode()) == 1002
    with Guest(server) as guest:
        assert guest.closed_after(FORGED) == 1003
    with pytest.raises(Exception, match="403"), Guest(server, headers={"Origin": "http://forged"}):
        pass
    with Guest(server, cookies={"_streamlit_user": "forged"}):
        pass


def _past_the_socket(server: AppServer) -> None:
    """Addresses, methods, bodies and bytes that are no request at all."""
    for path in (
        "/forged",
        "/..%2fforged",
        "/media/forged",
        "/_stcore/forged",
        "//forged/%0aforged",
    ):
        for method in ("GET", "PUT", "forged"):
            httpx2.request(method, f"{server.url}{path}", content=b"forged")
    for sent in (
        b"forged\r\n\r\n",
        b"GET / HTTP/1.1\r\nforged: \x00\r\n\r\n",
        b"\x16\x03\x01forged",
    ):
        with socket.create_connection((ADDRESS, server.port)) as raw:
            raw.sendall(sent)
            raw.recv(1_000)
