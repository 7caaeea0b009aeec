"""What one visitor may not do to all others: fill the server, empty its caches, ask without end."""

import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Common_pb2 import FileURLsRequest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.server.traffic import MOST_BYTES_HELD
from tests.access.guest import Guest
from tests.browser.server import ADDRESS, PROJECT, AppServer
from tests.patience import STANDS_STILL_SECONDS

FROM_ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}
SHORT_PAGE = "methodology"
MEGABYTE = 2**20


@pytest.fixture(scope="module")
def forgetful_server(marked: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[AppServer]:
    """Bound to this computer; a window that is gone may come back for a second only."""
    folder = tmp_path_factory.mktemp("neighbours")
    script, settings = folder / "dashboard.py", folder / ".streamlit" / "config.toml"
    script.write_text(f"import runpy\nrunpy.run_path({str(PROJECT / 'dashboard.py')!r})\n", "utf-8")
    settings.parent.mkdir()
    settings.write_text("[server]\ndisconnectedSessionTTL = 1\n", "utf-8")
    with AppServer(marked, folder / "server.log", script) as server:
        yield server


def held(server: AppServer) -> int:
    """Bytes of files that the server says it keeps; it counts anew after five seconds."""
    told = httpx2.get(f"{server.url}/_stcore/metrics").text
    found = re.findall(r'^cache_memory_bytes{.*"UploadedFileManager".*} (\d+)$', told, re.MULTILINE)
    return sum(map(int, found))


def test_a_file_is_taken_from_a_session_of_the_secretariat_whose_page_asks_for_it(
    local_server: AppServer,
) -> None:
    with Guest(local_server) as guest:
        guest.open("intake", "lang=en")
        assert guest.upload("places.csv", b"x").status_code == 204
        guest.open(SHORT_PAGE, "lang=en")
        answer = guest.upload("places.csv", b"x")
    assert answer.status_code == 403
    assert answer.text.splitlines() == [words_for(each)("http.not_asked_for") for each in LANGUAGES]


@pytest.mark.parametrize("page", ["intake", SHORT_PAGE])
def test_a_file_of_the_public_is_refused_unread(local_server: AppServer, page: str) -> None:
    with Guest(local_server, headers=FROM_ELSEWHERE) as guest:
        guest.open(page, "lang=en")
        begun = _begun_upload(guest, length=MEGABYTE)
        assert begun.recv(1_000).startswith(b"HTTP/1.1 403 ")
        begun.close()


def test_what_a_session_holds_has_a_limit(forgetful_server: AppServer) -> None:
    with Guest(forgetful_server) as guest:
        guest.open("intake", "lang=en")
        content = b"x" * (MOST_BYTES_HELD * 2 // 5)
        said = [guest.upload(f"{number}.csv", content).status_code for number in range(3)]
        assert said == [204, 204, 413]


def test_files_go_when_the_session_has_ended(forgetful_server: AppServer) -> None:
    with Guest(forgetful_server) as guest:
        guest.open("intake", "lang=en")
        guest.upload("places.csv", b"x" * MEGABYTE)
        assert held(forgetful_server) >= MEGABYTE
    deadline = time.monotonic() + STANDS_STILL_SECONDS
    while held(forgetful_server) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not held(forgetful_server)


def test_the_files_of_a_session_come_one_by_one(local_server: AppServer) -> None:
    with Guest(local_server) as guest:
        guest.open("intake", "lang=en")
        slow = _begun_upload(guest, length=300)
        answers: list[int] = []
        other = threading.Thread(
            target=lambda: answers.append(guest.upload("places.csv", b"x").status_code)
        )
        other.start()
        other.join(0.5)
        assert answers == [], "the second one waits for the first"
        slow.sendall(b"x" * 1_000)
        slow.close()
        other.join(STANDS_STILL_SECONDS)
        assert answers == [204]


def _begun_upload(guest: Guest, length: int) -> socket.socket:
    """A file of which the first bytes were sent."""
    begun = socket.create_connection((ADDRESS, guest.server.port), STANDS_STILL_SECONDS)
    cookies = "; ".join(f"{each.name}={each.value}" for each in guest.client.cookies.jar)
    head = (
        f"PUT {guest.upload_address()} HTTP/1.1",
        f"Host: {ADDRESS}",
        f"Cookie: {cookies}",
        f"X-Xsrftoken: {guest.token}",
        "Content-Type: multipart/form-data; boundary=edge",
        f"Content-Length: {length}",
    )
    begun.sendall("\r\n".join((*head, "", "--edge\r\n")).encode())
    # As long as the server takes to see it.
    time.sleep(0.3)
    return begun


def test_no_visitor_empties_what_is_kept_for_all(local_server: AppServer) -> None:
    """Streamlit would empty what is kept for all, and of this session that it has a field."""
    with Guest(local_server) as guest:
        guest.open("intake", "lang=en")
        guest.say(BackMsg(clear_cache=True))
        guest.say(BackMsg(app_heartbeat=True))
        guest.wait_for("heartbeat_ack")
        assert guest.upload("places.csv", b"x").status_code == 204


def test_addresses_for_files_are_not_handed_out_to_the_public(local_server: AppServer) -> None:
    """A small question for a hundred thousand of them would have an answer of megabytes."""
    with Guest(local_server, headers=FROM_ELSEWHERE) as guest:
        guest.open(SHORT_PAGE, "lang=en")
        before = len(guest.raw)
        names = ["x"] * 100_000
        wanted = FileURLsRequest(request_id="1", file_names=names, session_id=guest.session)
        guest.say(BackMsg(file_urls_request=wanted))
        guest.say(BackMsg(app_heartbeat=True))
        guest.wait_for("heartbeat_ack")
        assert len(guest.raw) - before < 1_000


@pytest.mark.parametrize(
    ("said", "code"),
    [
        pytest.param([BackMsg(app_heartbeat=True)] * 1_000, 1008, id="too fast"),
        pytest.param([BackMsg(debug_shutdown_runtime=True)] * 1_000, 1008, id="not heard"),
    ],
)
def test_who_says_too_much_loses_the_window_and_nobody_else_does(
    local_server: AppServer, said: list[BackMsg], code: int
) -> None:
    with Guest(local_server) as other, Guest(local_server, headers=FROM_ELSEWHERE) as guest:
        assert guest.closed_after(*(each.SerializeToString() for each in said)) == code
        assert b"page" in other.open(SHORT_PAGE, "lang=en")


def test_a_message_larger_than_any_of_ours_is_not_taken(local_server: AppServer) -> None:
    with Guest(local_server, headers=FROM_ELSEWHERE) as guest:
        assert guest.closed_after(b"x" * 2_000_000) == 1009
