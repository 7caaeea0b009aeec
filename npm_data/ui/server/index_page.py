"""The page that Streamlit's script fills, with the frame's style and script in it.

As elements of each page they would be sent, hashed and compared with every change of a filter. Here
a browser fetches them once: their names say what is in them.
"""

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.file_util import get_static_dir

from npm_data.ui.frame import accessibility

_FOR_A_YEAR = "public, max-age=31536000, immutable"


@cache
def streamlits() -> str:
    """Streamlit's own page."""
    return (Path(get_static_dir()) / "index.html").read_text(encoding="utf-8")


@cache
def ours() -> bytes:
    """The same with links to style and script; relative, so that it may live below a path."""
    style, script = (_name(kind) for kind in ("css", "js"))
    links = f'<link rel="stylesheet" href="./{style}"><script defer src="./{script}"></script>'
    page = streamlits()
    if page.count("</head>") != 1:
        raise RuntimeError("Streamlit's page has another head than expected")
    return page.replace("</head>", f"{links}</head>").encode()


def routes() -> list[Route]:
    """Where style and script are fetched."""
    return [
        Route(f"/{_name('css')}", _answers(accessibility.style(), "text/css")),
        Route(f"/{_name('js')}", _answers(accessibility.script(), "text/javascript")),
    ]


class IndexPage:
    """Hands out our page where Streamlit hands out its own: at whatever address a page may have."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_page = False

        async def send_ours(message: Message) -> None:
            nonlocal is_page
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=list(message["headers"]))
                kind = headers.get("content-type", "")
                is_page = message["status"] == 200 and kind.startswith("text/html")
                if is_page:
                    # They are of Streamlit's file, which stays the same when our style changes.
                    for name in ("etag", "last-modified", "content-encoding"):
                        del headers[name]
                    headers["content-length"] = str(len(ours()))
                    message = {**message, "headers": headers.raw}
            elif is_page:
                if message.get("more_body"):
                    return
                body = ours() if scope["method"] == "GET" else b""
                message = {"type": "http.response.body", "body": body}
            await send(message)

        await self._app(scope, receive, send_ours)


def _answers(text: str, kind: str) -> Callable[[Request], Response]:
    headers = {"Cache-Control": _FOR_A_YEAR}

    def answer(_request: Request) -> Response:
        return Response(text, headers=headers, media_type=kind)

    return answer


def _name(kind: str) -> str:
    text = accessibility.style() if kind == "css" else accessibility.script()
    return f"frame.{hashlib.sha256(text.encode()).hexdigest()[:12]}.{kind}"
