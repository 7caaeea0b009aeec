"""Sign-in at a real OpenID Connect provider, and at one that forges what it says."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from itsdangerous import URLSafeTimedSerializer
from joserfc import jwt
from joserfc.jwk import OctKey

from npm_data.i18n import words_for
from tests.access.conftest import MARK
from tests.access.guest import Guest
from tests.access.provider import (
    CLIENT,
    COOKIE_SECRET,
    SECRETARIAT,
    Forger,
    sign_in_file,
    signed_in,
    way_in,
)
from tests.browser.server import AppServer
from tests.patience import STANDS_STILL_SECONDS

WORDS = words_for("en")
COOKIE = "_streamlit_user"


def _seen_with(server: AppServer, cookies: dict[str, str]) -> tuple[bytes, dict[str, bool]]:
    with Guest(server, cookies=cookies) as guest:
        return guest.open("places", "lang=en&period=2016"), guest.pages


def _is_refused(seen: bytes) -> bool:
    return WORDS("access.refused_council").encode() in seen and MARK.encode() not in seen


def test_who_has_not_signed_in_is_the_public_even_at_this_computer(
    sign_in_server: AppServer,
) -> None:
    seen, pages = _seen_with(sign_in_server, {})
    assert _is_refused(seen)
    assert not pages["places"]
    assert WORDS("access.sign_in").encode() in seen


@pytest.mark.parametrize(
    ("sub", "role"), [("member", "council"), ("keeper", "secretariat"), ("grouped", "council")]
)
def test_roles_come_from_checked_addresses_and_from_claims(
    sign_in_server: AppServer, sub: str, role: str
) -> None:
    seen, pages = _seen_with(sign_in_server, signed_in(sign_in_server, sub))
    assert MARK.encode() in seen
    assert pages["places"]
    assert WORDS(f"access.role_{role}").encode() in seen
    assert WORDS("access.sign_out").encode() in seen


@pytest.mark.parametrize("sub", ["stranger", "unchecked"])
def test_who_has_signed_in_without_a_role_is_the_public_and_is_told_so(
    sign_in_server: AppServer, sub: str
) -> None:
    seen, _ = _seen_with(sign_in_server, signed_in(sign_in_server, sub))
    assert _is_refused(seen)
    assert WORDS("access.no_role").encode() in seen


def _payload(server: AppServer, **changes: Any) -> dict[str, Any]:
    return {
        "email": SECRETARIAT,
        "aud": CLIENT,
        "exp": int(time.time()) + 600,
        "origin": server.url,
        "is_logged_in": True,
        "provider": "default",
    } | changes


def _cookie(payload: dict[str, Any], secret: str = COOKIE_SECRET, name: str = COOKIE) -> str:
    signed = URLSafeTimedSerializer(secret, salt=name).dumps(json.dumps(payload))
    return str(signed)


def test_forged_and_foreign_cookies_are_refused(sign_in_server: AppServer) -> None:
    good = _payload(sign_in_server)
    assert MARK.encode() in _seen_with(sign_in_server, {COOKIE: _cookie(good)})[0]
    now = int(time.time())
    for value in (
        _cookie(good, secret="another secret of the same length 0123456"),
        _cookie(good, name="_streamlit_user_tokens"),
        _cookie(good)[:-2] + "xx",
        _cookie(_payload(sign_in_server, origin="https://elsewhere.example.org")),
        _cookie(_payload(sign_in_server, aud="another-client")),
        _cookie(_payload(sign_in_server, exp=now - 1)),
        _cookie(_payload(sign_in_server, exp=None)),
        _cookie(_payload(sign_in_server, is_logged_in="yes")),
        json.dumps(good).replace('"', "'"),
        "",
    ):
        assert _is_refused(_seen_with(sign_in_server, {COOKIE: value})[0]), value


def test_a_cookie_without_the_page_of_the_dashboard_is_not_looked_at(
    sign_in_server: AppServer,
) -> None:
    """A page of somebody else's cannot open a session with the cookies of who looks at it."""
    cookies = {COOKIE: _cookie(_payload(sign_in_server))}
    headers = {"Origin": "https://elsewhere.example.org"}
    with (
        pytest.raises(Exception, match="403"),
        Guest(sign_in_server, cookies=cookies, headers=headers) as guest,
    ):
        guest.open("places")


@pytest.fixture(scope="module")
def forger() -> Iterator[Forger]:
    with Forger() as made:
        yield made


@pytest.fixture(scope="module")
def forged_server(
    marked: Path, forger: Forger, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[AppServer]:
    folder = tmp_path_factory.mktemp("forged")
    server = AppServer(marked, folder / "server.log")
    server.settings["NPM_SIGN_IN"] = str(sign_in_file(folder, server.url, forger.url))
    with server:
        yield server


def _unsigned(forger: Forger, claims: dict[str, Any]) -> str:
    body = forger.signed(claims).split(".")[1]
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return f"{head}.{body}."


def _by_client_secret(_: Forger, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key("secret-of-the-client"))


FORGED: dict[str, Callable[[Forger, str], str]] = {
    "wrong key": lambda f, nonce: f.signed(f.claims(nonce), f.other_key),
    "no signature": lambda f, nonce: _unsigned(f, f.claims(nonce)),
    "client secret as key": lambda f, nonce: _by_client_secret(f, f.claims(nonce)),
    "expired": lambda f, nonce: f.signed(f.claims(nonce, exp=int(time.time()) - 3600)),
    "another audience": lambda f, nonce: f.signed(f.claims(nonce, aud="another-client")),
    "another issuer": lambda f, nonce: f.signed(f.claims(nonce, iss="https://elsewhere.example")),
    "another sign-in": lambda f, nonce: f.signed(f.claims("nonce of somebody else")),
    "changed after signing": lambda f, nonce: f.signed(f.claims(nonce))[:-6] + "AAAAAA",
}


def _signed_in_with(server: AppServer, forger: Forger, make: Callable[[Forger, str], str]) -> str:
    """The cookie that the server gives for the provider's token; empty when it gives none."""
    with httpx2.Client(timeout=STANDS_STILL_SECONDS) as client:
        asked = client.get(way_in(server))
        query = parse_qs(urlsplit(asked.headers["location"]).query)
        forger.token = make(forger, query["nonce"][0])
        client.get(f"{server.url}/oauth2callback", params={"code": "x", "state": query["state"][0]})
        return client.cookies.get(COOKIE) or ""


def test_a_good_token_of_the_same_provider_is_taken(
    forged_server: AppServer, forger: Forger
) -> None:
    cookie = _signed_in_with(forged_server, forger, lambda f, nonce: f.signed(f.claims(nonce)))
    seen, _ = _seen_with(forged_server, {COOKIE: cookie.strip('"')})
    assert MARK.encode() in seen


def _seen_before_it_ends(
    server: AppServer, forger: Forger, seconds: int
) -> tuple[Guest, dict[str, str]]:
    """A guest whose sign-in has just ended, and who saw the marks before; on a busy machine that
    takes longer than on another.
    """
    ends_at = int(time.time()) + seconds
    cookie = _signed_in_with(
        server, forger, lambda f, nonce: f.signed(f.claims(nonce, exp=ends_at))
    )
    cookies = {COOKIE: cookie.strip('"')}
    guest = Guest(server, cookies=cookies).__enter__()
    seen = guest.open("places", "lang=en&period=2016")
    if time.time() >= ends_at and seconds < 60:
        guest.__exit__()
        return _seen_before_it_ends(server, forger, seconds * 4)
    assert MARK.encode() in seen
    time.sleep(max(0.0, ends_at + 0.1 - time.time()))
    return guest, cookies


def test_a_sign_in_ends_when_its_token_does(forged_server: AppServer, forger: Forger) -> None:
    guest, cookies = _seen_before_it_ends(forged_server, forger, seconds=2)
    # The same session, and the next one with the same cookie.
    seen = guest.open("places", "lang=en&period=2016")
    guest.__exit__()
    again, _ = _seen_with(forged_server, cookies)
    for each in (seen, again):
        assert _is_refused(each)
        assert WORDS("access.expired").encode() in each


@pytest.mark.parametrize("forgery", FORGED)
def test_forged_expired_and_foreign_tokens_are_refused(
    forged_server: AppServer, forger: Forger, forgery: str
) -> None:
    cookie = _signed_in_with(forged_server, forger, FORGED[forgery])
    assert cookie == "" or _is_refused(_seen_with(forged_server, {COOKIE: cookie.strip('"')})[0])
    if forgery != "expired":
        assert cookie == ""


def test_a_callback_that_nobody_asked_for_signs_nobody_in(
    forged_server: AppServer, forger: Forger
) -> None:
    forger.token = forger.signed(forger.claims("x"))
    address = f"{forged_server.url}/oauth2callback"
    assert COOKIE not in httpx2.get(address, params={"code": "x", "state": "made up"}).cookies
