"""The one list of pages: navigation, links between pages and tests all read it."""

from dataclasses import dataclass
from pathlib import Path

from npm_data.reference import PROJECT


@dataclass(frozen=True, slots=True)
class PageEntry:
    """A page: its name is its file, its address (`/coverage`) and its messages' prefix."""

    name: str
    icon: str
    has_filters: bool = True

    @property
    def path(self) -> Path:
        return PROJECT / "pages" / f"{self.name}.py"

    @property
    def title(self) -> str:
        """The message that names the page, in the menu and above it."""
        return f"{self.name}.title"


HOME = PageEntry("overview", ":material/dashboard:")
METHODOLOGY = PageEntry("methodology", ":material/menu_book:", has_filters=False)
PAGES = (
    HOME,
    PageEntry("coverage", ":material/map:"),
    PageEntry("visits", ":material/event:"),
    PageEntry("recommendations", ":material/checklist:"),
    METHODOLOGY,
)
"""In the order of the menu; the first is the start page."""
