"""The visits of the demonstration: who was visited when, year after year."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from npm_data.demo.places import KINDS, Place
from npm_data.demo.plan import (
    DATA_DATE,
    INTERIM_EFFORT,
    OUTSIDE_MANDATE,
    REGION_EFFORT,
    SPECIAL_EFFORT,
    YEARS,
    Chance,
    Weighted,
    YearPlan,
    visit_days,
    working_day,
    working_days_after,
)

SMALL_TYPES = frozenset({"ivs", "special_reception", "police_premises", "adaptation_centre"})
"""Places that can be visited along with another one on the same day."""

FURTHER_PLACES = Weighted({1: 60, 2: 26, 3: 14})
"""How many places a visit can reach besides its first."""

DAYS_BETWEEN_VISITS = 21


@dataclass(slots=True, eq=False)
class Visit:
    """One visit to one or several places of a region."""

    started_on: date
    ended_on: date
    visit_type: str
    reported_on: date | None
    places: list[Place]


@dataclass(slots=True)
class History:
    """What has been visited so far; days by place code."""

    visits: list[Visit] = field(default_factory=list)
    days: dict[str, list[date]] = field(default_factory=dict)
    last_periodic: dict[str, date] = field(default_factory=dict)

    def add(self, visit: Visit) -> None:
        self.visits.append(visit)
        for place in visit.places:
            self.note(visit, place)

    def note(self, visit: Visit, place: Place) -> None:
        self.days.setdefault(place.institution_id, []).append(visit.started_on)
        if visit.visit_type == "periodic":
            self.last_periodic[place.institution_id] = visit.started_on

    def is_free(self, place: Place, day: date) -> bool:
        """Whether the place is in the mandate for the visit's days and was not just visited."""
        visited = self.days.get(place.institution_id, ())
        return (
            place.in_mandate_on(day)
            and place.in_mandate_on(day + timedelta(days=7))
            and all(abs((day - other).days) > DAYS_BETWEEN_VISITS for other in visited)
        )


@dataclass(slots=True)
class Year:
    """A year's visits in the making."""

    plan: YearPlan
    places: list[Place]
    history: History
    chance: Chance

    def try_to_visit(self, place: Place, day: date, visit_type: str) -> bool:
        """Whether the place could be visited on the day, and so was."""
        is_free = self.history.is_free(place, day)
        if is_free:
            self.history.add(_visit(place, day, visit_type, self.chance))
        return is_free

    def day(self) -> date:
        return self.chance.draw(visit_days(self.plan.year))


def make_visits(places: list[Place], seed: int) -> list[Visit]:
    """All visits by their first day; those of one day in a fixed order."""
    chance = Chance(seed, "visits")
    history = History()
    outside = list(_visits_outside_the_mandate(places, chance))
    for plan in YEARS:
        fixed = [visit for visit in outside if visit.started_on.year == plan.year]
        for visit in fixed:
            history.add(visit)
        _visit_for_a_year(Year(plan, places, history, chance), fixed)
    return sorted(history.visits, key=lambda visit: visit.started_on)


def _visit_for_a_year(year: Year, fixed: list[Visit]) -> None:
    """Periodic visits first, then those that follow from them, then further places on the way."""
    plan, history = year.plan, year.history
    made = Counter(visit.visit_type for visit in fixed)
    round_of = places_for_a_round(year.places, plan.year, history.last_periodic, year.chance)
    _periodic(year, round_of, plan.periodic - made["periodic"])
    _interim(year, plan.interim - made["interim"])
    _out_of_turn(year, "special", plan.special)
    _out_of_turn(year, "unspecified", plan.unspecified)
    visits = [visit for visit in history.visits if visit.started_on.year == plan.year]
    _on_the_way(year, round_of, visits)


def _periodic(year: Year, round_of: Iterator[Place], wanted: int) -> None:
    while wanted:
        wanted -= year.try_to_visit(next(round_of), year.day(), "periodic")


def _interim(year: Year, wanted: int) -> None:
    """Back to places whose last periodic visit was over three months ago."""
    last_periodic = year.history.last_periodic
    candidates = interim_weights(year.places, year.plan.year, last_periodic)
    while wanted:
        place, day = year.chance.draw(candidates), year.day()
        if (day - last_periodic[place.institution_id]).days > 100:
            wanted -= year.try_to_visit(place, day, "interim")


def _out_of_turn(year: Year, visit_type: str, wanted: int) -> None:
    candidates = special_weights(year.places, year.plan.year, year.history.last_periodic)
    while wanted:
        wanted -= year.try_to_visit(year.chance.draw(candidates), year.day(), visit_type)


def _on_the_way(year: Year, round_of: Iterator[Place], visits: list[Visit]) -> None:
    """Let periodic visits reach small places nearby until the year has its distinct places."""
    history = year.history
    reached = {place.institution_id for visit in visits for place in visit.places}
    rooms = _rooms(visits, year.chance)
    while len(reached) < year.plan.places:
        place = next(round_of)
        if place.institution_type in SMALL_TYPES and place.institution_id not in reached:
            in_region = rooms.get(place.region, [])
            free = [each for each in in_region if history.is_free(place, each.started_on)]
            if free:
                in_region.remove(free[0])
                free[0].places.append(place)
                history.note(free[0], place)
                reached.add(place.institution_id)


def _rooms(visits: list[Visit], chance: Chance) -> dict[str, list[Visit]]:
    """By region, each visit as often as it can take in one more place."""
    rooms: dict[str, list[Visit]] = {}
    shuffled = list(visits)
    chance.shuffle(shuffled)
    for visit in shuffled:
        is_small = visit.places[0].institution_type in SMALL_TYPES
        if visit.visit_type == "periodic" and is_small:
            rooms.setdefault(visit.places[0].region, []).extend(
                [visit] * chance.draw(FURTHER_PLACES)
            )
    return rooms


def _visit(place: Place, day: date, visit_type: str, chance: Chance) -> Visit:
    longest = KINDS[place.institution_type].days if visit_type == "periodic" else 1
    ended_on = working_days_after(day, chance.whole(0, longest - 1))
    return Visit(day, ended_on, visit_type, _report_day(ended_on, chance), [place])


def _report_day(ended_on: date, chance: Chance) -> date | None:
    """5 to 60 days after the visit, mostly within a month; rarely unknown, or not yet there."""
    if chance.happens(0.008):
        return None
    share = chance.share()
    day = working_day(ended_on + timedelta(days=5 + int(53 * share * share)))
    return day if day <= DATA_DATE else None


def _visits_outside_the_mandate(places: list[Place], chance: Chance) -> Iterator[Visit]:
    """To types that joined later, and to a colony in the week after it closed."""
    for day, institution_type in OUTSIDE_MANDATE:
        open_places = [
            place
            for place in places
            if place.institution_type == institution_type
            and place.opened_on < day
            and place.closed_on is None
        ]
        yield _visit(chance.one_of(open_places), day, "periodic", chance)
    colonies = [place for place in places if place.institution_type == "penal" and place.closed_on]
    closed = min(colonies, key=lambda place: (place.closed_on, place.institution_id))
    if closed.closed_on:
        day = working_day(closed.closed_on + timedelta(days=4))
        yield _visit(closed, day, "interim", chance)


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
