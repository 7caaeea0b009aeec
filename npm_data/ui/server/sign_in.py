"""The sign-in file: which OpenID Connect provider is asked, and who has which role.

[provider]
server_metadata_url = "https://sign-in.example.org/.well-known/openid-configuration"
client_id = "npm-dashboard"
client_secret = "..."
redirect_uri = "https://npm.example.org/oauth2callback"
cookie_secret = "at least 32 letters, from: openssl rand -hex 32"

[council]
emails = ["member@example.org"]

[secretariat]
claims = { groups = ["npm-secretariat"] }
"""

import re
import stat
import time
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from npm_data.register.filters import Role

Claims = Mapping[str, Any]
"""What the provider says of a person, as its token had it."""

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
CALLBACK = "/oauth2callback"
NEEDED = ("server_metadata_url", "client_id", "client_secret", "redirect_uri", "cookie_secret")
OPTIONAL = ("client_kwargs",)
ROLES = (Role.SECRETARIAT, Role.COUNCIL)
"""Those that are given; the higher one counts where somebody has both."""
_SHORTEST_SECRET = 32


class SignInError(Exception):
    """A sign-in file that cannot be used; the message says why, for who starts the server."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Who has a role: e-mail addresses in small letters, and values of claims by their name."""

    emails: frozenset[str]
    claims: Mapping[str, frozenset[str]]

    def has(self, claims: Claims) -> bool:
        email = email_of(claims)
        return (email is not None and email in self.emails) or any(
            not wanted.isdisjoint(_values(claims, name)) for name, wanted in self.claims.items()
        )


@dataclass(frozen=True, slots=True)
class SignIn:
    """`provider` is what Streamlit wants below `[auth]` of its secrets."""

    provider: Mapping[str, Any]
    listed: Mapping[Role, Listed]

    def role_of(self, claims: Claims) -> Role:
        """The role of a person who signed in; the public's where nobody listed them."""
        return next((role for role in ROLES if self.listed[role].has(claims)), Role.PUBLIC)

    def is_valid(self, claims: Claims) -> bool:
        """Whether a sign-in was for this dashboard and has not expired; without a day it has."""
        audience = claims.get("aud")
        audiences = audience if isinstance(audience, list) else [audience]
        ends_at = claims.get("exp")
        is_in_time = isinstance(ends_at, int | float) and time.time() < ends_at
        return is_in_time and self.provider["client_id"] in audiences


def email_of(claims: Claims) -> str | None:
    """The e-mail address in small letters, unless the provider says that it is not checked."""
    email, is_verified = claims.get("email"), claims.get("email_verified")
    if not isinstance(email, str) or str(is_verified).lower() == "false":
        return None
    return email.strip().casefold()


def read_sign_in(path: Path) -> SignIn:
    """The file's content, checked; a `SignInError` says what is wrong with it."""
    try:
        if path.stat().st_mode & (stat.S_IROTH | stat.S_IWOTH):
            raise SignInError(f"{path} can be read by everybody on this machine: chmod 640 {path}")
        content = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise SignInError(f"{path} cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise SignInError(f"{path} is not TOML: {error}") from error
    unknown = sorted(content.keys() - {"provider", *ROLES})
    if unknown:
        raise SignInError(f"{path} has unknown parts: {', '.join(unknown)}")
    listed = {role: _listed(path, role, content.get(role, {})) for role in ROLES}
    if not any(each.emails or each.claims for each in listed.values()):
        raise SignInError(f"{path} gives nobody a role: name e-mails or claims below [council]")
    return SignIn(_provider(path, content.get("provider", {})), listed)


def _provider(path: Path, part: object) -> dict[str, Any]:
    where = f"{path}, [provider]"
    given = part if isinstance(part, dict) else {}
    missing = [name for name in NEEDED if not _is_text(_of(given, name))]
    if missing:
        raise SignInError(f"{where} lacks {', '.join(missing)}")
    unknown = sorted(given.keys() - {*NEEDED, *OPTIONAL})
    if unknown:
        raise SignInError(f"{where} has unknown keys: {', '.join(unknown)}")
    for name in ("server_metadata_url", "redirect_uri"):
        address = urlsplit(given[name])
        if address.scheme != "https" and address.hostname not in LOOPBACK:
            raise SignInError(f"{where}: {name} must begin with https://")
    if urlsplit(given["redirect_uri"]).path.endswith(CALLBACK) is False:
        raise SignInError(f"{where}: redirect_uri must end with {CALLBACK}")
    if len(given["cookie_secret"]) < _SHORTEST_SECRET:
        raise SignInError(f"{where}: cookie_secret needs {_SHORTEST_SECRET} letters or more")
    return dict(given)


def _listed(path: Path, role: Role, given: object) -> Listed:
    where = f"{path}, [{role}]"
    if not isinstance(given, dict) or given.keys() - {"emails", "claims"}:
        raise SignInError(f"{where} may have emails and claims, and nothing else")
    emails, claims = given.get("emails", []), given.get("claims", {})
    if not (_are_texts(emails) and isinstance(claims, dict)):
        raise SignInError(f"{where}: emails is a list of addresses, claims a table of lists")
    if not all(_are_texts(values) for values in claims.values()):
        raise SignInError(f"{where}: each claim has a list of values")
    return Listed(
        emails=frozenset(each.strip().casefold() for each in emails),
        claims={name: frozenset(values) for name, values in claims.items()},
    )


def _values(claims: Claims, name: str) -> frozenset[str]:
    """A claim's texts; `realm_access.roles` looks into a claim, as some providers nest them."""
    found: object = claims.get(name)
    if found is None:
        found = claims
        for part in name.split("."):
            found = _of(found, part)
    listed = found if isinstance(found, list) else [found]
    return frozenset(each for each in listed if isinstance(each, str))


def _of(given: object, name: str) -> object:
    return given.get(name) if isinstance(given, Mapping) else None


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _are_texts(values: object) -> bool:
    return isinstance(values, list) and all(_is_text(each) for each in values)


COOKIE = "npm_way_back"
SECONDS = 600
"""For as long as somebody may take at the provider."""
START = "/"
_LOGIN, _LOGOUT, _CALLBACK = "/auth/login", "/auth/logout", "/oauth2callback"
_OWN_PAGE = re.compile(r"/(?![/\\])[!-~]{0,1999}")
"""A path of this server and what is asked of it: `//elsewhere.org` is another server's."""


class ReturnLink:
    """Keeps the page in a cookie on the way to the provider, and leads to it afterwards.

    After signing out it is the start page in the same language: the page left may be one that is
    no longer shown.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] not in {_LOGIN, _LOGOUT, _CALLBACK}:
            await self._app(scope, receive, send)
            return
        back = _page_of(Request(scope))

        async def send_back(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                if headers.get("location") == START and back:
                    headers["location"] = back
                headers.append("set-cookie", _cookie(back if scope["path"] != _CALLBACK else None))
                message = {**message, "headers": headers.raw}
            await send(message)

        await self._app(scope, receive, send_back)


def _page_of(request: Request) -> str | None:
    """Where to come back to; none where nothing is known or what is said is no page of ours."""
    path = request.scope["path"]
    if path == _CALLBACK:
        page = unquote(request.cookies.get(COOKIE, ""))
    else:
        left = urlsplit(request.headers.get("referer", ""))
        if left.netloc != request.headers.get("host"):
            return None
        page = left._replace(scheme="", netloc="", fragment="").geturl()
        if path == _LOGOUT:
            languages = parse_qs(left.query).get("lang")
            page = f"{START}?{urlencode({'lang': languages[0]})}" if languages else START
    return page if _OWN_PAGE.fullmatch(page) else None


def _cookie(page: str | None) -> str:
    """The header that keeps the page, or that forgets what was kept."""
    answer = Response()
    if page is None:
        answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    else:
        answer.set_cookie(COOKIE, quote(page, safe=""), SECONDS, httponly=True, samesite="lax")
    return answer.headers["set-cookie"]
