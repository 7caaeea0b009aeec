"""What each role may be told of the register: rules 2 to 4 of "Do no harm", in this one place.

The repository asks here before it answers a question, whoever wants the answer: a page, a slide, a
table of the annex, a file. What is not named here is withheld from the public. The Council and the
secretariat are told everything; places are ranked for nobody (`Sort`, `PlaceOrder`).

For the public nothing is finer than region x type of place x year, of years that have ended: what
is known is read on the last day of one. A second visit within a year is mostly a reaction to
something that was said, so how often a place was visited is told of the whole country alone, and of
its parts only which share of their places was. Visits by type are told of the whole country's years
in which they say nothing of a part (`tells_of_a_part`). The four-year clock and the pace count
visits of one type, and where each place's last one was can be held against the places visited in
each span of years: they stay with the Council.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl

from npm_data.register.filters import Period, Role

Asked = Mapping[str, Any]
"""What a question is asked with: filters, `by`, and what else its statement takes."""

SEES_ALL = Role.COUNCIL
"""The least role that is told everything of the register."""

PLACES = frozenset({"region", "region_2016", "region_2018", "institution_type"})
PARTS = ("region_2016", "institution_type")
"""What the country is made of, in its largest parts: later regions lie within those of 2016."""
VISIT_TYPES = frozenset({"visit_type", "year_visit_type"})
_WHOLE = frozenset({"total", "year"})
_MONTHS = frozenset({12, 24, 48})
"""Ages at which a rate is defined; any other would tell the days of single recommendations."""
REACTIVE = ("special", "interim")
"""Types of visits that follow from something that was said: who said it can be looked for."""
LARGEST_PART = Fraction(2, 3)
"""So much of a year's visits a part of the country has less of, and types other than these more."""


class WithheldError(Exception):
    """A question that a role is not told the answer of; `reason` says which rule, as a word."""

    def __init__(self, question: str, reason: str) -> None:
        super().__init__(f"{question} is withheld: {reason}")
        self.question = question
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Rule:
    """What the public may ask.

    Args:
        by_place: whether it may be asked of regions and types of places, as filters or groups.
        has_host: whether its ministry is the one that the type of place belongs to, and so no
            further dimension; the addressee of a recommendation is one.
        also: further groups, for the whole country or with a ministry.
        of_country: further groups, for the whole country alone.
        has_ministries: whether it may be asked of one ministry, or by them.
        left_out: rows that are not told, by the column that names them.
        settled_after: years after the period that it must lie back: what falls due within a year
            would otherwise tell the recommendations of a part of it.
        by_day: a column of days; rows of later ones than are known are not told.
    """

    by_place: bool = True
    has_host: bool = False
    also: frozenset[str] = frozenset()
    of_country: frozenset[str] = frozenset()
    has_ministries: bool = True
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settled_after: int = 0
    by_day: str | None = None


_OF_RECOMMENDATIONS = Rule(also=frozenset({"theme", "addressee_level"}))
PUBLIC: dict[str, Rule | None] = {
    "visits": Rule(has_host=True, of_country=VISIT_TYPES),
    "coverage": Rule(has_host=True),
    "mandate_places": Rule(has_host=True, by_day="day"),
    "recommendations": _OF_RECOMMENDATIONS,
    "implementation": _OF_RECOMMENDATIONS,
    "replies": replace(_OF_RECOMMENDATIONS, settled_after=1),
    "claims": _OF_RECOMMENDATIONS,
    "repeats": _OF_RECOMMENDATIONS,
    "time_to_implementation": Rule(by_place=False, also=frozenset({"theme", "addressee_level"})),
    # How many visits name their type is told of no part of the country.
    "completeness": Rule(left_out={"subject": ("visit_type", "report_day")}),
    "report_delays": Rule(by_place=False, has_host=True, has_ministries=False),
    # Visits of one type, held against the places visited in each span of years.
    "clock": None,
    "pace": None,
    # Days, single records and free text, and what is to be visited next.
    "visits_in_spans": None,
    "next_cohort": None,
    "longest_chains": None,
    "medical_addressees": None,
    "changes": None,
    "place_changes": None,
    "status_transitions": None,
    "changed_recommendations": None,
    "changed_places": None,
    "follow_up_list": None,
    "chain_of": None,
    "story": None,
    "found_words": None,
    "folded_words": None,
    "place_list": None,
    "place": None,
    "visits_of_place": None,
    "statements_of_place": None,
    "statuses_of_place": None,
    "recommendations_of_place": None,
    "planning": None,
    "planning_needs": None,
    "column_completeness": None,
    "outside_mandate": None,
    "findings": None,
    "findings_by_rule": None,
}
"""All questions; None is asked by the Council alone. A test holds that each one stands here."""


def withheld_for(role: Role, question: str, asked: Asked, known_until: date) -> str | None:
    """Why a role is not told the answer; None when it is."""
    if role.may(SEES_ALL):
        return None
    rule = PUBLIC.get(question)
    if rule is None:
        return "records"
    return _filters_withheld(rule, asked, known_until) or _groups_withheld(rule, asked)


def visible_to(
    role: Role, question: str, asked: Asked, rows: pl.DataFrame, known_until: date
) -> pl.DataFrame:
    """The rows of an answer without those that a role is not told, and null for such numbers."""
    rule = PUBLIC.get(question)
    if role.may(SEES_ALL) or rule is None:
        return rows
    if question == "visits":
        rows = _without_how_often(rows, is_of_country=not _is_of_a_part(asked))
    if rule.by_day is not None:
        rows = rows.filter(pl.col(rule.by_day) <= known_until)
    for column, values in rule.left_out.items():
        rows = rows.filter(~pl.col(column).is_in(values))
    return rows


def known_until(role: Role, data_date: date) -> date:
    """The day up to which a role sees the register: for the public the end of a year."""
    if role.may(SEES_ALL) or _is_years_end(data_date):
        return data_date
    return date(data_date.year - 1, 12, 31)


def last_told(role: Role, question: str, known_until: date) -> date:
    """The last day that a period of the question may hold for the role."""
    rule = PUBLIC.get(question)
    if role.may(SEES_ALL) or rule is None:
        return known_until
    return _last_of(rule, known_until)


def horizons_told(role: Role, months: Sequence[int]) -> tuple[int, ...]:
    """Of ages in months those at which the role is told a share: for the public whole years."""
    return tuple(month for month in months if role.may(SEES_ALL) or not month % 12)


def asks_for_types(role: Role, question: str, asked: Asked) -> bool:
    """Whether somebody who is not told all asks for visits by type."""
    by = asked.get("by") or ()
    return question == "visits" and not role.may(SEES_ALL) and not VISIT_TYPES.isdisjoint(by)


def tells_of_a_part(visits: int, places: int, reactive: int, most_in_a_part: int) -> bool:
    """Whether a year's visits by type could say that one part had a special or interim one.

    Args:
        visits: of the whole country.
        places: that these visits went to.
        reactive: visits, special and interim ones together.
        most_in_a_part: places visited in the region or the type of place that has most of them.

    What is told of a part are its places visited. Below the bound, each of them can have had one
    visit of another type, with all special and interim ones elsewhere: nothing is sure of any part.
    That types are withheld says no more: either it follows from the places, which are told, or from
    more reactive visits than a third, and then the others still suffice for each part.
    """
    is_large = most_in_a_part >= LARGEST_PART * min(visits, places)
    return is_large or reactive > (1 - LARGEST_PART) * visits


def _without_how_often(rows: pl.DataFrame, *, is_of_country: bool) -> pl.DataFrame:
    """Visits of the whole country, places visited of it and its parts; by type visits alone."""
    of_country = pl.col("dimension").is_in([*_WHOLE, *VISIT_TYPES]) & is_of_country
    of_types = pl.col("dimension").is_in(VISIT_TYPES)
    return rows.with_columns(
        visits=pl.when(of_country).then("visits"),
        places_visited=pl.when(~of_types).then("places_visited"),
    )


def _filters_withheld(rule: Rule, asked: Asked, known_until: date) -> str | None:
    period, day = Period(asked["from_on"], asked["to_on"]), asked.get("as_of")
    of_places, ministries = _is_of_places(asked), bool(asked.get("ministries"))
    horizons = tuple(asked.get("horizons") or ())
    broken = {
        "period": not period.is_whole_years or period.to_on > _last_of(rule, known_until),
        # What became of recommendations is read on one day, the last that is known.
        "day": day not in {None, known_until},
        "filter": bool(asked.get("visit_types") or asked.get("themes")),
        "places": not rule.by_place and of_places,
        "ministry": ministries and not rule.has_ministries,
        "addressee": ministries and of_places and not rule.has_host,
        "months": not _MONTHS.issuperset(asked.get("months") or ()),
        "horizons": horizons_told(Role.PUBLIC, horizons) != horizons,
    }
    return next((reason for reason, is_broken in broken.items() if is_broken), None)


def _last_of(rule: Rule, known_until: date) -> date:
    return date(known_until.year - rule.settled_after, 12, 31)


def _groups_withheld(rule: Rule, asked: Asked) -> str | None:
    by: Sequence[str] = asked.get("by") or ()
    refused = [each for each in by if not _may_group(rule, each, asked)]
    return refused[0] if refused else None


def _may_group(rule: Rule, dimension: str, asked: Asked) -> bool:
    if dimension in _WHOLE:
        return True
    if dimension in PLACES:
        return rule.by_place and (rule.has_host or not asked.get("ministries"))
    if dimension == "region_ministry":
        return rule.by_place and rule.has_host
    if dimension == "ministry":
        return rule.has_ministries and (rule.has_host or not _is_of_places(asked))
    if dimension in rule.of_country:
        return not _is_of_a_part(asked)
    return dimension in rule.also and not _is_of_places(asked)


def _is_of_a_part(asked: Asked) -> bool:
    return _is_of_places(asked) or bool(asked.get("ministries"))


def _is_of_places(asked: Asked) -> bool:
    return bool(asked.get("regions") or asked.get("institution_types"))


def _is_years_end(day: date) -> bool:
    return (day.month, day.day) == (12, 31)
