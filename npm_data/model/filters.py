"""Periods and filters: what a figure is asked for."""

from dataclasses import dataclass, field
from datetime import date, timedelta


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
        return (self.from_on.month, self.from_on.day) == (1, 1) and (
            self.to_on.month,
            self.to_on.day,
        ) == (12, 31)

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
    themes: tuple[str, ...] = field(default=())
