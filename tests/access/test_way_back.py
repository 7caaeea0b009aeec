"""After signing in one stands where one asked to, and nowhere that somebody else chose."""

from urllib.parse import quote

import httpx2
import pytest

from npm_data.ui.server.sign_in import COOKIE
from tests.access.provider import way_in
from tests.browser.server import START_SECONDS, AppServer

ELSEWHERE = {
    "another server": "//elsewhere.example/places",
    "another server, as browsers read it": "/\\elsewhere.example",
    "a whole address": "https://elsewhere.example/",
    "a script": "javascript:alert(1)",
    "a second header": "/\r\nSet-Cookie: _streamlit_user=x",
    "blanks": "/ /elsewhere.example",
    "without end": "/" + "a" * 2_000,
    "nothing": "",
}


def _leads_to(server: AppServer, path: str, **headers: str) -> httpx2.Response:
    answer = httpx2.get(f"{server.url}{path}", headers=headers, timeout=START_SECONDS)
    assert answer.status_code == 302
    return answer


def test_who_signs_in_comes_back_to_the_page_with_language_and_filters(
    sign_in_server: AppServer,
) -> None:
    left = f"{sign_in_server.url}/places?lang=kk&period=2016&region=KZ-75&region=KZ-79"
    with httpx2.Client(follow_redirects=True, timeout=START_SECONDS) as client:
        asked = client.get(way_in(sign_in_server), headers={"Referer": left})
        assert COOKIE in client.cookies
        signed_in = client.post(asked.url, data={"sub": "member"})
        assert str(signed_in.url) == left
        assert COOKIE not in client.cookies


@pytest.mark.parametrize("page", ELSEWHERE.values(), ids=ELSEWHERE)
def test_what_is_no_page_of_this_server_is_not_led_to(sign_in_server: AppServer, page: str) -> None:
    cookie = f"{COOKIE}={quote(page, safe='')}"
    answer = _leads_to(sign_in_server, "/oauth2callback", Cookie=cookie)
    assert answer.headers["location"] == "/"
    assert [each.partition("=")[0] for each in answer.headers.get_list("set-cookie")] == [COOKIE]


@pytest.mark.parametrize("left", ["https://elsewhere.example/places?lang=kk", ""])
def test_only_a_page_of_this_server_is_kept(sign_in_server: AppServer, left: str) -> None:
    way = way_in(sign_in_server).removeprefix(sign_in_server.url)
    answer = _leads_to(sign_in_server, way, Referer=left)
    assert not answer.cookies.get(COOKIE)


def test_who_signs_out_comes_to_the_start_page_in_the_same_language(
    sign_in_server: AppServer,
) -> None:
    left = f"{sign_in_server.url}/places?lang=ru&period=2016"
    answer = _leads_to(sign_in_server, "/auth/logout", Referer=left)
    assert answer.headers["location"] == "/?lang=ru"
    without = _leads_to(sign_in_server, "/auth/logout", Referer=f"{sign_in_server.url}/places")
    assert without.headers["location"] == "/"
