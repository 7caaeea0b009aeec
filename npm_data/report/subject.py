"""What a report is about: whose words, which filters, which register."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from npm_data.charts.theme import Look
from npm_data.i18n import Words
from npm_data.questions.repository import DataSet, Repository
from npm_data.register.filters import Filters


class Subject(Protocol):
    """What a page's `App` and a terminal's `Report` have in common."""

    @property
    def words(self) -> Words: ...

    @property
    def look(self) -> Look: ...

    @property
    def filters(self) -> Filters: ...

    @property
    def repository(self) -> Repository: ...

    @property
    def data_set(self) -> DataSet: ...

    @property
    def as_of(self) -> date: ...

    @property
    def filters_before(self) -> Filters | None: ...


@dataclass(frozen=True, slots=True)
class Report:
    """A subject without a page."""

    words: Words
    filters: Filters
    repository: Repository
    look: Look = Look.LIGHT

    @property
    def data_set(self) -> DataSet:
        return self.repository.data_set

    @property
    def as_of(self) -> date:
        return day_of_the_clock(self)

    @property
    def filters_before(self) -> Filters | None:
        return filters_before(self)


def day_of_the_clock(subject: Subject) -> date:
    """The day of the four-year clock: the period's end, or the data date if that is earlier."""
    return min(subject.filters.period.to_on, subject.data_set.data_date)


def filters_before(subject: Subject) -> Filters | None:
    """The same for the period to compare with; none when no record reaches so far back.

    A period that began in a year without records would be compared as if nothing had happened
    then: eleven years beside eight months give "+16 250 %". The first year counts as a whole one.
    None as well where it is not told, since it does not begin with a year.
    """
    earlier = subject.filters.period.before
    if earlier.from_on.year < subject.data_set.first_on.year:
        return None
    before = replace(subject.filters, period=earlier)
    return before if subject.repository.may_ask("visits", before) else None
