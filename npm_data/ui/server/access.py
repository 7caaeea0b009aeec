"""Who looks at the dashboard, and in which role.

Where sign-in is configured, roles come from it alone. Otherwise the person at the computer that the
dashboard runs on keeps the register, and whoever comes from elsewhere is the public: over the
network, through a proxy, or under a name that is not this computer's.
"""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import streamlit as st

from npm_data.register.filters import Role
from npm_data.ui.server.sign_in import Claims, SignIn, email_of

LOOPBACK = "127.0.0.1"
LOCAL = "local"
"""The person at the computer that the dashboard runs on."""

Note = Literal["public", "signed_out", "no_role", "expired"]
"""What the visitor is told of it: `access.<note>`."""

_PROXYS = re.compile(
    r"x-.*|.*-ip|.*forwarded.*|.*(client|real|remote|original)-(ip|addr|address|host|user).*"
    r"|(cf|cdn|fastly|akamai|fly|ali|incap|sucuri|proxy)-.*|via|client|max-forwards"
)
"""Names of headers that no browser sends when it opens a window, and that proxies and networks of
delivery add: rather one too many, since who is not taken for local is only shown less.
"""


@dataclass(frozen=True, slots=True)
class Served:
    """How the dashboard is served: to which address it is bound, and what says who is who."""

    address: str | None = None
    sign_in: SignIn | None = None
    is_public: bool = False

    @property
    def is_local(self) -> bool:
        """Whether the person at this computer may be told from others at all."""
        return not self.sign_in and not self.is_public and is_loopback(self.address)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A role, and whose it is: an e-mail address, `LOCAL`, or nobody's (empty)."""

    role: Role
    who: str
    note: Note | None = None


_SERVED: list[Served] = []


def serve_as(served: Served) -> None:
    """To be called once, before the first visitor comes; until then all are the public."""
    _SERVED[:] = [served]


def is_our_server() -> bool:
    """Whether `npm_data.ui.server` serves the dashboard, rather than `streamlit run`."""
    return bool(_SERVED)


def served() -> Served:
    """As the server said; under `streamlit run`, as its configuration says."""
    if _SERVED:
        return _SERVED[0]
    return Served(address=st.get_option("server.address"))


def visitor() -> Visitor:
    """Who this run is for; asked anew at each run, since a sign-in ends while a session lasts."""
    how = served()
    if how.sign_in is not None:
        return signed_in(how.sign_in, st.user.to_dict())
    if how.is_local and is_from_here(request_headers(), request_peer()):
        return Visitor(Role.SECRETARIAT, LOCAL)
    return Visitor(Role.PUBLIC, "", "public")


def can_sign_in() -> bool:
    return served().sign_in is not None


def signed_in(sign_in: SignIn, claims: Claims) -> Visitor:
    """The visitor that the provider vouched for, if it did and its word still holds."""
    if claims.get("is_logged_in") is not True:
        return Visitor(Role.PUBLIC, "", "signed_out")
    if not sign_in.is_valid(claims):
        return Visitor(Role.PUBLIC, "", "expired")
    who, role = email_of(claims) or str(claims.get("sub", "")), sign_in.role_of(claims)
    return Visitor(role, who, "no_role" if role is Role.PUBLIC else None)


def request_headers() -> Mapping[str, str]:
    """Those that the visitor's window was opened with; none once it is gone."""
    return st.context.headers


def request_peer() -> str:
    """Who opened the connection: Streamlit has no address for this computer's own."""
    return st.context.ip_address or LOOPBACK


def is_from_here(headers: Mapping[str, str], peer: str | None) -> bool:
    """Whether a window on this computer asks, by the name of this computer and through no proxy.

    A page of somebody else's that has its name point here (DNS rebinding) still asks for its name.
    """
    if not is_loopback(peer) or any(_PROXYS.fullmatch(name.lower()) for name in headers):
        return False
    origin, host = headers.get("Origin"), headers.get("Host")
    is_own_page = origin is None or is_loopback(_host_of(origin))
    return is_own_page and is_loopback(_host_of(f"//{host}"))


def is_loopback(host: str | None) -> bool:
    if host is None:
        return False
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _host_of(address: str) -> str | None:
    """The name in an address, without the port."""
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None
