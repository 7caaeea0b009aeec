"""Ten questions of a council member, each answered by the screen within three clicks of the start.

A choice of a value is one click: its list opens under the hand. An answer counts only where it can
be read without scrolling, on the smallest laptop that is still met with. What is expected comes
from the register, not from the page. The gate tries one of each way to an answer: a period, a link
of a table, a filter, a search, a definition.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from npm_data.figures.sentences import k_of_n
from npm_data.i18n import Words, words_for
from npm_data.questions.repository import Repository, open_repository
from npm_data.register.filters import Filters, Period, whole_visits
from tests.browser.conftest import MakeVisitor
from tests.browser.server import AppServer
from tests.browser.visitor import LAPTOP, Visitor
from tests.extent import some

pytestmark = pytest.mark.browser

MOST_CLICKS = 3
FEWEST_OF_A_NAMED = 20
LAST_YEAR = Filters(Period.of_year(2025))
EVER = Filters(Period(date(2014, 1, 1), date(2025, 12, 31)))
"""The demonstration's records end with 2025, which is what the start page shows."""

READABLE = """() => {
  const walker = document.createTreeWalker(
    document.querySelector('[data-testid="stMain"]'), NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    const {top, bottom, width, height} = range.getBoundingClientRect();
    const element = walker.currentNode.parentElement;
    if (width && height > 1 && top >= 0 && bottom <= innerHeight && element.checkVisibility())
      found.push(walker.currentNode.textContent);
  }
  return found.join(' ');
}"""
"""The words of the page that stand whole in the window."""


def plain(text: str) -> str:
    for blank in "\u00a0\u202f\u2009\u2060":
        text = text.replace(blank, "" if blank == "\u2060" else " ")
    return " ".join(text.split())


class Journey:
    """One question, from the start page on; `clicks` are counted."""

    def __init__(self, window: Visitor, language: str) -> None:
        self.window, self.words, self.clicks = window, words_for(language), 0
        window.open("overview", lang=language)

    @property
    def page(self) -> Any:
        return self.window.page

    def goes_to(self, name: str) -> None:
        """By the menu."""
        title = self.words(f"{name}.title")
        self._clicked(
            self.page.locator('[data-testid="stSidebar"]').get_by_role("link", name=title).click
        )
        self.page.get_by_role("heading", name=title, level=1).wait_for()
        self.window.wait()

    def chooses_period(self, value: str, key: str = "period") -> None:
        """From the list of years that a period begins with, or (`until`) ends with."""
        self.window.open_list(key)
        self._clicked(self.page.get_by_role("option", name=value, exact=True).click)

    def chooses(self, key: str, label: str) -> None:
        """One of the filters that open from a button above the content."""
        self.page.locator(f".st-key-filters-{key} button").first.click()
        self._clicked(
            self.page.locator(f".st-key-{key}").get_by_text(label, exact=True).first.click
        )
        self.page.keyboard.press("Escape")
        self.window.wait()

    def clicks_on(self, label: str) -> None:
        """A part of the page with this name: a tab, a choice, a link."""
        main = self.page.locator('[data-testid="stMain"]')
        self._clicked(main.get_by_text(label, exact=True).first.click)

    def clicks_in_the_row_of(self, name: str, number: int) -> None:
        """A link of a table's row, the first is 0."""
        row = self.page.get_by_role("row").filter(has_text=name).first
        self._clicked(row.get_by_role("link").nth(number).click)

    def opens_the_place(self, institution_id: str) -> str:
        """Its name, which is said in the page's language."""
        link = self.page.locator(f'[data-testid="stMain"] a[href*="place={institution_id}"]').first
        name = str(link.inner_text())
        self._clicked(link.click)
        return name

    def searches(self, label: str, text: str) -> None:
        field = self.page.get_by_label(label, exact=True).first
        field.fill(text)
        self._clicked(partial(field.press, "Enter"))

    def sees(self, *texts: str) -> None:
        """All of them without scrolling, and no later than allowed."""
        readable = plain(self.page.evaluate(READABLE))
        for text in texts:
            assert plain(text) in readable, (text, readable)
        assert self.clicks <= MOST_CLICKS

    def _clicked(self, click: Callable[[], None]) -> None:
        self.clicks += 1
        click()
        self.window.wait()


@pytest.fixture(scope="module")
def register(demo_register: Path) -> Iterator[Repository]:
    opened = open_repository(demo_register)
    yield opened
    opened.close()


@pytest.fixture(params=some(["ru", "kk"], 1))
def journey(
    request: pytest.FixtureRequest, visitor: MakeVisitor, demo_server: AppServer
) -> Journey:
    return Journey(visitor(demo_server, size=LAPTOP), request.param)


def row_of(frame: Any, key: str = "") -> dict[str, Any]:
    """One row of an answer, the whole unless another is named."""
    return next(row for row in frame.iter_rows(named=True) if row["key"] == key)


def counted(words: Words, part: int, whole: int) -> str:
    return k_of_n(words, part, whole)


def test_how_many_visits_were_there_in_2016_and_is_that_more(
    journey: Journey, register: Repository
) -> None:
    now, before = (
        row_of(register.visits(Filters(Period.of_year(year))))["visits"] for year in (2016, 2015)
    )
    words = journey.words
    journey.chooses_period("2016")
    journey.sees(
        words.plural("count.visits", now),
        words.number(now - before),
        words.signed_percent((now - before) / before),
    )


def test_which_two_types_of_the_interior_ministry_were_least_covered_in_2023(
    journey: Journey, register: Repository
) -> None:
    words = journey.words
    year = Filters(Period.of_year(2023), ministries=("interior",))
    types = [
        row
        for row in register.coverage(year, ("institution_type",)).iter_rows(named=True)
        if row["places_in_mandate"] >= FEWEST_OF_A_NAMED
    ]
    types.sort(key=lambda row: row["coverage"])
    journey.chooses_period("2023")
    journey.clicks_in_the_row_of(words.ministry("interior", date(2023, 12, 31)), 0)
    journey.sees(
        *(
            f"{words.institution_type(row['key'])} {words.percent(row['coverage'])}"
            for row in types[:2]
        )
    )


def test_which_regions_have_places_never_visited(journey: Journey, register: Repository) -> None:
    words, day = journey.words, LAST_YEAR.period.to_on
    regions = [
        (row["never_visited"] / row["places"], words.region(row["key"], on=day))
        for row in register.clock(LAST_YEAR, day, ("region",)).iter_rows(named=True)
    ]
    regions.sort(reverse=True)
    journey.goes_to("places")
    journey.clicks_on(words("places.view_regions"))
    journey.clicks_on(words("places.regions_share"))
    for share, name in regions[:3]:
        journey.sees(name, words.percent(share))


def test_what_did_the_health_ministry_carry_out_of_2022_and_2023(
    journey: Journey, register: Repository
) -> None:
    words = journey.words
    both = Filters(Period(date(2022, 1, 1), date(2023, 12, 31)), ministries=("health",))
    known = row_of(register.implementation(both))
    journey.chooses_period("2022")
    journey.chooses_period("2023", "until")
    journey.clicks_in_the_row_of(words.ministry("health", date(2023, 12, 31)), 3)
    journey.sees(
        counted(words, known["implemented"], known["considered"]), words.percent(known["rate"])
    )


def test_is_it_getting_better_over_the_years(journey: Journey, register: Repository) -> None:
    words = journey.words
    rates = [
        row_of(register.implementation(Filters(Period.of_year(year)))) for year in (2024, 2023)
    ]
    journey.sees(*(words.percent(row["rate"]) for row in rates))


def test_what_is_past_due_of_the_ministry_of_defence(
    journey: Journey, register: Repository
) -> None:
    words, day = journey.words, EVER.period.to_on
    defence = replace(EVER, ministries=("defence",))
    places, replies = row_of(register.clock(defence, day)), row_of(register.replies(defence))
    journey.goes_to("past_due")
    journey.chooses("ministry", words.ministry("defence", day))
    journey.sees(
        counted(words, places["past_due"], places["places"]),
        counted(words, replies["overdue"], replies["due"]),
        words("past_due.longest_visits"),
    )


def test_what_was_the_first_detention_centre_of_almaty_told(
    journey: Journey, register: Repository
) -> None:
    words, day = journey.words, LAST_YEAR.period.to_on
    chosen = replace(LAST_YEAR, regions=("KZ-75",), institution_types=("sizo",))
    first = register.place_list(chosen, day, search="1").row(0, named=True)
    known = register.place(first["institution_id"]).row(0, named=True)
    journey.goes_to("places")
    journey.searches(words("places.search"), "изолятор № 1 Алматы")
    name = journey.opens_the_place(first["institution_id"])
    journey.sees(name, words.number(known["recommendations"]))


def test_what_has_changed_since_the_thirtieth_of_june_2025(
    journey: Journey, register: Repository
) -> None:
    words, days = journey.words, Filters(Period(date(2025, 7, 1), date(2025, 12, 31)))
    known = row_of(register.changes(days)) | row_of(register.place_changes(days))
    kinds = ("visit_overdue", "reply_overdue", "downgraded", "visited", "verified")
    journey.goes_to("changes")
    journey.clicks_on(words("changes.preset_half_year", day="30.06.2025"))
    journey.sees(
        words("changes.since", before=words.date(date(2025, 6, 30))),
        *(words.plural(f"changes.said_{kind}", known[kind]) for kind in kinds),
    )


def test_where_to_go_next_in_turkistan(journey: Journey, register: Repository) -> None:
    words, day = journey.words, LAST_YEAR.period.to_on
    turkistan = replace(LAST_YEAR, regions=("KZ-61",))
    needs = row_of(register.planning_needs(turkistan, day))
    a_year = whole_visits(row_of(register.pace(turkistan, day))["needed_a_year"])
    journey.goes_to("places")
    journey.clicks_on(words("places.view_planning"))
    journey.chooses("region", words.region("KZ-61", on=day))
    journey.sees(
        words.plural("places.n_a_year", a_year),
        words.plural("places.n_past_due", needs["past_due"]),
    )


def test_what_does_implemented_mean(journey: Journey) -> None:
    words = journey.words
    opener = journey.page.locator(".st-key-implementation-year-table summary")
    journey._clicked(opener.click)
    # A link to a definition opens a window of its own, so that the question stays where it was.
    link = journey.page.get_by_role("link", name=words("frame.what_is_this")).first
    with journey.page.context.expect_page() as opening:
        link.click()
    journey.clicks += 1
    page = opening.value
    page.get_by_role("heading", name=words("definition.rate_cohort")).wait_for()
    page.get_by_text(words("definition.rate_cohort_short")).first.wait_for()
    assert journey.clicks <= MOST_CLICKS
