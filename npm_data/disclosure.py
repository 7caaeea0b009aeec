"""What each role may be told of the register: rules 2 to 4 of "Do no harm", in this one place.

The repository asks here before it answers a question, whoever wants the answer: a page, a slide, a
table of the annex, a file. What is not named here is withheld from the public. The Council and the
secretariat are told everything; places are ranked for nobody (`Sort`, `PlaceOrder`).

For the public nothing is finer than region x type of place x year, of years that have ended: what
is known is read on the last day of one. The type of visit is crossed with year and ministry only,
for the whole country. Periodic visits alone are a type of visit, so the four-year clock and the
pace follow the same rule: beside all visits of a region they would tell the others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from npm_data.model.filters import Period
from npm_data.model.roles import Role

Asked = Mapping[str, Any]
"""What a question is asked with: filters, `by`, and what else its statement takes."""

SEES_ALL = Role.COUNCIL
"""The least role that is told everything of the register."""

PLACES = frozenset({"region", "region_2016", "region_2018", "institution_type"})
VISIT_TYPES = frozenset({"visit_type", "year_visit_type"})
PERIODIC = frozenset({"clock", "pace"})
"""Questions that count periodic visits alone."""
_WHOLE = frozenset({"total", "year"})
_MONTHS = frozenset({12, 24, 48})
"""Ages at which a rate is defined; any other would tell the days of single recommendations."""
REACTIVE = ("special", "interim")
"""Types of visits that follow from something that was said: who said it can be looked for."""


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
        has_ministries: whether it may be asked of one ministry, or by them.
        left_out: rows that are not told, by the column that names them.
        settled_after: years after the period that it must lie back: what falls due within a year
            would otherwise tell the recommendations of a part of it.
        by_day: a column of days; rows of later ones than are known are not told.
    """

    by_place: bool = True
    has_host: bool = False
    also: frozenset[str] = frozenset()
    has_ministries: bool = True
    left_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    settled_after: int = 0
    by_day: str | None = None


_OF_RECOMMENDATIONS = Rule(also=frozenset({"theme", "addressee_level"}))
PUBLIC: dict[str, Rule | None] = {
    "visits": Rule(has_host=True, also=VISIT_TYPES),
    "coverage": Rule(has_host=True),
    "mandate_places": Rule(has_host=True, by_day="day"),
    "clock": Rule(by_place=False, has_host=True),
    "pace": Rule(by_place=False, has_host=True),
    "recommendations": _OF_RECOMMENDATIONS,
    "implementation": _OF_RECOMMENDATIONS,
    "replies": replace(_OF_RECOMMENDATIONS, settled_after=1),
    "claims": _OF_RECOMMENDATIONS,
    "repeats": _OF_RECOMMENDATIONS,
    "time_to_implementation": Rule(by_place=False, also=frozenset({"theme", "addressee_level"})),
    # How many visits name their type is told of no part of the country.
    "completeness": Rule(left_out={"subject": ("visit_type", "report_day")}),
    "report_delays": Rule(by_place=False, has_host=True, has_ministries=False),
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


def told(role: Role, question: str, rows: pl.DataFrame, known_until: date) -> pl.DataFrame:
    """The rows of an answer without those that a role is not told."""
    rule = PUBLIC.get(question)
    if role.may(SEES_ALL) or rule is None:
        return rows
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


def tells_types(role: Role, question: str, asked: Asked) -> bool:
    """Whether the public would be told types of visits, if only of the periodic ones."""
    if role.may(SEES_ALL):
        return False
    return question in PERIODIC or (
        question == "visits" and not VISIT_TYPES.isdisjoint(asked.get("by") or ())
    )


def tells_a_place(everything: int, reactive: int, most_in_a_part: int) -> bool:
    """Whether a number of visits that somebody asked for says that one part had such a visit.

    If a part (a region, a type of place) has more visits than are of other kinds, some of its own
    must be of this one: the rest cannot fill it.
    """
    return reactive > 0 and most_in_a_part > everything - reactive


def is_whole_years(period: Period) -> bool:
    begins = (period.from_on.month, period.from_on.day) == (1, 1)
    return begins and _is_years_end(period.to_on)


def _filters_withheld(rule: Rule, asked: Asked, known_until: date) -> str | None:
    period, day = Period(asked["from_on"], asked["to_on"]), asked.get("as_of")
    of_places, ministries = _is_of_places(asked), bool(asked.get("ministries"))
    last = known_until.year - rule.settled_after
    # What became of recommendations is read on one day, the last that is known.
    may_be_read = _is_years_end(day) if rule.has_host and day else day in {None, known_until}
    # A mandate of other types than the law's is a choice of types.
    is_scenario = bool(asked.get("added") or asked.get("left_out"))
    broken = {
        "period": not is_whole_years(period) or period.to_on.year > last,
        "day": not may_be_read or (day or known_until) > known_until,
        "filter": bool(asked.get("visit_types") or asked.get("themes")),
        "places": not rule.by_place and (of_places or is_scenario),
        "ministry": ministries and not rule.has_ministries,
        "addressee": ministries and of_places and not rule.has_host,
        "months": not _MONTHS.issuperset(asked.get("months") or ()),
        "horizons": any(month % 12 for month in asked.get("horizons") or ()),
    }
    return next((reason for reason, is_broken in broken.items() if is_broken), None)


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
    return dimension in rule.also and not _is_of_places(asked)


def _is_of_places(asked: Asked) -> bool:
    return bool(asked.get("regions") or asked.get("institution_types"))


def _is_years_end(day: date) -> bool:
    return (day.month, day.day) == (12, 31)
