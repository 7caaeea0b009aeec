"""Everything is open to the person at this computer, and to nobody else."""

import pytest

from npm_data.i18n import words_for
from npm_data.reference import LANGUAGES
from npm_data.ui.frame.page_list import PAGES
from tests.access.conftest import MARK
from tests.access.guest import Guest
from tests.browser.server import AppServer

COUNCIL_PAGES = [each.name for each in PAGES if each.role != "public"]
FROM_ELSEWHERE = [
    {"X-Forwarded-For": "203.0.113.7"},
    {"X-Forwarded-Host": "npm.example.org"},
    {"Forwarded": "for=203.0.113.7"},
    {"Via": "1.1 proxy"},
    {"CF-Connecting-IP": "203.0.113.7"},
    {"X-Anything": ""},
    {"Host": "npm.example.org", "Origin": "http://npm.example.org"},
    {"Host": "127.0.0.1.example.org:8501", "Origin": "http://127.0.0.1.example.org:8501"},
    {"Host": "localhost.example.org", "Origin": "http://localhost.example.org"},
]


def test_the_person_at_this_computer_sees_everything(local_server: AppServer) -> None:
    for host in ("127.0.0.1", "localhost", "LOCALHOST"):
        address = f"{host}:{local_server.port}"
        headers = {"Host": address, "Origin": f"http://{address}"}
        with Guest(local_server, headers=headers) as guest:
            seen = guest.open("places", "lang=en&period=2016")
            assert MARK.encode() in seen
            assert guest.pages["places"]


@pytest.mark.parametrize("headers", FROM_ELSEWHERE, ids=str)
def test_a_request_through_a_proxy_or_under_a_foreign_name_is_the_publics(
    local_server: AppServer, headers: dict[str, str]
) -> None:
    with Guest(local_server, headers=headers) as guest:
        seen = guest.open("places", "lang=en&period=2016")
    assert MARK.encode() not in guest.raw
    assert words_for("en")("access.refused_council").encode() in seen
    assert not guest.pages["places"]


def test_bound_to_other_addresses_it_is_public_only_and_says_so(open_server: AppServer) -> None:
    assert "everybody is shown what is public" in open_server.printed()
    with Guest(open_server) as guest:
        seen = guest.open("overview", "lang=en&period=2016")
    assert words_for("en")("access.public").encode() in seen
    assert not any(guest.pages[each] for each in COUNCIL_PAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_address_of_a_page_that_is_not_public_answers_with_a_refusal(
    open_server: AppServer, language: str
) -> None:
    words = words_for(language)
    for name in COUNCIL_PAGES:
        with Guest(open_server) as guest:
            seen = guest.open(name, f"lang={language}&place={MARK}-P1&version=1")
            role = next(each.role for each in PAGES if each.name == name)
            assert words(f"access.refused_{role.value}").encode() in seen
            assert words(f"{name}.title").encode() in seen
            assert MARK.encode() not in seen
