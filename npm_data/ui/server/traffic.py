"""What one window may ask of the server: a middleware round Streamlit's websocket.

Streamlit takes from every window whatever a browser could ever say, as fast as it comes, and some
of it is about all windows: `clear_cache` empties what is kept for everybody. Here only what our
pages say comes through, in the measure in which a person can say it.
"""

import asyncio
import contextlib
import re
import time
from dataclasses import dataclass, field

import streamlit as st
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnected
from streamlit import config, runtime
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from npm_data.register.reading.source import MOST_BYTES
from npm_data.ui.server import failures
from npm_data.ui.server.access import is_loopback

MOST_OPEN = 300
"""Windows at a time, of everybody together."""
MOST_OPEN_OF_AN_ADDRESS = 60
"""Of an address in the network: one person, or all of an office."""
MOST_MESSAGE_BYTES = 1_000_000
"""Of one message; what a page's widgets say has some 20 kB."""
_PAGE = "rerun_script"
TAKEN = frozenset(
    {
        _PAGE,
        "stop_script",
        "app_heartbeat",
        "file_urls_request",
        "backend_operation_request",
    }
)
"""What our pages say. `clear_cache`, settings and words of developers are not heard."""
MOST_SECONDS_BEHIND = 5.0
_POLICY, _UNSUPPORTED = 1008, 1003
"""Codes with which a websocket is closed."""


@dataclass(slots=True)
class Allowance:
    """So much at once, and so much a second in the long run."""

    most: float
    a_second: float
    left: float = field(init=False)
    _seen: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self._seen = self.most, time.monotonic()

    def takes(self, amount: float) -> bool:
        now = time.monotonic()
        self.left = min(self.most, self.left + (now - self._seen) * self.a_second)
        self._seen = now
        self.left -= amount
        return self.left >= 0

    @property
    def is_whole(self) -> bool:
        self.takes(0)
        return self.left == self.most

    @property
    def seconds_behind(self) -> float:
        """How long to wait until what was taken was allowed."""
        return max(0.0, -self.left / self.a_second)


def messages_allowed() -> Allowance:
    """A hand on a slider sends five a second."""
    return Allowance(60, 8)


def bytes_allowed() -> Allowance:
    return Allowance(4_000_000, 250_000)


def pages_of_an_address() -> Allowance:
    """Thirty people who open the dashboard at once, and then click every five seconds.

    A page takes the server a twentieth of a second: some time is left for others.
    """
    return Allowance(60, 6)


@dataclass(slots=True)
class Address:
    """What the windows of one address have in common."""

    open: int = 0
    pages: Allowance = field(default_factory=pages_of_an_address)


class Sockets:
    """Counts windows, and holds what each of them says against what it may say."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = 0
        self._addresses: dict[str, Address] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        address = self._address(address_of(scope))
        if self._open >= MOST_OPEN or (address and address.open >= MOST_OPEN_OF_AN_ADDRESS):
            await _refuse(receive, send)
            return
        address = address or Address()
        self._open += 1
        address.open += 1
        try:
            # To a window that has just gone Streamlit still has something to say: no failure.
            with contextlib.suppress(WebSocketDisconnected):
                await self._app(scope, Heard(receive, send, address.pages), send)
        finally:
            self._open -= 1
            address.open -= 1

    def _address(self, name: str | None) -> Address | None:
        """None for this computer; others are remembered for as long as they owe something."""
        self._addresses = {
            known: each
            for known, each in self._addresses.items()
            if each.open or not each.pages.is_whole
        }
        return None if name is None else self._addresses.setdefault(name, Address())


def address_of(scope: Scope) -> str | None:
    """Where a window is; None for this computer.

    Behind nginx, which says for whom it asks and lets nobody else say it, all come from here.
    """
    peer = str((scope.get("client") or ("",))[0])
    if not is_loopback(peer):
        return peer
    return Headers(scope=scope).get("x-forwarded-for")


class Heard:
    """The messages of one window that Streamlit hears; who says too much is shown the door.

    Windows of one address wait for each other when they ask for too many pages together, and are
    shown the door as well when the wait would be long.
    """

    def __init__(self, receive: Receive, send: Send, together: Allowance) -> None:
        self._receive, self._send = receive, send
        self._messages, self._bytes = messages_allowed(), bytes_allowed()
        self._together = together
        self._is_closed = False

    async def __call__(self) -> Message:
        while True:
            message = await self._receive()
            if message["type"] != "websocket.receive":
                return message
            if self._is_closed:
                continue
            said = message.get("bytes")
            if said is None:
                await self._close(_UNSUPPORTED)
            elif not (self._messages.takes(1) and self._bytes.takes(len(said))):
                await self._close(_POLICY)
            elif kind := heard_as(said):
                if kind == _PAGE:
                    self._together.takes(1)
                if self._together.seconds_behind <= MOST_SECONDS_BEHIND:
                    await asyncio.sleep(self._together.seconds_behind)
                    return message
                await self._close(_POLICY)

    async def _close(self, code: int) -> None:
        """The server says by itself that it is closed, after what has come already."""
        self._is_closed = True
        await self._send({"type": "websocket.close", "code": code})


def heard_as(said: bytes) -> str | None:
    """What a page of ours says with it, if that is what it says."""
    try:
        message = BackMsg.FromString(said)
    except Exception:
        return "refused by Streamlit itself"
    kind = message.WhichOneof("type")
    if kind == "file_urls_request":
        asked = message.file_urls_request
        is_asked_for = is_open(asked.session_id)
        return kind if is_asked_for and len(asked.file_names) <= MOST_FILES else None
    return kind if kind in TAKEN else None


async def _refuse(receive: Receive, send: Send) -> None:
    await receive()
    text = failures.in_all_languages("http.too_many").encode()
    await send({"type": "websocket.http.response.start", "status": 503, "headers": []})
    await send({"type": "websocket.http.response.body", "body": text})


MOST_FILES = 20
"""Held for a session, however small; and waiting for the one that is on its way."""
MOST_BYTES_HELD = 2 * MOST_BYTES
"""Of a session: one file as large as may be, and another one in its place."""
_FIELD = "field"
_ADDRESS = re.compile(r"/_stcore/upload_file/(?P<session>[^/]+)/[^/]+")
_REFUSED, _TOO_LARGE, _TOO_MANY = 403, 413, 429


def open_field() -> None:
    """Says that this session's page has a field for files: pages of the secretariat alone."""
    st.session_state[_FIELD] = True


def close_field() -> None:
    """It has none, or who looks at it may not keep the register any more."""
    st.session_state.pop(_FIELD, None)


def is_open(session_id: str) -> bool:
    session = runtime.get_instance().get_app_session(session_id)
    return session is not None and _FIELD in session.session_state


class Uploads:
    """Lets the files of a session in one by one, and sees that they go when it has ended."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._doors: dict[str, Door] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _ADDRESS.fullmatch(scope["path"]) if scope["type"] == "http" else None
        if found is None or scope["method"] != "PUT":
            await self._app(scope, receive, send)
            return
        session_id = found["session"]
        if not is_open(session_id):
            await failures.answer(_REFUSED)(scope, receive, send)
            return
        door = self._door_of(session_id)
        if door.waiting >= MOST_FILES:
            await failures.answer(_TOO_MANY)(scope, receive, send)
            return
        async with door:
            has_room = _has_room(session_id, Request(scope))
            answer = self._app if has_room else failures.answer(_TOO_LARGE)
            await answer(scope, receive, send)

    def _door_of(self, session_id: str) -> "Door":
        if session_id not in self._doors:
            self._doors[session_id] = Door()
            self._watch(session_id)
        return self._doors[session_id]

    def _watch(self, session_id: str, *, was_gone: bool = False) -> None:
        """Ends the session for good when its window is gone for as long as it may come back.

        Streamlit forgets such a session too, but only when the next one ends: until then it keeps
        what the session held.
        """
        between = config.get_option("server.disconnectedSessionTTL") / 2

        def look() -> None:
            now = runtime.get_instance()
            is_gone = not now.is_active_session(session_id)
            if is_gone and was_gone:
                now.close_session(session_id)
                del self._doors[session_id]
            else:
                self._watch(session_id, was_gone=is_gone)

        asyncio.get_running_loop().call_later(between, look)


class Door:
    """One file of a session at a time goes through; the others wait unread."""

    def __init__(self) -> None:
        self.waiting = 0
        self._lock = asyncio.Lock()

    async def __aenter__(self) -> None:
        self.waiting += 1
        try:
            await self._lock.acquire()
        except BaseException:
            self.waiting -= 1
            raise

    async def __aexit__(self, *_: object) -> None:
        self._lock.release()
        self.waiting -= 1


def _has_room(session_id: str, request: Request) -> bool:
    """Without a length it is taken for as long as one may be."""
    length = request.headers.get("content-length", "")
    coming = int(length) if length.isdecimal() else MOST_BYTES
    held = held_by(session_id)
    return len(held) < MOST_FILES and sum(held) + coming <= MOST_BYTES_HELD


def held_by(session_id: str) -> list[int]:
    """Bytes of each file that the server holds for a session."""
    manager = runtime.get_instance().uploaded_file_mgr
    if not isinstance(manager, MemoryUploadedFileManager):
        return []
    return [len(each.data) for each in manager.file_storage.get(session_id, {}).values()]
