"""The register as a whole: the four tables and the rules that span them."""

import dataframely as dy
import polars as pl

from npm_data.register.schema import FollowUp, Institution, Recommendation, Visit


class Register(dy.Collection):
    """A register that keeps every rule; the frames stand in the order of their source.

    `record` is a row's address in its source: the sheet's number (1 to 4) times 2^32 plus the row
    of the spreadsheet. It is the key that the four members share; "higher up" is a smaller one.
    `Register.validate({sheet: frame})` makes one, or raises with all that is wrong.

    Each filter gives the records to keep. A reference to an ID that stands twice means the first.
    """

    institutions: dy.DataFrame[Institution]
    visits: dy.DataFrame[Visit]
    recommendations: dy.DataFrame[Recommendation]
    follow_up: dy.DataFrame[FollowUp]

    @dy.filter()
    def a_visits_place_is_in_the_register(self) -> pl.LazyFrame:
        return _all_but(self, _without_partner(self.visits, "institution_id", self.institutions))

    @dy.filter()
    def a_recommendations_visit_is_in_the_register(self) -> pl.LazyFrame:
        return _all_but(self, _without_partner(self.recommendations, "visit_id", self.visits))

    @dy.filter()
    def a_recommendations_place_is_in_the_register(self) -> pl.LazyFrame:
        rows = _without_partner(self.recommendations, "institution_id", self.institutions)
        return _all_but(self, rows)

    @dy.filter()
    def a_recommendations_place_is_one_of_its_visits_places(self) -> pl.LazyFrame:
        """Silent where the place, or a place of the visit, is unknown: that is mended first."""
        places = self.institutions.lazy().select("institution_id")
        is_known = self.visits.lazy().join(places, on="institution_id", how="semi")
        doubtful = self.visits.lazy().join(is_known, on="record", how="anti")
        elsewhere = (
            self.recommendations.lazy()
            .join(self.visits.lazy(), on="visit_id", how="semi")
            .join(doubtful, on="visit_id", how="anti")
            .join(places, on="institution_id", how="semi")
            .join(self.visits.lazy(), on=["visit_id", "institution_id"], how="anti")
        )
        return _all_but(self, elsewhere)

    @dy.filter()
    def a_recommendation_is_not_issued_before_its_visit_starts(self) -> pl.LazyFrame:
        starts = self.visits.lazy().group_by("visit_id").agg(pl.col("started_on").min())
        rows = self.recommendations.lazy().join(starts, on="visit_id")
        return _all_but(self, rows.filter(pl.col("issued_on") < pl.col("started_on")))

    @dy.filter()
    def a_repeated_recommendation_is_in_the_register(self) -> pl.LazyFrame:
        earlier = self.recommendations.select(pl.col("recommendation_id").alias("repeats"))
        return _all_but(self, _without_partner(self.recommendations, "repeats", earlier))

    @dy.filter()
    def a_repeated_recommendation_was_issued_before_or_stands_higher(self) -> pl.LazyFrame:
        return _all_but(self, _repeats(self).filter(~_WAS_BEFORE))

    @dy.filter()
    def a_chain_of_repeats_has_no_cycle(self) -> pl.LazyFrame:
        """The lowest row of a cycle breaks it; cycles that a wrong order explains are left out."""
        links = _repeats(self).filter(_WAS_BEFORE.fill_null(True))
        repeated = dict(links.select("record", "earlier_record").collect().iter_rows())
        closing = pl.LazyFrame({"record": _ends_of_cycles(repeated)}, schema={"record": pl.UInt64})
        return _all_but(self, closing)

    @dy.filter()
    def follow_up_belongs_to_a_recommendation(self) -> pl.LazyFrame:
        rows = _without_partner(self.follow_up, "recommendation_id", self.recommendations)
        return _all_but(self, rows)

    @dy.filter()
    def follow_up_is_not_before_the_recommendation_was_issued(self) -> pl.LazyFrame:
        issued = first_of_each(self.recommendations, "recommendation_id").select(
            "recommendation_id", "issued_on"
        )
        rows = self.follow_up.lazy().join(issued.lazy(), on="recommendation_id")
        return _all_but(self, rows.filter(pl.col("on") < pl.col("issued_on")))


_WAS_BEFORE = (pl.col("earlier_issued_on") < pl.col("issued_on")) | (
    (pl.col("earlier_issued_on") == pl.col("issued_on"))
    & (pl.col("earlier_record") < pl.col("record"))
)
"""Of a link to a repeated recommendation; unknown where a date is."""


def first_of_each(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """The first row of each value of `key`."""
    return frame.filter(pl.col(key).is_not_null() & pl.col(key).is_first_distinct())


def _all_but(register: Register, broken: pl.LazyFrame) -> pl.LazyFrame:
    members = [frame.select("record") for frame in register.to_dict().values()]
    return pl.concat(members).join(broken, on="record", how="anti")


def _without_partner(rows: pl.DataFrame, key: str, partners: pl.DataFrame) -> pl.LazyFrame:
    known = partners.lazy().select(key)
    return rows.lazy().filter(pl.col(key).is_not_null()).join(known, on=key, how="anti")


def _repeats(register: Register) -> pl.LazyFrame:
    """A row for each recommendation that repeats another: both records and both dates."""
    earlier = first_of_each(register.recommendations, "recommendation_id").select(
        pl.col("recommendation_id").alias("repeats"),
        pl.col("record").alias("earlier_record"),
        pl.col("issued_on").alias("earlier_issued_on"),
    )
    return register.recommendations.lazy().join(earlier.lazy(), on="repeats")


def _ends_of_cycles(repeated: dict[int, int]) -> list[int]:
    """The largest number of each cycle among links from a number to another."""
    ends: list[int] = []
    seen: set[int] = set()
    for start in repeated:
        path: list[int] = []
        at = start
        while at in repeated and at not in seen:
            seen.add(at)
            path.append(at)
            at = repeated[at]
        if at in path:
            ends.append(max(path[path.index(at) :]))
    return ends
