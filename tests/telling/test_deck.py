"""Every number of the slides is the one that the other road gives, for three choices."""

from dataclasses import dataclass, replace

import pytest

from npm_data.figures.subject import Report
from npm_data.files.slides import Deck as Slides
from npm_data.files.slides import Slide, pages_of
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository
from npm_data.report.deck import deck_of
from tests.telling import tables, truth
from tests.telling.reading import Percent, cell_of, plain, slide_rows
from tests.telling.truth import EVER, PART, YEAR, Choice

CHOICES = {"a year": YEAR, "all years": EVER, "a part": PART}
PERIODS = {YEAR: "2018", EVER: "1 January 2014 – 30 June 2020"}
REACHED = {
    "Visited": "places_visited",
    "Places in the mandate in the period": "places_in_mandate",
    "Share of places visited": "coverage",
}
TYPES = {code: name for name, code in tables.CODES.items() if code in truth.types_of_places()}


@dataclass
class Deck:
    choice: Choice
    period: str
    made: Slides
    slides: dict[str, Slide]

    def sentence(self, key: str) -> str:
        return plain(self.slides[key].sentence)

    def said(self, key: str) -> str:
        """All that the slide says beside its sentence, its table and its picture."""
        return plain(" | ".join((*self.slides[key].lines, self.slides[key].counts)))


@pytest.fixture(scope="module", params=CHOICES)
def deck(request: pytest.FixtureRequest, repository: Repository) -> Deck:
    choice = CHOICES[request.param]
    made = deck_of(Report(words_for("en"), choice.filters, repository))
    period = PERIODS[replace(choice, regions=(), ministries=())]
    return Deck(choice, period, made, {each.key: each for each in made.slides})


def test_the_sources_count_the_rows_of_the_register(deck: Deck) -> None:
    rows = {sheet: len(each) for sheet, each in truth.rows().items()}
    assert (
        f"places {rows['institutions']}, visits {rows['visits']} (one for each place visited),"
        f" recommendations with repeats {rows['recommendations']}, replies and findings"
        f" {rows['follow_up']}"
    ) in deck.said("sources")


def test_the_pages_for_paper_have_the_same_tables(deck: Deck) -> None:
    """Of slides without a picture, as text: of a share its per cent, of a day its words."""
    pages = {page.key: page for page in pages_of(deck.made)}
    for key, slide in deck.slides.items():
        rows = slide_rows(slide)
        if not rows or slide.picture:
            continue
        table = pages[key].table
        assert table is not None
        assert [plain(head) for head in table.head] == list(rows[0])
        for row, texts in zip(rows, table.rows, strict=True):
            for (head, value), text in zip(row.items(), texts, strict=True):
                cell = cell_of(text)
                if isinstance(value, float):
                    assert isinstance(cell, Percent)
                    assert cell == pytest.approx(value, abs=0.00051)
                else:
                    assert str(cell) == str(value), (key, head)


def test_each_slide_says_what_was_chosen_and_on_which_day(deck: Deck) -> None:
    day = "31 December 2018" if deck.choice is YEAR else "30 June 2020"
    assert plain(deck.slides["four_year_round"].chapter).startswith(
        f"The four-year round, on {day}"
    )
    assert plain(deck.slides["what_we_ask"].chapter).startswith(
        "What we ask of you, on 30 June 2020"
    )
    chosen = "all ministries and regions"
    if deck.choice is PART:
        chosen = "Ministry of Internal Affairs · 3 regions"
    known = "With today’s knowledge: records up to 30 June 2020"
    assert deck.said("title").startswith(f"{deck.period} · {chosen} | {known}")
    assert deck.sentence("title").endswith(deck.period)
    for page in pages_of(deck.made)[1:]:
        (foot,) = page.foot
        assert f"{deck.period} · {chosen} · Records up to 30 June 2020" in plain(foot)
        assert "Register version" not in foot
