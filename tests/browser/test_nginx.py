"""As it is run for others: the shipped nginx.conf, TLS, two processes, sign-in through both.

The later tests change the register and end a process: they stand in this order on purpose.
"""

import json
import socket
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import expect

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.server.security_headers import headers
from scripts.nginx import nginx_path
from tests.access.guest import Guest
from tests.access.provider import behind_sign_in, signed_in
from tests.browser.conftest import MakeVisitor
from tests.browser.nginx import HOST, Nginx
from tests.browser.server import ADDRESS, PROJECT, AppServer, run_command
from tests.browser.test_sign_in import refusal, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(nginx_path() is None, reason="there is no nginx on this machine"),
]
WORDS = words_for("en")
LIMIT = 50 * 2**20


class Site(Nginx):
    """Nginx with the two processes behind it."""

    def __init__(self, folder: Path, processes: tuple[AppServer, AppServer]) -> None:
        super().__init__(folder, [each.port for each in processes])
        self.processes = processes

    def printed(self) -> str:
        return "\n".join(each.printed() for each in self.processes)

    def guest(self, cookies: dict[str, str] | None = None) -> Guest:
        return Guest(self, cookies=cookies, trust=self.trust())


@pytest.fixture(scope="module")
def site(own_register: Path) -> Iterator[Site]:
    folder = own_register.parent
    one, two = (AppServer(own_register, folder / f"{n}.log") for n in (1, 2))
    made = Site(folder / "nginx", (one, two))
    with behind_sign_in(folder, one, two, url=made.url), made:
        yield made


@pytest.fixture(scope="module")
def keeper(site: Site) -> dict[str, str]:
    """The cookies of the secretariat."""
    return signed_in(site, "keeper", site.trust())


def test_a_page_is_painted_over_tls_through_a_websocket(visitor: MakeVisitor, site: Site) -> None:
    window = visitor(site)
    sockets: list[str] = []
    window.page.on("websocket", lambda each: sockets.append(each.url))
    page = window.open("coverage", lang="en", period="2016")
    assert page.locator('[data-testid="stVegaLiteChart"] svg').count() > 0
    assert WORDS("coverage.title") in window.text()
    assert sockets == [f"{site.url.replace('https', 'wss')}/_stcore/stream"]


def test_a_member_signs_in_through_it(visitor: MakeVisitor, site: Site) -> None:
    window = visitor(site)
    page = window.open("places", lang="en", period="2016")
    expect(refusal(page)).to_be_visible()
    sign_in(page, "member")
    # The provider's own page would like a style sheet from the internet.
    window.complaints.clear()
    window.requests.clear()
    assert page.url.startswith(f"{site.url}/")
    window.open("places", lang="en", period="2016")
    assert "Colony 1" in window.text()
    assert {each["secure"] for each in window.context.cookies(site.url)} == {True}
    user = [each for each in window.context.cookies(site.url) if "user" in each["name"]]
    assert user
    assert all(each["httpOnly"] for each in user)


def test_headers_stand_once_and_what_is_for_nobody_is_closed(site: Site) -> None:
    with site.client() as client:
        answer = client.get("/health")
        assert answer.json() == {"status": "ok"}
        expected = headers() | {"Strict-Transport-Security": "max-age=31536000"}
        for path in ("/", "/coverage", "/health", "/_stcore/health"):
            answer = client.get(path)
            for name, value in expected.items():
                assert answer.headers.get_list(name) == [value], (path, name)
            assert answer.headers["server"] == "nginx"
        for path in ("/_stcore/metrics", "/_stcore/agent", "/_stcore/agent/x"):
            assert client.get(path).status_code == 404
    plain = httpx2.get(
        f"http://{ADDRESS}:{site.plain_port}/coverage?lang=kk", headers={"Host": HOST}
    )
    assert plain.status_code == 301
    assert plain.headers["location"].startswith("https://")
    assert plain.headers["location"].endswith("/coverage?lang=kk")


def test_a_visitor_stays_at_one_process_with_socket_and_files(
    site: Site, keeper: dict[str, str]
) -> None:
    for _ in range(8):
        with site.guest(keeper) as guest:
            guest.open("intake", "lang=en")
            assert guest.upload("places.csv", b"x").status_code == 204


def test_a_file_is_taken_up_to_the_limit_and_refused_in_one_sentence_above(
    site: Site, keeper: dict[str, str]
) -> None:
    with site.guest(keeper) as guest:
        guest.open("intake", "lang=en")
        assert guest.upload("places.csv", b"a" * (LIMIT - 1_000)).status_code == 204
        answer = guest.upload("places.csv", b"a" * LIMIT)
    assert answer.status_code == 413
    assert answer.text.splitlines() == [words_for(each)("http.too_large") for each in LANGUAGES]
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_a_large_body_is_taken_nowhere_else_and_from_nobody_else(
    site: Site, keeper: dict[str, str]
) -> None:
    refusal = [words_for(each)("http.not_asked_for") for each in LANGUAGES]
    with site.guest() as guest:
        guest.open("intake", "lang=en")
        answer = guest.upload("places.csv", b"a" * 2**20)
        assert answer.status_code == 403
        assert answer.text.splitlines() == refusal
        # With a cookie that only looks like one, the dashboard itself says no.
        guest.client.cookies.set("_streamlit_user", "made up")
        answer = guest.upload("places.csv", b"a" * 2**20)
        assert answer.status_code == 403
        assert answer.text.splitlines() == refusal
    with site.client() as client:
        for path in ("/", "/health", "/_stcore/health", "/oauth2callback", "/media/x"):
            answer = client.put(path, content=b"a" * 2**20, headers={"Cookie": _as_header(keeper)})
            assert answer.status_code == 413, path


def _as_header(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


def test_open_pages_of_both_processes_pick_up_a_new_version(
    visitor: MakeVisitor, site: Site, own_register: Path
) -> None:
    window = visitor(site)
    window.open("overview", lang="en", period="2016")
    source = PROJECT / "tests" / "examples" / "worked"
    run_command("import", str(source), "--database", str(own_register), "--data-date", "2018-07-31")
    window.page.get_by_role("link", name=WORDS("coverage.title")).first.click()
    newer = window.page.locator(".st-key-said-newer_version")
    expect(newer).to_contain_text(WORDS("history.newer", version="2"))
    for each in site.processes:
        assert httpx2.get(f"{each.url}/health").json()["register_version"] == 2


def test_when_a_process_ends_its_visitors_come_to_the_other(
    visitor: MakeVisitor, site: Site
) -> None:
    window = visitor(site)
    window.open("coverage", lang="en", period="2016")
    site.processes[0].process.kill()
    site.processes[0].process.wait()
    for _ in range(6):
        with site.guest() as guest:
            seen = guest.open("methodology", "lang=en&period=2016")
            assert WORDS("methodology.title").encode() in seen
    window.open("coverage", lang="en", period="2016")
    assert WORDS("coverage.title") in window.text()
    # What the browser says of the socket that was cut.
    window.complaints.clear()
    site.processes[1].process.kill()
    site.processes[1].process.wait()
    with site.client() as client:
        answer = client.get("/")
    assert answer.status_code == 503
    assert len(answer.text.splitlines()) == len(LANGUAGES)


@pytest.fixture
def echoes(tmp_path: Path) -> Iterator[Nginx]:
    """The same nginx before two programs that say what they were asked with."""

    class Echo(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = {"port": self.connection.getsockname()[1], **dict(self.headers)}
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    with ExitStack() as stack:
        servers = [ThreadingHTTPServer((ADDRESS, 0), Echo) for _ in range(2)]
        for each in servers:
            threading.Thread(target=each.serve_forever, daemon=True).start()
            stack.callback(each.server_close)
            stack.callback(each.shutdown)
        yield stack.enter_context(Nginx(tmp_path, [each.server_port for each in servers]))


def test_browsers_spread_over_the_processes_also_behind_one_address(echoes: Nginx) -> None:
    ports = []
    for _ in range(24):
        with echoes.client() as browser:
            said = [browser.get("/").json()["port"] for _ in range(3)]
        assert len(set(said)) == 1
        ports.append(said[0])
    assert min(Counter(ports).values()) > 2
    assert len(Counter(ports)) == 2


def test_who_asks_is_said_by_nginx_and_not_by_who_asks(echoes: Nginx) -> None:
    forged = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "http"}
    with echoes.client(source="127.0.0.9") as browser:
        said = browser.get("/", headers=forged).json()
    assert said["X-Forwarded-For"] == "127.0.0.9"
    assert said["X-Forwarded-Proto"] == "https"
    assert said["Host"] == echoes.url.removeprefix("https://")


def test_a_foreign_name_is_given_nothing(echoes: Nginx) -> None:
    """Neither by a number nor by a name that somebody else has point here."""
    plain = f"http://{ADDRESS}:{echoes.plain_port}/"
    for host in (ADDRESS, "npm.example.com"):
        with pytest.raises(httpx2.RemoteProtocolError):
            httpx2.get(plain, headers={"Host": host})
    with echoes.client() as client:
        answer = client.get("/", headers={"Host": "npm.example.com"})
        assert answer.status_code == 421
        assert "X-Forwarded-For" not in answer.text
    for name in (None, "npm.example.com"):
        with (
            socket.create_connection((ADDRESS, echoes.port)) as raw,
            pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME"),
        ):
            _unchecked().wrap_socket(raw, server_hostname=name)


def _unchecked() -> ssl.SSLContext:
    """Takes whatever certificate is shown."""
    made = ssl.create_default_context()
    made.check_hostname, made.verify_mode = False, ssl.CERT_NONE
    return made


@pytest.mark.parametrize(
    ("path", "most", "asked"),
    [("/_stcore/stream", 100, 140), ("/_stcore/upload_file/a/b", 40, 60)],
)
def test_one_address_does_not_ask_for_all_windows_and_files(
    echoes: Nginx, path: str, most: int, asked: int
) -> None:
    cookies = {"Cookie": "_streamlit_user=x"}
    with echoes.client() as one, echoes.client(source="127.0.0.9") as other:
        answers = [one.get(path, headers=cookies) for _ in range(asked)]
        # On a slow machine a place falls free again while we ask, so the last may be answered.
        refused = [each for each in answers if each.status_code == 429]
        taken = sum(each.status_code == 200 for each in answers)
        assert refused
        assert taken >= most
        assert taken + len(refused) == asked
        said = [words_for(each)("http.too_many") for each in LANGUAGES]
        assert {tuple(each.text.splitlines()) for each in refused} == {tuple(said)}
        assert other.get(path, headers=cookies).status_code == 200
