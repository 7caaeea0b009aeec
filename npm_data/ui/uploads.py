"""Who may hand over a file: the session of the secretariat whose page has a field for files.

Streamlit takes files from everybody who has a session, however many, and keeps them. Here a file
is asked for what it is to the session before its first byte is read.
"""

import asyncio
import re

import streamlit as st
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit import config, runtime
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager

from npm_data.register.reading.source import MOST_BYTES
from npm_data.ui import failures

MOST_FILES = 20
"""Held for a session, however small; and waiting for the one that is on its way."""
MOST_BYTES_HELD = 2 * MOST_BYTES
"""Of a session: one file as large as may be, and another one in its place."""
_FIELD = "uploads.field"
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
