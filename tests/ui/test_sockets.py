"""How many windows are open at a time, and what is heard of each."""

import asyncio
import sys
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui import sockets
from npm_data.ui.serving import allow_open_files
from npm_data.ui.sockets import Allowance, Heard, Sockets, is_heard

Messages = list[dict[str, Any]]


def opened(addresses: list[str]) -> list[Messages]:
    """What is sent to windows that are opened one after the other and stay open."""

    async def stays(_scope: Any, _receive: Any, send: Callable[..., Any]) -> None:
        await send({"type": "websocket.accept"})
        await asyncio.Event().wait()

    async def meeting() -> list[Messages]:
        app, answers, windows = Sockets(stays), [], []
        for address in addresses:
            sent: Messages = []
            answers.append(sent)

            async def receive() -> dict[str, Any]:
                return {"type": "websocket.connect"}

            async def send(message: Any, to: Messages = sent) -> None:
                to.append(message)

            scope = {"type": "websocket", "client": (address, 1)}
            windows.append(asyncio.create_task(app(scope, receive, send)))
            await asyncio.sleep(0)
        for each in windows:
            each.cancel()
        await asyncio.gather(*windows, return_exceptions=True)
        assert not app._open
        assert not app._of_address
        return answers

    return asyncio.run(meeting())


def is_let_in(sent: Messages) -> bool:
    return sent[0]["type"] == "websocket.accept"


def test_more_windows_than_the_server_bears_are_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sockets, "MOST_OPEN", 3)
    answers = opened(["127.0.0.1"] * 4)
    assert [is_let_in(each) for each in answers] == [True] * 3 + [False]
    start, body = answers[-1]
    assert start["status"] == 503
    said = [words_for(each)("http.too_many") for each in LANGUAGES]
    assert body["body"].decode().splitlines() == said


def test_one_computer_of_the_network_does_not_take_the_windows_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sockets, "MOST_OPEN_OF_AN_ADDRESS", 2)
    answers = opened(["192.0.2.7"] * 3 + ["192.0.2.8"] + ["127.0.0.1"] * 3)
    assert [is_let_in(each) for each in answers] == [True, True, False] + [True] * 4


def test_an_allowance_comes_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(sockets.time, "monotonic", lambda: now[0])
    allowance = Allowance(10, 2)
    assert allowance.takes(10)
    assert not allowance.takes(1)
    now[0] += 2
    assert allowance.takes(2)
    assert not allowance.takes(2)


@pytest.mark.parametrize(
    "message",
    [
        BackMsg(clear_cache=True),
        BackMsg(set_run_on_save=True),
        BackMsg(load_git_info=True),
        BackMsg(debug_disconnect_websocket=True),
        BackMsg(debug_shutdown_runtime=True),
        BackMsg(),
    ],
    ids=str,
)
def test_what_no_page_of_ours_says_is_not_heard(message: BackMsg) -> None:
    assert not is_heard(message.SerializeToString())


def test_bytes_are_counted_and_nothing_is_heard_of_a_window_that_was_closed() -> None:
    said = BackMsg(app_heartbeat=True).SerializeToString()
    coming: Messages = [{"type": "websocket.receive", "bytes": said + b"\x00" * 900_000}] * 6
    coming += [{"type": "websocket.disconnect", "code": 1008}]
    sent: Messages = []

    async def receive() -> dict[str, Any]:
        return coming.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    async def listen() -> list[str]:
        heard = Heard(receive, send)
        kinds = [(await heard())["type"]]
        while kinds[-1] != "websocket.disconnect":
            kinds.append((await heard())["type"])
        return kinds

    kinds = asyncio.run(listen())
    assert kinds == ["websocket.receive"] * 4 + ["websocket.disconnect"]
    assert sent == [{"type": "websocket.close", "code": 1008}]


@pytest.mark.skipif(sys.platform == "win32", reason="has no such limit")
def test_there_are_files_enough_for_every_window() -> None:
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, before[1]))
    try:
        allow_open_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 4 * sockets.MOST_OPEN
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
