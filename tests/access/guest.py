"""A visitor as the server sees one, who keeps every byte that comes: pages, tables and files."""

import socket
import ssl
import uuid
from collections.abc import Mapping
from typing import Protocol, Self

import httpx2
from streamlit.proto.BackMsg_pb2 import (
    BackendOperationRequest,
    BackMsg,
    DeferredFileRequestPayload,
)
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests.browser.server import ADDRESS
from tests.patience import STANDS_STILL_SECONDS

INTERRUPTED = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Site(Protocol):
    """A server of the dashboard, or what stands before it."""

    url: str
    port: int


class Guest:
    """`with Guest(server) as guest: guest.open("coverage", "lang=en")`; cookies are of a sign-in.

    `headers` come on top of a browser's own, or instead of them; `trust` knows the certificate.
    """

    def __init__(
        self,
        server: Site,
        *,
        cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self.server = server
        self.raw = b""
        self.pages: dict[str, bool] = {}
        """Names of the pages that were offered, and whether the menu shows them."""
        self.files: set[str] = set()
        self.client = httpx2.Client(
            base_url=server.url,
            cookies=dict(cookies or {}),
            verify=trust or True,
            timeout=STANDS_STILL_SECONDS,
        )
        self.client.get("/_stcore/health")
        kept = self.client.cookies
        self.token = kept.get("_streamlit_xsrf") or ""
        sent = {"Origin": server.url, **(headers or {})}
        sent["Cookie"] = "; ".join(f"{each.name}={each.value}" for each in kept.jar)
        scheme, _, named = server.url.partition("://")
        host = sent.pop("Host", named)
        opened = socket.create_connection((ADDRESS, server.port))
        try:
            self._connecting = connect(
                f"{scheme.replace('http', 'ws')}://{host}/_stcore/stream",
                sock=opened,
                ssl=trust,
                additional_headers=sent,
                subprotocols=["streamlit", self.token],  # type: ignore[list-item]
                open_timeout=STANDS_STILL_SECONDS,
                max_size=None,
                compression=None,
            )
        except BaseException:
            opened.close()
            self.client.close()
            raise

    def __enter__(self) -> Self:
        self._socket = self._connecting.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._connecting.__exit__(None, None, None)
        self.client.close()

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
            session_id=self.session,
            deferred_file=DeferredFileRequestPayload(file_id=file_id),
        )
        self.say(BackMsg(backend_operation_request=request))
        while True:
            message = self._received()
            if message.WhichOneof("type") == "backend_operation_response":
                address = message.backend_operation_response.deferred_file.url
                assert address, message
                self.files.add(address)
                self.raw += self.client.get(address).content
                return

    def upload(self, name: str, content: bytes) -> httpx2.Response:
        """What the server says of a file that is handed over as a page does it."""
        headers = {"X-Xsrftoken": self.token}
        return self.client.put(
            self.upload_address(), files={"file": (name, content)}, headers=headers
        )

    def upload_address(self) -> str:
        """Made up as anybody can: the server gives a page one of the same form."""
        return f"/_stcore/upload_file/{self.session}/{uuid.uuid4()}"

    def say(self, message: BackMsg) -> None:
        self.say_bytes(message.SerializeToString())

    def say_bytes(self, said: bytes | str) -> None:
        self._socket.send(said)

    def closed_after(self, *said: bytes | str) -> int | None:
        """The code with which the server closes the window for this, if it does."""
        try:
            for each in said:
                self.say_bytes(each)
            while True:
                self._received()
        except ConnectionClosed as closed:
            return closed.rcvd and closed.rcvd.code
        except TimeoutError:
            return None

    def wait_for(self, kind: str) -> None:
        while self._received().WhichOneof("type") != kind:
            pass

    def _received(self) -> ForwardMsg:
        data = self._socket.recv(STANDS_STILL_SECONDS, decode=False)
        assert isinstance(data, bytes)
        self.raw += data
        return ForwardMsg.FromString(data)

    def _run(self, state: ClientState) -> set[str]:
        self.say(BackMsg(rerun_script=state))
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
                self.session = message.new_session.initialize.session_id
            elif kind == "delta" and message.delta.new_element.download_button.id.endswith(".csv"):
                self._offered.add(message.delta.new_element.download_button.deferred_file_id)
            elif kind == "delta" and message.delta.add_block.expandable.id:
                expanders.add(message.delta.add_block.expandable.id)
            elif kind == "script_finished" and message.script_finished != INTERRUPTED:
                return expanders
