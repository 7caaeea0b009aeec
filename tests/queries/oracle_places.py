"""Single places and the planning list once more, in slow and plain Python; see `oracle.py`."""

import re
from collections import Counter
from datetime import date, timedelta

from tests.queries.oracle import Oracle, Row, add_months

CLOSED_STATUSES = ("implemented", "no_longer_applicable")
NORTH_TO_SOUTH = ("KZ-10", "KZ-63", "KZ-71")
"""Replaced by the order of the tile grid where the test says so."""


class PlaceOracle(Oracle):
    """Answers about single places of one register."""

    region_order: tuple[str, ...] = NORTH_TO_SOUTH
    type_order: tuple[str, ...] = ()

    def mandate_state(self, place: Row, day: date) -> str:
        if self.is_in_mandate(place, day):
            return "in_mandate"
        kind = self.types[place["institution_type"]]
        ends = [end for end in (place["closed_on"], kind["to"]) if end is not None]
        return "left" if ends and min(ends) <= day else "not_yet"

    def due_on(self, place: Row, day: date) -> date:
        start = self.last(place, day, "periodic") or max(
            place["opened_on"], self.types[place["institution_type"]]["from"]
        )
        return add_months(start, 48)

    def visits_of(self, place: Row, day: date) -> list[Row]:
        return [
            row
            for row in self.visit_rows
            if row["institution_id"] == place["institution_id"] and row["started_on"] <= day
        ]

    def last(self, place: Row, day: date, kind: str | None = None) -> date | None:
        started = [
            row["started_on"]
            for row in self.visits_of(place, day)
            if kind is None or row["visit_type"] == kind
        ]
        return max(started, default=None)

    def chains_of(self, place: Row, day: date) -> list[Row]:
        return [
            chain
            for chain in self.chains
            if chain["institution_id"] == place["institution_id"] and chain["issued_on"] <= day
        ]

    def times(self, chain: Row, day: date) -> list[date]:
        return [
            row["issued_on"]
            for identifier, row in self.recommendations_by_id.items()
            if self._first_of(identifier) == chain["recommendation_id"] and row["issued_on"] <= day
        ]

    def is_open(self, chain: Row, day: date) -> bool:
        return self.status(chain, day)[0] not in CLOSED_STATUSES

    def band(self, chain: Row, day: date) -> str:
        status, is_verified = self.status(chain, day)
        if status != "implemented":
            return status
        return "verified" if is_verified else "claimed"

    # -- the register of places -----------------------------------------------------------------

    def place_list(self, filters: Row, day: date, asked: Row) -> list[Row]:
        rows = []
        for place in self.places.values():
            state = self.mandate_state(place, day)
            clock = self.clock_class(place, day)[0] if state == "in_mandate" else None
            named = f"{place['name']} {place['institution_id']}".lower()
            said = re.findall(r"\w+", f"{named} {place['institution_type']}")
            asked_for = asked["search"].lower().replace("no. ", "").split()
            if (
                self.passes_place(place, filters)
                and self.passes_host(place, filters)
                and (state == "in_mandate" or asked["with_outside"])
                and (not asked["states"] or self._is_in(asked["states"], place, clock, day))
                and all(word in said for word in asked_for)
            ):
                in_period = [
                    row
                    for row in self.visits_of(place, day)
                    if filters["from_on"] <= row["started_on"] <= filters["to_on"]
                ]
                rows.append(
                    {
                        "institution_id": place["institution_id"],
                        "mandate_state": state,
                        "clock_state": clock,
                        "due_on": self.due_on(place, day) if clock else None,
                        "last_visit_on": self.last(place, day),
                        "last_periodic_on": self.last(place, day, "periodic"),
                        "last_interim_on": self.last(place, day, "interim"),
                        "last_special_on": self.last(place, day, "special"),
                        "visits": len(in_period),
                        "open_recommendations": sum(
                            self.is_open(chain, self.data_date)
                            for chain in self.chains_of(place, self.data_date)
                        ),
                    }
                )
        return sorted(rows, key=lambda row: self._position(row, asked))

    def _is_in(self, states: tuple[str, ...], place: Row, clock: str | None, day: date) -> bool:
        is_past = clock is not None and self.due_on(place, day) < day
        return (
            clock in states
            or (is_past and "past_due" in states)
            or (is_past and clock == "never_visited" and "never_visited_past_due" in states)
        )

    def _position(self, row: Row, asked: Row) -> tuple[object, ...]:
        place = self.places[row["institution_id"]]
        chapter = self.type_order.index(place["institution_type"])
        region = self.region_order.index(place["region"])
        name = (place["name"], place["institution_id"])
        due = row["due_on"] or date.max
        by = {
            "chapter": (chapter, region, name),
            "region": (region, chapter, name),
            "name": name,
            "due": (due, chapter, region, name),
        }
        typed = asked["search"].lower().replace("no. ", "").split()
        in_name, in_id = (re.findall(r"\w+", each.lower()) for each in name)
        likeness = sum(2 if word in in_name else word in in_id for word in typed)
        return (-likeness, *by[asked["sort_by"]])

    # -- one place ------------------------------------------------------------------------------

    def place(self, place: Row, day: date) -> Row:
        state = self.mandate_state(place, day)
        clock = self.clock_class(place, day)[0] if state == "in_mandate" else None
        chains = self.chains_of(place, day)
        bands = Counter(self.band(chain, day) for chain in chains)
        return {
            "mandate_state": state,
            "clock_state": clock,
            "due_on": self.due_on(place, day) if clock else None,
            "is_past_due": self.due_on(place, day) < day if clock else None,
            "visits": len({row["visit_id"] for row in self.visits_of(place, day)}),
            "last_visit_on": self.last(place, day),
            "last_periodic_on": self.last(place, day, "periodic"),
            "recommendations": len(chains),
            "repeated": sum(len(self.times(chain, day)) > 1 for chain in chains),
            "open_recommendations": sum(self.is_open(chain, day) for chain in chains),
            "done": bands["verified"] + bands["claimed"],
            "verified": bands["verified"],
            "no_longer_applicable": bands["no_longer_applicable"],
        }

    def visits_of_place(self, place: Row, day: date) -> list[Row]:
        rows = []
        for visit in self.visits_of(place, day):
            said = [
                row
                for row in self.recommendations_by_id.values()
                if row["visit_id"] == visit["visit_id"]
                and row["institution_id"] == place["institution_id"]
                and row["issued_on"] <= day
            ]
            others = {
                row["institution_id"]
                for row in self.visit_rows
                if row["visit_id"] == visit["visit_id"]
            }
            rows.append(
                {name: visit[name] for name in ("visit_id", "started_on", "visit_type")}
                | {
                    "was_in_mandate": self.is_in_mandate(place, visit["started_on"]),
                    "places": len(others),
                    "recommendations": sum(row["repeats"] is None for row in said),
                    "repeats": sum(row["repeats"] is not None for row in said),
                }
            )
        return sorted(rows, key=lambda row: (-row["started_on"].toordinal(), row["visit_id"]))

    def statements_of_place(self, place: Row, day: date) -> list[Row]:
        said = [
            row
            for row in self.recommendations_by_id.values()
            if row["institution_id"] == place["institution_id"] and row["issued_on"] <= day
        ]
        return [
            {
                "issued_on": on,
                "recommendations": sum(
                    row["issued_on"] == on and row["repeats"] is None for row in said
                ),
                "repeats": sum(
                    row["issued_on"] == on and row["repeats"] is not None for row in said
                ),
            }
            for on in sorted({row["issued_on"] for row in said})
        ]

    def statuses_of_place(self, place: Row, day: date) -> list[Row]:
        chains = self.chains_of(place, day)
        if not chains:
            return []
        rows = []
        month_on = min(chain["issued_on"] for chain in chains).replace(day=1)
        while month_on <= day:
            following = add_months(month_on, 1)
            read_on = min(following - timedelta(days=1), day)
            counts = Counter(
                self.band(chain, read_on) for chain in chains if chain["issued_on"] <= read_on
            )
            rows += [
                {
                    "month_on": month_on,
                    "read_on": read_on,
                    "status": status,
                    "recommendations": counts[status],
                }
                for status in sorted(counts)
            ]
            month_on = following
        return rows

    def recommendations_of_place(self, place: Row, day: date) -> list[Row]:
        """Without an order: a set of rows."""
        return [
            {
                "chain_id": chain["recommendation_id"],
                "issued_on": chain["issued_on"],
                "last_said_on": max(self.times(chain, day)),
                "times": len(self.times(chain, day)),
                "ministry": chain["addressee"],
                "theme": chain["theme"],
                "text": chain["text"],
                "status": self.band(chain, day),
            }
            for chain in self.chains_of(place, day)
        ]

    # -- the planning list ----------------------------------------------------------------------

    def planning(self, filters: Row, day: date) -> list[Row]:
        rows = []
        for place in self.places_on(filters, day):
            due_on, last = self.due_on(place, day), self.last(place, day, "periodic")
            if due_on <= add_months(day, 12):
                rows.append(
                    {
                        "institution_id": place["institution_id"],
                        "is_past_due": due_on < day,
                        "last_periodic_on": last,
                        "due_on": due_on,
                    }
                )

        def position(row: Row) -> tuple[object, ...]:
            place = self.places[row["institution_id"]]
            return (
                not row["is_past_due"],
                self.region_order.index(place["region"]),
                row["due_on"],
                place["name"],
            )

        return sorted(rows, key=position)

    def planning_needs(self, filters: Row, day: date, by: str) -> dict[str, Row]:
        needs: dict[str, Row] = {}
        for place in self.places_on(filters, day):
            row = needs.setdefault("" if by == "total" else self.place_key(by, place), Counter())
            due_on = self.due_on(place, day)
            is_past = due_on < day
            is_coming = not is_past and due_on <= add_months(day, 12)
            is_never = self.last(place, day, "periodic") is None
            row.update(
                places=1,
                needed=int(is_past or is_coming),
                coming=int(is_coming),
                never_visited_coming=int(is_coming and is_never),
                past_due=int(is_past),
                never_visited_past_due=int(is_past and is_never),
                never_visited_later=int(is_never and not is_past and not is_coming),
                never_visited=int(is_never),
            )
        for row in needs.values():
            row["share_never_visited"] = row["never_visited"] / row["places"]
        return needs
