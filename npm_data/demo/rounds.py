"""Which places come next: the order of a year's round, and who is visited out of turn."""

from collections.abc import Iterator
from datetime import date

from npm_data.demo.chance import Chance, Weighted
from npm_data.demo.kinds import KINDS
from npm_data.demo.places import Place
from npm_data.demo.plan import INTERIM_EFFORT, REGION_EFFORT, SPECIAL_EFFORT

Days = dict[str, date]
"""The first day of the last periodic visit, by place code."""

URGENCY = (12, 70, 150, 240, 300)
"""How pressing a visit is, by years since the last periodic one; the last entry for all longer."""

URGENCY_OF_NEVER_VISITED = 300


def places_for_a_round(
    places: list[Place], year: int, last_periodic: Days, chance: Chance
) -> Iterator[Place]:
    """All places that a year's periodic visits may reach, the likeliest first.

    A draw divided by a weight, in ascending order, puts a place of double weight about twice as
    often in front; unlike a logarithm, a division gives the same result on every machine.
    """
    effort = _effort_by_region(places, chance)
    draws = []
    for number, place in enumerate(places):
        share = chance.share()
        if place.closed_on is None or place.closed_on.year >= year:
            weight = _weight(place, year, last_periodic) * effort[place.region]
            draws.append((share / weight, number))
    return iter([places[number] for _, number in sorted(draws)])


def _effort_by_region(places: list[Place], chance: Chance) -> dict[str, int]:
    """The region's usual effort, more in one year and less in another."""
    regions = dict.fromkeys(place.region for place in places)
    return {region: REGION_EFFORT.get(region, 100) * chance.whole(65, 135) for region in regions}


def _weight(place: Place, year: int, last_periodic: Days) -> int:
    last = last_periodic.get(place.institution_id)
    if last is None:
        urgency = URGENCY_OF_NEVER_VISITED
    else:
        urgency = URGENCY[min(year - last.year, len(URGENCY) - 1)]
        if KINDS[place.institution_type].effort > 80:
            urgency = 150
    return place.reach * KINDS[place.institution_type].effort * urgency


def interim_weights(places: list[Place], year: int, last_periodic: Days) -> Weighted[Place]:
    """Places with a periodic visit this year or the year before."""
    weights = {}
    for place in places:
        last = last_periodic.get(place.institution_id)
        if last is not None and last.year >= year - 1:
            effort = INTERIM_EFFORT.get(place.institution_type, 2)
            weights[place] = effort * REGION_EFFORT.get(place.region, 100)
    return Weighted(weights)


def special_weights(places: list[Place], year: int, last_periodic: Days) -> Weighted[Place]:
    """Any place from which reports may come; more often those that nobody has visited for long."""
    weights = {}
    for place in places:
        last = last_periodic.get(place.institution_id)
        is_long_ago = last is None or last.year < year - 1
        effort = SPECIAL_EFFORT.get(place.institution_type, 1)
        if place.institution_type != "police_premises":
            weights[place] = effort * (3 if is_long_ago else 2)
    return Weighted(weights)
