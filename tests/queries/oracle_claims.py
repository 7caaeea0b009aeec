"""Claims, repeats and the next cohort once more, in slow and plain Python."""

from datetime import date

from tests.queries.oracle import Oracle, Row, grouped

OUTCOMES = ("confirmed", "downgraded", "not_yet_looked_at", "no_longer_applicable")
TIMES = {1: "once", 2: "twice", 3: "three_times"}


class ClaimsOracle(Oracle):
    """What was claimed against what was found, and how often a thing was said."""

    def outcome(self, chain: Row, day: date) -> str | None:
        """What the NPM said first after the authority's first claim; None without a claim."""
        spoken = sorted(
            (
                event
                for event in chain["events"]
                if event["axis"] == "implementation" and event["on"] <= day
            ),
            key=lambda event: (event["on"], event["number"]),
        )
        for number, event in enumerate(spoken):
            if (event["judge"], event["status"]) == ("authority", "implemented"):
                found = [each["status"] for each in spoken[number + 1 :] if each["judge"] == "npm"]
                if not found:
                    return "not_yet_looked_at"
                if found[0] == "implemented":
                    return "confirmed"
                return found[0] if found[0] == "no_longer_applicable" else "downgraded"
        return None

    def claims(self, filters: Row, day: date, by: str) -> list[Row]:
        claimed = [
            chain
            for chain in self.chosen_chains(filters, day)
            if self.outcome(chain, day) is not None
        ]

        def count(chains: list[Row]) -> Row:
            outcomes = [self.outcome(chain, day) for chain in chains]
            return {"claims": len(chains)} | {name: outcomes.count(name) for name in OUTCOMES}

        return grouped(claimed, by, lambda chain: self.chain_key(by, chain), count)

    def said_on(self, chain: Row, day: date) -> list[date]:
        """The days up to a day on which the recommendation was said, in their order."""
        return sorted(
            row["issued_on"]
            for identifier, row in self.recommendations_by_id.items()
            if self._first_of(identifier) == chain["recommendation_id"] and row["issued_on"] <= day
        )

    def repeats(self, filters: Row, day: date, by: str) -> list[Row]:
        def count(chains: list[Row]) -> Row:
            times = [len(self.said_on(chain, day)) for chain in chains]
            counts = {name: times.count(number) for number, name in TIMES.items()}
            return {
                "recommendations": len(chains),
                "statements": sum(times),
                **counts,
                "four_times_and_more": sum(number >= 4 for number in times),
            }

        chosen = self.chosen_chains(filters, day)
        return grouped(chosen, by, lambda chain: self.chain_key(by, chain), count)

    def longest_chains(self, filters: Row, day: date, most: int) -> list[Row]:
        rows = []
        for chain in self.chosen_chains(filters, day):
            said = self.said_on(chain, day)
            status, is_verified = self.status(chain, day)
            if len(said) > 1:
                rows.append(
                    {
                        "chain_id": chain["recommendation_id"],
                        "theme": chain["theme"],
                        "ministry": chain["addressee"],
                        "addressee_level": chain["addressee_level"],
                        "issued_on": chain["issued_on"],
                        "last_said_on": said[-1],
                        "times": len(said),
                        "status": status,
                        "is_verified": is_verified,
                    }
                )
        rows.sort(key=lambda row: (-row["times"], row["issued_on"], row["chain_id"]))
        return rows[:most]
