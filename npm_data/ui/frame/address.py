"""What a page's address says: language, period and filters, as codes that mean the same for all.

`/coverage?lang=kk&period=2016&ministry=interior&region=KZ-71&region=KZ-35`; several years are
`period=2022-2023`, days are `from=2016-03-01&to=2016-08-31`. The names are those of the query
command's options. What an address says wrongly is left out, the rest holds.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from npm_data.figures import periods
from npm_data.questions.disclosure import SEES_ALL
from npm_data.reference import LANGUAGES, TODAYS_BORDERS, reference
from npm_data.register.filters import Filters, Period, Role

Query = Mapping[str, Sequence[str]]
"""An address's values by name, in the order they stand in."""

LANGUAGE, PERIOD, FROM, TO = "lang", "period", "from", "to"
REGION, MINISTRY, TYPE, VISIT = "region", "ministry", "institution-type", "visit-type"
LISTS = (MINISTRY, TYPE, REGION, VISIT)
NAMES = (LANGUAGE, PERIOD, FROM, TO, *LISTS)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose. `period` is a code of `periods`; with `CUSTOM` alone goes `custom`."""

    period: str
    custom: Period | None = None
    regions: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()
    institution_types: tuple[str, ...] = ()
    visit_types: tuple[str, ...] = ()

    def filters(self, data_date: date) -> Filters:
        return Filters(
            self.custom or periods.period_of(self.period, data_date),
            self.regions,
            self.ministries,
            self.institution_types,
            self.visit_types,
        )

    def codes(self, name: str) -> tuple[str, ...]:
        """The chosen codes of a list, by its name in the address."""
        return {
            REGION: self.regions,
            MINISTRY: self.ministries,
            TYPE: self.institution_types,
            VISIT: self.visit_types,
        }[name]


def default_choice(data_date: date) -> Choice:
    """Everything, in the last calendar year that the records describe to its end."""
    return Choice(periods.default_preset(data_date))


def periods_for(role: Role, data_date: date) -> tuple[str, ...]:
    """The presets on offer; for the public years, and spans that are made of years."""
    on_offer = periods.presets(data_date)
    if role.may(SEES_ALL):
        return on_offer
    # The public's data date is the end of a year: its last twelve months are that year.
    return tuple(each for each in on_offer if each not in {periods.CUSTOM, periods.LAST_12})


def may_choose(role: Role, period: str, data_date: date) -> bool:
    """Whether a role is told of a period; years on offer make up spans on offer."""
    years = periods.years_of(period) or (period,)
    return set(years) <= set(periods_for(role, data_date))


def lists_off(role: Role, chosen: Mapping[Any, Any]) -> tuple[str, ...]:
    """Lists that a role may not choose from beside what is chosen: recommendations to one ministry
    are told the public of the whole country only.
    """
    is_of_places = bool(chosen.get(REGION) or chosen.get(TYPE))
    return (MINISTRY,) if is_of_places and not role.may(SEES_ALL) else ()


def known_codes(name: str) -> tuple[str, ...]:
    """The codes that a list can hold, in the order of the law's report chapters or of the map."""
    kept = reference()
    return {
        REGION: tuple(region.code for region in kept.regions_of(TODAYS_BORDERS)),
        MINISTRY: kept.portfolios,
        TYPE: tuple(each.code for each in kept.institution_types),
        VISIT: kept.codes("visit_type"),
    }[name]


def language_in(query: Query) -> str | None:
    named = [each for each in query.get(LANGUAGE, ()) if each in LANGUAGES]
    return named[-1] if named else None


def choice_in(query: Query, data_date: date) -> Choice:
    """What an address says; where it says nothing, or nothing good, the default."""
    choice = replace(
        default_choice(data_date),
        regions=_listed(query, REGION),
        ministries=_listed(query, MINISTRY),
        institution_types=_listed(query, TYPE),
        visit_types=_listed(query, VISIT),
    )
    custom = _range(query, data_date)
    if custom is not None:
        return replace(choice, period=periods.CUSTOM, custom=custom)
    on_offer = [each for each in query.get(PERIOD, ()) if periods.is_known(each, data_date)]
    return replace(choice, period=on_offer[-1]) if on_offer else choice


def query_of(language: str, choice: Choice) -> dict[str, list[str]]:
    """The address that says a choice, with the period always: a link means the same next year."""
    query = {LANGUAGE: [language]}
    if choice.custom is not None:
        query[FROM] = [choice.custom.from_on.isoformat()]
        query[TO] = [choice.custom.to_on.isoformat()]
    else:
        query[PERIOD] = [choice.period]
    return query | {name: list(choice.codes(name)) for name in LISTS if choice.codes(name)}


def _listed(query: Query, name: str) -> tuple[str, ...]:
    asked = {
        code
        for value in query.get(name, ())
        for code in (reference().todays_codes(value) if name == REGION else (value,))
    }
    return tuple(code for code in known_codes(name) if code in asked)


def _range(query: Query, data_date: date) -> Period | None:
    try:
        from_on = date.fromisoformat(query.get(FROM, ("",))[-1])
        to_on = date.fromisoformat(query.get(TO, ("",))[-1])
    except (ValueError, IndexError):
        return None
    if periods.problem_of(from_on, to_on, data_date):
        return None
    return Period(from_on, to_on)


VIEWS: dict[str, Choice] = {
    "forum_2017": Choice("2016"),
    "report_2023": Choice("2023"),
    "last_12": Choice(periods.LAST_12),
    "four_years": Choice(periods.LAST_48),
}
"""By name; each has a message `overview.view_<name>`."""


def views_on_offer(role: Role, data_date: date) -> dict[str, Choice]:
    """Those whose period the records reach, and that the role may choose."""
    on_offer = periods_for(role, data_date)
    return {name: choice for name, choice in VIEWS.items() if choice.period in on_offer}
