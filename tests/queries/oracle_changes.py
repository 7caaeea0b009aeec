"""What changed between two days, once more in slow and plain Python, from the definitions alone.

Each thing is read on both days by `Oracle` and compared; nothing is shared with the queries.
"""

from collections import Counter
from datetime import date
from typing import Any

from tests.queries.oracle import Oracle, Row, add_months

OF_RECOMMENDATIONS = (
    "issued",
    "repeated",
    "replied",
    "claimed",
    "verified",
    "downgraded",
    "no_longer_applicable",
    "reply_overdue",
    "reply_arrived",
)
OF_PLACES = ("visit_overdue", "visited", "opened", "type_entered", "closed", "type_left")
DONE = ("verified", "claimed")


class ChangeOracle:
    """Changes after the day `before` and up to the day `after`."""

    def __init__(self, oracle: Oracle, before: date, after: date) -> None:
        self.oracle, self.before, self.after = oracle, before, after

    def is_between(self, day: date | None) -> bool:
        return day is not None and self.before < day <= self.after

    # -- recommendations ------------------------------------------------------------------------

    def status(self, chain: Row, day: date) -> str:
        if chain["issued_on"] > day:
            return "not_issued"
        status, is_verified = self.oracle.status(chain, day)
        if status == "implemented":
            return "verified" if is_verified else "claimed"
        return status

    def first_reply(self, chain: Row) -> date | None:
        return min((e["on"] for e in chain["events"] if e["axis"] == "reply"), default=None)

    def is_reply_overdue(self, chain: Row, day: date) -> bool:
        reply = self.first_reply(chain)
        return add_months(chain["issued_on"], 3) <= day and (reply is None or reply > day)

    def times_said_again(self, chain: Row) -> int:
        return sum(
            self.is_between(row["issued_on"])
            for name, row in self.oracle.recommendations_by_id.items()
            if row["repeats"] and self.oracle._first_of(name) == chain["recommendation_id"]
        )

    def counts_of_chain(self, chain: Row) -> dict[str, int]:
        then, now = self.status(chain, self.before), self.status(chain, self.after)
        was_late = self.is_reply_overdue(chain, self.before)
        is_late = self.is_reply_overdue(chain, self.after)
        has_replied = self.is_between(self.first_reply(chain))
        return {
            "issued": int(self.is_between(chain["issued_on"])),
            "repeated": self.times_said_again(chain),
            "replied": int(has_replied),
            "claimed": int(now == "claimed" and then not in DONE),
            "verified": int(now == "verified" and then != "verified"),
            "downgraded": int(then in DONE and now not in (*DONE, "no_longer_applicable")),
            "no_longer_applicable": int(
                now == "no_longer_applicable" and then != "no_longer_applicable"
            ),
            "reply_overdue": int(is_late and not was_late),
            "reply_arrived": int(was_late and not is_late),
        }

    def chains(self, filters: Row) -> list[Row]:
        everything = filters | {"from_on": date.min, "to_on": date.max}
        return self.oracle.chosen_chains(everything, self.after)

    def changes(self, filters: Row, by: str) -> dict[str | None, dict[str, int]]:
        counted = [(chain, self.counts_of_chain(chain)) for chain in self.chains(filters)]
        return _summed(
            ((self.key_of_chain(by, chain), counts) for chain, counts in counted),
            OF_RECOMMENDATIONS,
            with_total=by == "total",
        )

    def key_of_chain(self, by: str, chain: Row) -> str | None:
        if by == "total":
            return ""
        if by == "record":
            return str(chain["recommendation_id"])
        return self.oracle.chain_key(by, chain)

    def transitions(self, filters: Row) -> dict[tuple[str, str], int]:
        pairs = Counter(
            (self.status(chain, self.before), self.status(chain, self.after))
            for chain in self.chains(filters)
        )
        return dict(pairs)

    # -- places ---------------------------------------------------------------------------------

    def is_visit_overdue(self, place: Row, day: date) -> bool:
        return self.oracle.clock_class(place, day)[1]

    def was_visited(self, place: Row) -> bool:
        return any(
            row["institution_id"] == place["institution_id"]
            and row["visit_type"] == "periodic"
            and self.is_between(row["started_on"])
            for row in self.oracle.visit_rows
        )

    def counts_of_place(self, place: Row) -> dict[str, int]:
        kind = self.oracle.types[place["institution_type"]]
        entered = max(place["opened_on"], kind["from"])
        left = min((day for day in (place["closed_on"], kind["to"]) if day), default=None)
        is_ever = left is None or left > entered
        has_entered = is_ever and self.is_between(entered)
        has_left = is_ever and self.is_between(left)
        is_there = all(self.oracle.is_in_mandate(place, day) for day in (self.before, self.after))
        was_late = is_there and self.is_visit_overdue(place, self.before)
        is_late = is_there and self.is_visit_overdue(place, self.after)
        return {
            "visit_overdue": int(is_late and not was_late),
            "visited": int(was_late and self.was_visited(place)),
            "opened": int(has_entered and entered == place["opened_on"]),
            "type_entered": int(has_entered and entered != place["opened_on"]),
            "closed": int(has_left and left == place["closed_on"]),
            "type_left": int(has_left and left != place["closed_on"]),
        }

    def place_changes(self, filters: Row, by: str) -> dict[str | None, dict[str, int]]:
        chosen = [
            place
            for place in self.oracle.places.values()
            if self.oracle.passes_place(place, filters) and self.oracle.passes_host(place, filters)
        ]
        return _summed(
            ((self.key_of_place(by, place), self.counts_of_place(place)) for place in chosen),
            OF_PLACES,
            with_total=by == "total",
        )

    def key_of_place(self, by: str, place: Row) -> str:
        if by == "total":
            return ""
        if by == "record":
            return str(place["institution_id"])
        return self.oracle.place_key(by, place)


def _summed(pairs: Any, kinds: tuple[str, ...], *, with_total: bool) -> dict[Any, dict[str, int]]:
    """Counts by key; a key that nothing changed under is left out, the total never."""
    sums: dict[Any, dict[str, int]] = {"": dict.fromkeys(kinds, 0)} if with_total else {}
    for key, counts in pairs:
        if any(counts.values()):
            row = sums.setdefault(key, dict.fromkeys(kinds, 0))
            for kind in kinds:
                row[kind] += counts[kind]
    return sums
