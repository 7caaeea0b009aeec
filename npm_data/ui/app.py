"""What a page is given: words, filters and the register, already settled by the frame."""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from npm_data.charts.theme import Look
from npm_data.figures.subject import day_of_the_clock, filters_before
from npm_data.i18n import Words
from npm_data.questions.repository import DataSet, Repository
from npm_data.register.filters import Filters, Role
from npm_data.ui.access import Visitor
from npm_data.ui.address import Choice
from npm_data.ui.page_list import PageEntry


@dataclass(frozen=True, slots=True)
class App:
    """One run of one page: the `Subject` of what it says."""

    words: Words
    look: Look
    choice: Choice
    filters: Filters
    repository: Repository
    data_set: DataSet
    page: PageEntry
    visitor: Visitor
    maps_are_inline: bool = False
    """Whether a map must carry its outlines, because no file can be served."""

    @property
    def role(self) -> Role:
        return self.visitor.role

    @property
    def who(self) -> str:
        """An e-mail address, `local` at the computer that the dashboard runs on, or nobody's."""
        return self.visitor.who

    @property
    def language(self) -> str:
        return self.words.language

    @property
    def as_of(self) -> date:
        return day_of_the_clock(self)

    @property
    def filters_before(self) -> Filters | None:
        return filters_before(self)


framed: ContextVar[App | None] = ContextVar("framed", default=None)
"""The app whose page runs at present, in its frame."""
