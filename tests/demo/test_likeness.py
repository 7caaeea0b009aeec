"""The demonstration looks like life: what a page shows can be seen in it."""

from datetime import date

import polars as pl
import pytest

from npm_data.demo import DATA_DATE
from npm_data.reference import reference
from tests.demo.figures import (
    Frames,
    chains,
    events,
    in_mandate_on,
    statuses,
    visits_of,
)

INTERIOR = [each.code for each in reference().institution_types if each.portfolio == "interior"]


@pytest.fixture(scope="module")
def clock(frames: Frames) -> pl.DataFrame:
    """The places in the mandate on the data date with the class of their four-year clock."""
    periodic = frames["visits"].filter(pl.col("visit_type") == "periodic")
    last = periodic.group_by("institution_id").agg(pl.col("started_on").max().alias("last"))
    places = in_mandate_on(frames, DATA_DATE).join(last, on="institution_id", how="left")
    due = pl.col("last").dt.offset_by("48mo")
    soon = pl.lit(DATA_DATE).dt.offset_by("12mo")
    return places.with_columns(
        pl.when(pl.col("last").is_null())
        .then(pl.lit("never_visited"))
        .when(due < DATA_DATE)
        .then(pl.lit("overdue"))
        .when(due <= soon)
        .then(pl.lit("due_soon"))
        .otherwise(pl.lit("on_time"))
        .alias("state")
    )


def share(frame: pl.DataFrame, condition: pl.Expr) -> float:
    return frame.filter(condition).height / frame.height


def test_it_has_national_size(frames: Frames) -> None:
    sizes = {sheet: frame.height for sheet, frame in frames.items()}
    assert sizes["institutions"] == 3416
    assert 6_500 < sizes["visits"] < 7_500
    assert 33_000 < sizes["recommendations"] < 40_000
    assert 90_000 < sizes["follow_up"] < 110_000


def test_every_type_and_every_region_of_today_is_there(frames: Frames) -> None:
    places = frames["institutions"]
    assert set(places["institution_type"]) == {each.code for each in reference().institution_types}
    assert set(places["region"]) == {unit.code for unit in reference().regions_of("2022")}


def test_some_regions_have_no_place_of_some_type(frames: Frames) -> None:
    pairs = frames["institutions"].select("region", "institution_type").n_unique()
    assert 280 < pairs < 340 < 20 * 18


def test_all_four_classes_of_the_clock_are_well_filled(clock: pl.DataFrame) -> None:
    shares = {state: share(clock, pl.col("state") == state) for state in set(clock["state"])}
    assert set(shares) == {"never_visited", "overdue", "due_soon", "on_time"}
    assert 0.05 < shares["due_soon"] < 0.15
    assert 0.15 < shares["never_visited"] < 0.30
    assert shares["overdue"] > 0.2
    assert shares["on_time"] > 0.3


def test_most_places_never_visited_are_police_premises(clock: pl.DataFrame) -> None:
    never = clock.filter(pl.col("state") == "never_visited")
    assert share(never, pl.col("institution_type") == "police_premises") > 0.8


def test_the_pace_is_too_slow_for_a_round_of_four_years(frames: Frames) -> None:
    visits = visits_of(frames, 2025).filter(pl.col("visit_type") == "periodic")
    needed = in_mandate_on(frames, DATA_DATE).height / 4
    assert 0.4 < visits["institution_id"].n_unique() / needed < 0.8


def test_some_regions_lag(clock: pl.DataFrame) -> None:
    never = clock.group_by("region").agg((pl.col("state") == "never_visited").mean().alias("never"))
    assert never.filter(pl.col("never") > 0.35).height in range(2, 7)
    assert never.filter(pl.col("never") < 0.2).height >= 3


def test_visits_begin_on_working_days_and_rarely_in_january_august_and_december(
    frames: Frames,
) -> None:
    visits = frames["visits"].unique("visit_id")
    assert visits["started_on"].dt.weekday().max() == 5
    months = dict(visits.group_by(pl.col("started_on").dt.month()).len().iter_rows())
    rare = {month for month, count in months.items() if count < 400}
    assert rare == {1, 8, 12}


def test_the_pandemic_shows(frames: Frames) -> None:
    counts = {year: visits_of(frames, year)["visit_id"].n_unique() for year in range(2014, 2026)}
    assert min(counts, key=lambda year: counts[year]) == 2020
    assert counts[2020] < counts[2021] < counts[2022]
    april = visits_of(frames, 2020).filter(pl.col("started_on").dt.month() == 4)
    assert april.is_empty()


def test_a_visit_reaches_one_to_four_places_of_a_region(frames: Frames) -> None:
    visits = frames["visits"].join(frames["institutions"], on="institution_id")
    each = visits.group_by("visit_id").agg(pl.len(), pl.col("region").n_unique())
    assert set(each["len"]) == {1, 2, 3, 4}
    assert each["region"].max() == 1


def test_visits_take_one_to_three_days(frames: Frames) -> None:
    days = frames["visits"].select((pl.col("ended_on") - pl.col("started_on")).dt.total_days())
    assert days["ended_on"].min() == 0
    assert share(days, pl.col("ended_on") > 0) > 0.05
    assert days["ended_on"].max() <= 7


def test_reports_are_signed_between_5_and_60_days_after_the_visit(frames: Frames) -> None:
    visits = frames["visits"].unique("visit_id")
    delay = (pl.col("reported_on") - pl.col("ended_on")).dt.total_days()
    delays = visits.drop_nulls("reported_on").select(delay.alias("days"))["days"]
    assert delays.min() >= 5
    assert delays.max() in range(50, 64)
    assert 15 < delays.median() < 30


def test_few_visits_have_no_day_of_the_report(frames: Frames) -> None:
    visits = frames["visits"].unique("visit_id").filter(pl.col("reported_on").is_null())
    old = visits.filter(pl.col("started_on") < date(2025, 10, 1))
    assert 30 <= old.height <= 80
    assert 0 < visits.height - old.height < 60


def test_a_few_visits_lie_just_outside_the_mandate(frames: Frames) -> None:
    starts = {each.code: each.mandate_from for each in reference().institution_types}
    mandate_from = pl.col("institution_type").replace_strict(starts, return_dtype=pl.Date)
    visits = frames["visits"].join(frames["institutions"], on="institution_id")
    is_early = pl.col("started_on") < mandate_from
    is_late = pl.col("started_on") >= pl.col("closed_on")
    assert visits.filter(is_early).height == 4
    assert visits.filter(is_late).height == 1


def test_no_place_is_visited_before_it_opens(frames: Frames) -> None:
    visits = frames["visits"].join(frames["institutions"], on="institution_id")
    assert visits.filter(pl.col("started_on") < pl.col("opened_on")).is_empty()


def test_interim_visits_follow_an_earlier_visit(frames: Frames) -> None:
    visits = frames["visits"]
    first = visits.group_by("institution_id").agg(pl.col("started_on").min().alias("first_on"))
    interim = visits.filter(pl.col("visit_type") == "interim").join(first, on="institution_id")
    assert interim.filter(pl.col("first_on") == pl.col("started_on")).height <= 1


def test_chains_have_up_to_four_statements(frames: Frames) -> None:
    sizes = dict(chains(frames).group_by("statements").len().iter_rows())
    assert set(sizes) == {1, 2, 3, 4}
    assert sizes[1] > 5 * sizes[2] > 5 * sizes[3] > 5 * sizes[4] > 500


def test_claims_are_refuted_at_the_next_visit(frames: Frames) -> None:
    latest = statuses(frames, DATA_DATE)
    claimed = latest.filter((pl.col("authority") == "implemented") & pl.col("npm").is_not_null())
    refuted = share(claimed, pl.col("npm") != "implemented")
    assert claimed.height > 2_000
    assert 0.2 < refuted < 0.5


def test_part_of_what_counts_as_implemented_is_verified(frames: Frames) -> None:
    implemented = statuses(frames, DATA_DATE).filter(pl.col("status") == "implemented")
    assert 0.25 < share(implemented, pl.col("npm").is_not_null()) < 0.6


def test_every_status_occurs(frames: Frames) -> None:
    known = {*reference().codes("implementation_status"), "no_information"}
    assert set(statuses(frames, DATA_DATE)["status"]) == known
    assert set(frames["follow_up"]["status"]) == known - {"no_information"} | set(
        reference().codes("reply_status")
    )


@pytest.fixture(scope="module")
def cohort(frames: Frames) -> pl.DataFrame:
    """Chains that are at least a year old with their status a year after issue."""
    year_later = pl.col("issued_on").dt.offset_by("12mo")
    known = statuses(frames, year_later).filter(pl.col("as_of") <= DATA_DATE)
    return known.filter(pl.col("status") != "no_longer_applicable")


def test_a_quarter_to_two_fifths_are_implemented_within_a_year(cohort: pl.DataFrame) -> None:
    implemented = (pl.col("status") == "implemented").mean().alias("rate")
    rates = cohort.group_by(pl.col("issued_on").dt.year()).agg(implemented)["rate"]
    assert all(0.25 < rate < 0.42 for rate in rates)


@pytest.mark.parametrize("dimension", ["addressee", "theme"])
def test_rates_differ_by_ministry_and_theme(cohort: pl.DataFrame, dimension: str) -> None:
    implemented = (pl.col("status") == "implemented").mean().alias("rate")
    rates = cohort.group_by(dimension).agg(implemented)["rate"]
    assert rates.min() < 0.25
    assert rates.max() > 0.37
    assert rates.max() < 0.5


def test_replies_come_in_time_late_or_never(frames: Frames) -> None:
    replies = events(frames).filter(pl.col("axis") == "reply").group_by("chain_id")
    first = replies.agg(pl.col("on").min().alias("replied_on"))
    due = pl.col("issued_on").dt.offset_by("3mo")
    passed = chains(frames).filter(due < DATA_DATE).join(first, on="chain_id", how="left")
    in_time = share(passed, pl.col("replied_on") <= due)
    never = share(passed, pl.col("replied_on").is_null())
    assert 0.5 < in_time < 0.7
    assert 0.1 < never < 0.25
    assert 1 - in_time - never > 0.15


def test_what_is_open_when_a_place_closes_is_no_longer_applicable(frames: Frames) -> None:
    closed = frames["institutions"].filter(pl.col("closed_on") < date(2025, 9, 1))
    latest = statuses(frames, DATA_DATE).join(closed, on="institution_id")
    assert latest.height > 200
    assert set(latest["status"]) <= {"implemented", "no_longer_applicable"}


def test_medical_care_in_colonies_is_the_health_ministrys_since_2023(frames: Frames) -> None:
    places = frames["institutions"].select("institution_id", "institution_type")
    rows = frames["recommendations"].join(places, on="institution_id")
    medical = rows.filter(pl.col("theme") == "health_care")
    for code, day in (("sizo", date(2022, 7, 1)), ("penal", date(2023, 1, 1))):
        of_type = medical.filter(pl.col("institution_type") == code)
        before = of_type.filter(pl.col("issued_on") < day)
        since = of_type.filter(pl.col("issued_on") >= day)
        assert set(before["addressee"]) == {"interior"}
        assert set(since["addressee"]) == {"health"}


def test_other_recommendations_go_to_the_host_of_the_place(frames: Frames) -> None:
    places = frames["institutions"].select("institution_id", "institution_type")
    rows = frames["recommendations"].join(places, on="institution_id")
    other = rows.filter(
        pl.col("theme") != "health_care", pl.col("institution_type").is_in(INTERIOR)
    )
    assert set(other["addressee"]) == {"interior"}


def test_systemic_recommendations_name_no_place_and_go_to_the_centre(frames: Frames) -> None:
    systemic = frames["recommendations"].filter(pl.col("institution_id").is_null())
    assert set(systemic["issued_on"].dt.year()) == set(range(2015, 2026))
    assert set(systemic["addressee_level"]) == {"central"}
    assert systemic["visit_id"].null_count() == systemic.height > 200
    assert share(systemic, pl.col("theme") == "legislation") > 0.4


def test_the_addressees_level_is_sometimes_missing(frames: Frames) -> None:
    level = frames["recommendations"]["addressee_level"]
    assert 0.03 < level.null_count() / len(level) < 0.09
    assert set(level.drop_nulls()) == set(reference().codes("addressee_level"))


def test_themes_follow_the_type_of_the_place(frames: Frames) -> None:
    places = frames["institutions"].select("institution_id", "institution_type")
    rows = frames["recommendations"].join(places, on="institution_id")
    police = rows.filter(pl.col("institution_type") == "police_premises")
    psychiatric = rows.filter(pl.col("institution_type") == "psychiatric")
    is_medical = pl.col("theme") == "health_care"
    assert share(psychiatric, is_medical) > 2 * share(police, is_medical)
    assert set(rows["theme"]) == set(reference().codes("theme"))
