"""The overview and the page on visits show the numbers that the other road gives."""

from datetime import date

from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.figures import compared, hold_bands, k_of_n
from tests.telling.reading import Figure, Tile, figures_of, tiles_of
from tests.telling.tables import MONTHS, percent, same
from tests.telling.truth import BEFORE, EVER, WHOLE, YEAR, Choice


def test_the_overview_compares_the_year_with_the_one_before(page: OpenPage) -> None:
    app = page("overview", "trend", "clock", period="2018")
    tiles, figures = tiles_of(app), figures_of(app)
    now, then = truth.of("visits", YEAR), truth.of("visits", BEFORE)
    for label, measure in (("Visits", "visits"), ("Places visited", "places_visited")):
        change = compared(now[measure], then[measure])
        assert tiles[label] == Tile(str(now[measure]), change, f"2017: {then[measure]}")
    issued = [truth.of("recommendations", each)["recommendations"] for each in (YEAR, BEFORE)]
    assert tiles["Recommendations"] == Tile(str(issued[0]), compared(*issued), f"2017: {issued[1]}")
    reached, before = truth.of("coverage", YEAR), truth.of("coverage", BEFORE)
    assert tiles["Coverage"] == Tile(
        percent(reached["coverage"]),
        points(reached["coverage"], before["coverage"]),
        f"{k_of_n(reached, 'places_visited', 'places_in_mandate')} · 2017:"
        f" {percent(before['coverage'])}",
    )
    rate, rate_before = (truth.rate("cohort_12", each)[WHOLE] for each in (YEAR, BEFORE))
    assert tiles["Implemented after 12 months"] == Tile(
        percent(rate["rate"]),
        points(rate["rate"], rate_before["rate"]),
        f"{k_of_n(rate, 'implemented', 'considered')}; 95 % interval {percent(rate['low'])} to"
        f" {percent(rate['high'])} · 2017: {percent(rate_before['rate'])}",
    )
    pace = truth.of("pace", YEAR)
    assert tiles["Pace"].value == f"{pace['pace']:.2f}"
    assert tiles["Pace"].line == f"{pace['places_visited']} visited, 5 needed"
    hold_trend(figures["overview.trend"])
    assert figures["overview.trend"].heading == (
        f"2018: {now['visits']} visits, {now['visits'] - then['visits']} more than the year before"
        f" ({compared(now['visits'], then['visits']).partition('(')[2]}"
    )
    clock = truth.clock(YEAR)[WHOLE]
    hold_bands(
        figures["overview.clock"],
        {WHOLE: clock},
        tables.CLOCK,
        ("Four-year clock", "Places"),
    )
    assert figures["overview.clock"].heading == (
        f"The four-year term has passed for {clock['past_due']} of {clock['places']} places"
        f" ({percent(clock['share'])})"
    )
    never, past = clock["never_visited"], clock["never_visited_past_due"]
    assert f"periodic visit: {never}, of these past due: {past}" in figures["overview.clock"].said


def hold_trend(figure: Figure) -> None:
    """The register's years; the published figures stand apart, with their precision."""
    known = {int(year): row["visits"] for year, row in truth.visits_by_year(YEAR).items()}
    assert {row["Year"]: row["Visits"] for row in figure.rows if not row["Precision"]} == known
    drawn = {row["year"]: row["label"] for row in figure.drawn if row["kind"] == "records"}
    assert drawn == {str(year): str(visits) for year, visits in known.items()}
    published = [(row["Year"], row["Visits"]) for row in figure.rows if row["Precision"]]
    assert published == [(2015, 527), (2015, 528), (2016, 680), (2017, 500)]


def points(now: float, before: float) -> str:
    """The difference of two shares, in percentage points."""
    return f"{100 * (now - before):+.1f} points"


def test_visits_stand_by_year_month_unit_and_delay(page: OpenPage) -> None:
    units = ("ministry", "institution_type", "region")
    app = page("visits", "years", "months", "delays", "calendar", *units, period="2018")
    tiles, figures = tiles_of(app), figures_of(app)
    now, then = truth.of("visits", YEAR), truth.of("visits", BEFORE)
    for label, measure in (("Visits", "visits"), ("Places visited", "places_visited")):
        change = compared(now[measure], then[measure])
        assert tiles[label] == Tile(str(now[measure]), change, f"2017: {then[measure]}")
    years = truth.visits_by_year(YEAR)
    known = {
        (int(year), kind): {"visits": row[kind], "of_year": row["visits"]}
        for year, row in years.items()
        for kind in truth.VISIT_TYPES
    }
    headings = {"Visits": "visits", "All together": "of_year"}
    same(figures["visits.years"].rows, known, headings, keys=["Year", "Visit type"])
    totals = {row["year"]: row["total_text"] for row in figures["visits.years"].drawn[::4]}
    assert totals == {year: str(row["visits"]) for year, row in years.items()}
    assert figures["visits.years"].heading == "Most visits began in 2018: 11"
    delay = truth.delays(YEAR)
    assert tiles["Days to report, median"] == Tile("13", "", "10 of 11 visits")
    assert (delay["median_days"], delay["reported"], delay["visits"]) == (13, 10, 11)
    bands = ("up_to_7", "up_to_14", "up_to_30", "up_to_60", "over_60")
    names = dict(zip(("0–7", "8–14", "15–30", "31–60", "> 60"), bands, strict=True))
    known = {band: {"visits": delay[band]} for band in bands}
    shown = figures["visits.delays"]
    same(shown.rows, known, {"Visits": "visits"}, keys=["Days to the report"], codes=names)
    assert [row["visits_text"] for row in shown.drawn] == [str(delay[band]) for band in bands]
    assert shown.heading == "Half of the reports were signed within 13 days"
    hold_months(figures["visits.months"], figures["visits.calendar"])
    for unit, heading in zip(units, ("Ministry (host)", "Institution type", "Region"), strict=True):
        hold_unit(figures[f"visits.{unit}"], unit, heading)


def test_another_span_is_compared_with_as_many_days_before(page: OpenPage) -> None:
    # V24, V25 in the 366 days up to the data date; V17 to V22 in as many days before these.
    last = Choice(date(2019, 7, 1), truth.DATA_DATE)
    before = Choice(date(2018, 6, 30), date(2019, 6, 30))
    now, then = truth.of("visits", last)["visits"], truth.of("visits", before)["visits"]
    assert (now, then) == (2, 6)
    tile = tiles_of(page("visits", period="last-12"))["Visits"]
    assert tile == Tile("2", compared(now, then), "30 June 2018 – 30 June 2019: 6")


def hold_months(months: Figure, calendar: Figure) -> None:
    """Each month of the year beside the same of the year before; all months since 2014."""
    now, then = truth.ask("visits", YEAR, "month"), truth.ask("visits", BEFORE, "month")
    none = {"visits": 0}
    known = {
        f"{name} 2018": {
            "visits": now.get(f"2018-{number:02}", none)["visits"],
            "before": then.get(f"2017-{number:02}", none)["visits"],
        }
        for number, name in enumerate(MONTHS, start=1)
    }
    headings = {"Visits": "visits", "Period before": "before"}
    same(months.rows, known, headings, keys=["Month"])
    assert [row["visits_text"] for row in months.drawn] == [
        str(row["visits"]) for row in known.values()
    ]
    assert months.heading == "Busiest month: June 2018, visits: 2 of 11"
    ever = truth.ask("visits", EVER, "month")
    known = {
        f"{MONTHS[month - 1]} {year}": ever.get(f"{year}-{month:02}", none)
        for year in range(2014, 2021)
        for month in range(1, 13)
        if date(year, month, 1) <= truth.DATA_DATE
    }
    same(
        calendar.rows,
        {name: {"visits": row["visits"]} for name, row in known.items()},
        {"Visits": "visits"},
        keys=["Month"],
    )
    assert [row["visits_text"] for row in calendar.drawn] == [
        str(row["visits"]) for row in known.values()
    ]
    assert calendar.heading == "Visits a month since 2014: from 0 to 2"


def hold_unit(figure: Figure, unit: str, heading: str) -> None:
    """Units with a visit in either year, and of them those with more than in the year before."""
    known = {key: row for key, row in truth.visits(YEAR, BEFORE, unit).items() if key != WHOLE}
    headings = {"Visits": "visits", "Period before": "before", "Change": "change"}
    same(figure.rows, known, headings, keys=[heading])
    for row in figure.drawn:
        wanted = known[row["label"]]
        change = wanted["change"]
        text = f"{change:+d}" if change else "0"
        assert row["counts_text"].replace("\u2212", "-") == f"{wanted['visits']} ({text})"
    more = sum(row["change"] > 0 for row in known.values())
    assert figure.heading.endswith(f"more visits than in 2017: {more} of {len(known)}")
