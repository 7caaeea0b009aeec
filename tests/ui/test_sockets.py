"""How many windows are open at a time, and what is heard of each."""

import asyncio
import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from starlette.websockets import WebSocketDisconnected
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.server import traffic
from npm_data.ui.server.serving import allow_open_files
from npm_data.ui.server.traffic import Allowance, Heard, Sockets, heard_as

Messages = list[dict[str, Any]]


def opened(addresses: list[str]) -> list[Messages]:
    """What is sent to windows that are opened one after the other and stay open.

    `for 192.0.2.7` is asked for by nginx, which is on this computer.
    """

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

            peer, _, asked_for = address.partition("for ")
            headers = [(b"x-forwarded-for", asked_for.encode())] if asked_for else []
            scope = {"type": "websocket", "client": (peer or "127.0.0.1", 1), "headers": headers}
            windows.append(asyncio.create_task(app(scope, receive, send)))
            await asyncio.sleep(0)
        for each in windows:
            each.cancel()
        await asyncio.gather(*windows, return_exceptions=True)
        assert not app._open
        assert not any(each.open for each in app._addresses.values())
        return answers

    return asyncio.run(meeting())


def is_let_in(sent: Messages) -> bool:
    return sent[0]["type"] == "websocket.accept"


def test_more_windows_than_the_server_bears_are_refused_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(traffic, "MOST_OPEN", 3)
    answers = opened(["127.0.0.1"] * 4)
    assert [is_let_in(each) for each in answers] == [True] * 3 + [False]
    start, body = answers[-1]
    assert start["status"] == 503
    said = [words_for(each)("http.too_many") for each in LANGUAGES]
    assert body["body"].decode().splitlines() == said


def test_one_computer_of_the_network_does_not_take_the_windows_of_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(traffic, "MOST_OPEN_OF_AN_ADDRESS", 2)
    for far in ("192.0.2.7", "for 192.0.2.7"):
        answers = opened([far] * 3 + ["192.0.2.8", "for 192.0.2.9"] + ["127.0.0.1"] * 3)
        assert [is_let_in(each) for each in answers] == [True, True, False] + [True] * 5


def test_windows_of_one_address_wait_for_each_other_and_for_nobody_else() -> None:
    of_one, closed = _seconds(Allowance(40, 100))
    of_another, _ = _seconds(Allowance(100, 100))
    assert of_one > 0.25
    assert of_another < 0.1
    assert not closed


def test_who_would_have_to_wait_long_loses_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic, "MOST_SECONDS_BEHIND", 0.1)
    _, closed = _seconds(Allowance(2, 10))
    assert closed >= 8


def _seconds(together: Allowance) -> tuple[float, int]:
    """What ten windows take to ask for seven pages each, and how many are closed over it."""
    said = BackMsg(rerun_script=ClientState()).SerializeToString()
    closed: Messages = []

    async def send(message: Any) -> None:
        closed.append(message)

    async def asks() -> None:
        coming: Messages = [{"type": "websocket.receive", "bytes": said}] * 7

        async def receive() -> dict[str, Any]:
            return coming.pop() if coming else {"type": "websocket.disconnect"}

        heard = Heard(receive, send, together)
        while (await heard())["type"] != "websocket.disconnect":
            pass

    async def meeting() -> float:
        began = time.monotonic()
        await asyncio.gather(*(asks() for _ in range(10)))
        return time.monotonic() - began

    return asyncio.run(meeting()), len(closed)


def test_a_window_that_goes_while_it_is_spoken_to_is_no_failure_for_the_log() -> None:
    async def speaks(_scope: Any, _receive: Any, _send: Any) -> None:
        raise WebSocketDisconnected

    async def send(_message: Any) -> None:
        raise AssertionError

    scope = {"type": "websocket", "client": ("127.0.0.1", 1), "headers": []}
    asyncio.run(Sockets(speaks)(scope, asyncio.Event().wait, send))


def test_an_allowance_comes_back_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(traffic.time, "monotonic", lambda: now[0])
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
    assert heard_as(message.SerializeToString()) is None


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
        heard = Heard(receive, send, Allowance(100, 1))
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
        assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] >= 4 * traffic.MOST_OPEN
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
