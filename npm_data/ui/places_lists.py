"""Lists of places: a stretch of them from the register, names that link, days that fit a column."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

import polars as pl
import streamlit as st

from npm_data.figures.periods import day_text
from npm_data.i18n import Words, words_for
from npm_data.questions.places import Stretch
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.paging import ROWS_A_PAGE, current_page, pages_of
from npm_data.ui.register_text import as_text
from npm_data.ui.show import caption
from npm_data.ui.tiles import small

OUTSIDE = ("not_yet", "left")
"""Why a place has no class of the four-year clock: not in the mandate yet, or no longer."""
_MOST_PAGES = 100_000


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a list, and how many rows all its pages hold."""

    page: int
    rows: pl.DataFrame
    matches: int


def part_of(key: str, choice: Hashable, ask: Callable[[Stretch], pl.DataFrame]) -> Part:
    """The page that the address asks for; one after the last means the last."""
    page = current_page(key, choice)
    rows = ask(_stretch(page))
    if rows.is_empty() and page > 1:
        page = current_page(key, choice, pages_of(_matches(ask(_stretch(1)))))
        rows = ask(_stretch(page))
    return Part(page, rows, _matches(rows))


def _stretch(page: int) -> Stretch:
    return Stretch(ROWS_A_PAGE, (min(page, _MOST_PAGES) - 1) * ROWS_A_PAGE)


def _matches(rows: pl.DataFrame) -> int:
    return 0 if rows.is_empty() else int(rows["matches"][0])


def council_mark(app: App, reason: str) -> None:
    """Who may see this, and why."""
    st.markdown(f":violet-background[{app.words('frame.council_only')}] {small(reason)}")


def place_link(app: App, institution_id: str, name: str) -> str:
    """Markdown that leads to the place's own page."""
    return f"[{as_text(name)}]({address_of(app, 'place', place=institution_id)})"


def where(words: Words, region: str, district: str | None, day: date) -> str:
    """Region and district, as far as it is known."""
    return words.region(region, on=day) + (f", {as_text(district)}" if district else "")


def short_day(words: Words, day: date | None) -> str:
    """31.12.2016, which fits a narrow column in every language."""
    return words("places.none") if day is None else day_text(day)


@cache
def state_names(language: str) -> dict[str, str]:
    """The classes of the clock, and what a place outside the mandate has instead."""
    words = words_for(language)
    inside = ("on_time", "due_soon", "overdue", "never_visited")
    return {state: words(f"figures.clock_{state}") for state in inside} | {
        state: words(f"places.{state}") for state in OUTSIDE
    }


def named(words: Words, frame: pl.DataFrame, day: date) -> pl.DataFrame:
    """The rows with names beside the codes: `type`, `host`, `region_name`."""
    return frame.with_columns(
        pl.Series("type", list(map(words.institution_type, frame["institution_type"])), pl.String),
        pl.Series("host", [words.ministry(code, day) for code in frame["ministry"]], pl.String),
        pl.Series(
            "region_name", [words.region(code, on=day) for code in frame["region"]], pl.String
        ),
    )


def day_notes(app: App) -> tuple[str, ...]:
    """The day of the clock, and that a chosen type of visit does not touch it."""
    words = app.words
    on_day = words("places.on_day", date=words.date(app.as_of))
    is_narrowed = bool(app.filters.visit_types)
    return (on_day, words("places.any_visit_type")) if is_narrowed else (on_day,)


def caption_lines(app: App, definition: str, counts: Sequence[str] = ()) -> None:
    """What stands under a figure, for a list that `show_table` cannot draw."""
    st.markdown("  \n".join(small(line) for line in caption(app, definition, counts)))
