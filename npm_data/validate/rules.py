"""Where each rule of the register points: its column, what it needs, and what its message tells.

The rules themselves stand in `register.schema`; nothing here repeats them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import polars as pl

from npm_data.register.schema import first_of_each

Frames = Mapping[str, pl.DataFrame]
Facts = Callable[[Frames], pl.DataFrame]
"""Gives `record` and, in the other columns, what a message tells about that row.

`first_row` is a record too: where it stands in the file is known only to who checks.
"""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the register by its name there; `needs` are columns without which it is silent."""

    name: str
    sheet: str
    column: str
    facts: Facts | None = None
    needs: tuple[tuple[str, str], ...] = ()


def _first_row(frames: Frames, sheet: str, key: str) -> pl.DataFrame:
    first = pl.col("record").first().over(key)
    return frames[sheet].select("record", first.alias("first_row"))


def _first_value(frames: Frames, column: str, fact: str) -> pl.DataFrame:
    first = pl.col(column).first().over("visit_id").alias(fact)
    rows = _first_row(frames, "visits", "visit_id")
    return frames["visits"].select("record", first).join(rows, on="record")


def _same_row(frames: Frames, sheet: str, column: str, fact: str) -> pl.DataFrame:
    return frames[sheet].select("record", pl.col(column).alias(fact))


def _first_day_of_its_visit(frames: Frames) -> pl.DataFrame:
    days = frames["visits"].group_by("visit_id").agg(pl.col("started_on").min().alias("day"))
    return frames["recommendations"].join(days, on="visit_id").select("record", "day")


def _places_of_its_visit(frames: Frames) -> pl.DataFrame:
    places = frames["visits"].group_by("visit_id", maintain_order=True)
    lists = places.agg(pl.col("institution_id").unique(maintain_order=True).alias("places"))
    return frames["recommendations"].join(lists, on="visit_id").select("record", "places")


def _day_of_issue(frames: Frames, sheet: str, key: str) -> pl.DataFrame:
    issued = first_of_each(frames["recommendations"], "recommendation_id").select(
        pl.col("recommendation_id").alias(key),
        pl.col("issued_on").alias("day"),
        pl.col("record").alias("first_row"),
    )
    return frames[sheet].join(issued, on=key).select("record", "day", "first_row")


_PLACES = (("institutions", "institution_id"),)
_VISITS = (("visits", "visit_id"),)
_RECOMMENDATIONS = (("recommendations", "recommendation_id"),)

RULES = (
    Rule(
        "an_institution_id_stands_once",
        "institutions",
        "institution_id",
        partial(_first_row, sheet="institutions", key="institution_id"),
    ),
    Rule(
        "a_place_does_not_close_before_it_opens",
        "institutions",
        "closed_on",
        partial(_same_row, sheet="institutions", column="opened_on", fact="day"),
    ),
    Rule(
        "the_rows_of_a_visit_share_its_first_day",
        "visits",
        "started_on",
        partial(_first_value, column="started_on", fact="day"),
    ),
    Rule(
        "the_rows_of_a_visit_share_its_last_day",
        "visits",
        "ended_on",
        partial(_first_value, column="ended_on", fact="day"),
    ),
    Rule(
        "the_rows_of_a_visit_share_its_type",
        "visits",
        "visit_type",
        partial(_first_value, column="visit_type", fact="visit_type"),
    ),
    Rule(
        "the_rows_of_a_visit_share_the_day_of_its_report",
        "visits",
        "reported_on",
        partial(_first_value, column="reported_on", fact="day"),
    ),
    Rule(
        "a_visit_does_not_end_before_it_starts",
        "visits",
        "ended_on",
        partial(_same_row, sheet="visits", column="started_on", fact="day"),
    ),
    Rule(
        "a_report_is_not_signed_before_its_visit_starts",
        "visits",
        "reported_on",
        partial(_same_row, sheet="visits", column="started_on", fact="day"),
    ),
    Rule("a_visits_place_is_in_the_register", "visits", "institution_id", needs=_PLACES),
    Rule(
        "a_recommendation_id_stands_once",
        "recommendations",
        "recommendation_id",
        partial(_first_row, sheet="recommendations", key="recommendation_id"),
    ),
    Rule(
        "a_recommendation_from_a_visit_names_a_place",
        "recommendations",
        "institution_id",
        _places_of_its_visit,
    ),
    Rule(
        "a_recommendations_visit_is_in_the_register",
        "recommendations",
        "visit_id",
        needs=_VISITS,
    ),
    Rule(
        "a_recommendations_place_is_in_the_register",
        "recommendations",
        "institution_id",
        needs=_PLACES,
    ),
    Rule(
        "a_recommendations_place_is_one_of_its_visits_places",
        "recommendations",
        "institution_id",
        _places_of_its_visit,
    ),
    Rule(
        "a_recommendation_is_not_issued_before_its_visit_starts",
        "recommendations",
        "issued_on",
        _first_day_of_its_visit,
    ),
    Rule(
        "a_repeated_recommendation_is_in_the_register",
        "recommendations",
        "repeats",
        needs=_RECOMMENDATIONS,
    ),
    Rule(
        "a_repeated_recommendation_was_issued_before_or_stands_higher",
        "recommendations",
        "repeats",
        partial(_day_of_issue, sheet="recommendations", key="repeats"),
    ),
    Rule("a_chain_of_repeats_has_no_cycle", "recommendations", "repeats"),
    Rule(
        "follow_up_belongs_to_a_recommendation",
        "follow_up",
        "recommendation_id",
        needs=_RECOMMENDATIONS,
    ),
    Rule(
        "follow_up_is_not_before_the_recommendation_was_issued",
        "follow_up",
        "on",
        partial(_day_of_issue, sheet="follow_up", key="recommendation_id"),
    ),
    Rule(
        "a_status_belongs_to_its_axis",
        "follow_up",
        "status",
        partial(_same_row, sheet="follow_up", column="axis", fact="axis"),
    ),
    Rule("a_reply_is_the_authoritys", "follow_up", "judge"),
)
"""Every rule that spans cells but `a_row_stands_once`: the rows that break it are left out."""

FOLLOWERS = {
    "a_visit_does_not_end_before_it_starts": ("the_rows_of_a_visit_share_its_first_day",),
    "a_report_is_not_signed_before_its_visit_starts": (
        "the_rows_of_a_visit_share_its_first_day",
        "a_visit_does_not_end_before_it_starts",
    ),
    "a_reply_is_the_authoritys": ("a_status_belongs_to_its_axis",),
}
"""Rules that a row is not told to break while it breaks one of others: those are mended first."""

OF_A_VISITS_FIRST_DAY = (
    "a_visit_does_not_end_before_it_starts",
    "a_report_is_not_signed_before_its_visit_starts",
    "the_rows_of_a_visit_share_its_first_day",
)
"""Rules of a visit whose break leaves in doubt when it started."""

OF_A_VISITS_ROWS = (
    "a_recommendations_place_is_one_of_its_visits_places",
    "a_recommendation_is_not_issued_before_its_visit_starts",
)
"""Rules of a recommendation that ask what rows its visit has."""
