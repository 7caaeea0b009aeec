"""What a report is about: whose words, which filters, which register, and what is told of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from npm_data.charts.theme import Look
from npm_data.figures.figure import Figure, Picture
from npm_data.figures.periods import FIRST_DAY
from npm_data.i18n import Words
from npm_data.questions.disclosure import WithheldError
from npm_data.questions.repository import DataSet, Repository
from npm_data.register.filters import Filters, Period


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


def looked_back_on(report: Report, day: date) -> Report:
    """The same with what was known on a day; a period that goes on after it ends with it.

    The report itself where the day is before the period, or nothing later is known.
    """
    period, repository = report.filters.period, report.repository.known_on(day)
    if day < period.from_on or repository is report.repository:
        return report
    known = Period(period.from_on, min(period.to_on, day))
    return replace(report, filters=replace(report.filters, period=known), repository=repository)


def day_of_the_clock(subject: Subject) -> date:
    """The day of the four-year clock: the period's end, or the data date if that is earlier."""
    return min(subject.filters.period.to_on, subject.data_set.data_date)


def filters_before(subject: Subject) -> Filters | None:
    """The same for the period to compare with; none where the register does not hold it whole.

    A period that began before the records would be compared as if nothing had happened then: see
    `DataSet.compares_from`.
    None as well where it is not told, since it does not begin with a year.
    """
    earlier = subject.filters.period.before
    if earlier.from_on < subject.data_set.compares_from:
        return None
    before = replace(subject.filters, period=earlier)
    return before if subject.repository.may_ask("visits", before) else None


def is_known(subject: Subject) -> bool:
    """Whether the register reaches into the period: where it does not, no visit means nothing."""
    return subject.filters.period.to_on >= subject.data_set.first_on


def ever(subject: Subject) -> Filters:
    """The same choice for all days that the register describes."""
    data_set = subject.data_set
    known = Period(min(FIRST_DAY, data_set.first_on, data_set.data_date), data_set.data_date)
    return replace(subject.filters, period=known)


Made = TypeVar("Made")
More = ParamSpec("More")


def kept(
    make: Callable[Concatenate[Subject, More], Figure],
) -> Callable[Concatenate[Subject, More], Figure]:
    """The figure is made once for all who may see the same of the same register, and drawn once.

    All that it says rests on what is compared here: register, role, words, filters and look.
    """

    @wraps(make)
    def made(subject: Subject, /, *args: More.args, **more: More.kwargs) -> Figure:
        repository, words = subject.repository, subject.words
        report = Report(words, subject.filters, repository, subject.look)
        seen = (repository.role, repository.language, subject.data_set.data_date)
        asked = (make, args, *more.items(), seen, words.language, report.filters, report.look)
        figure: Figure | None = None
        found: _Made | None = repository.made.found(asked)
        if found is None:
            figure = make(report, *args, **more)
            # Who draws it knows the register, which would be kept by what it keeps itself.
            found = _Made(replace(figure, draw=None), None if figure.draw is None else {})
            repository.made.keep(asked, found)
        pictures = found.pictures
        if pictures is None:
            return found.figure

        def draw(look: Look) -> Picture | None:
            if look not in pictures:
                drawing = (figure or make(report, *args, **more)).draw
                pictures[look] = drawing and drawing(look)
            return pictures[look]

        return replace(found.figure, draw=draw)

    return made


@dataclass(frozen=True, slots=True)
class _Made:
    """A figure, and the pictures of it that were drawn so far; none where it has none."""

    figure: Figure
    pictures: dict[Look, Picture | None] | None


def told(make: Callable[[Subject], Made], subject: Subject) -> Made | None:
    """What is made of a subject; none where the register withholds it from the role that asks."""
    try:
        return make(subject)
    except WithheldError:
        return None


def all_told(subject: Subject, *makers: Callable[[Subject], Made]) -> tuple[Made, ...]:
    """The same of several, in their order, without those that are withheld."""
    made = (told(make, subject) for make in makers)
    return tuple(each for each in made if each is not None)
