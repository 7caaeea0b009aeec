"""What a page is given: words, filters and the register, settled by the frame, and links that carry
them along.
"""

from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

import streamlit as st

from npm_data.charts.theme import Look
from npm_data.figures.subject import day_of_the_clock, filters_before
from npm_data.i18n import Words
from npm_data.questions.repository import DataSet, Repository
from npm_data.register.filters import Filters, Role
from npm_data.ui.frame.address import Choice, query_of
from npm_data.ui.frame.page_list import PageEntry, page_named
from npm_data.ui.server.access import Visitor


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
    problem: str | None = None
    """The message of what is wrong with the days that were typed, which are not those chosen."""

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


def page_link(app: App, page: str, label: str, icon: str | None = None, **values: str) -> None:
    """A link that stays in the session; `values` are the page's own, such as `place="P-17"`.

    None to a page that the reader may not see.
    """
    entry = page_named(page)
    if not app.role.may(entry.role):
        return
    st.page_link(entry.path, label=label, icon=icon or entry.icon, query_params=_query(app, values))


def address_of(app: App, page: str, anchor: str = "", **values: str) -> str:
    """The relative address of a page, for Markdown and files; it can be sent to somebody.

    Relative, so that the app may live below a path; the whole address, because a page that has to
    complete its address loses the anchor.
    """
    address = f"{page_named(page).name}?{urlencode(_query(app, values), doseq=True)}"
    return f"{address}#{anchor}" if anchor else address


def _query(app: App, values: dict[str, str]) -> dict[str, list[str]]:
    own = {name.replace("_", "-"): [value] for name, value in values.items()}
    return query_of(app.language, app.choice) | own


def places_alone(app: App, measure: str) -> tuple[str, ...]:
    """One line beside a figure that counts places because visits are not told."""
    return (app.words("visits.places_alone"),) if measure == "places_visited" else ()
