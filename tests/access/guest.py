"""A visitor as the server sees one, who keeps every byte that comes: pages, tables and files."""

import socket
from collections.abc import Mapping
from typing import Self

import httpx
from streamlit.proto.BackMsg_pb2 import (
    BackendOperationRequest,
    BackMsg,
    DeferredFileRequestPayload,
)
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

from tests.browser.server import ADDRESS, AppServer

WAIT_SECONDS = 60
INTERRUPTED = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Guest:
    """`with Guest(server) as guest: guest.open("coverage", "lang=en")`; cookies are of a sign-in.

    `headers` come on top of a browser's own, or instead of them.
    """

    def __init__(
        self,
        server: AppServer,
        *,
        cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.server = server
        self.raw = b""
        self.pages: dict[str, bool] = {}
        """Names of the pages that were offered, and whether the menu shows them."""
        self.files: set[str] = set()
        kept = dict(cookies or {})
        token = httpx.get(f"{server.url}/_stcore/health").cookies.get("_streamlit_xsrf", "")
        sent = {"Origin": server.url, **(headers or {})}
        kept["_streamlit_xsrf"] = token
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in kept.items())
        host = sent.pop("Host", f"{ADDRESS}:{server.port}")
        self._connecting = connect(
            f"ws://{host}/_stcore/stream",
            sock=socket.create_connection((ADDRESS, server.port)),
            additional_headers=sent,
            subprotocols=["streamlit", token],  # type: ignore[list-item]
            max_size=None,
            compression=None,
        )

    def __enter__(self) -> Self:
        self._socket = self._connecting.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._connecting.__exit__(None, None, None)

    def open(self, page: str, query: str = "") -> bytes:
        """All that came for a page, with its tables opened and their files fetched."""
        before = len(self.raw)
        expanders = self._run(ClientState(query_string=query, page_name=page))
        if expanders:
            state = ClientState(query_string=query, page_script_hash=self._hash)
            state.widget_states.widgets.extend(
                WidgetState(id=each, bool_value=True) for each in expanders
            )
            self._run(state)
        for file_id in sorted(self._offered):
            self._fetch(file_id)
        return self.raw[before:]

    def _fetch(self, file_id: str) -> None:
        """Asks for a file that is made when it is asked for, as a click on its button does."""
        request = BackendOperationRequest(
            request_id=file_id,
            session_id=self._session,
            deferred_file=DeferredFileRequestPayload(file_id=file_id),
        )
        self._socket.send(BackMsg(backend_operation_request=request).SerializeToString())
        while True:
            message = self._received()
            if message.WhichOneof("type") == "backend_operation_response":
                address = message.backend_operation_response.deferred_file.url
                assert address, message
                self.files.add(address)
                self.raw += httpx.get(f"{self.server.url}{address}").content
                return

    def _received(self) -> ForwardMsg:
        data = self._socket.recv(WAIT_SECONDS, decode=False)
        assert isinstance(data, bytes)
        self.raw += data
        return ForwardMsg.FromString(data)

    def _run(self, state: ClientState) -> set[str]:
        self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        expanders: set[str] = set()
        self._offered: set[str] = set()
        while True:
            message = self._received()
            kind = message.WhichOneof("type")
            if kind == "navigation":
                self._hash = message.navigation.page_script_hash
                self.pages = {
                    each.url_pathname: not each.is_hidden for each in message.navigation.app_pages
                }
            elif kind == "new_session":
                self._session = message.new_session.initialize.session_id
            elif kind == "delta" and message.delta.new_element.download_button.id.endswith(".csv"):
                self._offered.add(message.delta.new_element.download_button.deferred_file_id)
            elif kind == "delta" and message.delta.add_block.expandable.id:
                expanders.add(message.delta.add_block.expandable.id)
            elif kind == "script_finished" and message.script_finished != INTERRUPTED:
                return expanders
