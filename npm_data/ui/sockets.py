"""What one window may ask of the server: a middleware round Streamlit's websocket.

Streamlit takes from every window whatever a browser could ever say, as fast as it comes, and some
of it is about all windows: `clear_cache` empties what is kept for everybody. Here only what our
pages say comes through, in the measure in which a person can say it.
"""

import time
from collections import Counter
from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from npm_data.ui import failures, uploads
from npm_data.ui.access import is_loopback

MOST_OPEN = 300
"""Windows at a time, of everybody together."""
MOST_OPEN_OF_AN_ADDRESS = 60
"""Of one computer in the network. Behind nginx, which counts itself, all come from this machine."""
MOST_BYTES = 1_000_000
"""Of one message; what a page's widgets say has some 20 kB."""
TAKEN = frozenset(
    {
        "rerun_script",
        "stop_script",
        "app_heartbeat",
        "file_urls_request",
        "backend_operation_request",
    }
)
"""What our pages say. `clear_cache`, settings and words of developers are not heard."""
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


def messages_allowed() -> Allowance:
    """A hand on a slider sends five a second."""
    return Allowance(100, 20)


def bytes_allowed() -> Allowance:
    return Allowance(4_000_000, 250_000)


class Sockets:
    """Counts windows, and holds what each of them says against what it may say."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._open = 0
        self._of_address: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "websocket":
            await self._app(scope, receive, send)
            return
        address = (scope.get("client") or ("",))[0]
        is_far = not is_loopback(address)
        if self._open >= MOST_OPEN or self._of_address[address] >= MOST_OPEN_OF_AN_ADDRESS:
            await _refuse(receive, send)
            return
        self._open += 1
        self._of_address[address] += is_far
        try:
            await self._app(scope, Heard(receive, send), send)
        finally:
            self._open -= 1
            self._of_address[address] -= is_far
            self._of_address += Counter()  # without those that have none open


class Heard:
    """The messages of one window that Streamlit hears; who says too much is shown the door."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._messages, self._bytes = messages_allowed(), bytes_allowed()
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
            elif is_heard(said):
                return message

    async def _close(self, code: int) -> None:
        """The server says by itself that it is closed, after what has come already."""
        self._is_closed = True
        await self._send({"type": "websocket.close", "code": code})


def is_heard(said: bytes) -> bool:
    """Whether it is something that a page of ours says; what is no message Streamlit refuses."""
    try:
        message = BackMsg.FromString(said)
    except Exception:
        return True
    kind = message.WhichOneof("type")
    if kind == "file_urls_request":
        asked = message.file_urls_request
        return uploads.is_open(asked.session_id) and len(asked.file_names) <= uploads.MOST_FILES
    return kind in TAKEN


async def _refuse(receive: Receive, send: Send) -> None:
    await receive()
    text = failures.in_all_languages("http.too_many").encode()
    await send({"type": "websocket.http.response.start", "status": 503, "headers": []})
    await send({"type": "websocket.http.response.body", "body": text})
