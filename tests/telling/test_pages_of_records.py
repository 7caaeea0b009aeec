"""The page on one place shows what the other road gives."""

from datetime import date

from tests.queries.oracle import Row
from tests.telling import tables, truth
from tests.telling.conftest import OpenPage
from tests.telling.figures import k_of_n
from tests.telling.reading import Tile, figures_of, plain, tiles_of
from tests.telling.tables import long_day


def test_a_place_has_its_clock_its_visits_and_its_recommendations(page: OpenPage) -> None:
    app = page("place", "timeline", place="P1")
    tiles, figures = tiles_of(app), figures_of(app)
    known = truth.oracle()
    place, day = known.places["P1"], truth.DATA_DATE
    row = known.place(place, day)
    assert tiles["Four-year term"] == Tile("20.01.2018", "", "overdue")
    assert tiles["Visits"] == Tile(str(row["visits"]), "", "the last on 8 August 2018")
    open_ones = f"open: {row['open_recommendations']}"
    assert tiles["Recommendations"] == Tile(str(row["recommendations"]), "", open_ones)
    (rate,) = (tile for label, tile in tiles.items() if "12 months" in label)
    assert rate.value == k_of_n(row, "implemented", "considered") == "2 of 3"
    assert figures["place.timeline"].heading == (
        f"{row['visits']} visits; recommendations: {row['recommendations']}, of these {open_ones}"
    )
    said = {each["chain_id"]: each for each in known.recommendations_of_place(place, day)}
    shown = {
        plain(each["Recommendation"]).rpartition("=")[2].rstrip(")"): each
        for each in figures["place.recommendations"].rows
    }
    assert set(shown) == set(said) == {"R01", "R14", "R33"}
    for chain_id, wanted in said.items():
        cells = shown[chain_id]
        assert cells["First said"] == f"{wanted['issued_on']:%d.%m.%Y}"
        assert tables.CODES[cells["Addressee"]] == wanted["ministry"]
        assert tables.CODES[cells["Theme"]] == wanted["theme"]
        assert tables.STATUS[cells["Status"]] == wanted["status"]
        assert cells["Times"] == wanted["times"]
    said_again = [each for each in said.values() if each["times"] > 1]
    (again,) = (each for key, each in figures.items() if key.startswith("Recommendations said"))
    days = [(each["First said"], each["Last said"]) for each in again.rows]
    assert days == [
        tuple(f"{each[day]:%d.%m.%Y}" for day in ("issued_on", "last_said_on"))
        for each in said_again
    ]
    since = {name: each["Since"] for name, each in shown.items()}
    assert since == {"R01": "31.12.2017", "R14": "01.08.2019", "R33": "01.08.2017"}
    visited = [
        {
            "Day": f"{each['started_on']:%d.%m.%Y}",
            "Type of visit": each["visit_type"],
            "New recommendations": each["recommendations"],
            "Repeated": each["repeats"],
            "Places on this visit": each["places"],
        }
        for each in known.visits_of_place(place, day)
    ]
    (listed,) = (each for key, each in figures.items() if key.startswith("Visits: "))
    for each in listed.rows:
        each.pop("Report signed")
    assert listed.rows == visited
    hold_timeline(figures["place.timeline"].rows, place)


def hold_timeline(rows: list[Row], place: Row) -> None:
    """Visits, what was said, and each status on the days on which its number changed."""
    known, day = truth.oracle(), truth.DATA_DATE
    wanted: list[tuple[str, str, int | None]] = [
        (long_day(each["started_on"]), f"visit: {each['visit_type']}", None)
        for each in known.visits_of_place(place, day)
    ]
    for each in known.statements_of_place(place, day):
        said = long_day(each["issued_on"])
        wanted += [
            (said, what, each[count])
            for what, count in (
                ("recommendations made", "recommendations"),
                ("earlier recommendations repeated", "repeats"),
            )
            if each[count]
        ]
    by_day: dict[date, dict[str, int]] = {}
    for each in known.statuses_of_place(place, day):
        by_day.setdefault(each["read_on"], {})[each["status"]] = each["recommendations"]
    before: dict[str, int] = {}
    for read_on, counts in by_day.items():
        wanted += [
            (long_day(read_on), f"status: {name}", counts.get(status, 0))
            for name, status in tables.STATUS.items()
            if counts.get(status, 0) != before.get(status, 0)
        ]
        before = counts
    wanted.append((long_day(known.due_on(place, day)), "a periodic visit is due", None))
    shown = [(row["Day"], row["What"], row["Number"]) for row in rows]
    assert sorted(shown, key=str) == sorted(wanted, key=str)
