"""The one list of pages: navigation, links between pages and tests all read it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from npm_data.reference import PROJECT
from npm_data.register.filters import Role

Section = Literal["start", "visits", "recommendations", "sources", "keeping"]
"""A heading of the menu, `frame.section_<name>`; the start page stands above them all."""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: its name is its file, its address (`/coverage`) and its messages' prefix.

    Without filters the sidebar shows none; `has_period` is False where only the period does not
    hold, because the page has days of its own. What is not listed is reached by links only. What is
    bare fills the screen by itself: the frame gives it a title and nothing else. `role` is the
    least one that may see the page.
    """

    name: str
    icon: str
    section: Section
    role: Role
    has_filters: bool = True
    has_period: bool = True
    is_listed: bool = True
    is_bare: bool = False

    @property
    def uses_period(self) -> bool:
        return self.has_filters and self.has_period

    @property
    def path(self) -> Path:
        return PROJECT / "pages" / f"{self.name}.py"

    @property
    def title(self) -> str:
        """The message that names the page, in the menu and above it."""
        return f"{self.name}.title"


HOME = PageEntry("overview", ":material/dashboard:", "start", Role.PUBLIC)
METHODOLOGY = PageEntry(
    "methodology", ":material/menu_book:", "sources", Role.PUBLIC, has_filters=False
)
FORUM = PageEntry(
    "forum",
    ":material/slideshow:",
    "start",
    Role.PUBLIC,
    has_filters=False,
    is_listed=False,
    is_bare=True,
)
PAGES = (
    HOME,
    PageEntry("coverage", ":material/map:", "visits", Role.PUBLIC),
    PageEntry("visits", ":material/event:", "visits", Role.PUBLIC),
    PageEntry("recommendations", ":material/checklist:", "recommendations", Role.PUBLIC),
    PageEntry("implementation", ":material/task_alt:", "recommendations", Role.PUBLIC),
    PageEntry("follow_up", ":material/assignment_turned_in:", "recommendations", Role.COUNCIL),
    PageEntry("places", ":material/domain:", "visits", Role.COUNCIL),
    PageEntry(
        "place",
        ":material/location_on:",
        "visits",
        Role.COUNCIL,
        has_filters=False,
        is_listed=False,
    ),
    PageEntry(
        "changes", ":material/compare_arrows:", "recommendations", Role.COUNCIL, has_period=False
    ),
    PageEntry(
        "past_due", ":material/event_busy:", "recommendations", Role.COUNCIL, has_period=False
    ),
    PageEntry("mandate", ":material/account_balance:", "visits", Role.PUBLIC),
    PageEntry("mechanisms", ":material/public:", "sources", Role.PUBLIC, has_filters=False),
    PageEntry("quality", ":material/fact_check:", "sources", Role.COUNCIL),
    PageEntry("exports", ":material/download:", "sources", Role.PUBLIC),
    METHODOLOGY,
    PageEntry("intake", ":material/upload_file:", "keeping", Role.SECRETARIAT, has_filters=False),
    PageEntry("history", ":material/history:", "keeping", Role.SECRETARIAT, has_filters=False),
    FORUM,
)
"""In the order of the menu, section by section; the first is the start page."""


def page_named(name: str) -> PageEntry:
    """The entry of a page; a `KeyError` for a name that no page has."""
    return {entry.name: entry for entry in PAGES}[name]
