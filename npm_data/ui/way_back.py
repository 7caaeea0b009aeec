"""Whoever signs in comes back to the page where they asked to: a middleware round Streamlit's own
sign-in, which ends on the start page in whatever language the browser is set to.
"""

import re
from urllib.parse import parse_qs, quote, unquote, urlencode, urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "npm_way_back"
SECONDS = 600
"""For as long as somebody may take at the provider."""
START = "/"
_LOGIN, _LOGOUT, _CALLBACK = "/auth/login", "/auth/logout", "/oauth2callback"
_OWN_PAGE = re.compile(r"/(?![/\\])[!-~]{0,1999}")
"""A path of this server and what is asked of it: `//elsewhere.org` is another server's."""


class WayBack:
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
