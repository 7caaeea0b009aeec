"""The measures once more, in slow and plain Python, written from their definitions alone.

It shares no code with the queries: lists of dicts, loops, `datetime.date`. Dimensions are named as
in the queries (`total`, `region`, ...); an answer is a list of rows in the order of the key, null
last.
"""

import calendar
import math
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

Row = dict[str, Any]
STATUSES = (
    "implemented",
    "partly_implemented",
    "in_progress",
    "not_started",
    "not_implemented",
    "no_longer_applicable",
    "no_information",
)


def add_months(day: date, months: int) -> date:
    """`day + N months` clamps to the month's last day."""
    month = day.year * 12 + day.month - 1 + months
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))


class Oracle:
    """Answers about one register, given as rows of its four tables in file order."""

    def __init__(
        self,
        institutions: list[Row],
        visits: list[Row],
        recommendations: list[Row],
        follow_up: list[Row],
        types: dict[str, Row],
        data_date: date,
    ) -> None:
        self.places = {row["institution_id"]: row for row in institutions}
        self.visit_rows = visits
        self.recommendations_by_id = {row["recommendation_id"]: row for row in recommendations}
        self.follow_up = follow_up
        self.types = types
        self.data_date = data_date
        self.chains = self._chains()

    # -- places ---------------------------------------------------------------------------------

    def ministry_of(self, place: Row) -> str:
        return self.types[place["institution_type"]]["portfolio"]

    def is_in_mandate(self, place: Row, day: date) -> bool:
        kind = self.types[place["institution_type"]]
        is_open = place["opened_on"] <= day and (
            place["closed_on"] is None or place["closed_on"] > day
        )
        return is_open and kind["from"] <= day and (kind["to"] is None or day < kind["to"])

    def is_ever_in_mandate(self, place: Row, from_on: date, to_on: date) -> bool:
        """Enough to look at the first day on which all conditions that begin have begun."""
        kind = self.types[place["institution_type"]]
        first = max(from_on, place["opened_on"], kind["from"])
        return first <= to_on and self.is_in_mandate(place, first)

    def passes_place(self, place: Row | None, filters: Row) -> bool:
        if place is None:
            return not filters["regions"] and not filters["institution_types"]
        return (not filters["regions"] or place["region"] in filters["regions"]) and (
            not filters["institution_types"]
            or place["institution_type"] in filters["institution_types"]
        )

    def passes_host(self, place: Row, filters: Row) -> bool:
        return not filters["ministries"] or self.ministry_of(place) in filters["ministries"]

    def place_key(self, by: str, place: Row) -> str:
        if by == "ministry":
            return self.ministry_of(place)
        return str(place[by])

    # -- visits and coverage --------------------------------------------------------------------

    def chosen_visit_rows(self, filters: Row) -> list[Row]:
        chosen = []
        for row in self.visit_rows:
            place = self.places[row["institution_id"]]
            if (
                filters["from_on"] <= row["started_on"] <= filters["to_on"]
                and self.passes_place(place, filters)
                and self.passes_host(place, filters)
                and (not filters["visit_types"] or row["visit_type"] in filters["visit_types"])
            ):
                chosen.append(row)
        return chosen

    def visits(self, filters: Row, by: str) -> list[Row]:
        def key(row: Row) -> str:
            if by == "year":
                return f"{row['started_on'].year:04}"
            if by == "month":
                return f"{row['started_on'].year:04}-{row['started_on'].month:02}"
            if by == "visit_type":
                return row["visit_type"]
            return self.place_key(by, self.places[row["institution_id"]])

        def count(rows: list[Row]) -> Row:
            return {
                "visits": len({row["visit_id"] for row in rows}),
                "places_visited": len({row["institution_id"] for row in rows}),
            }

        return grouped(self.chosen_visit_rows(filters), by, key, count)

    def coverage(self, filters: Row, by: str) -> list[Row]:
        if by == "year":
            return self._coverage_by_year(filters)
        places = [
            place
            for place in self.places.values()
            if self.passes_place(place, filters)
            and self.passes_host(place, filters)
            and self.is_ever_in_mandate(place, filters["from_on"], filters["to_on"])
        ]
        visited = {
            row["institution_id"]
            for row in self.chosen_visit_rows(filters)
            if self.is_in_mandate(self.places[row["institution_id"]], row["started_on"])
        }

        def count(rows: list[Row]) -> Row:
            reached = sum(row["institution_id"] in visited for row in rows)
            return {
                "places_in_mandate": len(rows),
                "places_visited": reached,
                "coverage": reached / len(rows) if rows else None,
            }

        return grouped(places, by, lambda place: self.place_key(by, place), count)

    def _coverage_by_year(self, filters: Row) -> list[Row]:
        rows = []
        for year in range(filters["from_on"].year, self.data_date.year + 1):
            first = max(filters["from_on"], date(year, 1, 1))
            last = min(filters["to_on"], date(year, 12, 31))
            if first <= last:
                slice_of_year = filters | {"from_on": first, "to_on": last}
                row = self.coverage(slice_of_year, "total")[0]
                if row["places_in_mandate"]:
                    rows.append({"year": f"{year:04}"} | row)
        return rows

    def clock_class(self, place: Row, day: date) -> tuple[str, bool]:
        """The class of a place, and whether its due day has passed."""
        periodic = [
            row["started_on"]
            for row in self.visit_rows
            if row["institution_id"] == place["institution_id"]
            and row["visit_type"] == "periodic"
            and row["started_on"] <= day
        ]
        if not periodic:
            start = max(place["opened_on"], self.types[place["institution_type"]]["from"])
            return "never_visited", add_months(start, 48) < day
        due = add_months(max(periodic), 48)
        if due < day:
            return "overdue", True
        return ("due_soon" if due <= add_months(day, 12) else "on_time"), False

    def places_on(self, filters: Row, day: date) -> list[Row]:
        return [
            place
            for place in self.places.values()
            if self.passes_place(place, filters)
            and self.passes_host(place, filters)
            and self.is_in_mandate(place, day)
        ]

    def clock(self, filters: Row, day: date, by: str) -> list[Row]:
        def count(rows: list[Row]) -> Row:
            classes = [self.clock_class(row, day) for row in rows]
            names = [name for name, _ in classes]
            return {
                "places": len(rows),
                "on_time": names.count("on_time"),
                "due_soon": names.count("due_soon"),
                "overdue": names.count("overdue"),
                "never_visited": names.count("never_visited"),
                "never_visited_past_due": classes.count(("never_visited", True)),
            }

        return grouped(
            self.places_on(filters, day), by, lambda place: self.place_key(by, place), count
        )

    def pace(self, filters: Row, day: date, by: str) -> list[Row]:
        recent = {
            row["institution_id"]
            for row in self.visit_rows
            if row["visit_type"] == "periodic" and add_months(day, -12) < row["started_on"] <= day
        }

        def count(rows: list[Row]) -> Row:
            reached = sum(row["institution_id"] in recent for row in rows)
            return {
                "places": len(rows),
                "needed_a_year": len(rows) / 4,
                "places_visited": reached,
                "pace": reached / (len(rows) / 4) if rows else None,
            }

        return grouped(
            self.places_on(filters, day), by, lambda place: self.place_key(by, place), count
        )

    # -- recommendations ------------------------------------------------------------------------

    def _first_of(self, recommendation_id: str) -> str:
        row = self.recommendations_by_id[recommendation_id]
        return self._first_of(row["repeats"]) if row["repeats"] else recommendation_id

    def _chains(self) -> list[Row]:
        types = {row["visit_id"]: row["visit_type"] for row in self.visit_rows}
        chains: dict[str, Row] = {}
        for identifier, row in self.recommendations_by_id.items():
            if not row["repeats"]:
                place = self.places.get(row["institution_id"])
                visit_type = types.get(row["visit_id"])
                chains[identifier] = row | {"place": place, "visit_type": visit_type, "events": []}
        for number, event in enumerate(self.follow_up):
            first = self._first_of(event["recommendation_id"])
            chains[first]["events"].append(event | {"number": number})
        return list(chains.values())

    def status(self, chain: Row, day: date) -> tuple[str, bool]:
        """The status as of a day and whether it was verified."""
        for judge in ("npm", "authority"):
            words = [
                event
                for event in chain["events"]
                if event["axis"] == "implementation"
                and event["judge"] == judge
                and event["on"] <= day
            ]
            if words:
                latest = max(words, key=lambda event: (event["on"], event["number"]))
                return latest["status"], judge == "npm"
        return "no_information", False

    def chosen_chains(self, filters: Row, day: date) -> list[Row]:
        return [
            chain
            for chain in self.chains
            if filters["from_on"] <= chain["issued_on"] <= min(filters["to_on"], day)
            and self.passes_place(chain["place"], filters)
            and (not filters["ministries"] or chain["addressee"] in filters["ministries"])
            and (not filters["visit_types"] or chain["visit_type"] in filters["visit_types"])
            and (not filters["themes"] or chain["theme"] in filters["themes"])
        ]

    def chain_key(self, by: str, chain: Row) -> str | None:
        if by == "year":
            return f"{chain['issued_on'].year:04}"
        if by == "month":
            return f"{chain['issued_on'].year:04}-{chain['issued_on'].month:02}"
        if by == "ministry":
            return chain["addressee"]
        if by in ("theme", "addressee_level", "visit_type"):
            return chain[by]
        return chain["place"][by] if chain["place"] else None

    def is_answered(self, chain: Row, day: date) -> bool:
        return any(
            event["on"] <= day and (event["axis"] == "reply" or event["judge"] == "authority")
            for event in chain["events"]
        )

    def recommendations(self, filters: Row, day: date, by: str) -> list[Row]:
        def count(chains: list[Row]) -> Row:
            read = [self.status(chain, day) for chain in chains]
            counts = {name: sum(status == name for status, _ in read) for name in STATUSES}
            return {
                "recommendations": len(chains),
                "verified": read.count(("implemented", True)),
                "answered": sum(self.is_answered(chain, day) for chain in chains),
            } | counts

        chosen = self.chosen_chains(filters, day)
        return grouped(chosen, by, lambda chain: self.chain_key(by, chain), count)

    def implementation(self, filters: Row, day: date, rate: str, months: int, by: str) -> list[Row]:
        considered = []
        for chain in self.chosen_chains(filters, day):
            read_on = add_months(chain["issued_on"], months) if rate == "cohort" else day
            if read_on > day or (rate == "answered" and not self.is_answered(chain, day)):
                continue
            status, is_verified = self.status(chain, read_on)
            if status != "no_longer_applicable":
                considered.append(chain | {"read": (status, is_verified)})

        def count(chains: list[Row]) -> Row:
            implemented = sum(chain["read"][0] == "implemented" for chain in chains)
            verified = sum(chain["read"] == ("implemented", True) for chain in chains)
            low, high = wilson(implemented, len(chains))
            return {
                "implemented": implemented,
                "considered": len(chains),
                "verified": verified,
                "rate": implemented / len(chains) if chains else None,
                "low": low,
                "high": high,
            }

        return grouped(considered, by, lambda chain: self.chain_key(by, chain), count)

    def observed(self, chain: Row, day: date) -> tuple[int, str | None]:
        """Days until the chain leaves, and as what; None when it is censored."""
        for event_day in sorted({event["on"] for event in chain["events"]}):
            status = self.status(chain, event_day)[0]
            if event_day <= day and status in ("implemented", "no_longer_applicable"):
                return (event_day - chain["issued_on"]).days, status
        return (day - chain["issued_on"]).days, None

    def time_to_implementation(
        self, filters: Row, day: date, by: str, months: Iterable[int]
    ) -> list[Row]:
        chosen = self.chosen_chains(filters, day)

        def curve(chains: list[Row]) -> list[Row]:
            times = [self.observed(chain, day) for chain in chains]
            return [
                {
                    "month": month,
                    "at_risk": sum(days >= math.floor(30.4375 * month) for days, _ in times),
                    "cumulative_incidence": aalen_johansen(times, math.floor(30.4375 * month)),
                }
                for month in months
            ]

        if by == "total":
            return curve(chosen)
        keys = {self.chain_key(by, chain) for chain in chosen}
        return [
            {by: key} | row
            for key in sorted(keys, key=_null_last)
            for row in curve([chain for chain in chosen if self.chain_key(by, chain) == key])
        ]

    def replies(self, filters: Row, day: date, by: str) -> list[Row]:
        due = [
            chain
            for chain in self.chosen_chains(filters, day)
            if add_months(chain["issued_on"], 3) <= day
        ]

        def outcome(chain: Row) -> str:
            replied = [
                event["on"]
                for event in chain["events"]
                if event["axis"] == "reply" and event["on"] <= day
            ]
            if not replied:
                return "overdue"
            return "in_time" if min(replied) <= add_months(chain["issued_on"], 3) else "late"

        def count(chains: list[Row]) -> Row:
            outcomes = [outcome(chain) for chain in chains]
            names = ("in_time", "late", "overdue")
            return {"due": len(chains)} | {name: outcomes.count(name) for name in names}

        return grouped(due, by, lambda chain: self.chain_key(by, chain), count)


def wilson(successes: int, trials: int) -> tuple[float | None, float | None]:
    """Wilson's score interval, 95 %, solved as the quadratic inequality it comes from."""
    if trials == 0:
        return None, None
    z = 1.959963984540054
    share = successes / trials
    a = 1 + z * z / trials
    b = -(2 * share + z * z / trials)
    c = share * share
    root = math.sqrt(max(b * b - 4 * a * c, 0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def aalen_johansen(times: list[tuple[int, str | None]], horizon: int) -> float | None:
    """Cumulative incidence of `implemented` at a horizon in days."""
    if not times:
        return None
    incidence, still_open = 0.0, 1.0
    for day in sorted({days for days, _ in times if days <= horizon}):
        at_risk = sum(days >= day for days, _ in times)
        leaving = [status for days, status in times if days == day and status]
        incidence += still_open * leaving.count("implemented") / at_risk
        still_open *= 1 - len(leaving) / at_risk
    return incidence


def grouped(
    rows: list[Row],
    by: str,
    key: Callable[[Row], str | None],
    count: Callable[[list[Row]], Row],
) -> list[Row]:
    if by == "total":
        return [count(rows)]
    keys = sorted({key(row) for row in rows}, key=_null_last)
    return [{by: each} | count([row for row in rows if key(row) == each]) for each in keys]


def _null_last(key: str | None) -> tuple[bool, str]:
    return key is None, key or ""
