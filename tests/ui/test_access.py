"""Who is taken for whom: the sign-in file, headers, and what a role is offered."""

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, get_args

import pytest

from npm_data.i18n import words_for
from npm_data.questions.places import PlaceOrder
from npm_data.questions.recommendations import SORTS
from npm_data.register.filters import Role
from npm_data.ui.frame.address import views_on_offer
from npm_data.ui.frame.page_list import PAGES
from npm_data.ui.server.access import Served, Visitor, is_from_here, is_loopback, signed_in
from npm_data.ui.server.serving import served_as, who_sees_what
from npm_data.ui.server.sign_in import SignInError, read_sign_in
from tests.ui.conftest import RunApp, address_of, text_of

GOOD = """
[provider]
server_metadata_url = "https://sign-in.example.org/.well-known/openid-configuration"
client_id = "npm"
client_secret = "secret"
redirect_uri = "https://npm.example.org/oauth2callback"
cookie_secret = "0123456789012345678901234567890123456789"
[council]
emails = ["Member@Example.org", "both@example.org"]
[secretariat]
emails = ["both@example.org"]
claims = { "realm_access.roles" = ["npm-secretariat"] }
"""
PUBLIC = Visitor(Role.PUBLIC, "", "public")


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "sign_in.toml"
        path.write_text(text, "utf-8")
        path.chmod(0o600)
        return path

    return write


def claims(**said: Any) -> dict[str, Any]:
    return {"is_logged_in": True, "aud": "npm", "exp": time.time() + 60, "sub": "x"} | said


@pytest.mark.parametrize(
    ("said", "role", "note"),
    [
        ({"email": "MEMBER@example.ORG"}, Role.COUNCIL, None),
        ({"email": "member@example.org", "email_verified": True}, Role.COUNCIL, None),
        ({"email": "member@example.org", "email_verified": False}, Role.PUBLIC, "no_role"),
        ({"email": "member@example.org", "email_verified": "false"}, Role.PUBLIC, "no_role"),
        ({"email": ["member@example.org"]}, Role.PUBLIC, "no_role"),
        ({"email": "both@example.org"}, Role.SECRETARIAT, None),
        ({"realm_access": {"roles": ["npm-secretariat"]}}, Role.SECRETARIAT, None),
        ({"realm_access": "npm-secretariat"}, Role.PUBLIC, "no_role"),
        ({"realm_access.roles": "npm-secretariat"}, Role.SECRETARIAT, None),
        ({}, Role.PUBLIC, "no_role"),
        ({"email": "member@example.org", "exp": 1}, Role.PUBLIC, "expired"),
        ({"email": "member@example.org", "exp": None}, Role.PUBLIC, "expired"),
        ({"email": "member@example.org", "aud": "other"}, Role.PUBLIC, "expired"),
        ({"email": "member@example.org", "aud": ["other", "npm"]}, Role.COUNCIL, None),
        ({"email": "member@example.org", "is_logged_in": False}, Role.PUBLIC, "signed_out"),
    ],
)
def test_a_role_comes_from_a_checked_address_or_a_claim(
    written: Callable[[str], Path], said: dict[str, Any], role: Role, note: str | None
) -> None:
    visitor = signed_in(read_sign_in(written(GOOD)), claims(**said))
    assert (visitor.role, visitor.note) == (role, note)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[provider]", "[provider", "is not TOML"),
        ('client_id = "npm"', "", "lacks client_id"),
        ('client_secret = "secret"', 'client_secret = ""', "lacks client_secret"),
        ("https://npm", "http://npm", "must begin with https://"),
        ("https://sign-in", "http://sign-in", "must begin with https://"),
        ("/oauth2callback", "/", "must end with /oauth2callback"),
        ("0123456789012345678901234567890123456789", "short", "32 letters"),
        ("[council]", "[members]", "unknown parts: members"),
        ("[council]", "colour = 1\n[council]", "unknown keys: colour"),
        ("emails = [", "people = [", "emails and claims, and nothing else"),
        ('["both@example.org"]', '"both@example.org"', "emails is a list"),
        ('["npm-secretariat"]', '"npm-secretariat"', "has a list of values"),
    ],
)
def test_a_sign_in_file_that_cannot_be_used_says_why(
    written: Callable[[str], Path], before: str, after: str, said: str
) -> None:
    assert before in GOOD
    with pytest.raises(SignInError, match=said):
        read_sign_in(written(GOOD.replace(before, after)))


def test_a_sign_in_file_that_everybody_can_read_is_refused(
    written: Callable[[str], Path],
) -> None:
    path = written(GOOD)
    path.chmod(0o644)
    with pytest.raises(SignInError, match="chmod 640"):
        read_sign_in(path)


def test_a_sign_in_file_that_lists_nobody_or_is_missing_is_refused(
    written: Callable[[str], Path], tmp_path: Path
) -> None:
    with pytest.raises(SignInError, match="gives nobody a role"):
        read_sign_in(written(GOOD.partition("[council]")[0]))
    with pytest.raises(SignInError, match="cannot be read"):
        read_sign_in(tmp_path / "none.toml")


def test_secrets_stay_out_of_what_is_said(written: Callable[[str], Path]) -> None:
    with pytest.raises(SignInError) as caught:
        read_sign_in(written(GOOD.replace("/oauth2callback", "/")))
    assert "0123456789" not in str(caught.value)


@pytest.mark.parametrize(
    ("address", "environment", "is_local", "said"),
    [
        ("127.0.0.1", {}, True, None),
        ("::1", {}, True, None),
        ("127.0.0.1", {"NPM_PUBLIC": "1"}, False, "NPM_PUBLIC=1"),
        ("0.0.0.0", {}, False, "Bound to 0.0.0.0 without sign-in"),
        ("192.0.2.7", {}, False, "everybody is shown what is public"),
    ],
)
def test_only_bound_to_this_computer_is_anybody_at_it(
    address: str, environment: dict[str, str], is_local: bool, said: str | None
) -> None:
    served = served_as(address, environment)
    assert served.is_local is is_local
    assert said is None or said in who_sees_what(served)


def test_with_sign_in_nobody_is_trusted_for_being_at_the_computer(
    written: Callable[[str], Path],
) -> None:
    served = served_as("127.0.0.1", {"NPM_SIGN_IN": str(written(GOOD))})
    assert not served.is_local
    assert "Sign-in is configured" in who_sees_what(served)
    assert not Served().is_local


@pytest.mark.parametrize(
    ("headers", "is_here"),
    [
        ({"Host": "localhost:8501"}, True),
        ({"Host": "127.0.0.1:8501", "Origin": "http://127.0.0.1:8501"}, True),
        ({"Host": "[::1]:8501"}, True),
        ({"Host": "127.0.0.1:8501", "Origin": "https://npm.example.org"}, False),
        ({"Host": "127.0.0.1:8501", "Origin": "null"}, False),
        ({"Host": "localhost:8501", "X-Forwarded-Proto": "https"}, False),
        ({"Host": "localhost:8501", "X-Forwarded-Anything": ""}, False),
        ({"Host": "localhost.example.org"}, False),
        ({"Host": "user@localhost"}, True),
        ({"Host": "localhost@elsewhere.example"}, False),
        ({"Host": "[broken"}, False),
        ({"Host": "localhost", "Origin": "http://[broken"}, False),
        ({"Host": ""}, False),
        ({}, False),
    ],
)
def test_a_window_on_this_computer_is_known_by_its_headers(
    headers: dict[str, str], is_here: bool
) -> None:
    assert is_from_here(headers, "127.0.0.1") is is_here


@pytest.mark.parametrize(
    "name",
    [
        "CF-Connecting-IP",
        "CF-Ray",
        "Client-IP",
        "X-Real-IP",
        "X-Original-URL",
        "X-Original-Forwarded-For",
        "Fastly-Client-IP",
        "True-Client-IP",
        "X-Cluster-Client-IP",
        "X-Scheme",
        "X-Unheard-Of",
        "Unheard-Of-IP",
        "Forwarded",
        "Forwarded-For",
        "Via",
        "CDN-Loop",
        "Proxy-Client-IP",
        "WL-Proxy-Client-IP",
        "Remote-Addr",
        "Max-Forwards",
    ],
)
def test_a_header_that_a_proxy_may_have_added_makes_a_visitor_the_public(name: str) -> None:
    assert not is_from_here({"Host": "localhost:8501", name: ""}, "127.0.0.1")
    assert not is_from_here({"Host": "localhost:8501", name.lower(): "127.0.0.1"}, "127.0.0.1")


def test_the_headers_of_browsers_do_not() -> None:
    sent = (
        "Accept Accept-Encoding Accept-Language Cache-Control Connection Cookie DNT Pragma Priority"
        " Referer Sec-CH-UA-Mobile Sec-CH-UA-Platform Sec-Fetch-Dest Sec-Fetch-Site Sec-GPC"
        " Sec-WebSocket-Extensions Sec-WebSocket-Key Sec-WebSocket-Protocol Sec-WebSocket-Version"
        " TE Upgrade Upgrade-Insecure-Requests User-Agent"
    )
    headers = {"Host": "localhost:8501", **dict.fromkeys(sent.split(), "x")}
    assert is_from_here(headers, "127.0.0.1")


@pytest.mark.parametrize("peer", ["192.0.2.7", "::ffff:192.0.2.7", "", None])
def test_whoever_comes_from_another_address_is_not_at_this_computer(peer: str | None) -> None:
    assert not is_from_here({"Host": "localhost:8501"}, peer)


def test_loopback_addresses_are_those_of_this_computer() -> None:
    assert all(is_loopback(each) for each in ("127.0.0.1", "127.8.8.8", "::1", "LocalHost"))
    assert not any(is_loopback(each) for each in (None, "", "0.0.0.0", "::", "10.0.0.1", "x"))


def test_the_publics_choice_is_of_years_without_types_of_visits(
    worked: Path, run_app: RunApp, who_looks: Callable[[Visitor], None]
) -> None:
    who_looks(PUBLIC)
    query = {"visit_type": "special", "from": "2016-05-01", "to": "2016-05-31"}
    app = run_app(worked, lang="en", region="KZ-35", ministry="interior", **query)
    assert not app.exception
    assert app.selectbox(key="period").options == ["2017", "2016", "2015", "2014"] + [
        words_for("en")(f"filters.period_{each}") for each in ("last_48", "all")
    ]
    assert address_of(app) == {"lang": ["en"], "period": ["2017"], "region": ["KZ-35"]}
    lists = {each.key: each for each in app.button_group}
    assert "visit-type" not in lists
    assert lists["ministry"].disabled
    assert not app.text_input
    assert words_for("en")("access.public") in text_of(app)
    assert "last_12" not in views_on_offer(Role.PUBLIC, date(2017, 12, 31))


def test_a_session_that_was_the_councils_keeps_nothing_the_public_may_not_choose(
    worked: Path, run_app: RunApp, who_looks: Callable[[Visitor], None]
) -> None:
    who_looks(Visitor(Role.COUNCIL, "member@example.org"))
    query = {"from": "2016-05-01", "to": "2016-05-31"}
    app = run_app(worked, lang="en", visit_type="special", **query)
    assert address_of(app)["visit-type"] == ["special"]
    who_looks(Visitor(Role.PUBLIC, "", "expired"))
    app.run()
    assert not app.exception
    assert address_of(app) == {"lang": ["en"], "period": ["2017"]}
    assert words_for("en")("access.expired") in text_of(app)


def test_without_a_register_the_public_is_told_no_path(
    tmp_path: Path, run_app: RunApp, who_looks: Callable[[Visitor], None]
) -> None:
    who_looks(PUBLIC)
    app = run_app(tmp_path / "none.duckdb", lang="en")
    said, _, _ = words_for("en")("frame.register_unavailable", reference="|").partition("|")
    assert said in text_of(app)
    assert str(tmp_path) not in text_of(app)
    assert not app.code


def test_the_pages_of_the_council_and_of_the_secretariat_are_named() -> None:
    """A new page must say whom it is for; this list is read when one changes."""
    public = {each.name for each in PAGES if each.role is Role.PUBLIC}
    assert public == {
        "overview",
        "coverage",
        "visits",
        "recommendations",
        "implementation",
        "mandate",
        "mechanisms",
        "exports",
        "methodology",
        "forum",
    }


def test_no_list_of_places_is_in_the_order_of_what_was_found_there() -> None:
    assert set(get_args(PlaceOrder)) == {"chapter", "due", "name", "region"}
    assert "place" not in " ".join(SORTS)
