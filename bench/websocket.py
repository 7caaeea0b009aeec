"""A person at a browser as the server sees one: Streamlit's own messages over a real websocket."""

import asyncio
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Self
from urllib.parse import parse_qs

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

from tests.browser.server import ADDRESS

WAIT_SECONDS = 60
INTERRUPTED = ForwardMsg.FINISHED_EARLY_FOR_RERUN


class Visit:
    """`async with Visit(port, "coverage", "lang=en") as visit:`, then runs and changes of filters.

    Like a browser it keeps the messages that may be kept, tells the server which, follows the
    address that the server writes, sends the widgets that were changed with every run, and takes
    over what the server sets them to.
    """

    def __init__(
        self,
        port: int,
        page: str,
        query: str = "",
        source: str = ADDRESS,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.port = port
        self.source = source
        """The address of this computer that it comes from."""
        self.headers = headers or {}
        self.page = page
        self.query = query
        self.page_hash = ""
        self.widgets: dict[str, WidgetState] = {}
        self._drawn: list[tuple[str, Element]] = []
        """Of the last page that came whole: the part that runs alone, or none, and the element."""
        self.messages = 0
        self.received_bytes = 0
        """Since the page was last asked for."""
        self._coming: list[tuple[str, Element]] = []
        self._left: list[tuple[str, Element]] = []
        self._kept: dict[str, ForwardMsg] = {}

    async def __aenter__(self) -> Self:
        address = f"ws://{ADDRESS}:{self.port}/_stcore/stream"
        self._socket: ClientConnection = await connect(
            address,
            local_addr=(self.source, 0),
            additional_headers=self.headers,
            max_size=None,
            compression=None,
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._socket.close()

    @property
    def elements(self) -> list[Element]:
        return [element for _, element in self._drawn]

    async def run(self) -> None:
        """Asks for the page with the widgets as they are, and waits until its script has ended."""
        await self._ask()
        await asyncio.wait_for(self._listen(), WAIT_SECONDS)

    async def change(self, key: str, label: str, code: str, seconds: float = WAIT_SECONDS) -> None:
        """Sets a filter to the option that reads `label`, and waits for the page that answers.

        That is the page whose address says the option's code. An answer to an earlier change is
        not taken for it, and however the page words the choice, it is known again.
        """
        part = self._choose(key, label)
        async with asyncio.timeout(seconds):
            await self._ask(part)
            await self._listen()
            while code not in self.said_of(key):
                await self._listen()

    def said_of(self, key: str) -> list[str]:
        """The codes that the page's address has of a select."""
        return parse_qs(self.query).get(key, [])

    @property
    def title(self) -> str:
        """The page's main heading."""
        headings = [each.heading for each in self.elements if each.HasField("heading")]
        return next((each.body for each in headings if each.tag == "h1"), "")

    async def _ask(self, part: str = "") -> None:
        """For the page, or for a part of it that runs alone and leaves the rest as it is."""
        self.messages = self.received_bytes = 0
        self._left = [each for each in self._drawn if part and not each[0]]
        state = ClientState(
            query_string=self.query,
            fragment_id=part,
            page_script_hash=self.page_hash,
            page_name="" if self.page_hash else self.page,
            cached_message_hashes=list(self._kept),
        )
        state.widget_states.widgets.extend(self.widgets.values())
        await self._socket.send(BackMsg(rerun_script=state).SerializeToString())

    async def _listen(self) -> None:
        """Takes messages until a script has ended; a page that shows an exception is an error."""
        while True:
            data = await self._socket.recv(decode=False)
            self.messages += 1
            self.received_bytes += len(data)
            message = self._resolved(ForwardMsg.FromString(data))
            kind = message.WhichOneof("type")
            if kind == "new_session":
                self._coming = [*self._left]
            elif kind == "navigation":
                self.page_hash = message.navigation.page_script_hash
            elif kind == "page_info_changed":
                self.query = message.page_info_changed.query_string
            elif kind == "delta" and message.delta.HasField("new_element"):
                self._take(message.delta.fragment_id, message.delta.new_element)
            elif kind == "script_finished" and message.script_finished != INTERRUPTED:
                self._drawn = self._coming
                self._check()
                return

    def _take(self, part: str, element: Element) -> None:
        """A select is set by the server where names change with the period, for one."""
        self._coming.append((part, element))
        if element.HasField("button_group") and element.button_group.set_value:
            self._set(element, element.button_group.raw_values)
        elif element.HasField("selectbox") and element.selectbox.set_value:
            self._set(element, [element.selectbox.raw_value])

    def _choose(self, key: str, label: str) -> str:
        """Sets the filter; the part of the page that it is in."""
        for part, element in self._drawn:
            kind = element.WhichOneof("type")
            if kind in {"button_group", "selectbox"} and getattr(element, kind).id.endswith(
                f"-{key}"
            ):
                self._set(element, [label])
                return part
        raise LookupError(f"page {self.page!r} has no filter {key!r}")

    def _set(self, element: Element, labels: Iterable[str]) -> None:
        if element.HasField("button_group"):
            state = WidgetState(id=element.button_group.id)
            state.string_array_value.data.extend(labels)
        else:
            state = WidgetState(id=element.selectbox.id, string_value=next(iter(labels)))
        self.widgets[state.id] = state

    def _resolved(self, message: ForwardMsg) -> ForwardMsg:
        if message.WhichOneof("type") == "ref_hash":
            return self._kept[message.ref_hash]
        if message.metadata.cacheable:
            self._kept[message.hash] = message
        return message

    def _check(self) -> None:
        failed = [each.exception.message for each in self.elements if each.HasField("exception")]
        if failed or not self.elements:
            raise RuntimeError(f"page {self.page!r} failed: {failed or 'nothing came'}")
