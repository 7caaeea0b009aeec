"""What a figure is asked for, and by whom: a period, filters, a mandate, a role."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Literal

from npm_data.reference import InstitutionType, reference


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days from `from_on` to `to_on`, both included."""

    from_on: date
    to_on: date

    def __post_init__(self) -> None:
        if self.from_on > self.to_on:
            raise ValueError(f"the period begins on {self.from_on}, after its end {self.to_on}")

    @classmethod
    def of_year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def year(self) -> int | None:
        """The calendar year that the period is, if it is one."""
        is_year = self == Period.of_year(self.from_on.year)
        return self.from_on.year if is_year else None

    @property
    def is_whole_years(self) -> bool:
        """Whether it is made of calendar years."""
        first, last = date(self.from_on.year, 1, 1), date(self.to_on.year, 12, 31)
        return (self.from_on, self.to_on) == (first, last)

    @property
    def before(self) -> "Period":
        """The period to compare with: whole years before whole years, else as many days before."""
        if self.is_whole_years:
            first = 2 * self.from_on.year - self.to_on.year - 1
            return Period(date(first, 1, 1), date(self.from_on.year - 1, 12, 31))
        length = self.to_on - self.from_on
        last = self.from_on - timedelta(days=1)
        return Period(last - length, last)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a figure covers; an empty tuple means all. Regions are codes of today."""

    period: Period
    regions: tuple[str, ...] = ()
    ministries: tuple[str, ...] = ()
    institution_types: tuple[str, ...] = ()
    visit_types: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()


class Role(StrEnum):
    """The public, the Coordination Council, and the secretariat that keeps the register."""

    PUBLIC = "public"
    COUNCIL = "council"
    SECRETARIAT = "secretariat"

    def may(self, needed: "Role") -> bool:
        """Whether this role is the needed one, or above it."""
        order = tuple(Role)
        return order.index(self) >= order.index(needed)


Basis = Literal["law", "inferred", "assumed"]
"""What the day of a type's entry rests on: the law of 2013, another law's date, or a guess."""


@dataclass(frozen=True, slots=True)
class Mandate:
    """A mandate as what it changes of the law's on a day: codes of institution types.

    Types that are in neither list keep the days that the law gives them, so that the law's own
    types give the law's own figures.
    """

    added: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    @classmethod
    def of(cls, types: Iterable[str], day: date) -> "Mandate":
        """The mandate that is made of these types, beside the law's of the day."""
        chosen, by_law = frozenset(types), types_by_law(day)
        types_known = (each.code for each in reference().institution_types)
        return cls(
            added=tuple(code for code in types_known if code in chosen and code not in by_law),
            left_out=tuple(code for code in by_law if code not in chosen),
        )

    @property
    def is_the_law(self) -> bool:
        return self == THE_LAW


THE_LAW = Mandate()

CHILDRENS_TYPES = ("childrens_home", "support_centre", "infant_home")
"""Children's institutions, which the draft law of the forum brought into the mandate."""

MEDICAL_CARE_MOVED_ON = {"sizo": date(2022, 7, 1), "penal": date(2023, 1, 1)}
"""The day on which the health ministry took over medical care, by type of place."""


def types_by_law(day: date) -> tuple[str, ...]:
    """Types that are in the mandate on a day, in the order of the law's report chapters."""
    return tuple(
        each.code
        for each in reference().institution_types
        if each.mandate_from <= day and (each.mandate_to is None or day < each.mandate_to)
    )


def basis_of(institution_type: InstitutionType) -> Basis:
    """Only the first is settled; the other two are to be marked wherever the day is shown."""
    source = institution_type.mandate_source
    if source.startswith("ASSUMED"):
        return "assumed"
    return "inferred" if source.startswith("inferred") else "law"


def entries() -> dict[date, Basis]:
    """The days on which types came into the mandate, in their order, and what they rest on.

    A day that rests on several grounds is as sure as the weakest of them.
    """
    weakest: dict[date, Basis] = {}
    grounds: tuple[Basis, ...] = ("law", "inferred", "assumed")
    for each in sorted(reference().institution_types, key=lambda kind: kind.mandate_from):
        known = weakest.get(each.mandate_from, "law")
        weakest[each.mandate_from] = max(known, basis_of(each), key=grounds.index)
    return weakest


def whole_visits(needed_a_year: float) -> int:
    """Visits a year that a round needs, more or fewer, as whole visits: a part of one is one."""
    return math.ceil(abs(needed_a_year))
