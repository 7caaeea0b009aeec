"""What a register may hold and yet deserves a second look, and days beyond those it describes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from npm_data.load import Severity
from npm_data.reference import reference
from npm_data.register.schema import first_of_each
from npm_data.register.vocabulary import units_with_district
from npm_data.validate.rules import Frames

RECORDED_DAYS = (
    ("visits", "started_on"),
    ("visits", "ended_on"),
    ("visits", "reported_on"),
    ("recommendations", "issued_on"),
    ("follow_up", "on"),
)
"""Days on which something happened. A place may open or close on a day that is still to come."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence that should hold; `broken` gives the `record` of rows where not, and facts."""

    name: str
    sheet: str
    column: str
    broken: Callable[[Frames], pl.DataFrame]
    severity: Severity = "warning"


def _visited_places(frames: Frames) -> pl.DataFrame:
    """The visits' rows with their place, and whether that was in the mandate on the first day."""
    types = pl.DataFrame(
        [(each.code, each.mandate_from, each.mandate_to) for each in reference().institution_types],
        schema={"institution_type": pl.String, "mandate_from": pl.Date, "mandate_to": pl.Date},
        orient="row",
    )
    places = first_of_each(frames["institutions"], "institution_id").drop("record")
    day = pl.col("started_on")
    is_too_late = (day >= pl.col("mandate_to")).fill_null(False)
    return (
        frames["visits"]
        .join(places, on="institution_id", maintain_order="left")
        .join(types, on="institution_type", how="left", maintain_order="left")
        .with_columns(
            is_outside=((day < pl.col("mandate_from")) | is_too_late).fill_null(False),
            is_early=(day < pl.col("opened_on")).fill_null(False),
            is_late=(day >= pl.col("closed_on")).fill_null(False),
        )
    )


def _of_a_type_outside_the_mandate(frames: Frames) -> pl.DataFrame:
    rows = _visited_places(frames).filter("is_outside")
    return rows.select("record", "institution_type", day="mandate_from")


def _not_yet_open(frames: Frames) -> pl.DataFrame:
    rows = _visited_places(frames).filter(~pl.col("is_outside") & pl.col("is_early"))
    return rows.select("record", day="opened_on")


def _closed_already(frames: Frames) -> pl.DataFrame:
    is_inside = ~pl.col("is_outside") & ~pl.col("is_early")
    rows = _visited_places(frames).filter(is_inside & pl.col("is_late"))
    return rows.select("record", day="closed_on")


def _without_the_day_of_a_report(frames: Frames) -> pl.DataFrame:
    """The first row of each visit none of whose rows has the day."""
    visits = frames["visits"]
    has_none = pl.col("reported_on").is_null().all().over("visit_id")
    return visits.filter(has_none & pl.col("visit_id").is_first_distinct()).select("record")


def _in_a_region_without_the_district(frames: Frames) -> pl.DataFrame:
    places = frames["institutions"].select("record", "region", "district").drop_nulls()
    known = {each: units_with_district(each) for each in places["district"].unique()}
    found = [
        (record, tuple(sorted(known[district])))
        for record, region, district in places.iter_rows()
        if known[district] and region not in known[district] and _is_of_a_split(region)
    ]
    return pl.DataFrame(
        found, schema={"record": pl.UInt64, "units": pl.List(pl.String)}, orient="row"
    )


def _is_of_a_split(region: str) -> bool:
    """Elsewhere a district may well bear the name of one that is listed."""
    return any(district.region == region for district in reference().districts)


def _after(sheet: str, column: str, day: date) -> Callable[[Frames], pl.DataFrame]:
    is_after = pl.col(column) > day
    return lambda frames: (
        frames[sheet].filter(is_after).select("record", pl.lit(day, pl.Date).alias("day"))
    )


NOTICES = (
    Notice(
        "a_visited_type_is_in_the_mandate", "visits", "started_on", _of_a_type_outside_the_mandate
    ),
    Notice("a_visited_place_is_open_already", "visits", "started_on", _not_yet_open),
    Notice("a_visited_place_is_not_closed_yet", "visits", "started_on", _closed_already),
    Notice(
        "a_visit_has_a_day_of_its_report", "visits", "reported_on", _without_the_day_of_a_report
    ),
    Notice(
        "a_district_lies_in_its_region",
        "institutions",
        "district",
        _in_a_region_without_the_district,
    ),
)


def notices_about_days(today: date | None) -> list[Notice]:
    """Days that are still to come."""
    if today is None:
        return []
    rule = "a_recorded_day_is_not_in_the_future"
    return [
        Notice(rule, sheet, column, _after(sheet, column, today)) for sheet, column in RECORDED_DAYS
    ]


def latest_day(frames: Frames) -> date | None:
    """The last day on which something happened according to the records."""
    days = [frames[sheet][column].max() for sheet, column in RECORDED_DAYS]
    return max((day for day in days if isinstance(day, date)), default=None)
