"""Places: the list with its search, where to go next, and the round by region."""

from collections.abc import Callable, Hashable
from typing import NamedTuple

import polars as pl
import streamlit as st

from npm_data.figures import places
from npm_data.figures.periods import SEPARATOR
from npm_data.figures.places import Sought, short_day
from npm_data.figures.sentences import clock_finding
from npm_data.figures.units import Row, total_of
from npm_data.questions.places import Stretch
from npm_data.ui.card import card, definition_link, plain_table
from npm_data.ui.downloads import list_buttons
from npm_data.ui.frame.app import App, address_of
from npm_data.ui.frame.switches import entered_text, is_on, pick, switch
from npm_data.ui.paging import ROWS_A_PAGE, current_page, pager, pages_of
from npm_data.ui.register_text import as_text, small

_MOST_PAGES = 100_000


class _Part(NamedTuple):
    """A page of a list, and how many rows all its pages hold."""

    page: int
    rows: pl.DataFrame
    matches: int


def draw(app: App) -> None:
    """One of three views; the others are not asked for."""
    words = app.words
    views = {each: words(f"places.view_{each}") for each in ("register", "planning", "regions")}
    with st.container(
        horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"
    ):
        view = switch(app, "places.view", words("places.view"), views)
        council_mark(app, words(f"places.why_{'planning' if view == 'planning' else 'council'}"))
    {"register": _register, "planning": _planning, "regions": _regions}[view](app)


def council_mark(app: App, reason: str) -> None:
    """Who may see this, and why."""
    mark = f":violet-background[{app.words('frame.council_only')}] {small(reason)}"
    st.markdown(mark, width="content")


def _register(app: App) -> None:
    words, sought = app.words, _sought(app)
    part = _part_of(
        "places.page", (app.filters, sought), lambda each: places.found(app, sought, each)
    )
    st.header(places.register_finding(app, sought, part.matches), anchor=False)
    clock = total_of(app.repository.clock(app.filters, app.as_of))
    _line(app, "clock", clock_finding(words, clock["places"], clock["past_due"]))
    if not part.matches:
        st.info(words("places.nothing_found"), icon=":material/search_off:")
        return
    heads = ("place", "state", "periodic", "last", "open", "type", "region")
    rows = [
        [
            place_link(app, row["institution_id"], row["name"]),
            _state(app, row),
            short_day(words, row["last_periodic_on"]),
            short_day(words, row["last_visit_on"]),
            words.number(row["open_recommendations"]),
            *_kind_and_region(app, row),
        ]
        for row in part.rows.iter_rows(named=True)
    ]
    _table(app, heads, rows)
    pager(app, "places.page", part.page, part.matches)
    list_buttons(app, "places.register", lambda: places.register(app, sought))


def _sought(app: App) -> Sought:
    """The search, the state of the term and the order, in one row."""
    words = app.words
    orders: dict[str, str] = {each: words(f"places.sort_{each}") for each in places.ORDERS}
    columns = st.columns([4, 3, 3, 3], vertical_alignment="bottom")
    with columns[0]:
        hint = words("places.search_hint")
        search = entered_text(words, "places.search", words("places.search"), hint)
    with columns[1]:
        options = places.state_options(app.language)
        state = pick(app, "places.state", words("places.state"), options)
    with columns[2]:
        order = pick(app, "places.sort", words("places.sort"), orders)
    with columns[3]:
        outside = is_on(words, "places.outside", words("places.outside"))
    return Sought(search, state, outside, next(each for each in places.ORDERS if each == order))


def _state(app: App, row: Row) -> str:
    """The class and the day; of a place never visited also that its term has passed."""
    words, due = app.words, row["due_on"]
    said = places.state_of(words, row)
    if due is None:
        return said
    is_past = row["clock_state"] == "never_visited" and due < app.as_of
    past = f", {words('places.is_past_due')}" if is_past else ""
    return f"{said}{past}: {short_day(words, due)}"


def _planning(app: App) -> None:
    words, needs = app.words, places.needs_of_the_round(app)
    st.header(places.planning_finding(words, needs), anchor=False)
    if needs["places"]:
        st.markdown(places.planning_sentence(words, needs, app.as_of))
    _line(app, "planning", *places.day_notes(app))
    part = _part_of("places.due_page", app.filters, lambda each: places.due_next(app, each))
    if not part.matches:
        st.info(words("places.planning_nothing"), icon=":material/inbox:")
        return
    rows = [
        [
            place_link(app, row["institution_id"], row["name"]),
            short_day(words, row["due_on"]),
            words(f"places.is_{'past_due' if row['is_past_due'] else 'coming'}"),
            short_day(words, row["last_periodic_on"]),
            *_kind_and_region(app, row),
        ]
        for row in part.rows.iter_rows(named=True)
    ]
    _table(app, ("place", "due", "falls_due", "periodic", "type", "region"), rows)
    pager(app, "places.due_page", part.page, part.matches)
    list_buttons(app, "places.planning", lambda: places.planning(app))


def _regions(app: App) -> None:
    words = app.words
    orders = {each: words(f"places.regions_{each}") for each in ("north", "share")}
    order = switch(app, "places.regions", words("places.sort"), orders)
    card(app, places.regions(app, by_share=order == "share"))


def _part_of(key: str, choice: Hashable, ask: Callable[[Stretch], pl.DataFrame]) -> _Part:
    """The page that the address asks for; one after the last means the last."""
    page = current_page(key, choice)
    rows = ask(_stretch(page))
    if rows.is_empty() and page > 1:
        page = current_page(key, choice, pages_of(_matches(ask(_stretch(1)))))
        rows = ask(_stretch(page))
    return _Part(page, rows, _matches(rows))


def _stretch(page: int) -> Stretch:
    return Stretch(ROWS_A_PAGE, (min(page, _MOST_PAGES) - 1) * ROWS_A_PAGE)


def _matches(rows: pl.DataFrame) -> int:
    return 0 if rows.is_empty() else int(rows["matches"][0])


def place_link(app: App, institution_id: str, name: str) -> str:
    """Markdown that leads to the place's own page."""
    return f"[{as_text(name)}]({address_of(app, 'place', place=institution_id)})"


def _kind_and_region(app: App, row: Row) -> tuple[str, str]:
    region = as_text(places.where(app.words, row["region"], row["district"], app.as_of))
    return app.words.institution_type(row["institution_type"]), region


def _table(app: App, heads: tuple[str, ...], rows: list[list[str]]) -> None:
    """A phone shows the first columns: the place and its term."""
    labels = [app.words(f"places.column_{head}") for head in heads]
    st.table(plain_table(labels, rows), hide_index=True)


def _line(app: App, definition: str, *said: str) -> None:
    """What was counted, on which day, and the way to the rule."""
    st.markdown(small(SEPARATOR.join([*said, definition_link(app, definition)])))
