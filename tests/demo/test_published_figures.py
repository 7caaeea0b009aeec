"""Where a figure is published, the demonstration register gives it exactly."""

from datetime import date

import polars as pl
import pytest

from npm_data.demo import DATA_DATE
from tests.demo.figures import (
    Frames,
    chains,
    in_mandate_on,
    published,
    statuses,
    visits_in,
    visits_of,
)

FORUM_DAY = date(2024, 11, 8)


def count_of_visits(visits: pl.DataFrame, *types: str) -> int:
    chosen = visits.filter(pl.col("visit_type").is_in(types)) if types else visits
    return chosen["visit_id"].n_unique()


def places_of(places: pl.DataFrame, *types: str) -> int:
    return places.filter(pl.col("institution_type").is_in(types)).height


@pytest.mark.parametrize(("year", "visits"), [(2015, 527), (2016, 680), (2023, 461)])
def test_the_visits_of_a_year_are_those_published(frames: Frames, year: int, visits: int) -> None:
    assert published(str(year), "preventive visits").value == visits
    assert count_of_visits(visits_of(frames, year)) == visits


def test_2017_had_more_visits_than_the_published_lower_bound(frames: Frames) -> None:
    bound = published("2017", "preventive visits")
    assert bound.precision == "lower_bound"
    assert bound.value < count_of_visits(visits_of(frames, 2017)) < 1.3 * bound.value


def test_the_first_two_and_a_half_years_come_near_the_published_sum(frames: Frames) -> None:
    """The published sum does not say on which day it ends, so it cannot come out exactly."""
    visits = visits_in(frames, date(2014, 4, 1), date(2016, 6, 30))
    total = published("2014-2016", "preventive visits").value
    assert count_of_visits(visits) == pytest.approx(total, rel=0.05)


def test_the_planned_and_special_visits_of_2023_are_those_published(frames: Frames) -> None:
    visits = visits_of(frames, 2023)
    planned = published("2023", "preventive visits", "visit type", "planned").value
    special = published("2023", "preventive visits", "visit type", "special").value
    assert (planned, special) == (422, 33)
    assert count_of_visits(visits, "periodic", "interim") == planned
    assert count_of_visits(visits, "special") == special
    assert count_of_visits(visits, "unspecified") == 461 - planned - special == 6


def test_the_places_visited_in_2023_are_those_published(frames: Frames) -> None:
    visits = visits_of(frames, 2023)
    assert visits["institution_id"].n_unique() == published("2023", "facilities monitored").value


def test_2023_had_more_recommendations_than_the_published_lower_bound(frames: Frames) -> None:
    issued = chains(frames).filter(pl.col("issued_on").dt.year() == 2023)
    assert issued.height > published("2023", "recommendations made").value


def test_two_in_five_recommendations_of_2023_were_implemented_in_november_2024(
    frames: Frames,
) -> None:
    """Of all made, as near as whole recommendations allow; the stock rate rounds to the same."""
    issued = statuses(frames, FORUM_DAY).filter(pl.col("issued_on").dt.year() == 2023)
    share = published("2023", "recommendations implemented", "share").value / 100
    implemented = issued.filter(pl.col("status") == "implemented").height
    lapsed = issued.filter(pl.col("status") == "no_longer_applicable").height
    assert share == 0.4
    assert implemented == round(share * issued.height)
    assert lapsed > 0
    assert round(100 * implemented / (issued.height - lapsed)) == 100 * share


@pytest.mark.parametrize("first_or_last_day", [(1, 1), (12, 31)])
def test_the_mandate_of_2016_held_more_places_than_published(
    frames: Frames, first_or_last_day: tuple[int, int]
) -> None:
    places = in_mandate_on(frames, date(2016, *first_or_last_day))
    assert places.height > published("2016", "institutions in mandate").value


@pytest.mark.parametrize(
    ("year", "months_and_days"),
    [
        (2020, ((1, 1), (10, 19))),
        (2021, ((1, 1), (11, 3), (12, 31))),
        (2024, ((1, 1), (5, 27), (12, 31))),
    ],
)
def test_colonies_and_detention_centres_are_as_many_as_published(
    frames: Frames, year: int, months_and_days: tuple[tuple[int, int], ...]
) -> None:
    sizo = published(str(year), "penal institutions", "institution type", "SIZO").value
    prisons = "institutions executing imprisonment"
    if year == 2020:
        penal = published("2020", "penal institutions").value - sizo
    else:
        penal = published(str(year), "penal institutions", "institution type", prisons).value
    for month, day in months_and_days:
        places = in_mandate_on(frames, date(year, month, day))
        assert (places_of(places, "penal"), places_of(places, "sizo")) == (penal, sizo)


def test_colonies_and_detention_centres_add_up_in_2024(frames: Frames) -> None:
    places = in_mandate_on(frames, date(2024, 5, 27))
    total = published("2024", "penal institutions").value
    assert places_of(places, "penal", "sizo") == total == 78


def test_organisations_for_orphans_are_as_many_as_published(frames: Frames) -> None:
    measure = "organisations for orphans and children without parental care"
    places = in_mandate_on(frames, date(2024, 6, 1))
    total = published("2024", measure).value
    assert places_of(places, "childrens_home", "support_centre") == total == 115


def test_residential_social_services_are_as_many_as_published(frames: Frames) -> None:
    measure = "organisations providing special social services"
    places = in_mandate_on(frames, date(2023, 12, 31))
    assert (
        places_of(places, "social_care") == published("2023", measure, "type", "residential").value
    )


def test_the_records_end_on_the_data_date(frames: Frames) -> None:
    days = [
        frames["visits"].select(pl.max_horizontal("started_on", "ended_on", "reported_on").max()),
        frames["recommendations"].select(pl.col("issued_on").max()),
        frames["follow_up"].select(pl.col("on").max()),
    ]
    assert max(frame.item() for frame in days) == DATA_DATE
