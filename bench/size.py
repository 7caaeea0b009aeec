"""How much is measured: for the figures, or for a test that every part still runs."""

from dataclasses import dataclass

from npm_data.ui.frame.page_list import PAGES, PageEntry

START = "lang=en&period=2016"
"""The address that everybody opens a page at."""
SOCKET_YEARS = ("2018", "2022", "2014", "2020", "2024")
BROWSER_YEARS = ("2015", "2019", "2023", "2017", "2021", "2025")
"""What is then chosen; not the same, because the server keeps an answer once given."""


@dataclass(frozen=True, slots=True)
class Size:
    """`repeats` is how often a thing is measured, `first_visits` how often a window is opened,
    `years` how many of either list are chosen. Of `people` each makes as many `changes`; `hurried`
    are those who never wait.
    """

    is_toy: bool
    pages: tuple[PageEntry, ...]
    years: int
    repeats: int
    first_visits: int
    people: tuple[int, ...]
    hurried: int
    changes: int
    seconds_between: float
    idle: int


NATIONAL = Size(
    is_toy=False,
    pages=PAGES,
    years=6,
    repeats=15,
    first_visits=3,
    people=(20, 100, 200),
    hurried=60,
    changes=6,
    seconds_between=5.0,
    idle=100,
)
TOY = Size(
    is_toy=True,
    pages=tuple(each for each in PAGES if each.name in {"coverage", "changes"}),
    years=1,
    repeats=1,
    first_visits=1,
    people=(2,),
    hurried=2,
    changes=2,
    seconds_between=1.0,
    idle=2,
)
