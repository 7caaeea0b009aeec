"""Every number of the slides is the one that the other road gives, for three choices."""

from dataclasses import dataclass, replace
from datetime import date

import pytest

from npm_data.figures.subject import Report
from npm_data.files.slides import Deck as Slides
from npm_data.files.slides import Slide, pages_of
from npm_data.i18n import words_for
from npm_data.questions.repository import Repository
from npm_data.report.deck import deck_of
from tests.telling import tables, truth
from tests.telling.reading import Percent, cell_of, drawn_texts, plain, plain_or, slide_rows
from tests.telling.tables import percent, same
from tests.telling.truth import BEFORE, EVER, PART, WHOLE, YEAR, Answer, Choice

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


def test_the_headline_counts_visits_and_compares_the_years(deck: Deck) -> None:
    counted = truth.of("visits", deck.choice)
    visits, places = counted["visits"], counted["places_visited"]
    wanted = f"{deck.period}: {visits} visits"
    if deck.choice is YEAR:
        more = visits - truth.of("visits", BEFORE)["visits"]
        before = truth.of("visits", BEFORE)["visits"]
        wanted += f", {more} more than the year before (+{percent(more / before)})"
    assert deck.sentence("headline") == wanted
    assert f"n = {visits} visits; places visited: {places}" in deck.said("headline")
    years = range(2014, 2019 if deck.choice is YEAR else 2020)
    by_year = truth.visits_by_year(deck.choice)
    known = {str(year): by_year.get(str(year), {"visits": 0}) for year in years}
    same(slide_rows(deck.slides["headline"]), known, {"Visits": "visits"}, keys=["Period"])
    texts = drawn_texts(deck.slides["headline"])
    assert dict(zip(texts[1::2], texts[::2], strict=True)) == {
        year: str(row["visits"]) for year, row in known.items()
    }


def test_a_span_stands_beside_as_many_days_before(repository: Repository) -> None:
    now = Choice(date(2018, 7, 1), date(2019, 6, 30))
    before = Choice(date(2017, 7, 1), date(2018, 6, 30))
    (slide,) = deck_of(Report(words_for("en"), now.filters, repository), ("headline",)).slides
    counts = [truth.of("visits", each)["visits"] for each in (before, now)]
    assert counts == [7, 6]
    periods = ["1 July 2017 – 30 June 2018", "1 July 2018 – 30 June 2019"]
    known = {period: {"visits": count} for period, count in zip(periods, counts, strict=True)}
    rows = [
        {plain(head): plain_or(cell) for head, cell in row.items()} for row in slide_rows(slide)
    ]
    same(rows, known, {"Visits": "visits"}, keys=["Period"])
    assert {"7", "6"} <= set(drawn_texts(slide))
    assert plain(slide.sentence) == (
        "1 July 2018 – 30 June 2019: 6 visits, 1 fewer than in the same length of time before"
        " (−14.3 %)"
    )


def hold_band(slide: Slide, known: Answer) -> None:
    """Each part that is not empty stands in the picture with its number and its share."""
    texts = drawn_texts(slide)
    for band in known.values():
        if band["count"]:
            apart = str(band["count"]) in texts and percent(band["share"]) in texts
            assert apart or f"{band['count']} ({percent(band['share'])})" in texts


def test_what_we_recommended_counts_recommendations_by_theme(deck: Deck) -> None:
    known = truth.ask("recommendations", deck.choice, "theme")
    total = truth.of("recommendations", deck.choice)["recommendations"]
    for row in known.values():
        row["share"] = row["recommendations"] / total
    largest = max(known, key=lambda theme: known[theme]["recommendations"])
    name = next(name for name, code in tables.CODES.items() if code == largest)
    most = known[largest]["recommendations"]
    assert deck.sentence("what_we_recommended") == (
        f"{deck.period}: {total} recommendations; the largest theme is “{name}”: {most}"
        f" ({percent(most / total)})"
    )
    slide = deck.slides["what_we_recommended"]
    headings = {"Recommendations": "recommendations", "Share": "share"}
    same(slide_rows(slide), known, headings, keys=["Theme"])
    assert deck.said("what_we_recommended") == f"n = {total} recommendations"
    texts = drawn_texts(slide)
    for row in known.values():
        assert f"{row['recommendations']} ({percent(row['share'])})" in texts


def test_carried_out_tells_verified_from_claimed_and_leaves_out_what_is_gone(deck: Deck) -> None:
    row = truth.statuses(deck.choice)[WHOLE]
    judged = row["recommendations"] - row["no_longer_applicable"]
    assert deck.sentence("carried_out") == (
        f"{deck.period}: of {judged} recommendations, {row['implemented']} implemented by"
        f" 30 June 2020 ({percent(row['implemented'] / judged)}): {row['verified']} verified by the"
        f" NPM, {row['claimed']} claimed by authorities alone"
    )
    bands = truth.bands({WHOLE: row}, truth.STATUSES)
    known = {part: band for (_, part), band in bands.items()}
    slide = deck.slides["carried_out"]
    headings = {"Recommendations": "count", "Share": "share"}
    same(slide_rows(slide), known, headings, keys=["Status"], codes=tables.STATUS)
    hold_band(slide, known)
    said, rate = deck.said("carried_out"), truth.rate("cohort_12", deck.choice)[WHOLE]
    assert f": {rate['implemented']} of {rate['considered']} recommendations" in said
    shares = (percent(rate[name]) for name in ("rate", "low", "high"))
    assert "({}; 95 % interval {} to {})".format(*shares) in said
    claims = truth.of("claims", deck.choice)
    checked = claims["confirmed"] + claims["downgraded"]
    assert (
        f"Of {checked} claims of implementation that were checked,"
        f" confirmed: {claims['confirmed']}, found otherwise: {claims['downgraded']}"
    ) in said
    assert f"n = {judged} recommendations" in said
    assert f"no longer applicable, not drawn: {row['no_longer_applicable']}" in said


def test_how_fast_reads_the_curve_at_its_months(deck: Deck) -> None:
    months = (3, 24, 48)
    row = truth.times(deck.choice, "total", range(49))[WHOLE]
    known = {
        month: {"share": row[f"share_{month}"], "at_risk": row[f"at_risk_{month}"]}
        for month in months
        if row[f"share_{month}"] is not None
    }
    slide = deck.slides["how_fast"]
    headings = {"Share implemented": "share", "Still observed": "at_risk"}
    same(slide_rows(slide), known, headings, keys=["Months after issue"], codes={})
    assert deck.sentence("how_fast") == truth.by_when(row)
    texts = drawn_texts(slide)
    for each in known.values():
        assert percent(each["share"]) in texts
        assert f"still observed: {each['at_risk']}" in texts


def test_the_sources_count_the_rows_of_the_register(deck: Deck) -> None:
    rows = {sheet: len(each) for sheet, each in truth.rows().items()}
    assert (
        f"places {rows['institutions']}, visits {rows['visits']} (one for each place visited),"
        f" recommendations with repeats {rows['recommendations']}, replies and findings"
        f" {rows['follow_up']}"
    ) in deck.said("sources")


def test_the_pages_for_paper_have_the_same_tables(deck: Deck) -> None:
    """The figures behind the pictures, as text: of a share its per cent, of a day its words."""
    pages = {page.key: page for page in pages_of(deck.made)}
    for key, slide in deck.slides.items():
        rows = slide_rows(slide)
        if not rows:
            continue
        table = pages[f"{key}_figures" if slide.picture else key].table
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
    assert f"terms as of {day}" in deck.said("four_year_round")
    assert deck.said("overdue").startswith("as of 30 June 2020; ")
    chosen = "all ministries and regions"
    if deck.choice is PART:
        chosen = "Ministry of Internal Affairs · 3 regions"
    assert deck.said("title").startswith(f"{deck.period} · {chosen} | Records up to 30 June 2020")
    assert deck.sentence("title").endswith(deck.period)
    for page in pages_of(deck.made)[1:]:
        assert f"{deck.period} · {chosen}" in plain(page.foot[0])
        assert "Records up to 30 June 2020" in plain(page.foot[1])
