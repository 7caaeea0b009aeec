"""The mandate: which types of places the law has in it on a day, and scenarios that change it."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from npm_data.reference import InstitutionType, reference

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
        return cls(
            added=tuple(code for code in _ALL if code in chosen and code not in by_law),
            left_out=tuple(code for code in by_law if code not in chosen),
        )

    @property
    def is_the_law(self) -> bool:
        return self == THE_LAW


THE_LAW = Mandate()
_ALL = tuple(each.code for each in reference().institution_types)

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
