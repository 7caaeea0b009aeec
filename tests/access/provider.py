"""Providers of sign-in: a real one that runs beside the tests, and one that forges its tokens."""

import json
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import httpx2
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from tests.access.guest import Site
from tests.browser.server import (
    ADDRESS,
    PROJECT,
    START_SECONDS,
    AppServer,
    free_port,
    together,
)

CLIENT, SECRET = "npm-dashboard", "secret-of-the-client"
COOKIE_SECRET = "a secret of the tests that is long enough"
COUNCIL, SECRETARIAT = "Member@example.org", "keeper@example.org"
STRANGER, UNCHECKED = "stranger@example.org", "unchecked@example.org"
USERS = (
    {"sub": "member", "email": COUNCIL.lower(), "email_verified": True},
    {"sub": "keeper", "email": SECRETARIAT.upper(), "email_verified": True},
    {"sub": "stranger", "email": STRANGER},
    {"sub": "unchecked", "email": SECRETARIAT, "email_verified": False},
    {"sub": "grouped", "email": "other@example.org", "groups": ["npm-council"]},
)


class Provider:
    """`with Provider(log) as provider:` an OpenID Connect provider with `USERS`, in a process."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        self.url = f"http://{ADDRESS}:{self.port}"
        self.log = log

    def __enter__(self) -> Self:
        command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock"]
        options = ["--port", str(self.port), "--token-max-age", "600"]
        for user in USERS:
            options += ["--user-claims", json.dumps(user)]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [*command, *options], cwd=PROJECT, stdout=output, stderr=output
            )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            try:
                httpx2.get(f"{self.url}/.well-known/openid-configuration").raise_for_status()
                return self
            except httpx2.HTTPError:
                time.sleep(0.1)
        raise RuntimeError(f"the provider did not start:\n{self.log.read_text()}")

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()


class Forger:
    """A provider whose token endpoint hands out whatever `token` is."""

    def __init__(self) -> None:
        self.key, self.other_key = (RSAKey.generate_key(2048, {"kid": "one"}) for _ in range(2))
        self.token = ""
        forger = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                known = {
                    "/.well-known/openid-configuration": forger.metadata,
                    "/jwks": {"keys": [forger.key.as_dict(private=False)]},
                }
                self._say(known[self.path.partition("?")[0]])

            def do_POST(self) -> None:
                self._say({"access_token": "x", "token_type": "Bearer", "id_token": forger.token})

            def _say(self, content: Mapping[str, Any]) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(content).encode())

            def log_message(self, *_: object) -> None:
                """What the tests ask is of no interest."""

        self._server = ThreadingHTTPServer((ADDRESS, 0), Handler)
        self.url = f"http://{ADDRESS}:{self._server.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def claims(self, nonce: str, **changes: Any) -> dict[str, Any]:
        now = int(time.time())
        return {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "keeper",
            "email": SECRETARIAT,
            "email_verified": True,
            "iat": now,
            "exp": now + 600,
            "nonce": nonce,
        } | changes

    def signed(self, claims: Mapping[str, Any], key: RSAKey | None = None) -> str:
        return jwt.encode({"alg": "RS256", "kid": "one"}, dict(claims), key or self.key)


@contextmanager
def behind_sign_in(folder: Path, *servers: AppServer, url: str = "") -> Iterator[None]:
    """Servers at which people sign in at a real provider; people know them by `url`."""
    with Provider(folder / "provider.log") as provider:
        named = sign_in_file(folder, url or servers[0].url, provider.url)
        for each in servers:
            each.settings["NPM_SIGN_IN"] = str(named)
        with together(*servers):
            yield


def sign_in_file(folder: Path, url: str, metadata: str) -> Path:
    """The file that NPM_SIGN_IN names, for a server that people know by this address."""
    path = folder / "sign_in.toml"
    path.write_text(
        f"""
[provider]
server_metadata_url = "{metadata}/.well-known/openid-configuration"
client_id = "{CLIENT}"
client_secret = "{SECRET}"
redirect_uri = "{url}/oauth2callback"
cookie_secret = "{COOKIE_SECRET}"

[council]
emails = ["{COUNCIL}"]
claims = {{ groups = ["npm-council"] }}

[secretariat]
emails = ["{SECRETARIAT}"]
""",
        "utf-8",
    )
    path.chmod(0o600)
    return path


def way_in(server: Site) -> str:
    """The address that the button "sign in" leads to."""
    claims = {"provider": "default", "exp": int(time.time()) + 60}
    token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(COOKIE_SECRET))
    return f"{server.url}/auth/login?provider={token}"


def signed_in(server: Site, sub: str, trust: ssl.SSLContext | None = None) -> dict[str, str]:
    """The cookies of a person who has signed in at the real provider."""
    with httpx2.Client(
        follow_redirects=True, timeout=START_SECONDS, verify=trust or True
    ) as client:
        asked = client.get(way_in(server))
        client.post(asked.url, data={"sub": sub}).raise_for_status()
        return {each.name: each.value or "" for each in client.cookies.jar}
