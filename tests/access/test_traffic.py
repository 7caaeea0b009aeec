"""All that reaches a public session, as messages and files, searched for what is hidden."""

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx2
import pytest
from pypdf import PdfReader

from npm_data.figures.subject import Report
from npm_data.files.pptx import pptx_of
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository, open_repository
from npm_data.reference import LANGUAGES
from npm_data.register.filters import Filters, Period, Role
from npm_data.report.annex import annex_of, annex_pdf, annex_xlsx
from npm_data.report.deck import SLIDES, deck_of
from npm_data.ui.frame.page_list import PAGES
from tests.access.conftest import MARK
from tests.access.guest import Guest
from tests.browser.server import AppServer
from tests.extent import some

HIDDEN_DAYS = ("2016-05-", "2018-06-30", "30 June 2018", "30\u00a0June\u00a02018")
"""A month, and a data date within a year."""
FAILURES = [words_for(each)("frame.error", reference="").partition(".")[0] for each in LANGUAGES]
"""What a page says that could not be shown, without its reference."""
PUBLIC_PAGES = [each.name for each in PAGES if each.role is Role.PUBLIC]
QUERIES = (
    "period=2016",
    "period=all&region=KZ-35",
    # Nobody went there.
    "period=2016&region=KZ-11",
    "period=2015&ministry=interior&visit-type=special&from=2016-05-01&to=2016-05-31&place=x",
    # On its own: the answer drops it and repeats the rest of what was asked.
    "period=2016&version=1",
)


def test_no_message_and_no_file_of_a_public_session_holds_what_is_hidden(
    open_server: AppServer,
) -> None:
    files = 0
    for name in PUBLIC_PAGES:
        with Guest(open_server) as guest:
            for number, query in enumerate(QUERIES):
                language = LANGUAGES[number % len(LANGUAGES)]
                guest.open(name, f"lang={language}&{query}")
        assert not any(each.encode() in guest.raw for each in FAILURES), name
        assert MARK.encode() not in guest.raw, name
        for text in HIDDEN_DAYS:
            assert text.encode() not in guest.raw, (name, text)
        files += len(guest.files)
    assert files > 20


def test_the_search_finds_the_marks_where_they_may_be_seen(local_server: AppServer) -> None:
    with Guest(local_server) as guest:
        for name in ("places", "follow_up", "coverage", "overview"):
            guest.open(name, "lang=en&period=2016&region=KZ-35")
        assert guest.raw.count(MARK.encode()) > 3
        assert b"30\xc2\xa0June\xc2\xa02018" in guest.raw


def test_what_an_address_asks_beyond_the_public_is_dropped(open_server: AppServer) -> None:
    for query in (
        "lang=en&period=2016&visit-type=special",
        "lang=en&from=2016-05-01&to=2016-05-31",
        "lang=en&period=last-12",
        "lang=en&period=2018",
        "lang=en&period=2016&region=KZ-35&ministry=interior",
        "lang=en&period=2016&measure=past_due",
    ):
        with Guest(open_server) as guest:
            seen = guest.open("coverage", query)
        assert not any(each.encode() in seen for each in FAILURES), query
        for code in (b"visit-type=", b"from=2016", b"last-12", b"ministry=interior", b"overdue&"):
            assert b"page_info" not in seen
            assert code not in seen.partition(query.encode())[0], (query, code)


def test_a_file_of_another_session_is_found_by_who_was_told_its_name_alone(
    local_server: AppServer,
) -> None:
    """Its name is the hash of its content: who could guess it has it already."""
    with Guest(local_server) as guest:
        guest.open("coverage", "lang=en&period=2016")
        assert guest.files
        name = min(guest.files)
        folder, _, file = name.rpartition("/")
        digest, _, extension = file.partition(".")
        assert len(digest) >= 32
        other = f"{digest[:-4]}{'0000' if digest[-4:] != '0000' else '1111'}"
        assert httpx2.get(f"{local_server.url}{name}").status_code == 200
        assert httpx2.get(f"{local_server.url}{folder}/{other}.{extension}").status_code == 404


@pytest.fixture(scope="module")
def whole(marked: Path) -> Iterator[Repository]:
    repository = open_repository(marked)
    yield repository
    repository.close()


def _text_of(name: str, content: bytes) -> str:
    if name == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(
            archive.read(each).decode("utf-8", "ignore") for each in archive.namelist()
        )


@pytest.mark.parametrize(
    "filters", some([{}, {"ministries": ("interior",)}, {"regions": ("KZ-35",)}], 2)
)
def test_decks_and_annexes_of_the_public_hold_nothing_hidden(
    whole: Repository, filters: dict[str, tuple[str, ...]]
) -> None:
    chosen = Filters(Period.of_year(2016), **filters)
    report = Report(words_for("en"), chosen, whole.seen_by(Role.PUBLIC))
    made = {"xlsx": annex_xlsx(report), "pptx": pptx_of(deck_of(report))}
    if not filters:
        made["pdf"] = annex_pdf(report)
    for name, content in made.items():
        text = _text_of(name, content)
        assert MARK not in text
        assert words_for("en")("frame.council_only") not in text
        for day in HIDDEN_DAYS:
            assert day not in text


def test_the_same_files_of_the_council_hold_the_marks(whole: Repository) -> None:
    report = Report(words_for("en"), Filters(Period.of_year(2016)), whole.seen_by(Role.COUNCIL))
    assert MARK in _text_of("xlsx", annex_xlsx(report))


def test_slides_and_tables_that_need_more_drop_out(whole: Repository) -> None:
    country = Filters(Period.of_year(2016))
    of_a_region = Filters(Period.of_year(2016), regions=("KZ-35",))
    public, council = whole.seen_by(Role.PUBLIC), whole.seen_by(Role.COUNCIL)
    slides = {
        (name, role.role): [
            each.key
            for each in deck_of(Report(words_for("en"), filters, role), tuple(SLIDES)).slides
        ]
        for name, filters in (("country", country), ("region", of_a_region))
        for role in (public, council)
    }
    of_terms = {"what_changed", "four_year_round", "by_region", "by_type"}
    assert of_terms <= set(slides["country", Role.COUNCIL])
    assert not of_terms & set(slides["country", Role.PUBLIC])
    assert "what_we_ask" in slides["country", Role.PUBLIC]
    assert "what_we_ask" not in slides["region", Role.PUBLIC]
    assert "where_we_went" in slides["region", Role.PUBLIC]
    assert "what_we_recommended" not in slides["region", Role.PUBLIC]
    annex = annex_of(Report(words_for("en"), country, public))
    keys = {each.released.key for each in annex.tables}
    assert {"annex.visits.region", "annex.coverage.institution_type"} <= keys
    withheld = {"clock.region", "clock.ministry", "pace.ministry", "clock.never_visited"}
    assert not {f"annex.{each}" for each in (*withheld, "notes.register")} & keys
    assert date(2018, 6, 30) not in {
        value for each in annex.tables for row in each.released.frame.rows() for value in row
    }
